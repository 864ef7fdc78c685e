package org.dudao.appraisal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.VetoProposed;
import org.dudao.plan.AppraisalRules;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.plan.UnitKind;
import org.dudao.platform.Batch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The model {@code appraisal} (W3, W2e): the appraisal of one unit, business key {@code <campaign>/appraisal/<unit>}.
 */
@Component("appraisalProcess")
public class AppraisalProcess {

    public static final String KEY = "appraisal";

    private final Appraisals appraisals;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;
    private final DecisionService decisions;
    private final IdentityService identity;
    private final ApplicationEventPublisher events;
    private final int perTransaction;

    AppraisalProcess(
            Appraisals appraisals,
            CampaignPlans plans,
            ObligationTasks tasks,
            RuntimeService runtime,
            DecisionService decisions,
            IdentityService identity,
            ApplicationEventPublisher events,
            @Value("${dudao.appraisals-per-transaction:100}") int perTransaction) {
        this.appraisals = appraisals;
        this.plans = plans;
        this.tasks = tasks;
        this.runtime = runtime;
        this.decisions = decisions;
        this.identity = identity;
        this.events = events;
        this.perTransaction = perTransaction;
    }

    /**
     * Starts the next appraisals of the campaign in one transaction of their own; each unit gets exactly one. The model
     * that calls it comes back while {@code moreAppraisals} is true. A plan that appraises nobody is done with it at once.
     */
    public void startNext(DelegateExecution execution) {
        String campaign = text(execution, "campaign");
        Plan plan = plans.of(campaign);
        execution.setVariable(
                "moreAppraisals",
                Batch.start(
                        appraisals.pending(campaign, plan).stream().map(unit -> () -> start(campaign, plan, unit)),
                        perTransaction));
        if (!plan.appraisal().isHeld()) {
            events.publishEvent(new AppraisalsFinished(campaign));
        }
    }

    private void start(String campaign, Plan plan, String unit) {
        String reviewer = plan.appraisal().reviewedBy() == null
                ? unitOf(plan, UnitKind.TASK_FORCE)
                : plan.appraisal().reviewedBy();
        Map<String, Object> variables = new HashMap<>();
        variables.put("campaign", campaign);
        variables.put("school", plan.school(unit).map(School::id).orElse(null));
        variables.put("appraisedUnit", unit);
        variables.put("appraisingUnit", reviewer.equals(unit) ? unitOf(plan, UnitKind.LEADERS) : reviewer);
        variables.put("objectionDays", plan.appraisal().objectionWorkingDays());
        runtime.startProcessInstanceByKey(KEY, Appraisals.key(campaign, unit), variables);
    }

    public void calculate(DelegateExecution execution) {
        appraisals.calculate(
                text(execution, "campaign"), unit(execution), plan(execution), this::judge, key(execution));
    }

    private Line.Judged judge(String indicator, Integer value) {
        Map<String, Object> row = decisions
                .evaluateDecisionTableByKey(KEY)
                .variables(Variables.putValue("indicator", indicator).putValue("value", value))
                .evaluate()
                .getSingleResult()
                .getEntryMap();
        return new Line.Judged(
                (Boolean) row.get("counts"), ((Number) row.get("earned")).intValue(), (String) row.get("rule"));
    }

    /** The unit said what it thinks of its provisional score. */
    public void answered(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        if ("object".equals(task.getVariable("decision"))) {
            appraisals.objected(key(execution), tasks.actor(), text(execution, "appraisingUnit"), (String)
                    task.getVariable("grounds"));
        } else {
            appraisals.agreed(key(execution), tasks.actor());
        }
    }

    public void silent(DelegateExecution execution) {
        appraisals.silent(key(execution));
    }

    /** Nobody reviews the objection of a unit that they belong to, whatever other unit they belong to as well. */
    public void requireImpartial(DelegateTask task) {
        String post = "complete".equals(task.getEventName()) ? tasks.actor() : task.getAssignee();
        if (post != null
                && identity.createUserQuery()
                                .userId(post)
                                .memberOfGroup(unit(task.getExecution()))
                                .count()
                        > 0) {
            throw new BadUserRequestException("被考评单位的人不能复核自己单位的异议，请由其他岗位办理");
        }
    }

    /** The indicators that have a value and can be corrected, as options. */
    public SpinJsonNode indicators(DelegateExecution execution) {
        return Spin.JSON(appraisals.get(key(execution)).lines().stream()
                .filter(line -> line.value() != null)
                .map(line -> Map.of(
                        "label", "%s（现在是%s）".formatted(line.name(), line.valueInWords()), "value", line.indicator()))
                .toList());
    }

    public void reviewed(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Map<String, Integer> corrections = new LinkedHashMap<>();
        if ("correct".equals(task.getVariable("decision"))) {
            correction(task, "first", corrections);
            correction(task, "second", corrections);
        }
        appraisals.reviewed(
                key(execution),
                tasks.actor(),
                corrections,
                (String) task.getVariable("reason"),
                plan(execution).appraisal().bars(),
                this::judge);
    }

    private void correction(DelegateTask task, String which, Map<String, Integer> corrections) {
        String indicator = (String) task.getVariable(which + "Indicator");
        Integer value = (Integer) task.getVariable(which + "Value");
        if (indicator == null && value == null) {
            return;
        }
        if (indicator == null || value == null) {
            throw new BadUserRequestException("更正一项指标，要选是哪一项，也要写正确的数，请补上");
        }
        Line line = appraisals.get(key(task.getExecution())).lines().stream()
                .filter(each -> each.indicator().equals(indicator))
                .findFirst()
                .orElseThrow();
        int max = AppraisalRules.INDICATORS.get(indicator);
        if (value > max) {
            throw new BadUserRequestException("“%s”最大是%d，写成了%d，请改正".formatted(line.name(), max, value));
        }
        if (value.equals(line.value())) {
            throw new BadUserRequestException("“%s”写的数和现在的一样，没有要更正的请选“维持初评”".formatted(line.name()));
        }
        if (corrections.put(indicator, value) != null) {
            throw new BadUserRequestException("“%s”更正了两次，请只留一次".formatted(line.name()));
        }
    }

    /** The score is final. Whether it is below the bar, and no veto case speaks of the unit yet, the model asks next. */
    public void finish(DelegateExecution execution) {
        Appraisal done = appraisals.finish(key(execution));
        execution.setVariable(
                "belowBar", done.byScore() == Grade.FAIL && !appraisals.isVetoUnderWay(done.campaign(), done.unit()));
        if (appraisals.pending(done.campaign(), plan(execution)).isEmpty() && appraisals.allFinal(done.campaign())) {
            events.publishEvent(new AppraisalsFinished(done.campaign()));
        }
    }

    /** Weak action (W2e): whether a case is opened is for {@code veto-triggers}, whether there is a veto for the leaders. */
    public void proposeVeto(DelegateExecution execution) {
        Appraisal done = appraisals.get(key(execution));
        String reason = "考评%s，低于合格线%d分"
                .formatted(
                        done.scoreInWords(), plan(execution).appraisal().bars().pass());
        appraisals.vetoProposed(done.key(), reason);
        events.publishEvent(
                new VetoProposed(done.campaign(), done.unit(), "weak-action", 0, null, reason, tasks.actor()));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return plan(execution).unitName(unit(execution));
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Appraisal appraisal = appraisals.get(key(execution));
        Plan plan = plan(execution);
        return new Briefing()
                .title("%s考评".formatted(plan.unitName(appraisal.unit())))
                .line("专项行动", plan.campaign())
                .line("初评", "%s，等次%s".formatted(appraisal.scoreInWords(), Grade.word(appraisal.byScore())))
                .line("一票否决", appraisal.vetoed() ? "在案，等次为不合格" : null)
                .line("单位的异议", appraisal.objection())
                .list("计分", appraisal.lines().stream().map(Line::inWords).toList(), "没有可考评的事项")
                .text();
    }

    private static String unitOf(Plan plan, UnitKind kind) {
        return plan.unitOfKind(kind).orElseThrow().id();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String unit(DelegateExecution execution) {
        return text(execution, "appraisedUnit");
    }

    private static String key(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
