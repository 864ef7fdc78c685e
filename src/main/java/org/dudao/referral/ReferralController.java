package org.dudao.referral;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The register of what was referred to public security (M2b), for them and the leaders alone. */
@RestController
class ReferralController {

    private final Referrals referrals;
    private final CampaignPlans plans;
    private final IdentityService identity;

    ReferralController(Referrals referrals, CampaignPlans plans, IdentityService identity) {
        this.referrals = referrals;
        this.plans = plans;
        this.identity = identity;
    }

    record Register(long total, List<Row> items) {}

    /** Times are instants in UTC; what may be null see {@link Referral}. */
    record Row(
            String key,
            String source,
            String school,
            String schoolName,
            String area,
            String place,
            String what,
            String reason,
            String referringUnit,
            String referringUnitName,
            Instant referredAt,
            String receiptNumber,
            Instant receivedAt,
            String result,
            String resultName,
            String outcome,
            Instant reportedAt,
            String request,
            String state,
            String stateName,
            Instant closedAt) {}

    @GetMapping("/api/referrals")
    Register referrals(@RequestParam String campaign) {
        Plan plan = plans.find(campaign)
                .orElseThrow(() ->
                        ApiProblem.notFound("没有编号为“%s”的专项行动，请检查编号".formatted(campaign.replaceAll("\\p{Cntrl}", ""))));
        Authentication me = identity.getCurrentAuthentication();
        Set<String> readers = Set.of(
                plan.obligation(ReferralProcess.KEY).orElseThrow().owedBy(),
                plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id());
        if (me.getGroupIds() == null || me.getGroupIds().stream().noneMatch(readers::contains)) {
            throw ApiProblem.forbidden("移交公安的线索只有派出所和镇领导能查看。确有需要请联系派出所");
        }
        List<Row> rows = referrals.all(campaign).stream()
                .map(referral -> row(plan, referral))
                .toList();
        return new Register(rows.size(), rows);
    }

    private static Row row(Plan plan, Referral referral) {
        return new Row(
                referral.key(),
                referral.source(),
                referral.school(),
                referral.school() == null ? null : plan.unitName(referral.school()),
                referral.area(),
                referral.place(),
                referral.what(),
                referral.reason(),
                referral.referringUnit(),
                plan.unitName(referral.referringUnit()),
                referral.referredAt(),
                referral.receiptNumber(),
                referral.receivedAt(),
                referral.result(),
                referral.resultInWords(),
                referral.outcome(),
                referral.reportedAt(),
                referral.request(),
                referral.state().name(),
                referral.state().word(),
                referral.closedAt());
    }
}
