package org.dudao.supervision;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Duty;
import org.dudao.plan.Plan;
import org.dudao.plan.Rhythm.Window;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What is done again and again (M3a, M3b, S5, W4): done and missed, by duty and by who has it. */
@Service
class DutyRegister {

    private static final int MAX_PAGE = 500;

    private static final String VISIBLE = " and (:everything or r.owner in (:units))";

    private final JdbcClient jdbc;
    private final CampaignPlans plans;

    DutyRegister(JdbcClient jdbc, CampaignPlans plans) {
        this.jdbc = jdbc;
        this.plans = plans;
    }

    record Register(long total, List<Row> items) {}

    /**
     * One duty of one unit or school; instants in UTC.
     *
     * @param when the rhythm in words
     * @param held how often it was done
     * @param missed how often it was not
     * @param cancelled how often its days were closed after all
     * @param asked how often misses had to be explained
     * @param explaining whether an explanation is still owed
     * @param stateName of the round at hand, or that the duty is over
     * @param opens when the round at hand opens or opened; null where the duty is over
     */
    record Row(
            String key,
            String duty,
            String dutyName,
            List<String> rows,
            String owner,
            String ownerName,
            String where,
            String when,
            int held,
            int missed,
            int cancelled,
            int asked,
            boolean explaining,
            String stateName,
            Instant opens,
            Instant closes) {}

    record Rounds(long total, List<Round> items) {}

    /**
     * One round, the newest first.
     *
     * @param by the post that filled it in; null where nobody did
     * @param rule what followed from it by the policy; null before it is over
     */
    record Round(
            int number,
            String when,
            Instant opens,
            Instant closes,
            String state,
            String stateName,
            String by,
            String byName,
            Instant settledAt,
            Integer count,
            String countName,
            String remark,
            String rule,
            boolean asked) {}

    /** @throws NoSuchElementException if there is no such campaign */
    Register of(String campaign, String duty, String unit, int page, int size, Reader.Sight sight) {
        Plan plan = plans.find(campaign)
                .orElseThrow(() -> new NoSuchElementException("没有编号为“%s”的专项行动，请重新选择".formatted(campaign)));
        Map<String, Object> params = sight(sight);
        params.put("campaign", campaign);
        params.put("duty", duty);
        params.put("unit", unit);
        String where = " from dudao.duty_run r where r.campaign = :campaign" + VISIBLE
                + " and (cast(:duty as text) is null or r.duty = :duty)"
                + " and (cast(:unit as text) is null or r.owner = :unit)";
        long total = jdbc.sql("select count(*)" + where)
                .params(params)
                .query(Long.class)
                .single();
        page(params, page, size);
        List<Row> rows = jdbc.sql("""
                        with shown as (select r.*""" + where + """
                         order by r.duty, r.owner limit :limit offset :offset)
                        select s.*, c.held, c.missed, c.cancelled, c.asked, l.state as at, l.opens_at, l.closes_at,
                            exists (select 1 from dudao.obligation o where o.process_instance = s.process_instance
                                and o.kind = 'duty-missed' and o.state = 'OPEN') as explaining
                        from shown s
                        left join dudao.duty_round l on l.run = s.key and l.state in ('PLANNED', 'OPEN')
                        left join (select run, count(*) filter (where state = 'HELD') as held,
                                count(*) filter (where state = 'MISSED') as missed,
                                count(*) filter (where state = 'VOID') as cancelled,
                                count(*) filter (where asked) as asked
                            from dudao.duty_round where run in (select key from shown) group by run) c on c.run = s.key
                        order by s.duty, s.owner
                        """)
                .params(params)
                .query((row, n) -> {
                    String id = row.getString("duty");
                    Optional<Duty> ruled = plan.duty(id);
                    return new Row(
                            row.getString("key"),
                            id,
                            plan.matterName(id),
                            ruled.map(Duty::rows).orElse(List.of()),
                            row.getString("owner"),
                            plan.unitName(row.getString("owner")),
                            ruled.map(Duty::where).orElse(""),
                            ruled.map(each -> each.rhythm().inWords()).orElse(""),
                            row.getInt("held"),
                            row.getInt("missed"),
                            row.getInt("cancelled"),
                            row.getInt("asked"),
                            row.getBoolean("explaining"),
                            row.getString("at") == null ? "已期满" : inWords(row.getString("at")),
                            instant(row.getTimestamp("opens_at")),
                            instant(row.getTimestamp("closes_at")));
                })
                .list();
        return new Register(total, rows);
    }

    /** @throws NoSuchElementException if there is no such duty, or the reader may not see it */
    Rounds rounds(String key, int page, int size, Reader.Sight sight) {
        Map<String, Object> params = sight(sight);
        params.put("key", key);
        Duty duty = jdbc.sql("select r.campaign, r.duty from dudao.duty_run r where r.key = :key" + VISIBLE)
                .params(params)
                .query((row, n) -> plans.of(row.getString("campaign"))
                        .duty(row.getString("duty"))
                        .orElseThrow())
                .optional()
                .orElseThrow(() -> new NoSuchElementException("没有这项常态化职责，或者您不能查看。请刷新页面"));
        Plan plan = plans.of(key.substring(0, key.indexOf('/')));
        long total = jdbc.sql("select count(*) from dudao.duty_round where run = :key")
                .params(params)
                .query(Long.class)
                .single();
        page(params, page, size);
        List<Round> rounds = jdbc.sql("select * from dudao.duty_round where run = :key order by number desc"
                        + " limit :limit offset :offset")
                .params(params)
                .query((row, n) -> {
                    Instant opens = instant(row.getTimestamp("opens_at"));
                    Instant closes = instant(row.getTimestamp("closes_at"));
                    String by = row.getString("by_post");
                    return new Round(
                            row.getInt("number"),
                            new Window(opens, closes).inWords(),
                            opens,
                            closes,
                            row.getString("state"),
                            inWords(row.getString("state")),
                            by,
                            by == null ? null : plan.postName(by),
                            instant(row.getTimestamp("settled_at")),
                            row.getObject("count", Integer.class),
                            duty.count(),
                            row.getString("remark"),
                            row.getString("rule"),
                            row.getBoolean("asked"));
                })
                .list();
        return new Rounds(total, rounds);
    }

    private static Map<String, Object> sight(Reader.Sight sight) {
        Map<String, Object> params = new HashMap<>();
        params.put("everything", sight.everything());
        params.put("units", sight.units().isEmpty() ? List.of("") : List.copyOf(sight.units()));
        return params;
    }

    private static void page(Map<String, Object> params, int page, int size) {
        int limit = Math.min(Math.max(size, 1), MAX_PAGE);
        params.put("limit", limit);
        params.put("offset", (long) Math.max(page, 0) * limit);
    }

    private static String inWords(String state) {
        return DutyState.valueOf(state).word;
    }

    private enum DutyState {
        PLANNED("等到下一次"),
        OPEN("待登记"),
        HELD("已履行"),
        MISSED("缺勤"),
        VOID("当天放假，取消");

        private final String word;

        DutyState(String word) {
            this.word = word;
        }
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
