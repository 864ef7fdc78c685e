package org.dudao.meeting;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.meeting.Meeting.State;
import org.dudao.plan.CampaignNumbers;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of meetings (W3, W4, W1), of whom they were called for, and the log of each. */
@Service
public class Meetings {

    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CampaignNumbers numbers;
    private final CaseLog log;
    private final Clock clock;

    Meetings(JdbcAggregateTemplate aggregates, JdbcClient jdbc, CampaignNumbers numbers, CaseLog log, Clock clock) {
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.log = log;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public Meeting get(String key) {
        Meeting found = aggregates.findById(key, Meeting.class);
        if (found == null) {
            throw new NoSuchElementException("no meeting " + key);
        }
        return found;
    }

    /** Whom it was called for, in the order of their ids. */
    public List<Invitation> invitations(String key) {
        return jdbc.sql("select * from dudao.meeting_invitation where meeting = ? order by unit")
                .param(key)
                .query(Invitation.class)
                .list();
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** Enters it under the campaign's next number; those called at the same time wait for each other. */
    Meeting register(Meeting.Call call, Collection<String> units) {
        Meeting meeting = aggregates.insert(new Meeting(
                numbers.nextKey(call.campaign(), "meeting", "meeting"),
                call.campaign(),
                call.kind(),
                call.topic(),
                call.day(),
                call.place(),
                call.conveningUnit(),
                call.convenedBy(),
                clock.instant(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                State.PREPARING,
                null));
        units.forEach(unit -> jdbc.sql("insert into dudao.meeting_invitation (meeting, unit) values (?, ?)")
                .params(meeting.key(), unit)
                .update());
        log.append(new Act(meeting.key(), "CONVENED", "召集会议")
                .by(call.convenedBy())
                .text("%s，%s：%s".formatted(call.day(), call.place(), call.topic())));
        return meeting;
    }

    void agendaSet(String key, String by, String agenda) {
        required(jdbc.sql("update dudao.meeting set agenda = ?, state = 'CALLED' where key = ?")
                .params(agenda, key)
                .update());
        log.append(new Act(key, "CALLED", "审定议题，通知各单位").by(by).text(agenda));
    }

    /** @param attendee null where it cannot come, which is where {@code absenceReason} is not */
    void noticeSigned(String key, String unit, String by, String attendee, String absenceReason) {
        required(jdbc.sql("""
                        update dudao.meeting_invitation set attendee = :attendee, absence_reason = :reason,
                            signed_by = :by, signed_at = :now where meeting = :key and unit = :unit
                        """)
                .param("attendee", attendee)
                .param("reason", absenceReason)
                .param("by", by)
                .param("now", now())
                .param("key", key)
                .param("unit", unit)
                .update());
        log.append(new Act(key, "NOTICE_SIGNED", absenceReason == null ? "签收通知，按时参加" : "签收通知，不能参加")
                .by(by)
                .text(absenceReason));
    }

    /** @param minutes with place and day at the head */
    void held(String key, String by, String chair, String minutes, Collection<String> attended) {
        required(jdbc.sql("""
                        update dudao.meeting set chair = :chair, minutes = :minutes, minuted_by = :by, minuted_at = :now,
                            state = 'HELD' where key = :key
                        """)
                .param("chair", chair)
                .param("minutes", minutes)
                .param("by", by)
                .param("now", now())
                .param("key", key)
                .update());
        jdbc.sql("update dudao.meeting_invitation set attended = (unit in (:attended)) where meeting = :key")
                .param("attended", attended)
                .param("key", key)
                .update();
        log.append(new Act(key, "HELD", "形成会议纪要").by(by).text(minutes));
    }

    void cancelled(String key, String by, String reason) {
        required(jdbc.sql("""
                        update dudao.meeting set cancel_reason = :reason, cancelled_by = :by, closed_at = :now,
                            state = 'CANCELLED' where key = :key
                        """)
                .param("reason", reason)
                .param("by", by)
                .param("now", now())
                .param("key", key)
                .update());
        log.append(new Act(key, "CANCELLED", "取消会议").by(by).text(reason));
    }

    void resolved(String key, String by, Resolution resolution) {
        log.append(new Act(key, "RESOLVED", "登记议定事项")
                .by(by)
                .to(resolution.unit())
                .text("%s，%s以前：%s".formatted(resolution.key(), resolution.dueOn(), resolution.what())));
    }

    void close(String key) {
        required(jdbc.sql("update dudao.meeting set state = 'CLOSED', closed_at = ? where key = ?")
                .params(now(), key)
                .update());
        log.append(new Act(key, "CLOSED", "会议办结"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static void required(int updated) {
        if (updated != 1) {
            throw new NoSuchElementException("no such meeting, or nobody was called for it");
        }
    }
}
