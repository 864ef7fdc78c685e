package org.dudao.drill;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.drill.Drill.State;
import org.dudao.hazard.HazardProcess;
import org.dudao.hazard.NewHazard;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.DrillScenario;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.platform.Batch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The model {@code drill} (M3c): one scenario at one school, business key {@code <campaign>/drill/<school>/<scenario>}. */
@Component("drillProcess")
public class DrillProcess {

    public static final String KEY = "drill";

    static final String SOURCE = "演练发现";

    private final Drills drills;
    private final CampaignPlans plans;
    private final WorkingDays workingDays;
    private final ObligationTasks tasks;
    private final Obligations obligations;
    private final HazardProcess hazards;
    private final RuntimeService runtime;
    private final Clock clock;
    private final int drillsPerTransaction;

    DrillProcess(
            Drills drills,
            CampaignPlans plans,
            WorkingDays workingDays,
            ObligationTasks tasks,
            Obligations obligations,
            HazardProcess hazards,
            RuntimeService runtime,
            Clock clock,
            @Value("${dudao.drills-per-transaction:100}") int drillsPerTransaction) {
        this.drills = drills;
        this.plans = plans;
        this.workingDays = workingDays;
        this.tasks = tasks;
        this.obligations = obligations;
        this.hazards = hazards;
        this.runtime = runtime;
        this.clock = clock;
        this.drillsPerTransaction = drillsPerTransaction;
    }

    /** Starts the campaign's next drills in one transaction; the model comes back while there are {@code moreDrills}. */
    public void startNext(DelegateExecution execution) {
        execution.setVariable("moreDrills", startNext(text(execution, "campaign"), drillsPerTransaction));
    }

    /**
     * Starts the next drills that have no process yet, each exactly once, in the plan's order of schools.
     *
     * @return whether there are more
     */
    public boolean startNext(String campaign, int limit) {
        Plan plan = plans.of(campaign);
        Set<String> started = drills.started(campaign);
        return Batch.start(
                plan.schools().stream().flatMap(school -> plan.drills().stream()
                        .filter(scenario ->
                                scenario.appliesTo(school) && !started.contains(key(campaign, school, scenario)))
                        .map(scenario -> () -> start(campaign, school, scenario))),
                limit);
    }

    private static String key(String campaign, School school, DrillScenario scenario) {
        return "%s/drill/%s/%s".formatted(campaign, school.id(), scenario.id());
    }

    private void start(String campaign, School school, DrillScenario scenario) {
        String key = key(campaign, school, scenario);
        drills.start(key, campaign, school.id(), scenario.id(), scenario.reviewedBy());
        Map<String, Object> variables = new HashMap<>();
        variables.put("campaign", campaign);
        variables.put("school", school.id());
        variables.put("drillReviewer", scenario.reviewedBy());
        variables.put("drillDays", scenario.workingDays());
        variables.put("agreedDeadline", null);
        variables.put("agreedWhy", null);
        runtime.startProcessInstanceByKey(KEY, key, variables);
    }

    public void planFiled(DelegateTask task) {
        drills.state(key(task), State.PLAN_REVIEW);
    }

    public void planReviewed(DelegateTask task) {
        boolean accepted = "accept".equals(task.getVariable("decision"));
        drills.state(key(task), accepted ? State.SCHEDULING : State.PLANNING);
    }

    public void scheduled(DelegateTask task) {
        LocalDate day = requirePossible(task, "drillOn");
        drills.scheduled(key(task), day, (String) task.getVariable("drillPlace"));
        agreed(task, day, "学校确定的演练日期");
    }

    public void held(DelegateTask task) {
        String key = key(task);
        if ("postpone".equals(task.getVariable("decision"))) {
            String reason = (String) task.getVariable("postponedBecause");
            boolean again = drills.get(key).postponements() > 0;
            drills.postponed(key, reason, again ? State.POSTPONING : State.SCHEDULING);
            tasks.returned(task.getExecution(), KEY, "延期：" + reason);
            task.getExecution().setVariable("again", again);
            return;
        }
        LocalDate scheduled = drills.get(key).scheduledOn();
        LocalDate heldOn = day(task, "heldOn");
        if (heldOn.isBefore(scheduled) || heldOn.isAfter(today())) {
            throw new BadUserRequestException(
                    "实际演练日期%s不行：演练定在%s，今天是%s，要填这两天之间（含）的日期；还没有演练的，等演练以后再提交".formatted(heldOn, scheduled, today()));
        }
        drills.held(key, heldOn, number(task, "participants"), number(task, "evacuationMinutes"), (String)
                task.getVariable("course"));
    }

    public void postponementDecided(DelegateTask task) {
        if ("allow".equals(task.getVariable("decision"))) {
            drills.state(key(task), State.SCHEDULING);
            return;
        }
        LocalDate day = requirePossible(task, "mustHoldOn");
        drills.mustBeHeldOn(key(task), day);
        agreed(task, day, "审核单位不准延期，定下的演练日期");
    }

    public void reviewed(DelegateTask task) {
        String findings = (String) task.getVariable("findings");
        switch ((String) task.getVariable("decision")) {
            case "good" -> drills.ended(key(task), tasks.actor(), findings, State.PASSED);
            case "shortcomings" -> {
                drills.ended(key(task), tasks.actor(), findings, State.IMPROVING);
                shortcoming(task, "first");
                if (Boolean.TRUE.equals(task.getVariable("another"))) {
                    shortcoming(task, "second");
                }
            }
            default -> {
                drills.rejected(key(task), tasks.actor(), findings);
                tasks.returned(task.getExecution(), KEY, findings);
            }
        }
    }

    /** Lifts one of the form's shortcomings to the next step, which makes a hazard of it. */
    private static void shortcoming(DelegateTask task, String which) {
        for (String part : List.of("Place", "Description", "Severity")) {
            task.getExecution().setVariable("shortcoming" + which + part, task.getVariable(which + part));
        }
    }

    /** Each shortcoming becomes a row of the ledger; the unit that found it is the reviewing one. */
    public void makeHazards(DelegateExecution execution) {
        Drill drill = drill(execution);
        for (String which : List.of("first", "second")) {
            String found = "shortcoming" + which;
            if (!execution.hasVariable(found + "Place")) {
                continue;
            }
            drills.showed(
                    drill.key(),
                    hazards.start(new NewHazard(
                            drill.campaign(),
                            drill.school(),
                            scenario(execution).area(),
                            null,
                            text(execution, found + "Place"),
                            text(execution, found + "Description"),
                            text(execution, found + "Severity"),
                            false,
                            null,
                            false,
                            SOURCE,
                            drill.reviewedBy(),
                            drill.reviewingUnit())));
            execution.removeVariables(List.of(found + "Place", found + "Description", found + "Severity"));
        }
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return "%s %s"
                .formatted(
                        plan(execution).unitName(text(execution, "school")),
                        scenario(execution).name());
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Plan plan = plan(execution);
        Drill drill = drill(execution);
        DrillScenario scenario = scenario(execution);
        Briefing briefing = new Briefing()
                .title(scenario.name())
                .line("学校", plan.unitName(drill.school()))
                .line("审核单位", plan.unitName(drill.reviewingUnit()))
                .line("提示", scenario.hint())
                .line(
                        "最晚日期",
                        drill.state() == State.SCHEDULING || drill.state() == State.POSTPONING
                                ? latest(plan, scenario).toString()
                                : null)
                .line(
                        "定下的日期",
                        drill.scheduledOn() == null ? null : drill.scheduledOn().toString())
                .line("地点", drill.place())
                .line("延期次数", drill.postponements() == 0 ? null : String.valueOf(drill.postponements()))
                .line("延期的理由", drill.postponedBecause());
        if (drill.state() == State.HELD) {
            briefing.line("实际演练日期", drill.heldOn().toString())
                    .line("参加人数", String.valueOf(drill.participants()))
                    .line("用时", drill.evacuationMinutes() + "分钟")
                    .line("经过", drill.course());
        }
        briefing.line("上次评议", drill.findings());
        for (String kind : List.of("drill-plan", KEY)) {
            obligations
                    .findLiving(execution.getProcessInstanceId(), kind, null)
                    .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        }
        if (drill.state() == State.PLAN_REVIEW) {
            obligations
                    .lastSubmission(execution.getProcessInstanceId(), "drill-plan")
                    .ifPresent(text -> briefing.line("报送内容", text));
        }
        return briefing.text();
    }

    /**
     * A drill is held on a day of work that has not gone by, within the scenario's working days and within the campaign;
     * once that is over, within the working days alone.
     */
    private LocalDate requirePossible(DelegateTask task, String name) {
        LocalDate day = day(task, name);
        LocalDate latest = latest(plan(task.getExecution()), scenario(task.getExecution()));
        if (day.isBefore(today()) || day.isAfter(latest)) {
            throw new BadUserRequestException("演练日期%s不行：只能在今天（%s）到%s之间，请重新选择".formatted(day, today(), latest));
        }
        if (!workingDays.isWorkingDay(day)) {
            throw new BadUserRequestException("演练日期%s是放假的日子，学校没有人，请改选上班的日子".formatted(day));
        }
        return day;
    }

    private LocalDate latest(Plan plan, DrillScenario scenario) {
        LocalDate latest = workingDays.after(today(), scenario.workingDays());
        return plan.end().isBefore(today()) || latest.isBefore(plan.end()) ? latest : plan.end();
    }

    private static void agreed(DelegateTask task, LocalDate day, String why) {
        task.getExecution().setVariable("agreedDeadline", day.toString());
        task.getExecution().setVariable("agreedWhy", why);
    }

    private LocalDate today() {
        return Deadlines.dayOf(clock.instant());
    }

    private Drill drill(DelegateExecution execution) {
        return drills.get(execution.getProcessBusinessKey());
    }

    private DrillScenario scenario(DelegateExecution execution) {
        return plan(execution).drill(drill(execution).scenario()).orElseThrow();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String key(DelegateTask task) {
        return task.getExecution().getProcessBusinessKey();
    }

    private static LocalDate day(DelegateTask task, String name) {
        return LocalDate.parse((String) task.getVariable(name));
    }

    private static int number(DelegateTask task, String name) {
        return ((Number) task.getVariable(name)).intValue();
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
