package org.dudao.duty;

import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.duty.DutyRound.State;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Duty;
import org.dudao.plan.Plan;
import org.dudao.plan.Rhythm;
import org.dudao.platform.Batch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The model {@code duty} (M3a, M3b, S5, W4, and what the areas ask for again and again): one duty of one unit or school,
 * business key {@code <campaign>/duty/<owner>/<duty>}.
 */
@Component("dutyProcess")
public class DutyProcess {

    public static final String KEY = "duty";
    static final String MISSED = "duty-missed";

    private final Duties duties;
    private final CampaignPlans plans;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;
    private final Clock clock;
    private final int perTransaction;

    DutyProcess(
            Duties duties,
            CampaignPlans plans,
            Obligations obligations,
            ObligationTasks tasks,
            RuntimeService runtime,
            Clock clock,
            @Value("${dudao.duties-per-transaction:100}") int perTransaction) {
        this.duties = duties;
        this.plans = plans;
        this.obligations = obligations;
        this.tasks = tasks;
        this.runtime = runtime;
        this.clock = clock;
        this.perTransaction = perTransaction;
    }

    /** Starts the next duties in one transaction of their own; the model comes back while {@code moreDuties} says so. */
    public void startNext(DelegateExecution execution) {
        execution.setVariable("moreDuties", startNext(text(execution, "campaign"), perTransaction));
    }

    /** Starts the processes of the next duties that have none; each gets exactly one. Answers whether more are left. */
    public boolean startNext(String campaign, int limit) {
        Plan plan = plans.of(campaign);
        Set<String> begun = duties.begun(campaign);
        return Batch.start(
                plan.duties().stream().flatMap(duty -> plan.owners(duty).stream()
                        .filter(owner -> !begun.contains(Duties.key(campaign, owner, duty.id())))
                        .map(owner -> () -> start(campaign, duty.id(), owner))),
                limit);
    }

    /** @throws java.util.NoSuchElementException if the campaign's plan has no such duty */
    public ProcessInstance start(String campaign, String dutyId, String owner) {
        Plan plan = plans.of(campaign);
        Duty duty = plan.duty(dutyId).orElseThrow();
        DutyRun run = duties.begin(campaign, dutyId, owner, plan.firstDay(duty), plan.lastDay(duty));
        Map<String, Object> variables = new HashMap<>();
        variables.put("campaign", campaign);
        variables.put("duty", dutyId);
        variables.put("dutyUnit", owner);
        plan.school(owner).ifPresent(school -> variables.put("school", school.id()));
        ProcessInstance instance = runtime.startProcessInstanceByKey(KEY, run.key(), variables);
        duties.began(run.key(), instance.getId());
        return instance;
    }

    /** Plans the next round, or ends the duty. */
    public void planNext(DelegateExecution execution) {
        execution.setVariable("moreRounds", duties.planNext(key(execution), rhythm(execution)));
    }

    /** When the next round begins; asked again when the working days change. */
    public Date opens(DelegateExecution execution) {
        return Date.from(duties.opens(key(execution), rhythm(execution)));
    }

    /** When the round ends; asked again when the working days change. */
    public Date closes(DelegateExecution execution) {
        return Date.from(duties.closes(key(execution), rhythm(execution)));
    }

    /** The round begins; answers its number. */
    public int open(DelegateExecution execution) {
        return duties.open(key(execution)).number();
    }

    public void filledIn(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        String key = key(execution);
        if (clock.instant().isAfter(duties.living(key).window().closes())) {
            throw new BadUserRequestException("这一次的登记时间已经过了，系统会记为缺勤。请下一次按时登记；要求说明缺勤时，在说明里写清实际情况");
        }
        boolean held = "held".equals(task.getVariable("result"));
        Integer count = (Integer) task.getVariable("count");
        Duty duty = duty(execution);
        if (held && duty.count() != null && count == null) {
            throw new BadUserRequestException("请填写数量（%s），没有的填0".formatted(duty.count()));
        }
        duties.filledIn(key, held, tasks.actor(), held ? count : null, (String)
                task.getVariable(held ? "remark" : "missedWhy"));
    }

    public void missed(DelegateExecution execution) {
        duties.closed(key(execution), rhythm(execution));
    }

    // What the policy asks.

    public String outcome(DelegateExecution execution) {
        State state = duties.lastState(key(execution));
        return state == State.HELD ? "held" : state == State.VOID ? "void" : "missed";
    }

    public int inARow(DelegateExecution execution) {
        return duties.missedInARow(key(execution));
    }

    /** @return 0 where the plan does not count a period */
    public int inPeriod(DelegateExecution execution) {
        Integer days = duty(execution).misses().withinDays();
        return days == null ? 0 : duties.missedWithin(key(execution), days);
    }

    /** @return null where the plan does not count misses in a row */
    public Integer mostInARow(DelegateExecution execution) {
        return duty(execution).misses().inARow();
    }

    /** @return null where the plan does not count a period */
    public Integer mostInPeriod(DelegateExecution execution) {
        return duty(execution).misses().total();
    }

    /** Whether an explanation is being waited for. */
    public boolean isAsked(DelegateExecution execution) {
        return obligations
                .findLiving(execution.getProcessInstanceId(), MISSED, null)
                .isPresent();
    }

    public void follows(DelegateExecution execution) {
        duties.follows(
                key(execution), text(execution, "dutyRule"), "explain".equals(execution.getVariable("dutyAction")));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return "%s %s %s"
                .formatted(
                        plan(execution).unitName(text(execution, "dutyUnit")),
                        duty(execution).name(),
                        duties.living(key(execution)).window().inWords());
    }

    /** One line for the task list of those who have to explain. */
    public String aboutMissed(DelegateExecution execution) {
        return "%s %s"
                .formatted(
                        plan(execution).unitName(text(execution, "dutyUnit")),
                        duty(execution).name());
    }

    /** What the person at the round has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Duty duty = duty(execution);
        return heading(execution)
                .line("这一次", duties.living(key(execution)).window().inWords())
                .line("数量填什么", duty.count())
                .text();
    }

    /** What has to be explained, as Markdown. */
    public String briefingMissed(DelegateExecution execution) {
        return heading(execution)
                .line("依据", text(execution, "dutyRule"))
                .list(
                        "缺勤",
                        duties.missed(key(execution), false).stream()
                                .map(DutyRound::inWords)
                                .toList(),
                        "",
                        "督导组可以在职责履行记录里看到")
                .text();
    }

    private Briefing heading(DelegateExecution execution) {
        Duty duty = duty(execution);
        return new Briefing()
                .title(duty.name())
                .line("责任单位", plan(execution).unitName(text(execution, "dutyUnit")))
                .line("地点", duty.where())
                .line("时间", duty.rhythm().inWords());
    }

    /** Whether only that it was done is recorded (M3b). */
    public boolean recordOnly(DelegateExecution execution) {
        return duty(execution).recordOnly();
    }

    private Rhythm rhythm(DelegateExecution execution) {
        return duty(execution).rhythm();
    }

    private Duty duty(DelegateExecution execution) {
        return plan(execution).duty(text(execution, "duty")).orElseThrow();
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
