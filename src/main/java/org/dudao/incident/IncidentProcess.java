package org.dudao.incident;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.hazard.Hazards;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.VetoProposed;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The model {@code incident} (W2e): one major or vicious incident, business key {@code <campaign>/incident/<n>}. */
@Component("incidentProcess")
public class IncidentProcess {

    public static final String KEY = "incident";

    private final Incidents incidents;
    private final Hazards hazards;
    private final CampaignPlans campaignPlans;
    private final ObligationTasks tasks;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    IncidentProcess(
            Incidents incidents,
            Hazards hazards,
            CampaignPlans campaignPlans,
            ObligationTasks tasks,
            ApplicationEventPublisher events,
            Clock clock) {
        this.incidents = incidents;
        this.hazards = hazards;
        this.campaignPlans = campaignPlans;
        this.tasks = tasks;
        this.events = events;
        this.clock = clock;
    }

    /** Writes the report down and tells office, task force and leaders in the same moment. */
    public void register(DelegateExecution execution) {
        String school = text(execution, "school");
        String campaign = hazards.campaignOf(school)
                .orElseThrow(() -> new BadUserRequestException("这所学校现在没有正在进行的专项行动，请直接向镇办公室报告"));
        LocalDate happenedOn = LocalDate.parse(text(execution, "happenedOn"));
        if (happenedOn.isAfter(Deadlines.dayOf(clock.instant()))) {
            throw new BadUserRequestException("发生日期%s还没有到，请改正".formatted(happenedOn));
        }
        Plan plan = campaignPlans.of(campaign);
        String key = incidents.register(
                new Incidents.Report(
                        campaign,
                        school,
                        happenedOn,
                        text(execution, "place"),
                        text(execution, "what"),
                        ((Number) execution.getVariable("injured")).intValue(),
                        ((Number) execution.getVariable("dead")).intValue(),
                        tasks.actor()),
                List.of(
                        unit(plan, UnitKind.OFFICE),
                        unit(plan, UnitKind.TASK_FORCE),
                        plan.leaders().charge(),
                        plan.leaders().principal()));
        execution.setProcessBusinessKey(key);
        execution.removeVariables(List.of("place", "what", "injured", "dead", "happenedOn"));
        execution.setVariable("campaign", campaign);
        execution.setVariable("rectifyingUnit", school);
    }

    /** The principal leader decides, with a reason, whether a veto case is to be proposed. */
    public void decided(DelegateTask task) {
        boolean veto = "propose".equals(task.getVariable("decision"));
        incidents.decided(
                task.getExecution().getProcessBusinessKey(), tasks.actor(), veto, (String) task.getVariable("reason"));
        task.getExecution().setVariable("decidedBy", tasks.actor());
    }

    public void proposeVeto(DelegateExecution execution) {
        events.publishEvent(new VetoProposed(
                text(execution, "campaign"),
                text(execution, "school"),
                "incident",
                0,
                null,
                text(execution, "proposal"),
                text(execution, "decidedBy")));
    }

    public void close(DelegateExecution execution) {
        incidents.close(execution.getProcessBusinessKey());
    }

    public String principal(DelegateExecution execution) {
        return plan(execution).leaders().principal();
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return plan(execution).unitName(text(execution, "school"));
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution, String kind) {
        Plan plan = plan(execution);
        return new Briefing()
                .title(plan.obligation(kind).orElseThrow().name())
                .line("学校", plan.unitName(text(execution, "school")))
                .line("事件", incidents.inWords(execution.getProcessBusinessKey()))
                .text();
    }

    private static String unit(Plan plan, UnitKind kind) {
        return plan.unitOfKind(kind).orElseThrow().id();
    }

    private Plan plan(DelegateExecution execution) {
        return campaignPlans.of(text(execution, "campaign"));
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
