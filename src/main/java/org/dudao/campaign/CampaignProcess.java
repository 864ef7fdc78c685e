package org.dudao.campaign;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.LastingMatters;
import org.dudao.obligation.LastingMatters.Matter;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Finding;
import org.dudao.plan.Phase;
import org.dudao.plan.Plan;
import org.dudao.plan.PlanCheck;
import org.dudao.plan.Plans;
import org.dudao.plan.Unit;
import org.dudao.school.SchoolFinished;
import org.dudao.school.SchoolProcess;
import org.dudao.school.Schools;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The model {@code campaign} (S0, S1): one run of a plan. Its business key is the campaign's id. */
@Component("campaignProcess")
public class CampaignProcess {

    public static final String KEY = "campaign";
    static final String ALL_SCHOOLS_FINISHED = "AllSchoolsFinished";

    private final Campaigns campaigns;
    private final Plans plans;
    private final CampaignPlans campaignPlans;
    private final PlanCheck planCheck;
    private final Schools schools;
    private final SchoolProcess schoolProcess;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final Deadlines deadlines;
    private final RuntimeService runtime;
    private final List<LastingMatters> lasting;
    private final int schoolsPerTransaction;

    CampaignProcess(
            Campaigns campaigns,
            Plans plans,
            CampaignPlans campaignPlans,
            PlanCheck planCheck,
            Schools schools,
            SchoolProcess schoolProcess,
            Obligations obligations,
            ObligationTasks tasks,
            Deadlines deadlines,
            RuntimeService runtime,
            List<LastingMatters> lasting,
            @Value("${dudao.schools-per-transaction:100}") int schoolsPerTransaction) {
        this.campaigns = campaigns;
        this.plans = plans;
        this.campaignPlans = campaignPlans;
        this.planCheck = planCheck;
        this.schools = schools;
        this.schoolProcess = schoolProcess;
        this.obligations = obligations;
        this.tasks = tasks;
        this.deadlines = deadlines;
        this.runtime = runtime;
        this.lasting = lasting;
        this.schoolsPerTransaction = schoolsPerTransaction;
    }

    public void create(DelegateExecution execution) {
        String planId = (String) execution.getVariable("plan");
        if (planId == null || plans.find(planId).isEmpty()) {
            throw new BadUserRequestException("没有编号为“%s”的行动方案，请从列表中选择".formatted(planId));
        }
        LocalDate start = startDate(execution);
        refuseErrors(planCheck.check(plans.find(planId).orElseThrow(), start));
        String campaign = campaignPlans.start(planId, start);
        Plan plan = campaignPlans.of(campaign);
        campaigns.create(campaign, plan, execution.getProcessInstanceId(), tasks.actor());
        schools.enrol(campaign, plan.schools());
        execution.setProcessBusinessKey(campaign);
        execution.setVariable("campaign", campaign);
    }

    private static void refuseErrors(List<Finding> findings) {
        List<String> errors =
                findings.stream().filter(Finding::isError).map(Finding::text).toList();
        if (!errors.isEmpty()) {
            StringBuilder message = new StringBuilder("这个方案还不能发起专项行动，有%d个问题必须先改。".formatted(errors.size()));
            for (int i = 0; i < errors.size(); i++) {
                message.append("（").append(i + 1).append("）").append(errors.get(i));
            }
            throw new BadUserRequestException(
                    message.append("请联系管理员改好方案文件、重新启动系统，再来发起。").toString());
        }
    }

    /** What the check of the plan warns of and the first task has to confirm, as Markdown; empty where there is nothing. */
    public String warnings(DelegateExecution execution) {
        Plan plan = plans.find((String) execution.getVariable("plan")).orElseThrow();
        List<Finding> warnings = planCheck.check(plan, startDate(execution));
        if (warnings.isEmpty()) {
            return "";
        }
        return new Briefing()
                .list(
                        "启动前的提醒（%d条）".formatted(warnings.size()),
                        warnings.stream().map(Finding::text).toList(),
                        "",
                        "请管理员用方案体检命令（--check-plan）查看")
                .text();
    }

    /** Starts the next schools in one transaction of their own; the model comes back while there are more. */
    public void launchNextSchools(DelegateExecution execution) {
        String campaign = campaign(execution);
        schoolProcess.startNext(campaign, schoolsPerTransaction);
        execution.setVariable("moreSchools", schools.anyPending(campaign));
    }

    /** The units that sign for the plan: departments and villages; schools sign in their own process. */
    public Collection<String> units(DelegateExecution execution) {
        return plan(execution).units().stream()
                .filter(Unit::isParticipant)
                .map(Unit::id)
                .toList();
    }

    /** The end of the campaign's last day. */
    public Date endOfCampaign(DelegateExecution execution) {
        return Date.from(deadlines.endOf(plan(execution).end()));
    }

    /** Whether campaigns before this one left anything that can go on in it (W4). */
    public boolean anythingLeftOver(DelegateExecution execution) {
        return lasting.stream().anyMatch(kind -> !kind.leftOver(plan(execution)).isEmpty());
    }

    /** What can be taken over, as options. */
    public SpinJsonNode leftOver(DelegateExecution execution) {
        Plan plan = plan(execution);
        return Spin.JSON(lasting.stream()
                .flatMap(kind -> kind.leftOver(plan).stream())
                .map(matter -> Map.of("label", matter.title(), "value", matter.key()))
                .toList());
    }

    /** Takes over what was chosen and is still open. */
    public void takeOver(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Predicate<Matter> chosen =
                switch ((String) task.getVariable("scope")) {
                    case "all" -> matter -> true;
                    case "pressing" -> Matter::pressing;
                    case "chosen" -> {
                        Set<String> keys = chosen(task);
                        yield matter -> keys.contains(matter.key());
                    }
                    default -> matter -> false;
                };
        String campaign = campaign(execution);
        for (LastingMatters kind : lasting) {
            kind.leftOver(plan(execution)).stream().filter(chosen).forEach(matter -> {
                kind.takeOver(matter.key(), campaign);
                campaigns.takenOver(matter.key(), campaign);
            });
        }
    }

    private static Set<String> chosen(DelegateTask task) {
        Set<String> keys = new HashSet<>();
        ((SpinJsonNode) task.getVariable("chosen")).elements().forEach(key -> keys.add(key.stringValue()));
        return keys;
    }

    public void collectOpen(DelegateExecution execution) {
        campaigns.collectOpen(campaign(execution), plan(execution));
    }

    public void close(DelegateExecution execution) {
        campaigns.close(campaign(execution), tasks.actor());
    }

    @EventListener
    void on(SchoolFinished finished) {
        if (campaigns.schoolFinished(finished.campaign()) == 0) {
            runtime.createMessageCorrelation(ALL_SCHOOLS_FINISHED)
                    .processInstanceBusinessKey(finished.campaign())
                    .correlate();
        }
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        String matter = (String) execution.getVariable("matter");
        Plan plan = plan(execution);
        return matter == null ? plan.campaign() : plan.unitName(matter) + " " + plan.number();
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution, String kind) {
        Plan plan = plan(execution);
        Briefing briefing = new Briefing()
                .title(plan.obligation(kind).orElseThrow().name())
                .line("专项行动", plan.campaign())
                .line("方案", plan.title() + "（" + plan.number() + "）")
                .line("起止", "%s至%s".formatted(plan.start(), plan.end()));
        if (kind.equals("close-campaign")) {
            briefing.list("到期未完成事项", campaigns.openItems(campaign(execution), plan), "全部事项均已完成");
        } else if (kind.equals("take-over")) {
            briefing.list(
                    "以前没有办完的事项",
                    lasting.stream()
                            .flatMap(matters -> matters.leftOver(plan).stream())
                            .map(Matter::title)
                            .toList(),
                    "",
                    "请选“逐项选择”查看全部");
        } else {
            briefing.list(
                    "实施步骤", plan.phases().stream().map(CampaignProcess::inWords).toList(), "");
        }
        obligations
                .findLiving(execution.getProcessInstanceId(), kind, (String) execution.getVariable("matter"))
                .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        return briefing.text();
    }

    private static String inWords(Phase phase) {
        return "%s：%s至%s".formatted(phase.name(), phase.from(), phase.to());
    }

    private static LocalDate startDate(DelegateExecution execution) {
        return LocalDate.parse((String) execution.getVariable("startDate"));
    }

    private Plan plan(DelegateExecution execution) {
        return campaignPlans.of(campaign(execution));
    }

    private static String campaign(DelegateExecution execution) {
        return (String) execution.getVariable("campaign");
    }
}
