package org.dudao.enforcement;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.enforcement.Participation.State;
import org.dudao.notice.Notices;
import org.dudao.plan.CampaignNumbers;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of joint enforcements (W2c), each unit's part in them, and the log of each. */
@Service
public class JointEnforcements {

    private static final String MOVED = "MOVED";

    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CampaignNumbers numbers;
    private final CaseLog log;
    private final Notices notices;
    private final Clock clock;

    JointEnforcements(
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            CampaignNumbers numbers,
            CaseLog log,
            Notices notices,
            Clock clock) {
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.log = log;
        this.notices = notices;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public JointEnforcement get(String key) {
        JointEnforcement found = aggregates.findById(key, JointEnforcement.class);
        if (found == null) {
            throw new NoSuchElementException("no joint enforcement " + key);
        }
        return found;
    }

    /** Every unit's part, the lead's first, the others in the order of their ids. */
    public List<Participation> participations(String key) {
        return jdbc.sql("""
                        select p.* from dudao.joint_participation p join dudao.joint_enforcement j on j.key = p.joint
                        where p.joint = ? order by (p.unit = j.lead_unit) desc, p.unit
                        """).param(key).query(Participation.class).list();
    }

    Participation participation(String key, String unit) {
        return participations(key).stream()
                .filter(each -> each.unit().equals(unit))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(unit + " has no part in " + key));
    }

    /** Those whose record of the day there is, or is still owed; the lead is one of them. */
    List<String> participants(String key) {
        return participations(key).stream()
                .filter(each -> each.state() != State.EXCUSED)
                .map(Participation::unit)
                .toList();
    }

    /** The ledger numbers of what was found, one line each; what was referred to public security is left out (M2b). */
    List<String> findings(String key) {
        return jdbc.sql("""
                        select h.number || ' ' || h.place || '：' || h.description
                        from dudao.joint_finding f join dudao.hazard h on h.number = f.hazard
                        where f.joint = ? and not h.crime order by h.number
                        """).param(key).query(String.class).list();
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** Enters it under the campaign's next number; those called at the same time wait for each other. */
    JointEnforcement register(JointEnforcement.Call call, Collection<String> units) {
        JointEnforcement joint = aggregates.insert(new JointEnforcement(
                numbers.nextKey(call.campaign(), "joint", "joint_enforcement"),
                call.campaign(),
                call.school(),
                call.area(),
                call.place(),
                call.purpose(),
                call.day(),
                call.leadUnit(),
                call.convenedBy(),
                clock.instant(),
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        log.append(act(joint.key(), "CALLED", "发起联合执法")
                .by(call.convenedBy())
                .to(call.leadUnit())
                .text("%s，%s：%s".formatted(call.day(), call.place(), call.purpose())));
        for (String unit : units) {
            boolean leads = unit.equals(call.leadUnit());
            jdbc.sql("insert into dudao.joint_participation (joint, unit, state) values (?, ?, ?)")
                    .params(joint.key(), unit, (leads ? State.COMING : State.INVITED).name())
                    .update();
            if (!leads) {
                log.append(act(joint.key(), "INVITED", "邀请参加")
                        .by(call.convenedBy())
                        .to(unit));
            }
        }
        return joint;
    }

    /** @param declineReason null where it comes */
    void confirmed(String key, String unit, String by, String declineReason) {
        boolean comes = declineReason == null;
        set(
                key,
                unit,
                values("state", (comes ? State.COMING : State.DECLINED).name(), "decline_reason", declineReason));
        log.append(act(key, comes ? "CONFIRMED" : "DECLINED", comes ? "确认参加" : "说明不能参加")
                .by(by)
                .text(declineReason));
    }

    void excuseDecided(String key, String unit, String by, boolean excused, String reason) {
        State state = excused ? State.EXCUSED : State.COMING;
        set(key, unit, values("state", state.name(), "insisted", !excused, "decision", reason, "decided_by", by));
        log.append(act(key, excused ? "EXCUSED" : "INSISTED", excused ? "准许不参加" : "仍须参加")
                .by(by)
                .to(unit)
                .text(reason));
    }

    /** What a unit writes down on site; the numbers of several records add up, the last words stand. */
    record OnSite(int officers, int checked, int handled, String found, String measures) {}

    void onSite(String key, String unit, String by, OnSite record) {
        Participation before = participation(key, unit);
        Map<String, Object> values = values(
                "state",
                State.ON_SITE.name(),
                "officers",
                Math.max(orZero(before.officers()), record.officers()),
                "checked",
                orZero(before.checked()) + record.checked(),
                "handled",
                orZero(before.handled()) + record.handled(),
                "found",
                joined(before.found(), record.found()),
                "measures",
                joined(before.measures(), record.measures()));
        values.put("recorded_by", by);
        values.put("recorded_at", now());
        set(key, unit, values);
        log.append(act(key, "ON_SITE", "登记现场情况")
                .by(by)
                .text("检查%d处，处理%d处。%s".formatted(record.checked(), record.handled(), record.found())));
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    private static String joined(String before, String more) {
        return before == null ? more : before + "；" + more;
    }

    /** @param referred whether it went to public security, of which the log tells nobody */
    void found(String key, String unit, String by, String hazard, boolean referred) {
        jdbc.sql("insert into dudao.joint_finding (hazard, joint, unit) values (?, ?, ?)")
                .params(hazard, key, unit)
                .update();
        if (!referred) {
            log.append(act(key, "HAZARD_MADE", "登记隐患").by(by).text(hazard));
        }
    }

    void recorded(String key, String by, String facts, String result) {
        int updated = jdbc.sql(
                        "update dudao.joint_enforcement set facts = ?, result = ?, recorded_by = ?, recorded_at = ? where key = ?")
                .params(facts, result, by, now(), key)
                .update();
        required(updated, key);
        log.append(act(key, "RECORDED", "填写联合检查记录").by(by).text(result));
    }

    /** @param objection null where the unit agrees */
    void signed(String key, String unit, String by, String objection) {
        set(key, unit, values("signed_by", by, "signed_at", now(), "objection", objection));
        log.append(act(key, "SIGNED", objection == null ? "签认联合检查记录" : "签认联合检查记录，有不同意见")
                .by(by)
                .text(objection));
    }

    /**
     * Everybody but the lead has to say anew whether it comes; what was recorded on site before stays.
     *
     * @return from which day to which, and why, in Chinese
     */
    String moved(String key, String by, LocalDate day, String reason) {
        JointEnforcement before = get(key);
        required(
                jdbc.sql("update dudao.joint_enforcement set day = ? where key = ?")
                        .params(day, key)
                        .update(),
                key);
        jdbc.sql("""
                        update dudao.joint_participation set state = case when unit = :lead then 'COMING' else 'INVITED' end,
                            decline_reason = null, insisted = false, decision = null, decided_by = null
                        where joint = :joint
                        """).param("lead", before.leadUnit()).param("joint", key).update();
        String move = "由%s改到%s：%s".formatted(before.day(), day, reason);
        log.append(act(key, MOVED, "改期").by(by).text(move));
        tell(before, by, "通知改期", "联合执法（%s）%s。受邀单位请重新确认能不能参加".formatted(before.place(), move));
        return move;
    }

    /** When it was moved last, from which day to which, and why; null where it never was. */
    static String lastMove(List<CaseEntry> history) {
        return history.stream()
                .filter(entry -> entry.act().equals(MOVED))
                .map(CaseEntry::text)
                .reduce(null, (before, last) -> last);
    }

    void cancelled(String key, String by, String reason) {
        required(jdbc.sql("""
                        update dudao.joint_enforcement set cancel_reason = ?, cancelled_by = ?, closed_at = ? where key = ?
                        """).params(reason, by, now(), key).update(), key);
        log.append(act(key, "CANCELLED", "取消联合执法").by(by).text(reason));
        JointEnforcement joint = get(key);
        tell(joint, by, "通知取消", "联合执法（%s %s）取消：%s".formatted(joint.day(), joint.place(), reason));
    }

    private void tell(JointEnforcement joint, String by, String word, String text) {
        for (Participation part : participations(joint.key())) {
            notices.ofMatter(joint.key(), part.unit(), text);
            log.append(act(joint.key(), "TOLD", word).by(by).to(part.unit()));
        }
    }

    void close(String key) {
        required(
                jdbc.sql("update dudao.joint_enforcement set closed_at = ? where key = ?")
                        .params(now(), key)
                        .update(),
                key);
        log.append(act(key, "CLOSED", "联合执法办结"));
    }

    private Object now() {
        Instant now = clock.instant();
        return now.atOffset(ZoneOffset.UTC);
    }

    private static Act act(String key, String name, String word) {
        return new Act(key, name, word);
    }

    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    private void set(String key, String unit, Map<String, Object> values) {
        String columns = String.join(
                ", ", values.keySet().stream().map(name -> name + " = :" + name).toList());
        required(
                jdbc.sql("update dudao.joint_participation set " + columns + " where joint = :joint and unit = :unit")
                        .params(values)
                        .param("joint", key)
                        .param("unit", unit)
                        .update(),
                key);
    }

    private static void required(int updated, String key) {
        if (updated != 1) {
            throw new NoSuchElementException("nothing of " + key);
        }
    }
}
