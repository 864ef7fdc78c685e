package org.dudao.referral;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.platform.confidential.HistoryOfVariables;
import org.springframework.stereotype.Component;

/**
 * The model {@code referral} (M2b): a lead on a crime, business key {@code <campaign>/referral/<n>}. What it is about is
 * no variable of the process but for the briefing of its open tasks, which nobody reads but public security and the
 * leaders: the model's property {@code readers} says so.
 */
@Component("referralProcess")
public class ReferralProcess {

    public static final String KEY = "referral";

    static final String OUTCOME = "referral-outcome";

    private final Referrals referrals;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;
    private final HistoryOfVariables history;

    ReferralProcess(
            Referrals referrals,
            CampaignPlans plans,
            ObligationTasks tasks,
            RuntimeService runtime,
            HistoryOfVariables history) {
        this.referrals = referrals;
        this.plans = plans;
        this.tasks = tasks;
        this.runtime = runtime;
        this.history = history;
    }

    /**
     * Takes over what another process found to be a lead on a crime. That process ends with it, and the engine forgets
     * what it was told there: more people may read that process than this one.
     */
    public void start(DelegateExecution from, NewReferral referred) {
        String receiving =
                plans.of(referred.campaign()).obligation(KEY).orElseThrow().owedBy();
        Referral referral = referrals.register(referred, receiving);
        runtime.createProcessInstanceByKey(KEY)
                .businessKey(referral.key())
                .setVariable("campaign", referral.campaign())
                .execute();
        history.forget(from.getProcessInstanceId());
    }

    public void received(DelegateTask task) {
        referrals.received(key(task), tasks.actor(), (String) task.getVariable("receiptNumber"));
    }

    public void reported(DelegateTask task) {
        referrals.reported(
                key(task), tasks.actor(), (String) task.getVariable("result"), (String) task.getVariable("outcome"));
    }

    /** The group that takes note. */
    public String leaders(DelegateExecution execution) {
        return plan(execution).unitOfKind(UnitKind.LEADERS).orElseThrow().id();
    }

    /** What the leaders ask for is written in the register alone: the ladder shows the log of the duty to more people. */
    public void noted(DelegateTask task) {
        if ("more".equals(task.getVariable("decision"))) {
            referrals.asked(key(task), tasks.actor(), (String) task.getVariable("request"));
            tasks.returned(task.getExecution(), OUTCOME, "镇领导要求继续反馈");
        } else {
            referrals.noted(key(task), tasks.actor(), (String) task.getVariable("comment"));
        }
    }

    public void silent(DelegateExecution execution) {
        referrals.silent(execution.getProcessBusinessKey());
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        String key = execution.getProcessBusinessKey();
        return "移交线索%s号".formatted(key.substring(key.lastIndexOf('/') + 1));
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Referral referral = referrals.get(execution.getProcessBusinessKey());
        Plan plan = plan(execution);
        return new Briefing()
                .title(about(execution))
                .line("来源", referral.source())
                .line("学校", referral.school() == null ? null : plan.unitName(referral.school()))
                .line(
                        "整治重点",
                        plan.area(referral.area())
                                .map(area -> area.id() + " " + area.name())
                                .orElse(null))
                .line("位置", referral.place())
                .line("内容", referral.what())
                .line("移交的理由", referral.reason())
                .line("移交单位", plan.unitName(referral.referringUnit()))
                .line("接收编号", referral.receiptNumber())
                .line("处理结果", referral.resultInWords())
                .line("结果说明", referral.outcome())
                .line("镇领导的要求", referral.request())
                .history(referrals.history(referral.key()))
                .text();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of((String) execution.getVariable("campaign"));
    }

    private static String key(DelegateTask task) {
        return task.getExecution().getProcessBusinessKey();
    }
}
