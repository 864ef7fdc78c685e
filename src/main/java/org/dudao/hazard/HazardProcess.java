package org.dudao.hazard;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.calendar.Deadlines;
import org.dudao.hazard.Hazard.State;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.LastingMatters;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.referral.NewReferral;
import org.dudao.referral.ReferralProcess;
import org.springframework.stereotype.Component;

/**
 * The model {@code hazard} (M1, M2a, M2c): one hazard from registration to closing, or to the referral of a crime. Its business key
 * is the ledger number.
 */
@Component("hazardProcess")
public class HazardProcess implements LastingMatters {

    public static final String KEY = "hazard";
    static final String HAZARD_DISPOSED = "HazardDisposed";
    static final String RECTIFICATION = "rectification";

    private final Hazards hazards;
    private final CampaignPlans plans;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final ReferralProcess referrals;
    private final RuntimeService runtime;
    private final Clock clock;

    HazardProcess(
            Hazards hazards,
            CampaignPlans plans,
            Obligations obligations,
            ObligationTasks tasks,
            ReferralProcess referrals,
            RuntimeService runtime,
            Clock clock) {
        this.hazards = hazards;
        this.plans = plans;
        this.obligations = obligations;
        this.tasks = tasks;
        this.referrals = referrals;
        this.runtime = runtime;
        this.clock = clock;
    }

    /** Starts a hazard that an inspection found and answers its ledger number. */
    public String start(NewHazard found) {
        return runtime.createProcessInstanceByKey(KEY)
                .setVariables(found.asVariables())
                .executeWithVariablesInReturn()
                .getVariables()
                .getValue("number", String.class);
    }

    public void register(DelegateExecution execution) {
        String school = string(execution, "school");
        String campaign = string(execution, "campaign");
        if (campaign == null) {
            campaign = hazards.campaignOf(school)
                    .orElseThrow(() -> new BadUserRequestException("这所学校没有正在进行的专项行动，暂时不能登记隐患。请联系工作专班先发起专项行动"));
        }
        Plan plan = plans.of(campaign);
        if (plan.area(string(execution, "area")).isEmpty()) {
            throw new BadUserRequestException("所选整治领域不在本次专项行动中，请重新选择");
        }
        String by = string(execution, "initiator");
        String unit = string(execution, "reportingUnit");
        boolean fixed = Boolean.TRUE.equals(execution.getVariable("fixedOnSpot"));
        boolean crime = Boolean.TRUE.equals(execution.getVariable("crime"));
        String number = hazards.register(new NewHazard(
                campaign,
                school,
                string(execution, "area"),
                string(execution, "item"),
                string(execution, "place"),
                string(execution, "description"),
                string(execution, "severity"),
                fixed,
                string(execution, "measures"),
                crime,
                execution.hasVariable("source") ? string(execution, "source") : "上报",
                by,
                unit != null ? unit : unitOf(by)));
        execution.setProcessBusinessKey(number);
        execution.removeVariables(List.of("place", "description", "measures", "item", "source", "reportingUnit"));
        execution.setVariables(Map.of("number", number, "campaign", campaign, "fixedOnSpot", fixed, "crime", crime));
        execution.setVariable("schoolName", plan.unitName(school));
        execution.setVariable("agreedPost", null);
        execution.setVariable("agreedDeadline", null);
        execution.setVariable("agreedWhy", null);
    }

    public void assign(DelegateExecution execution) {
        hazards.assign(
                number(execution), plan(execution), string(execution, "grade"), string(execution, "gradingRule"));
        units(execution);
        if (Boolean.TRUE.equals(execution.getVariable("fixedOnSpot"))) {
            hazards.state(number(execution), State.REINSPECTING);
        }
    }

    public void reassign(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        hazards.assignTo(number(execution), plan(execution), (String) task.getVariable("responsibleUnit"));
        execution.setVariable("reinspectingUnit", hazards.get(number(execution)).reinspectingUnit());
        execution.setVariable("agreedPost", null);
    }

    public void taken(DelegateExecution execution) {
        hazards.state(number(execution), State.RECTIFYING);
    }

    public void rectified(DelegateTask task) {
        boolean done = "done".equals(task.getVariable("decision"));
        String number = number(task.getExecution());
        if (done) {
            hazards.rectified(number, tasks.actor(), (String) task.getVariable("measures"));
        }
        hazards.state(number, done ? State.REINSPECTING : State.DELIBERATING);
    }

    /** Nobody accepts their own work: neither takes nor completes the re-inspection who rectified. */
    public void requireOtherPost(DelegateTask task) {
        String rectifiedBy = hazards.get(number(task.getExecution())).rectifiedBy();
        if (rectifiedBy != null && (rectifiedBy.equals(task.getAssignee()) || rectifiedBy.equals(tasks.actor()))) {
            throw new BadUserRequestException("整改人不能复查自己整改的隐患，请由复查单位的其他岗位办理");
        }
    }

    public void returned(DelegateExecution execution) {
        tasks.returned(execution, RECTIFICATION, string(execution, "returnReason"));
        hazards.returned(number(execution));
    }

    public void deliberated(DelegateTask task) {
        requireFuture((String) task.getVariable("newDeadline"));
        String number = number(task.getExecution());
        hazards.decided(number, (String) task.getVariable("namedPost"), "listed".equals(task.getVariable("decision")));
        hazards.state(number, State.RECTIFYING);
        task.getExecution().setVariable("agreedWhy", "研判决定");
    }

    /** A decision of the consolidation phase (S4) reaches the hazard, which may have been closed meanwhile. */
    public void dispose(String number, String decision, String namedPost, String newDeadline, String reason) {
        if (hazards.get(number).closedAt() == null) {
            runtime.createMessageCorrelation(HAZARD_DISPOSED)
                    .processInstanceBusinessKey(number)
                    .setVariable("disposal", decision)
                    .setVariable("disposalPost", namedPost)
                    .setVariable("disposalDeadline", newDeadline)
                    .setVariable("disposalReason", reason)
                    .correlate();
        }
    }

    public void applyDisposal(DelegateExecution execution) {
        String decision = string(execution, "disposal");
        if ("solve".equals(decision)) {
            return;
        }
        hazards.decided(number(execution), string(execution, "disposalPost"), "listed".equals(decision));
        execution.setVariable("agreedPost", string(execution, "disposalPost"));
        LocalDate day = LocalDate.parse(string(execution, "disposalDeadline"));
        String why = "分类处置决定（" + string(execution, "disposalReason") + "）";
        obligations
                .findLiving(execution.getProcessInstanceId(), RECTIFICATION, null)
                .filter(obligation -> obligation.state() == Obligation.State.OPEN)
                .ifPresentOrElse(
                        obligation -> {
                            obligations.move(obligation, new Obligations.Agreed(day, tasks.actor(), why));
                            tasks.handTo(obligation, string(execution, "disposalPost"));
                        },
                        () -> {
                            execution.setVariable("agreedDeadline", day.toString());
                            execution.setVariable("agreedWhy", why);
                        });
    }

    public void close(DelegateExecution execution) {
        hazards.end(number(execution), State.CLOSED);
    }

    /** A crime is nobody's to rectify: the row stays with its number, and the referral goes on (M2b). */
    public void refer(DelegateExecution execution) {
        Hazard hazard = hazards.get(number(execution));
        hazards.end(hazard.number(), State.REFERRED);
        referrals.start(
                execution,
                new NewReferral(
                        hazard.campaign(),
                        hazard.number(),
                        hazard.school(),
                        hazard.area(),
                        hazard.place(),
                        hazard.description(),
                        null,
                        hazard.reportedBy(),
                        hazard.reportingUnit()));
    }

    @Override
    public List<Matter> leftOver(Plan plan) {
        return hazards.leftOver().stream()
                .filter(hazard -> plan.school(hazard.school()).isPresent()
                        && plan.area(hazard.area()).isPresent()
                        && plan.knows(hazard.responsibleUnit())
                        && plan.knows(hazard.reinspectingUnit()))
                .map(hazard -> new Matter(
                        hazard.number(),
                        "隐患 %s %s %s（%s，%s）"
                                .formatted(
                                        hazard.number(),
                                        plan.unitName(hazard.school()),
                                        hazard.place(),
                                        hazard.gradeInWords(),
                                        hazard.state().word()),
                        !"general".equals(hazard.grade())))
                .toList();
    }

    @Override
    public void takeOver(String number, String campaign) {
        Plan plan = plans.of(campaign);
        hazards.takeOver(number, campaign);
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, KEY)
                .singleResult();
        runtime.setVariable(
                instance.getId(),
                "schoolName",
                plan.unitName(hazards.get(number).school()));
        tasks.takeOver(instance.getId(), campaign, plan.campaign());
    }

    /** The posts of the unit that answers for the hazard, as options for a select field. */
    public SpinJsonNode namedPosts(DelegateExecution execution) {
        return posts(plan(execution), string(execution, "rectifyingUnit"));
    }

    public static SpinJsonNode posts(Plan plan, String unit) {
        return Spin.JSON(plan.postsOf(unit).stream()
                .map(post -> Map.of("label", post.name(), "value", post.id()))
                .toList());
    }

    /** A day that somebody agrees upon lies ahead. */
    public void requireFuture(String day) {
        LocalDate today = Deadlines.dayOf(clock.instant());
        if (!LocalDate.parse(day).isAfter(today)) {
            throw new BadUserRequestException("新期限必须晚于今天（%s），请重新选择日期".formatted(today));
        }
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution, String kind) {
        Plan plan = plan(execution);
        Hazard hazard = hazards.get(number(execution));
        Briefing briefing = describe(plan, hazard);
        obligations
                .findLiving(execution.getProcessInstanceId(), RECTIFICATION, null)
                .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        if (kind.equals("hazard-reassign")) {
            briefing.line("不接收的理由", string(execution, "returnReason"));
        }
        return briefing.text();
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        Hazard hazard = hazards.get(number(execution));
        return "%s %s %s".formatted(plan(execution).unitName(hazard.school()), hazard.number(), hazard.place());
    }

    /** What a hazard is, as the head of a briefing. */
    public static Briefing describe(Plan plan, Hazard hazard) {
        return new Briefing()
                .title("隐患 " + hazard.number())
                .line("学校", plan.unitName(hazard.school()))
                .line(
                        "领域",
                        hazard.area() + " "
                                + plan.area(hazard.area()).orElseThrow().name())
                .line("位置", hazard.place())
                .line("问题", hazard.description())
                .line("等级", hazard.gradeInWords())
                .line("规则", hazard.gradingRule())
                .line("责任单位", hazard.responsibleUnit() == null ? null : plan.unitName(hazard.responsibleUnit()))
                .line("负责人", hazard.namedPost())
                .line("挂牌督办", hazard.listed() ? "是" : null)
                .line("已采取的措施", hazard.measures())
                .line("退回次数", hazard.returns() == 0 ? null : String.valueOf(hazard.returns()));
    }

    private void units(DelegateExecution execution) {
        Hazard hazard = hazards.get(number(execution));
        execution.setVariable("rectifyingUnit", hazard.responsibleUnit());
        execution.setVariable("reinspectingUnit", hazard.reinspectingUnit());
    }

    private static String unitOf(String post) {
        return post == null ? "" : post.substring(0, Math.max(post.lastIndexOf('.'), 0));
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(string(execution, "campaign"));
    }

    private static String number(DelegateExecution execution) {
        return string(execution, "number");
    }

    private static String string(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
