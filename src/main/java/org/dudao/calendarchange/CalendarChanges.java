package org.dudao.calendarchange;

import java.sql.Date;
import java.time.Clock;
import java.time.ZoneOffset;
import org.dudao.calendar.AnnouncedDays;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of changes of the working days: who proposed, who decided, and since when they are in force. */
@Service
class CalendarChanges {

    private final JdbcClient jdbc;
    private final AnnouncedDays days;
    private final CaseLog log;
    private final Clock clock;

    CalendarChanges(JdbcClient jdbc, AnnouncedDays days, CaseLog log, Clock clock) {
        this.jdbc = jdbc;
        this.days = days;
        this.log = log;
        this.clock = clock;
    }

    /** The next free key; until the transaction ends nobody else gets one. */
    String nextKey() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('calendar-change'))")
                .query()
                .listOfRows();
        return "calendar/"
                + jdbc.sql("select count(*) + 1 from dudao.calendar_change")
                        .query(Integer.class)
                        .single();
    }

    void propose(CalendarChange change) {
        jdbc.sql("insert into dudao.calendar_change (key, first_day, last_day, arrangement, reason, proposed_by,"
                        + " proposed_at, state) values (?, ?, ?, ?, ?, ?, ?, 'PROPOSED')")
                .params(
                        change.key(),
                        Date.valueOf(change.firstDay()),
                        Date.valueOf(change.lastDay()),
                        change.arrangement().name(),
                        change.grounds(),
                        change.proposedBy(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        note(change, "PROPOSED", "提出工作日调整", change.proposedBy(), change.inWords() + "；" + change.grounds());
    }

    CalendarChange get(String key) {
        return jdbc.sql("select * from dudao.calendar_change where key = ?")
                .param(key)
                .query((row, n) -> new CalendarChange(
                        row.getString("key"),
                        row.getDate("first_day").toLocalDate(),
                        row.getDate("last_day").toLocalDate(),
                        CalendarChange.Arrangement.valueOf(row.getString("arrangement")),
                        row.getString("reason"),
                        row.getString("proposed_by")))
                .single();
    }

    void decided(CalendarChange change, boolean confirmed, String by, String reason) {
        jdbc.sql("update dudao.calendar_change set decided_by = ?, decision_reason = ?, decided_at = ?, state = ?"
                        + " where key = ?")
                .params(
                        by,
                        reason,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        confirmed ? "PROPOSED" : "REJECTED",
                        change.key())
                .update();
        note(change, confirmed ? "CONFIRMED" : "REJECTED", confirmed ? "确认" : "不确认", by, reason);
    }

    /** Puts the change in force, in the transaction at hand and before anything is counted in it. */
    void announce(CalendarChange change) {
        days.announce(change.firstDay(), change.lastDay(), change.arrangement().worked(), change.key());
        jdbc.sql("update dudao.calendar_change set state = 'IN_FORCE' where key = ?")
                .param(change.key())
                .update();
        note(change, "IN_FORCE", "启用新安排", null, change.inWords());
    }

    String decidedBy(String key) {
        return jdbc.sql("select decided_by from dudao.calendar_change where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    void lapse(CalendarChange change) {
        jdbc.sql("update dudao.calendar_change set state = 'LAPSED' where key = ?")
                .param(change.key())
                .update();
        note(change, "LAPSED", "申请失效", null, "期限内无人确认，工作日安排不变");
    }

    void recounted(CalendarChange change, int deadlines, int waits) {
        note(change, "RECOUNTED", "重新推算期限", null, "%d项期限、%d项等待时间有变化".formatted(deadlines, waits));
    }

    private void note(CalendarChange change, String act, String word, String by, String text) {
        log.append(new Act(change.key(), act, word).by(by).text(text));
    }
}
