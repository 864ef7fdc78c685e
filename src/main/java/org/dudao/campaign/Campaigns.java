package org.dudao.campaign;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.Hazards;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.Obligations;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The campaigns: how many schools are still at it, what stays open at the end. */
@Service
class Campaigns {

    private final JdbcClient jdbc;
    private final Hazards hazards;
    private final Obligations obligations;
    private final Clock clock;

    Campaigns(JdbcClient jdbc, Hazards hazards, Obligations obligations, Clock clock) {
        this.jdbc = jdbc;
        this.hazards = hazards;
        this.obligations = obligations;
        this.clock = clock;
    }

    void create(String id, Plan plan, String processInstance, String startedBy) {
        jdbc.sql("""
                        insert into dudao.campaign (id, name, end_date, process_instance, schools_open, started_by, started_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        plan.campaign(),
                        plan.end(),
                        processInstance,
                        plan.schools().size(),
                        startedBy,
                        now())
                .update();
    }

    /** One school less is at it; answers how many still are. */
    int schoolFinished(String id) {
        return jdbc.sql("update dudao.campaign set schools_open = schools_open - 1 where id = ? returning schools_open")
                .param(id)
                .query(Integer.class)
                .single();
    }

    /** Writes down what is open now: the campaign's hazards and obligations (S0: final accountability). */
    void collectOpen(String id, Plan plan) {
        for (Hazard hazard : hazards.open(id)) {
            String unit = hazard.responsibleUnit() == null ? hazard.school() : hazard.responsibleUnit();
            String title = "%s %s".formatted(plan.unitName(hazard.school()), hazard.place());
            open(id, "HAZARD", hazard.number(), unit, title, null);
        }
        for (Obligation obligation : obligations.findOpen(id)) {
            open(
                    id,
                    "OBLIGATION",
                    obligation.id(),
                    obligation.unit(),
                    obligation.title(),
                    obligation.deadline().atOffset(ZoneOffset.UTC));
        }
    }

    private void open(String id, String kind, String key, String unit, String title, OffsetDateTime deadline) {
        jdbc.sql(
                        "insert into dudao.campaign_open_item (campaign, kind, key, unit, title, deadline) values (?, ?, ?, ?, ?, ?)")
                .params(id, kind, key, unit, title, deadline)
                .update();
    }

    /** What an earlier campaign wrote down as open goes on in this one. */
    void takenOver(String key, String id) {
        jdbc.sql("""
                        update dudao.campaign_open_item i set taken_over_by = :campaign
                        where i.taken_over_by is null and (i.key = :key or i.key in (
                            select o.id from dudao.obligation o join act_ru_execution e on e.proc_inst_id_ = o.process_instance
                            where e.parent_id_ is null and e.business_key_ = :key))
                        """).param("campaign", id).param("key", key).update();
    }

    /** What was written down as open, one line each. */
    List<String> openItems(String id, Plan plan) {
        return jdbc.sql("""
                        select kind, key, unit, title from dudao.campaign_open_item where campaign = ? order by kind, unit, key
                        """)
                .param(id)
                .query((row, n) -> "%s %s：%s"
                        .formatted(
                                row.getString("kind").equals("HAZARD") ? "隐患 " + row.getString("key") : "未完成",
                                plan.unitName(row.getString("unit")),
                                row.getString("title")))
                .list();
    }

    void close(String id, String by) {
        jdbc.sql("update dudao.campaign set closed_at = ?, closed_by = ? where id = ?")
                .params(now(), by, id)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
