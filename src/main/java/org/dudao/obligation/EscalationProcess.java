package org.dudao.obligation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDaySpan;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.dudao.platform.timer.DueDateMoved;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The model {@code escalation} (W2b, W2d, W2e): the ladder of one obligation, whose id is the business key. */
@Component("escalationProcess")
public class EscalationProcess {

    public static final String KEY = "escalation";
    static final String OBLIGATION_DUE = "ObligationDue";
    static final String OBLIGATION_SETTLED = "ObligationSettled";
    static final String DEADLINE_MOVED = "DeadlineMoved";
    static final String VETO_CONCLUDED = "VetoConcluded";
    static final String ANSWER = "Answer";

    private final RuntimeService runtime;
    private final TaskService taskService;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final Ladder ladder;
    private final CampaignPlans plans;
    private final Deadlines deadlines;
    private final ApplicationEventPublisher events;

    EscalationProcess(
            RuntimeService runtime,
            TaskService taskService,
            Obligations obligations,
            ObligationTasks tasks,
            Ladder ladder,
            CampaignPlans plans,
            Deadlines deadlines,
            ApplicationEventPublisher events) {
        this.runtime = runtime;
        this.taskService = taskService;
        this.obligations = obligations;
        this.tasks = tasks;
        this.ladder = ladder;
        this.plans = plans;
        this.deadlines = deadlines;
        this.events = events;
    }

    /**
     * Called at the timer of an obligation's task: not fulfilled, and its deadline is near or past. Who fulfilled it at
     * this very moment has nothing to fear; the timer is gone with the task.
     */
    public void enter(DelegateExecution execution, String kind) {
        obligations
                .findLiving(execution.getProcessInstanceId(), kind, (String) execution.getVariable("matter"))
                .filter(obligation -> obligation.state() == Obligation.State.OPEN && !obligation.onLadder())
                .ifPresent(obligation -> enter(execution, obligation));
    }

    private void enter(DelegateExecution execution, Obligation obligation) {
        Object grade = execution.getVariable("grade");
        runtime.createMessageCorrelation(OBLIGATION_DUE)
                .processInstanceBusinessKey(obligation.id())
                .setVariables(dates(obligation))
                .setVariable("campaign", obligation.campaign())
                .setVariable("school", obligation.school())
                .setVariable("unit", obligation.unit())
                .setVariable("title", obligation.title())
                .setVariable("rung", obligation.rung() == null ? Ladder.NONE : obligation.rung())
                .setVariable("grade", grade == null ? "none" : grade)
                .setVariable("owner", isLeaders(obligation) ? "leaders" : "unit")
                .correlateStartMessage();
    }

    private static Map<String, Object> dates(Obligation obligation) {
        return Map.of(
                "remindAt", Date.from(obligation.remindAt()),
                "deadline", Date.from(obligation.deadline()));
    }

    private boolean isLeaders(Obligation obligation) {
        return plans.of(obligation.campaign())
                .unit(obligation.unit())
                .filter(unit -> unit.kind() == UnitKind.LEADERS)
                .isPresent();
    }

    public void entered(DelegateExecution execution) {
        ladder.enter(id(execution));
    }

    public boolean timeLeft(DelegateExecution execution) {
        return ladder.timeLeft(((Date) execution.getVariable("deadline")).toInstant());
    }

    public void remind(DelegateExecution execution) {
        ladder.remind(id(execution));
    }

    public void overdue(DelegateExecution execution) {
        ladder.overdue(id(execution));
    }

    public void urge(DelegateExecution execution) {
        ladder.urge(id(execution), rule(execution), ladder.waitUntil(number(execution, "waitWorkingDays")));
        climbed(execution, Ladder.URGE);
    }

    public void supervise(DelegateExecution execution) {
        Instant answerBy = ladder.waitUntil(number(execution, "waitWorkingDays"));
        String order = ladder.supervise(id(execution), rule(execution), answerBy);
        execution.setVariable("orderNumber", order);
        climbed(execution, Ladder.SUPERVISE);
    }

    public void answered(DelegateTask task) {
        LocalDate promisedOn = day(task, "promisedOn");
        requireWithin(task, promisedOn);
        ladder.answered(
                id(task.getExecution()),
                (String) task.getVariable("orderNumber"),
                tasks.actor(),
                (String) task.getVariable("answer"),
                promisedOn);
    }

    public void unanswered(DelegateExecution execution) {
        ladder.unanswered(id(execution), (String) execution.getVariable("orderNumber"));
        execution.setVariable("until", Date.from(ladder.now()));
    }

    /** 约谈 or more time; a person decides (W2d). */
    public void summonDecided(DelegateTask task) {
        decided(task, ObligationAct.SUMMON_DECIDED, "summon");
    }

    /** The leader in charge has not decided in time: the principal leader can, too. */
    public void informPrincipal(DelegateExecution execution) {
        String principal = plan(execution).leaders().principal();
        taskService
                .createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey("DecideSummon")
                .list()
                .forEach(task -> taskService.addCandidateUser(task.getId(), principal));
        ladder.undecided(id(execution), principal, rule(execution));
    }

    public void summoned(DelegateTask task) {
        LocalDate promisedOn = day(task, "promisedOn");
        requireWithin(task, promisedOn);
        ladder.summoned(
                id(task.getExecution()),
                tasks.actor(),
                promisedOn,
                "%s，%s，%s参加：%s"
                        .formatted(
                                task.getVariable("heldOn"),
                                task.getVariable("place"),
                                task.getVariable("attendees"),
                                task.getVariable("minutes")),
                Stream.of("heldOn", "place", "attendees", "minutes")
                        .collect(Collectors.toMap(Function.identity(), task::getVariable)));
        task.getExecution().setVariable("rung", Ladder.SUMMON);
    }

    /** 通报批评 or more time; a person decides. */
    public void criticismDecided(DelegateTask task) {
        decided(task, null, "criticise");
        task.getExecution().setVariable("decidedBy", tasks.actor());
        task.getExecution().setVariable("criticismReason", task.getVariable("reason"));
    }

    public void criticise(DelegateExecution execution) {
        Instant until = ladder.waitUntil(number(execution, "waitWorkingDays"));
        Plan plan = plan(execution);
        ladder.criticise(
                id(execution),
                (String) execution.getVariable("decidedBy"),
                rule(execution),
                until,
                (String) execution.getVariable("criticism"),
                (String) execution.getVariable("criticismReason"),
                Stream.concat(
                                plan.units().stream().map(Unit::id),
                                plan.schools().stream().map(School::id))
                        .toList());
        climbed(execution, Ladder.CRITICISE);
    }

    /** Whether to ask for a one-vote veto case or to give more time; a person decides (W2e). */
    public void vetoDecided(DelegateTask task) {
        decided(task, null, "propose");
        task.getExecution().setVariable("decidedBy", tasks.actor());
    }

    public void proposeVeto(DelegateExecution execution) {
        Obligation obligation = obligations.get(id(execution));
        String by = (String) execution.getVariable("decidedBy");
        String reason = (String) execution.getVariable("proposal");
        ladder.proposedVeto(obligation.id(), by, rule(execution), reason);
        execution.setVariable("rung", Ladder.VETO);
        events.publishEvent(new VetoProposed(
                obligation.campaign(), obligation.unit(), "weak-action", 0, obligation.id(), reason, by));
    }

    public void reviewed(DelegateTask task) {
        ladder.reviewed(
                id(task.getExecution()), tasks.actor(), (String) task.getVariable("opinion"), day(task, "reviewOn"));
        task.getExecution().setVariable("rung", Ladder.REVIEW);
    }

    public void left(DelegateExecution execution) {
        ladder.leave(id(execution));
    }

    /** The end, in Asia/Shanghai, of the day that a form collected; null where it collected none. */
    public Date endOf(DelegateExecution execution, String name) {
        String day = (String) execution.getVariable(name);
        return day == null || day.isEmpty() ? null : Date.from(deadlines.endOf(LocalDate.parse(day)));
    }

    /** The post that decides at the policy's level: {@code charge} or {@code principal}. */
    public String decider(DelegateExecution execution) {
        Plan plan = plan(execution);
        return "charge".equals(execution.getVariable("level"))
                ? plan.leaders().charge()
                : plan.leaders().principal();
    }

    /** Who keeps the record of a talk: the task force, or the supervisors where it is the one summoned. */
    public String recorder(DelegateExecution execution) {
        return unitBut(execution, UnitKind.TASK_FORCE, UnitKind.SUPERVISORS);
    }

    /** Who looks into a matter at the ladder's top: the supervisors, or the task force where it concerns them. */
    public String reviewer(DelegateExecution execution) {
        return unitBut(execution, UnitKind.SUPERVISORS, UnitKind.TASK_FORCE);
    }

    private String unitBut(DelegateExecution execution, UnitKind first, UnitKind second) {
        Plan plan = plan(execution);
        String unit = plan.unitOfKind(first).orElseThrow().id();
        return unit.equals(execution.getVariable("unit"))
                ? plan.unitOfKind(second).orElseThrow().id()
                : unit;
    }

    /** Puts what it is about behind the task's name. */
    public void label(DelegateTask task) {
        Plan plan = plan(task.getExecution());
        task.setName("%s（%s %s）"
                .formatted(
                        task.getName(),
                        plan.unitName((String) task.getVariable("concerned")),
                        task.getVariable("title")));
    }

    /** What the one who answers, decides or reviews has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Obligation obligation = obligations.get(id(execution));
        Plan plan = plan(execution);
        Briefing briefing = new Briefing()
                .title(obligation.title())
                .line("责任单位", plan.unitName(obligation.unit()))
                .line("督办单", (String) execution.getVariable("orderNumber"))
                .line("期限", obligation.arithmetic())
                .line("依据", rule(execution));
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

    /** On the ladder, more time starts it anew; what stays overdue goes on where it is. */
    @EventListener
    void on(DeadlineMoved moved) {
        if (moved.obligation().onLadder() && ladder.timeLeft(moved.obligation().deadline())) {
            runtime.createMessageCorrelation(DEADLINE_MOVED)
                    .processInstanceBusinessKey(moved.obligation().id())
                    .setVariables(dates(moved.obligation()))
                    .correlate();
        }
        tasks.moved(moved.obligation());
    }

    @EventListener
    void on(ObligationTakenOver taken) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(taken.obligation().id(), KEY)
                .list()
                .forEach(ladder -> runtime.setVariable(
                        ladder.getId(), "campaign", taken.obligation().campaign()));
    }

    /** The veto case is over. Where the obligation was fulfilled meanwhile, nobody waits for it any more. */
    @EventListener
    void on(VetoConcluded concluded) {
        ladder.vetoConcluded(concluded.obligation(), concluded.veto(), concluded.outcome());
        runtime.createMessageCorrelation(VETO_CONCLUDED)
                .processInstanceBusinessKey(concluded.obligation())
                .setVariable("until", Date.from(ladder.now()))
                .correlateAllWithResult();
    }

    /** The time for the answer to an order is written in the order, too. */
    @EventListener
    void on(DueDateMoved moved) {
        if (moved.activity().equals(ANSWER)) {
            ladder.answerBy(moved.businessKey(), moved.after());
        }
    }

    private void decided(DelegateTask task, ObligationAct act, String yes) {
        String id = id(task.getExecution());
        if (yes.equals(task.getVariable("decision"))) {
            if (act != null) {
                ladder.decided(
                        id, act, tasks.actor(), rule(task.getExecution()), null, (String) task.getVariable("reason"));
            }
        } else {
            LocalDate newDate = day(task, "newDate");
            requireWithin(task, newDate);
            ladder.decided(
                    id,
                    ObligationAct.TIME_GRANTED,
                    tasks.actor(),
                    rule(task.getExecution()),
                    deadlines.endOf(newDate),
                    (String) task.getVariable("reason"));
        }
    }

    /** A promised or granted day lies ahead, and not further than the policy allows. */
    private void requireWithin(DelegateTask task, LocalDate day) {
        LocalDate today = Deadlines.dayOf(ladder.now());
        LocalDate latest = Deadlines.dayOf(ladder.waitUntil(number(task.getExecution(), "longestWorkingDays")));
        if (day.isBefore(today) || day.isAfter(latest)) {
            throw new BadUserRequestException("日期%s不行：按规则只能在%s到%s之间，请重新选择".formatted(day, today, latest));
        }
    }

    /** The wait is kept as the rule says it, in working days, so that it follows when these change. */
    private void climbed(DelegateExecution execution, String rung) {
        execution.setVariable("rung", rung);
        execution.setVariable(
                "until", new WorkingDaySpan(number(execution, "waitWorkingDays"), ladder.now()).toString());
    }

    private static LocalDate day(DelegateTask task, String name) {
        return LocalDate.parse((String) task.getVariable(name));
    }

    private static String id(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private static String rule(DelegateExecution execution) {
        return (String) execution.getVariable("policyRule");
    }

    private static int number(DelegateExecution execution, String name) {
        return ((Number) execution.getVariable(name)).intValue();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of((String) execution.getVariable("campaign"));
    }
}
