package org.dudao.veto;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.VetoConcluded;
import org.dudao.obligation.VetoProposed;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The model {@code veto} (W2e): one case, whose business key is {@code <campaign>/<unit>/<n>}. */
@Component("vetoProcess")
public class VetoProcess {

    public static final String KEY = "veto";
    static final String VETO_PROPOSED = "VetoProposed";

    private final Vetoes vetoes;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final Deadlines deadlines;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final ApplicationEventPublisher events;

    VetoProcess(
            Vetoes vetoes,
            CampaignPlans plans,
            ObligationTasks tasks,
            Deadlines deadlines,
            RuntimeService runtime,
            IdentityService identity,
            ApplicationEventPublisher events) {
        this.vetoes = vetoes;
        this.plans = plans;
        this.tasks = tasks;
        this.deadlines = deadlines;
        this.runtime = runtime;
        this.identity = identity;
        this.events = events;
    }

    /** Starts a case, which the model opens or declines. Leaders are not judged by themselves. */
    @EventListener
    void on(VetoProposed proposed) {
        Plan plan = plans.of(proposed.campaign());
        if (plan.unit(proposed.unit())
                .filter(unit -> unit.kind() == UnitKind.LEADERS)
                .isPresent()) {
            throw new BadUserRequestException("镇领导的责任不能由本镇一票否决，请报上级处理");
        }
        String taskForce = plan.unitOfKind(UnitKind.TASK_FORCE).orElseThrow().id();
        runtime.createMessageCorrelation(VETO_PROPOSED)
                .processInstanceBusinessKey(vetoes.nextKey(proposed.campaign(), proposed.unit()))
                .setVariable("campaign", proposed.campaign())
                .setVariable(
                        "school", plan.school(proposed.unit()).map(School::id).orElse(null))
                .setVariable("unit", proposed.unit())
                .setVariable(
                        "deliberatingUnit",
                        taskForce.equals(proposed.unit())
                                ? plan.unitOfKind(UnitKind.SUPERVISORS)
                                        .orElseThrow()
                                        .id()
                                : taskForce)
                .setVariable("trigger", proposed.trigger())
                .setVariable("failures", proposed.failures())
                .setVariable("obligationId", proposed.obligation())
                .setVariable("proposal", proposed.reason())
                .setVariable("proposedBy", proposed.by())
                .correlateStartMessage();
    }

    public void decline(DelegateExecution execution) {
        concluded(execution, "不够立案条件：" + execution.getVariable("triggerRule"));
    }

    /** Opens the case and puts its file of evidence together. */
    public void open(DelegateExecution execution) {
        vetoes.open(new VetoCase(
                key(execution),
                text(execution, "campaign"),
                text(execution, "unit"),
                text(execution, "trigger"),
                text(execution, "triggerRule"),
                text(execution, "obligationId"),
                text(execution, "proposal"),
                text(execution, "proposedBy"),
                vetoes.now(),
                VetoCase.State.OPEN,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    }

    public void stated(DelegateTask task) {
        vetoes.stated(key(task.getExecution()), tasks.actor(), (String) task.getVariable("statement"));
    }

    public void silent(DelegateExecution execution) {
        vetoes.silent(key(execution));
    }

    public void deliberated(DelegateTask task) {
        vetoes.deliberated(
                key(task.getExecution()),
                tasks.actor(),
                (String) task.getVariable("facts"),
                "uphold".equals(task.getVariable("recommendation")) ? "建议否决" : "建议不予否决");
    }

    public void decided(DelegateTask task) {
        vetoes.decided(key(task.getExecution()), tasks.actor(), (String) task.getVariable("reason"));
    }

    public void register(DelegateExecution execution) {
        vetoes.register(key(execution), everyone(execution));
    }

    public void reject(DelegateExecution execution) {
        vetoes.reject(key(execution));
    }

    public void appealed(DelegateTask task) {
        vetoes.appealed(key(task.getExecution()), tasks.actor(), (String) task.getVariable("grounds"));
    }

    public void notAppealed(DelegateExecution execution) {
        vetoes.notAppealed(key(execution));
    }

    public void reviewed(DelegateTask task) {
        vetoes.reviewed(key(task.getExecution()), tasks.actor(), (String) task.getVariable("reason"));
    }

    public void revoke(DelegateExecution execution) {
        vetoes.revoke(key(execution), everyone(execution));
    }

    public void keep(DelegateExecution execution) {
        vetoes.keep(key(execution));
    }

    public void conclude(DelegateExecution execution) {
        concluded(execution, vetoes.conclude(key(execution)).state().word());
    }

    private void concluded(DelegateExecution execution, String outcome) {
        String obligation = text(execution, "obligationId");
        if (obligation != null) {
            events.publishEvent(new VetoConcluded(obligation, key(execution), outcome));
        }
    }

    /** The unit concerned decides nothing about itself, and who decided or deliberated does not review it. */
    public void requireImpartial(DelegateTask task) {
        String actor = tasks.actor();
        VetoCase current = vetoes.get(key(task.getExecution()));
        boolean concerned = identity.createUserQuery()
                        .userId(actor)
                        .memberOfGroup(current.unit())
                        .count()
                > 0;
        boolean tookPart = Stream.of(current.deliberatedBy(), current.decidedBy())
                .filter(Objects::nonNull)
                .anyMatch(actor::equals);
        if (concerned || tookPart) {
            throw new BadUserRequestException("被追责单位的人、已经参与研判或决定的人，不能办理“%s”，请由其他岗位办理".formatted(task.getName()));
        }
    }

    public String principal(DelegateExecution execution) {
        return plan(execution).leaders().principal();
    }

    public String charge(DelegateExecution execution) {
        return plan(execution).leaders().charge();
    }

    public void label(DelegateTask task) {
        task.setName("%s（%s）".formatted(task.getName(), about(task.getExecution())));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return "%s %s"
                .formatted(plan(execution).unitName(vetoes.get(key(execution)).unit()), key(execution));
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution, String kind) {
        VetoCase current = vetoes.get(key(execution));
        Plan plan = plan(execution);
        return new Briefing()
                .title("一票否决案件 " + current.key())
                .line("单位", plan.unitName(current.unit()))
                .line("立案依据", current.rule())
                .line("提请理由", current.reason())
                .line("陈述申辩", current.statement())
                .line("研判", current.facts())
                .line("研判建议", current.recommendation())
                .line("决定理由", current.decisionReason())
                .line("申诉", current.appeal())
                .list("证据", vetoes.evidence(current.key()), "没有证据")
                .history(vetoes.history(current.key()))
                .text();
    }

    private List<String> everyone(DelegateExecution execution) {
        Plan plan = plan(execution);
        return Stream.concat(
                        plan.units().stream().map(Unit::id),
                        plan.schools().stream().map(School::id))
                .toList();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String key(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
