package org.dudao.voice;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.Task;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.platform.ApiProblem;
import org.dudao.referral.ReferralProcess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The register of what was raised in one campaign (M4), filtered and paged. Supervisors and leaders read every row, the
 * unit that handles it its own, everybody what they raised themselves; what was referred to public security is for them,
 * the leaders and the one who raised it alone (M2b). Who raised what is confidential, only the unit that handles it
 * reads, and they themselves.
 */
@RestController
class VoiceController {

    private static final int MAX_PAGE = 200;

    private final JdbcClient jdbc;
    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final TaskService tasks;
    private final CampaignPlans plans;

    VoiceController(
            JdbcClient jdbc,
            IdentityService identity,
            AuthorizationService authorizations,
            TaskService tasks,
            CampaignPlans plans) {
        this.jdbc = jdbc;
        this.identity = identity;
        this.authorizations = authorizations;
        this.tasks = tasks;
        this.plans = plans;
    }

    record Register(long total, List<Row> items) {}

    /**
     * One thing that was raised; times are instants in UTC.
     *
     * @param raisedBy the post, null where the reader must not know it
     * @param raisedByName the post as people read it, “要求保密” where the reader must not know it
     * @param deadline when the answer, or the leader's decision, is owed; null where neither is now
     */
    record Row(
            String key,
            String campaign,
            String school,
            String schoolName,
            String area,
            String place,
            String what,
            String concerned,
            String concernedName,
            boolean onVisit,
            boolean confidential,
            String raisedBy,
            String raisedByName,
            String handlingUnit,
            String handlingUnitName,
            String passedFrom,
            String answer,
            String hazard,
            int notSolved,
            String state,
            String stateName,
            Instant deadline,
            Instant raisedAt,
            Instant closedAt) {}

    @GetMapping("/api/voices")
    Register voices(
            @RequestParam String campaign,
            @RequestParam(required = false) String school,
            @RequestParam(required = false) String area,
            @RequestParam(required = false) String unit,
            @RequestParam(required = false) Voice.State state,
            @RequestParam(required = false) Boolean open,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Plan plan = plans.of(campaign);
        StringBuilder where = new StringBuilder(" where v.campaign = :campaign");
        Map<String, Object> params = new HashMap<>();
        params.put("campaign", campaign);
        visible(plan, where, params);
        filter(where, params, "v.school = :school", "school", school);
        filter(where, params, "v.area = :area", "area", area);
        filter(where, params, "v.handling_unit = :unit", "unit", unit);
        filter(where, params, "v.state = :state", "state", state == null ? null : state.name());
        filter(where, params, "(v.closed_at is null) = :open", "open", open);
        long total = jdbc.sql("select count(*) from dudao.voice v" + where)
                .params(params)
                .query(Long.class)
                .single();
        int limit = Math.min(Math.max(size, 1), MAX_PAGE);
        params.put("limit", limit);
        params.put("offset", (long) Math.max(page, 0) * limit);
        List<Row> rows = jdbc.sql("""
                        select v.*, (not v.confidential or v.raised_by = :reader or v.handling_unit in (:groups)) as named,
                               (select min(o.deadline) from dudao.obligation o
                                where o.process_instance = e.proc_inst_id_ and o.state = 'OPEN') as owed_by
                        from dudao.voice v
                        left join act_ru_execution e on e.business_key_ = v.key and e.parent_id_ is null
                        """ + where + " order by v.raised_at, v.key limit :limit offset :offset")
                .params(params)
                .query((row, n) -> {
                    boolean named = row.getBoolean("named");
                    String raisedBy = row.getString("raised_by");
                    String about = row.getString("school");
                    return new Row(
                            row.getString("key"),
                            row.getString("campaign"),
                            about,
                            about == null ? null : plan.unitName(about),
                            row.getString("area"),
                            row.getString("place"),
                            row.getString("what"),
                            row.getString("concerned"),
                            Voice.concernedInWords(row.getString("concerned")),
                            row.getBoolean("on_visit"),
                            row.getBoolean("confidential"),
                            named ? raisedBy : null,
                            named ? plan.postName(raisedBy) : "要求保密",
                            row.getString("handling_unit"),
                            plan.unitName(row.getString("handling_unit")),
                            row.getString("passed_from"),
                            row.getString("answer"),
                            row.getString("hazard"),
                            row.getInt("not_solved"),
                            row.getString("state"),
                            Voice.State.valueOf(row.getString("state")).word(),
                            row.getTimestamp("owed_by") == null
                                    ? null
                                    : row.getTimestamp("owed_by").toInstant(),
                            row.getTimestamp("raised_at").toInstant(),
                            row.getTimestamp("closed_at") == null
                                    ? null
                                    : row.getTimestamp("closed_at").toInstant());
                })
                .list();
        return new Register(total, rows);
    }

    private void visible(Plan plan, StringBuilder where, Map<String, Object> params) {
        Authentication current = identity.getCurrentAuthentication();
        List<String> groups = groups(current);
        params.put("groups", groups);
        params.put("reader", current.getUserId());
        if (!authorizations.isUserAuthorized(
                current.getUserId(),
                groups,
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                VoiceProcess.KEY)) {
            where.append(" and (v.handling_unit in (:groups) or v.raised_by = :reader)");
        }
        boolean mayReadReferrals = groups.contains(
                        plan.obligation(ReferralProcess.KEY).orElseThrow().owedBy())
                || groups.contains(
                        plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id());
        if (!mayReadReferrals) {
            where.append(" and (v.state <> 'REFERRED' or v.raised_by = :reader)");
        }
    }

    private static void filter(
            StringBuilder where, Map<String, Object> params, String condition, String name, Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            params.put(name, value);
        }
    }

    /**
     * Who raised what a task is about.
     *
     * @param raisedByName the post as people read it
     */
    record Raiser(String raisedByName, boolean confidential) {}

    /**
     * For the form of the unit that handles it: the form's own texts are variables of the process, which more people may
     * read than may know the name.
     */
    @GetMapping("/api/tasks/{id}/raiser")
    Raiser raiser(@PathVariable String id) {
        Authentication current = identity.getCurrentAuthentication();
        return Optional.ofNullable(tasks.createTaskQuery().taskId(id).singleResult())
                .map(Task::getProcessInstanceId)
                .flatMap(instance -> jdbc.sql("""
                                select v.campaign, v.raised_by, v.confidential from dudao.voice v
                                left join dudao.referral r on r.source = v.key
                                join act_ru_execution e on e.business_key_ in (v.key, r.key)
                                where e.id_ = :instance and v.handling_unit in (:groups)
                                """)
                        .param("instance", instance)
                        .param("groups", groups(current))
                        .query((row, n) -> new Raiser(
                                plans.of(row.getString("campaign")).postName(row.getString("raised_by")),
                                row.getBoolean("confidential")))
                        .optional())
                .orElseThrow(() -> ApiProblem.notFound("这项任务不是诉求，或者不由您的单位办理"));
    }

    private static List<String> groups(Authentication current) {
        return current.getGroupIds() == null || current.getGroupIds().isEmpty() ? List.of("") : current.getGroupIds();
    }
}
