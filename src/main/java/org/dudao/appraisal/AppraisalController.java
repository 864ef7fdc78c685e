package org.dudao.appraisal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The ranking of one campaign (W3). Supervisors, the task force and leaders read every unit, the others their own; what
 * the whole town reached everybody reads.
 */
@RestController
class AppraisalController {

    private final Appraisals appraisals;
    private final Goals goals;
    private final CampaignPlans plans;
    private final IdentityService identity;
    private final AuthorizationService authorizations;

    AppraisalController(
            Appraisals appraisals,
            Goals goals,
            CampaignPlans plans,
            IdentityService identity,
            AuthorizationService authorizations) {
        this.appraisals = appraisals;
        this.goals = goals;
        this.plans = plans;
        this.identity = identity;
        this.authorizations = authorizations;
    }

    /**
     * @param held whether the plan holds an appraisal
     * @param end the campaign's last day by its plan; what is appraised is so when it is closed
     * @param objectionWorkingDays how many working days a unit has to object to its provisional score
     * @param appraised how many units have a score, shown or not
     * @param total how many units are shown
     */
    record Ranking(
            String campaign,
            String campaignName,
            boolean held,
            LocalDate end,
            int objectionWorkingDays,
            List<Goals.Reached> goals,
            int appraised,
            int total,
            List<Row> items) {}

    /**
     * One unit; times are instants in UTC.
     *
     * @param rank among the schools, or among the other units; null before the score is final
     * @param score null where no indicator counts
     * @param grade what holds now, 不合格 while a veto is in force; null where neither a score nor a veto is there
     */
    record Row(
            String unit,
            String unitName,
            boolean school,
            Integer rank,
            BigDecimal score,
            Grade grade,
            String gradeName,
            String gradeNameByScore,
            boolean vetoed,
            String state,
            String stateName,
            List<Indicator> indicators,
            String objection,
            String reviewReason,
            Instant calculatedAt,
            Instant finalAt) {}

    /**
     * See {@link Line}.
     *
     * @param points of the weight; null where the indicator does not count
     */
    record Indicator(
            String id,
            String name,
            int weight,
            Integer value,
            String valueName,
            String facts,
            boolean counts,
            int earned,
            BigDecimal points,
            String rule,
            Integer correctedFrom) {}

    @GetMapping("/api/appraisal")
    Ranking ranking(@RequestParam String campaign) {
        Plan plan = plans.find(campaign)
                .orElseThrow(() ->
                        ApiProblem.notFound("没有编号为“%s”的专项行动，请检查编号".formatted(campaign.replaceAll("\\p{Cntrl}", ""))));
        Authentication current = identity.getCurrentAuthentication();
        List<String> groups = current.getGroupIds() == null ? List.of() : current.getGroupIds();
        boolean everything = authorizations.isUserAuthorized(
                current.getUserId(),
                groups,
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                AppraisalProcess.KEY);
        List<Appraisal> all = appraisals.of(campaign);
        List<Row> rows = all.stream()
                .filter(appraisal -> everything || groups.contains(appraisal.unit()))
                .map(appraisal -> row(plan, appraisal))
                .toList();
        return new Ranking(
                campaign,
                plan.campaign(),
                plan.appraisal().isHeld(),
                plan.end(),
                plan.appraisal().objectionWorkingDays(),
                goals.of(campaign, plan),
                all.size(),
                rows.size(),
                rows);
    }

    private static Row row(Plan plan, Appraisal appraisal) {
        return new Row(
                appraisal.unit(),
                plan.unitName(appraisal.unit()),
                appraisal.school(),
                appraisal.rank(),
                appraisal.score(),
                appraisal.grade(),
                appraisal.gradeInWords(),
                Grade.word(appraisal.byScore()),
                appraisal.vetoed(),
                appraisal.state().name(),
                appraisal.state().word(),
                appraisal.lines().stream()
                        .map(line -> new Indicator(
                                line.indicator(),
                                line.name(),
                                line.weight(),
                                line.value(),
                                line.valueInWords(),
                                line.facts(),
                                line.counts(),
                                line.earned(),
                                line.points(),
                                line.rule(),
                                line.correctedFrom()))
                        .toList(),
                appraisal.objection(),
                appraisal.reviewReason(),
                appraisal.calculatedAt(),
                appraisal.finalAt());
    }
}
