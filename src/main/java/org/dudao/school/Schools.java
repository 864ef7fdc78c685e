package org.dudao.school;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.dudao.plan.Area;
import org.dudao.plan.Item;
import org.dudao.plan.School;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Which schools take part, how far each is, and what was found at each checklist item. */
@Service
public class Schools {

    private final JdbcClient jdbc;
    private final Clock clock;

    Schools(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A finding that has no ledger number yet. */
    record Finding(
            long id,
            String area,
            String item,
            String place,
            String description,
            String severity,
            boolean fixedOnSpot,
            String measures,
            boolean crime,
            String unit,
            String inspectedBy) {}

    /** The results of one area: how many items were looked at, and how many hazards were found, cases of crime not among them. */
    record AreaResult(String area, int items, int hazards) {}

    public void enrol(String campaign, List<School> schools) {
        int position = 0;
        for (School school : schools) {
            jdbc.sql("insert into dudao.school_run (campaign, school, position, state) values (?, ?, ?, 'PENDING')")
                    .params(campaign, school.id(), position++)
                    .update();
        }
    }

    /** The next schools that have no process yet, in the plan's order. */
    List<String> pending(String campaign, int limit) {
        return jdbc.sql("""
                        select school from dudao.school_run where campaign = ? and state = 'PENDING'
                        order by position limit ? for update
                        """).params(campaign, limit).query(String.class).list();
    }

    public boolean anyPending(String campaign) {
        return !pending(campaign, 1).isEmpty();
    }

    void started(String campaign, String school, String processInstance) {
        jdbc.sql("""
                        update dudao.school_run set state = 'RUNNING', process_instance = ?, started_at = ?
                        where campaign = ? and school = ?
                        """).params(processInstance, now(), campaign, school).update();
    }

    void finished(String campaign, String school) {
        jdbc.sql("update dudao.school_run set state = 'FINISHED', finished_at = ? where campaign = ? and school = ?")
                .params(now(), campaign, school)
                .update();
    }

    void acceptanceFailed(String campaign, String school) {
        jdbc.sql("""
                        update dudao.school_run set acceptance_failures = acceptance_failures + 1
                        where campaign = ? and school = ?
                        """).params(campaign, school).update();
    }

    int acceptanceFailures(String campaign, String school) {
        return jdbc.sql("select acceptance_failures from dudao.school_run where campaign = ? and school = ?")
                .params(campaign, school)
                .query(Integer.class)
                .single();
    }

    /**
     * Stores what the inspection form says of each item that applies to the school; the form's checks have been made.
     *
     * @param values the form's fields by key, as {@link Item#fieldKey()} names them
     */
    void inspected(String campaign, School school, Area area, Map<String, Object> values, String unit, String by) {
        for (Item item : area.items()) {
            String key = item.fieldKey();
            Object result = values.get(key + "_result");
            if (!item.appliesTo(school) || result == null) {
                continue;
            }
            jdbc.sql("""
                            insert into dudao.inspection_result (campaign, school, area, item, result, place, description,
                                severity, fixed_on_spot, measures, crime, unit, inspected_by, inspected_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            campaign,
                            school.id(),
                            area.id(),
                            item.id(),
                            result,
                            values.get(key + "_place"),
                            values.get(key + "_description"),
                            values.get(key + "_severity"),
                            Boolean.TRUE.equals(values.get(key + "_fixed")),
                            values.get(key + "_measures"),
                            Boolean.TRUE.equals(values.get(key + "_crime")),
                            unit,
                            by,
                            now())
                    .update();
        }
    }

    List<Finding> unregistered(String campaign, String school, String area) {
        return jdbc.sql("""
                        select id, area, item, place, description, severity, fixed_on_spot, measures, crime, unit,
                            inspected_by
                        from dudao.inspection_result
                        where campaign = ? and school = ? and area = ? and result = 'hazard' and hazard is null
                        order by item
                        """)
                .params(campaign, school, area)
                .query((row, n) -> new Finding(
                        row.getLong("id"),
                        row.getString("area"),
                        row.getString("item"),
                        row.getString("place"),
                        row.getString("description"),
                        row.getString("severity"),
                        row.getBoolean("fixed_on_spot"),
                        row.getString("measures"),
                        row.getBoolean("crime"),
                        row.getString("unit"),
                        row.getString("inspected_by")))
                .list();
    }

    void registered(Finding finding, String hazard) {
        jdbc.sql("update dudao.inspection_result set hazard = ? where id = ?")
                .params(hazard, finding.id())
                .update();
    }

    List<AreaResult> results(String campaign, String school) {
        return jdbc.sql("""
                        select area, count(*) as items, count(*) filter (where result = 'hazard' and not crime) as hazards
                        from dudao.inspection_result where campaign = ? and school = ? group by area order by area
                        """)
                .params(campaign, school)
                .query((row, n) -> new AreaResult(row.getString("area"), row.getInt("items"), row.getInt("hazards")))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
