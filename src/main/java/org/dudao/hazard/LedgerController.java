package org.dudao.hazard;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The ledger of one campaign (M1), filtered and paged. Supervisors and leaders read every row; others the rows of their
 * own unit. What was referred to public security is for them and the leaders alone (M2b).
 */
@RestController
class LedgerController {

    private static final int MAX_PAGE = 200;

    private final JdbcClient jdbc;
    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final CampaignPlans plans;

    LedgerController(
            JdbcClient jdbc, IdentityService identity, AuthorizationService authorizations, CampaignPlans plans) {
        this.jdbc = jdbc;
        this.identity = identity;
        this.authorizations = authorizations;
        this.plans = plans;
    }

    record Ledger(long total, List<Row> items) {}

    /** One hazard as the ledger shows it; times are instants in UTC. */
    record Row(
            String number,
            String campaign,
            String school,
            String schoolName,
            String area,
            String item,
            String place,
            String description,
            String grade,
            String gradeName,
            String state,
            String stateName,
            boolean listed,
            String source,
            String reportingUnit,
            String responsibleUnit,
            String reinspectingUnit,
            String namedPost,
            int returns,
            Instant deadline,
            Instant registeredAt,
            Instant closedAt) {}

    @GetMapping("/api/ledger")
    Ledger ledger(
            @RequestParam String campaign,
            @RequestParam(required = false) String school,
            @RequestParam(required = false) String area,
            @RequestParam(required = false) String grade,
            @RequestParam(required = false) String unit,
            @RequestParam(required = false) Hazard.State state,
            @RequestParam(required = false) Boolean open,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Plan plan = plans.of(campaign);
        Map<String, Object> params = new HashMap<>();
        StringBuilder where = new StringBuilder(" where h.campaign = :campaign");
        params.put("campaign", campaign);
        visible(plan, where, params);
        filter(where, params, "h.school = :school", "school", school);
        filter(where, params, "h.area = :area", "area", area);
        filter(where, params, "h.grade = :grade", "grade", grade);
        filter(where, params, "h.responsible_unit = :unit", "unit", unit);
        filter(where, params, "h.state = :state", "state", state == null ? null : state.name());
        filter(where, params, "(h.closed_at is null) = :open", "open", open);
        long total = jdbc.sql("select count(*) from dudao.hazard h" + where)
                .params(params)
                .query(Long.class)
                .single();
        int limit = Math.min(Math.max(size, 1), MAX_PAGE);
        params.put("limit", limit);
        params.put("offset", (long) Math.max(page, 0) * limit);
        List<Row> rows = jdbc.sql("""
                        select h.*, (select o.deadline from dudao.obligation o
                                     where o.process_instance = e.proc_inst_id_ and o.kind = 'rectification'
                                       and o.state not in ('FULFILLED', 'WAIVED') limit 1) as owed_by
                        from dudao.hazard h
                        left join act_ru_execution e on e.business_key_ = h.number and e.parent_id_ is null
                        """ + where + " order by h.number limit :limit offset :offset")
                .params(params)
                .query((row, n) -> new Row(
                        row.getString("number"),
                        row.getString("campaign"),
                        row.getString("school"),
                        plan.unitName(row.getString("school")),
                        row.getString("area"),
                        row.getString("item"),
                        row.getString("place"),
                        row.getString("description"),
                        row.getString("grade"),
                        row.getString("grade") == null ? null : Hazard.gradeInWords(row.getString("grade")),
                        row.getString("state"),
                        Hazard.State.valueOf(row.getString("state")).word(),
                        row.getBoolean("listed"),
                        row.getString("source"),
                        row.getString("reporting_unit"),
                        row.getString("responsible_unit"),
                        row.getString("reinspecting_unit"),
                        row.getString("named_post"),
                        row.getInt("returns"),
                        row.getTimestamp("owed_by") == null
                                ? null
                                : row.getTimestamp("owed_by").toInstant(),
                        row.getTimestamp("registered_at").toInstant(),
                        row.getTimestamp("closed_at") == null
                                ? null
                                : row.getTimestamp("closed_at").toInstant()))
                .list();
        return new Ledger(total, rows);
    }

    private void visible(Plan plan, StringBuilder where, Map<String, Object> params) {
        Authentication current = identity.getCurrentAuthentication();
        List<String> groups =
                current.getGroupIds() == null || current.getGroupIds().isEmpty() ? List.of("") : current.getGroupIds();
        params.put("groups", groups);
        if (!authorizations.isUserAuthorized(
                current.getUserId(),
                groups,
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                HazardProcess.KEY)) {
            where.append(" and (h.school in (:groups) or h.responsible_unit in (:groups)"
                    + " or h.reinspecting_unit in (:groups) or h.reporting_unit in (:groups))");
        }
        boolean mayReadReferrals =
                groups.contains(plan.obligation("referral").orElseThrow().owedBy())
                        || groups.contains(
                                plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id());
        if (!mayReadReferrals) {
            where.append(" and (not h.crime or h.reported_by = :reader)");
            params.put("reader", current.getUserId());
        }
    }

    private static void filter(
            StringBuilder where, Map<String, Object> params, String condition, String name, Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            params.put(name, value);
        }
    }
}
