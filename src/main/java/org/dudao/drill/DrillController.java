package org.dudao.drill;

import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.DrillScenario;
import org.dudao.plan.Plan;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The drills of one campaign (M3c). Supervisors, the task force and leaders read every row, a school its own, a unit those
 * that it reviews.
 */
@RestController
class DrillController {

    private final Drills drills;
    private final CampaignPlans plans;
    private final IdentityService identity;
    private final AuthorizationService authorizations;

    DrillController(Drills drills, CampaignPlans plans, IdentityService identity, AuthorizationService authorizations) {
        this.drills = drills;
        this.plans = plans;
        this.identity = identity;
        this.authorizations = authorizations;
    }

    record Register(long total, List<Row> items) {}

    /**
     * @param scheduledOn a day in Asia/Shanghai, as is {@code heldOn}; null before
     * @param hazards the ledger numbers of what it showed to be wanting
     */
    record Row(
            String key,
            String school,
            String schoolName,
            String scenario,
            String scenarioName,
            String reviewingUnit,
            String reviewingUnitName,
            String state,
            String stateName,
            LocalDate scheduledOn,
            int postponements,
            LocalDate heldOn,
            Integer participants,
            Integer evacuationMinutes,
            int repetitions,
            List<String> hazards) {}

    @GetMapping("/api/drills")
    Register drills(@RequestParam String campaign) {
        Plan plan = plans.find(campaign)
                .orElseThrow(() ->
                        ApiProblem.notFound("没有编号为“%s”的专项行动，请检查编号".formatted(campaign.replaceAll("\\p{Cntrl}", ""))));
        Authentication me = identity.getCurrentAuthentication();
        List<String> groups = me.getGroupIds() == null ? List.of() : me.getGroupIds();
        boolean everything = authorizations.isUserAuthorized(
                me.getUserId(),
                groups,
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                DrillProcess.KEY);
        List<Row> rows = drills.all(campaign).stream()
                .filter(drill ->
                        everything || groups.contains(drill.school()) || groups.contains(drill.reviewingUnit()))
                .map(drill -> row(plan, drill))
                .toList();
        return new Register(rows.size(), rows);
    }

    private Row row(Plan plan, Drill drill) {
        return new Row(
                drill.key(),
                drill.school(),
                plan.unitName(drill.school()),
                drill.scenario(),
                plan.drill(drill.scenario()).map(DrillScenario::name).orElse(drill.scenario()),
                drill.reviewingUnit(),
                plan.unitName(drill.reviewingUnit()),
                drill.state().name(),
                drill.state().word(),
                drill.scheduledOn(),
                drill.postponements(),
                drill.heldOn(),
                drill.participants(),
                drill.evacuationMinutes(),
                drill.repetitions(),
                drills.shortcomings(drill.key()));
    }
}
