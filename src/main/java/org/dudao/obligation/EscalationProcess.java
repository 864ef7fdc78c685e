package org.dudao.obligation;

import java.time.LocalDate;
import java.util.Date;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The model {@code escalation} (W2b): the ladder of one overdue obligation, whose id is the business key. */
@Component("escalationProcess")
public class EscalationProcess {

    public static final String KEY = "escalation";
    static final String OBLIGATION_OVERDUE = "ObligationOverdue";
    static final String OBLIGATION_SETTLED = "ObligationSettled";
    static final String DEADLINE_MOVED = "DeadlineMoved";

    private final RuntimeService runtime;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final Ladder ladder;
    private final CampaignPlans plans;
    private final Deadlines deadlines;

    EscalationProcess(
            RuntimeService runtime,
            Obligations obligations,
            ObligationTasks tasks,
            Ladder ladder,
            CampaignPlans plans,
            Deadlines deadlines) {
        this.runtime = runtime;
        this.obligations = obligations;
        this.tasks = tasks;
        this.ladder = ladder;
        this.plans = plans;
        this.deadlines = deadlines;
    }

    /** Called at the timer of an obligation's task: not fulfilled, and due at or before now. */
    public void enter(DelegateExecution execution, String kind) {
        Obligation obligation = obligations
                .findLiving(execution.getProcessInstanceId(), kind, (String) execution.getVariable("matter"))
                .orElseThrow();
        if (obligation.onLadder()) {
            return;
        }
        runtime.createMessageCorrelation(OBLIGATION_OVERDUE)
                .processInstanceBusinessKey(obligation.id())
                .setVariable("campaign", obligation.campaign())
                .setVariable("school", obligation.school())
                .setVariable("unit", obligation.unit())
                .setVariable("title", obligation.title())
                .setVariable("rung", obligation.rung())
                .setVariable("deadline", Date.from(obligation.deadline()))
                .setVariable("grade", execution.getVariable("grade"))
                .correlateStartMessage();
    }

    public void entered(DelegateExecution execution) {
        ladder.enter(execution.getProcessBusinessKey());
    }

    public void urge(DelegateExecution execution) {
        ladder.urge(execution.getProcessBusinessKey(), (String) execution.getVariable("policyRule"));
        execution.setVariable("rung", Ladder.URGE);
    }

    public void supervise(DelegateExecution execution) {
        String number = ladder.supervise(
                execution.getProcessBusinessKey(),
                (String) execution.getVariable("policyRule"),
                waitWorkingDays(execution));
        execution.setVariable("rung", Ladder.SUPERVISE);
        execution.setVariable("orderNumber", number);
    }

    /** The end of the time that the policy grants after the act just done. */
    public Date waitUntil(DelegateExecution execution) {
        return Date.from(ladder.waitUntil(waitWorkingDays(execution)));
    }

    public void answered(DelegateTask task) {
        ladder.answered(
                task.getExecution().getProcessBusinessKey(),
                (String) task.getVariable("orderNumber"),
                tasks.actor(),
                (String) task.getVariable("answer"),
                LocalDate.parse((String) task.getVariable("promisedOn")));
    }

    /** The end of the day that the unit promised or the supervisors set. */
    public Date reviewAt(DelegateExecution execution) {
        return Date.from(deadlines.endOf(LocalDate.parse((String) execution.getVariable("reviewOn"))));
    }

    /** Supervisors have three working days to look into a matter that supervision did not move. */
    public Date reviewBy(DelegateExecution execution) {
        return Date.from(ladder.waitUntil(3));
    }

    public void reviewed(DelegateTask task) {
        ladder.reviewed(
                task.getExecution().getProcessBusinessKey(),
                tasks.actor(),
                (String) task.getVariable("opinion"),
                LocalDate.parse((String) task.getVariable("reviewOn")));
    }

    public void left(DelegateExecution execution) {
        ladder.leave(execution.getProcessBusinessKey());
    }

    public String supervisors(DelegateExecution execution) {
        return plan(execution).unitOfKind(UnitKind.SUPERVISORS).orElseThrow().id();
    }

    /** What the one who answers or reviews has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Obligation obligation = obligations.get(execution.getProcessBusinessKey());
        Plan plan = plan(execution);
        Briefing briefing = new Briefing()
                .title(obligation.title())
                .line("责任单位", plan.unitName(obligation.unit()))
                .line("督办单", (String) execution.getVariable("orderNumber"))
                .line("期限", obligation.arithmetic());
        if (obligation.school() != null) {
            briefing.line("学校", plan.unitName(obligation.school()));
        }
        return briefing.history(obligations.history(obligation.id())).text();
    }

    @EventListener
    void on(ObligationSettled settled) {
        if (settled.obligation().onLadder()) {
            runtime.createMessageCorrelation(OBLIGATION_SETTLED)
                    .processInstanceBusinessKey(settled.obligation().id())
                    .correlate();
        }
    }

    @EventListener
    void on(DeadlineMoved moved) {
        if (moved.obligation().onLadder()) {
            runtime.createMessageCorrelation(DEADLINE_MOVED)
                    .processInstanceBusinessKey(moved.obligation().id())
                    .setVariable("deadline", Date.from(moved.deadline()))
                    .correlate();
        }
        tasks.moveDeadline(moved.obligation(), Date.from(moved.deadline()));
    }

    private static int waitWorkingDays(DelegateExecution execution) {
        return ((Number) execution.getVariable("waitWorkingDays")).intValue();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of((String) execution.getVariable("campaign"));
    }
}
