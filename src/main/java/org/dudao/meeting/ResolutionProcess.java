package org.dudao.meeting;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/**
 * The model {@code resolution} (W3, W4): one thing that a meeting resolved, business key {@code
 * <campaign>/resolution/<n>}.
 */
@Component("resolutionProcess")
public class ResolutionProcess {

    public static final String KEY = "resolution";

    private final Resolutions resolutions;
    private final Meetings meetings;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;

    ResolutionProcess(
            Resolutions resolutions,
            Meetings meetings,
            CampaignPlans plans,
            ObligationTasks tasks,
            RuntimeService runtime) {
        this.resolutions = resolutions;
        this.meetings = meetings;
        this.plans = plans;
        this.tasks = tasks;
        this.runtime = runtime;
    }

    /** Starts it on its own: the meeting does not wait for it. */
    Resolution start(Resolution.New resolved) {
        Resolution resolution = resolutions.register(resolved, tasks.actor());
        runtime.startProcessInstanceByKey(
                KEY,
                resolution.key(),
                Map.of(
                        "campaign", resolution.campaign(),
                        "matter", resolution.unit(),
                        "acceptingUnit", resolution.acceptingUnit(),
                        "resolutionDay", resolution.dueOn().toString()));
        return resolution;
    }

    public void reported(DelegateTask task) {
        resolutions.reported(
                task.getExecution().getProcessBusinessKey(), tasks.actor(), (String) task.getVariable("report"));
    }

    public void returned(DelegateExecution execution) {
        String reason = text(execution, "returnReason");
        tasks.returned(execution, KEY, reason);
        resolutions.returned(execution.getProcessBusinessKey(), tasks.actor(), reason);
    }

    public void close(DelegateExecution execution) {
        resolutions.close(execution.getProcessBusinessKey(), tasks.actor(), text(execution, "returnReason"));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        Resolution resolution = resolution(execution);
        return plan(execution).unitName(resolution.unit()) + " 议定事项"
                + resolution.key().replaceAll(".*/", "") + "号";
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Resolution resolution = resolution(execution);
        Meeting meeting = meetings.get(resolution.meeting());
        Plan plan = plan(execution);
        return new Briefing()
                .title("议定事项 " + resolution.key())
                .line("会议", meeting.day() + " " + meeting.topic())
                .line("落实单位", plan.unitName(resolution.unit()))
                .line("做什么", resolution.what())
                .line("期限", resolution.dueOn() + "结束前")
                .line("验收单位", plan.unitName(resolution.acceptingUnit()))
                .line("落实情况", resolution.report())
                .line("退回次数", resolution.returns() == 0 ? null : String.valueOf(resolution.returns()))
                .history(resolutions.history(resolution.key()))
                .text();
    }

    private Resolution resolution(DelegateExecution execution) {
        return resolutions.get(execution.getProcessBusinessKey());
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
