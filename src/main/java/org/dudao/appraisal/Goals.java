package org.dudao.appraisal;

import java.util.List;
import org.dudao.plan.AppraisalRules;
import org.dudao.plan.InspectedBy;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What the plan wants to reach in the whole town (section 二): last year's value beside this year's. */
@Service
public class Goals {

    private final JdbcClient jdbc;

    Goals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param name what is counted, as people read it
     * @param text the plan's own words
     * @param unit what stands behind the numbers
     * @param thisYear null where there is nothing to count yet
     * @param trend 好转, 持平 or 变差 against last year; 暂无数据 where there is nothing to count
     */
    public record Reached(
            String measure, String name, String text, String unit, int lastYear, Integer thisYear, String trend) {}

    /** As the tables say now. */
    public List<Reached> of(String campaign, Plan plan) {
        return plan.appraisal().goals().stream()
                .map(goal -> {
                    AppraisalRules.Measure counted = AppraisalRules.MEASURES.get(goal.measure());
                    Integer value = value(campaign, plan, goal.measure());
                    return new Reached(
                            goal.measure(),
                            counted.name(),
                            goal.text(),
                            counted.unit(),
                            goal.lastYear(),
                            value,
                            trend(goal, value));
                })
                .toList();
    }

    static String trend(AppraisalRules.Goal goal, Integer value) {
        if (value == null) {
            return "暂无数据";
        }
        int more = Integer.compare(value, goal.lastYear());
        int better = goal.better() == AppraisalRules.Direction.MORE ? more : -more;
        return better == 0 ? "持平" : better > 0 ? "好转" : "变差";
    }

    private Integer value(String campaign, Plan plan, String measure) {
        return switch (measure) {
            case "incidents" -> one("select count(*)::int from dudao.incident where campaign = ?", campaign);
            case "casualties" ->
                one("select coalesce(sum(injured + dead), 0)::int from dudao.incident where campaign = ?", campaign);
            case "hazards-closed-percent" -> one("""
                        select (count(*) filter (where state = 'CLOSED') * 100 / nullif(count(*), 0))::int
                        from dudao.hazard where campaign = ? and not crime
                        """, campaign);
            case "voices-solved-percent" -> one("""
                        select (count(*) filter (where state in ('SOLVED', 'SILENT', 'UPHELD')) * 100
                            / nullif(count(*) filter (where state not in ('REFERRING', 'REFERRED')), 0))::int
                        from dudao.voice where campaign = ?
                        """, campaign);
            case "drills-passed-percent" -> one("""
                        select (count(*) filter (where state = 'PASSED' and repetitions = 0) * 100 / nullif(count(*), 0))::int
                        from dudao.drill where campaign = ?
                        """, campaign);
            case "hazards-around" -> around(campaign, plan);
            default -> throw new IllegalArgumentException("no measure " + measure);
        };
    }

    private Integer one(String sql, String campaign) {
        return jdbc.sql(sql)
                .param(campaign)
                .query((row, n) -> row.getObject(1, Integer.class))
                .list()
                .get(0);
    }

    private int around(String campaign, Plan plan) {
        List<String> areas = plan.areas().stream()
                .filter(area -> area.inspectedBy() == InspectedBy.LEAD)
                .map(area -> area.id())
                .toList();
        return jdbc.sql(
                        "select count(*) from dudao.hazard where campaign = :campaign and not crime and area in (:areas)")
                .param("campaign", campaign)
                .param("areas", areas.isEmpty() ? List.of("") : areas)
                .query(Integer.class)
                .single();
    }
}
