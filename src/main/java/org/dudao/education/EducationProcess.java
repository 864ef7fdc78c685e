package org.dudao.education;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.EducationItem;
import org.dudao.plan.Plan;
import org.dudao.platform.Batch;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The model {@code education} (A14, M4): one item of the plan's education at one school, business key
 * {@code <campaign>/education/<school>/<item>}.
 */
@Component("educationProcess")
public class EducationProcess {

    public static final String KEY = "education";
    static final String TEACHING = "education";
    static final String SLIPS = "letter-slips";

    private final EducationRuns runs;
    private final CampaignPlans plans;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;
    private final Clock clock;
    private final int perTransaction;

    EducationProcess(
            EducationRuns runs,
            CampaignPlans plans,
            Obligations obligations,
            ObligationTasks tasks,
            RuntimeService runtime,
            Clock clock,
            @Value("${dudao.education-per-transaction:100}") int perTransaction) {
        this.runs = runs;
        this.plans = plans;
        this.obligations = obligations;
        this.tasks = tasks;
        this.runtime = runtime;
        this.clock = clock;
        this.perTransaction = perTransaction;
    }

    /** Starts the next ones in one transaction of their own; the model comes back while {@code moreEducation} says so. */
    public void startNext(DelegateExecution execution) {
        execution.setVariable("moreEducation", startNext(text(execution, "campaign"), perTransaction));
    }

    /** Starts the processes of the next items that have none; each gets exactly one. Answers whether more are left. */
    public boolean startNext(String campaign, int limit) {
        Plan plan = plans.of(campaign);
        Set<String> begun = runs.begun(campaign);
        return Batch.start(
                plan.education().stream().flatMap(item -> plan.schoolsWith(item.appliesTo()).stream()
                        .filter(school -> !begun.contains(EducationRuns.key(campaign, school, item.id())))
                        .map(school -> () -> start(campaign, item.id(), school))),
                limit);
    }

    /** @throws java.util.NoSuchElementException if the campaign's plan has no such item */
    public ProcessInstance start(String campaign, String itemId, String school) {
        EducationItem item = plans.of(campaign).educationItem(itemId).orElseThrow();
        String key = runs.begin(campaign, school, itemId, item.letter());
        Map<String, Object> variables = new HashMap<>();
        variables.put("campaign", campaign);
        variables.put("school", school);
        variables.put("item", itemId);
        variables.put("letter", item.letter());
        variables.put("educationDays", item.workingDays());
        ProcessInstance instance = runtime.startProcessInstanceByKey(KEY, key, variables);
        runs.began(key, instance.getId());
        return instance;
    }

    public void taught(DelegateTask task) {
        runs.taught(
                key(task.getExecution()),
                past(task, "taughtOn", "开展日期"),
                (Integer) task.getVariable("sessions"),
                (Integer) task.getVariable("pupils"));
    }

    public void handedOut(DelegateTask task) {
        runs.handedOut(
                key(task.getExecution()), past(task, "handedOutOn", "发放日期"), (Integer) task.getVariable("letters"));
    }

    private LocalDate past(DelegateTask task, String field, String label) {
        LocalDate day = LocalDate.parse((String) task.getVariable(field));
        if (day.isAfter(Deadlines.dayOf(clock.instant()))) {
            throw new BadUserRequestException("“%s”填的%s还没有到，请等做完以后再填报".formatted(label, day));
        }
        return day;
    }

    public void collected(DelegateTask task) {
        String key = key(task.getExecution());
        int letters = runs.get(key).letters();
        int slips = (Integer) task.getVariable("slips");
        if (slips > letters) {
            throw new BadUserRequestException("收回的回执（%d份）不能比发出的信（%d份）多，请核对后再填".formatted(slips, letters));
        }
        runs.collected(key, slips);
    }

    /** Below the plan's share there is nothing to accept. */
    public void reviewed(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        String key = key(execution);
        if (text(execution, "school").equals(task.getVariable("unit"))) {
            throw new BadUserRequestException("学校不能审核自己的填报，请管理员在方案文件里给“审核宣传教育情况”换一个单位");
        }
        if ("accept".equals(task.getVariable("decision"))) {
            int percent = item(execution).returnedPercent();
            EducationRun run = runs.get(key);
            if (run.isBelow(percent)) {
                throw new BadUserRequestException(
                        "%s，没有达到方案要求的%d%%，不能通过。请选“退回”并写明理由；确实收不齐的，由学校申请免除义务".formatted(run.share(), percent));
            }
            runs.accepted(key);
            return;
        }
        String reason = (String) task.getVariable("reason");
        runs.returned(key, Boolean.TRUE.equals(execution.getVariable("letter")));
        tasks.returned(execution, TEACHING, reason);
        tasks.returned(execution, SLIPS, reason);
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return "%s %s"
                .formatted(
                        plan(execution).unitName(text(execution, "school")),
                        item(execution).name());
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        EducationItem item = item(execution);
        EducationRun run = runs.get(key(execution));
        Briefing briefing = new Briefing()
                .title(item.name())
                .line("学校", plan(execution).unitName(text(execution, "school")))
                .line("开展日期", words(run.taughtOn()))
                .line("开展场次", words(run.sessions()))
                .line("参加学生人数", words(run.pupils()))
                .line("发放日期", words(run.handedOutOn()))
                .line("发放份数", words(run.letters()))
                .line("回执", run.share())
                .line("方案要求", item.returnedPercent() == 0 ? null : "回执收回%d%%以上才能通过".formatted(item.returnedPercent()))
                .line("退回次数", run.returns() == 0 ? null : words(run.returns()));
        obligations
                .findLiving(execution.getProcessInstanceId(), item.letter() ? SLIPS : TEACHING, null)
                .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        return briefing.text();
    }

    private static String words(Object value) {
        return value == null ? null : value.toString();
    }

    private EducationItem item(DelegateExecution execution) {
        return plan(execution).educationItem(text(execution, "item")).orElseThrow();
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
