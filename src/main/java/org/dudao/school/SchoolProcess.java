package org.dudao.school;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.evidence.EvidenceStore;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.HazardProcess;
import org.dudao.hazard.Hazards;
import org.dudao.hazard.NewHazard;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.obligation.VetoProposed;
import org.dudao.plan.Area;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.InspectedBy;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.platform.confidential.HistoryOfVariables;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The model {@code school} (S2 to S4, W1): one school in one campaign. Its business key is campaign/school. */
@Component("schoolProcess")
public class SchoolProcess {

    public static final String KEY = "school";

    private final Schools schools;
    private final Hazards hazards;
    private final HazardProcess hazardProcess;
    private final CampaignPlans plans;
    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;
    private final ApplicationEventPublisher events;
    private final EvidenceStore evidence;
    private final HistoryOfVariables history;

    SchoolProcess(
            Schools schools,
            Hazards hazards,
            HazardProcess hazardProcess,
            CampaignPlans plans,
            Obligations obligations,
            ObligationTasks tasks,
            RuntimeService runtime,
            ApplicationEventPublisher events,
            EvidenceStore evidence,
            HistoryOfVariables history) {
        this.schools = schools;
        this.hazards = hazards;
        this.hazardProcess = hazardProcess;
        this.plans = plans;
        this.obligations = obligations;
        this.tasks = tasks;
        this.runtime = runtime;
        this.events = events;
        this.evidence = evidence;
        this.history = history;
    }

    /** Starts the processes of the next schools that have none; each school gets exactly one. */
    public void startNext(String campaign, int limit) {
        Plan plan = plans.of(campaign);
        for (String id : schools.pending(campaign, limit)) {
            School school = plan.school(id).orElseThrow();
            Map<String, Object> variables = new HashMap<>();
            variables.put("campaign", campaign);
            variables.put("plan", plan.id());
            variables.put("school", id);
            variables.put("schoolName", school.name());
            variables.put("profile", Spin.JSON(school.profile()));
            ProcessInstance instance = runtime.startProcessInstanceByKey(KEY, campaign + "/" + id, variables);
            schools.started(campaign, id, instance.getId());
        }
    }

    /** The areas the school inspects itself. */
    public Collection<String> ownAreas(DelegateExecution execution) {
        return areas(execution, InspectedBy.SCHOOL);
    }

    /** The areas around the school, each inspected by its lead. */
    public Collection<String> perimeterAreas(DelegateExecution execution) {
        return areas(execution, InspectedBy.LEAD);
    }

    public void recordInspection(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Plan plan = plan(execution);
        schools.inspected(
                campaign(execution),
                school(execution),
                plan.area(matter(execution)).orElseThrow(),
                task.getVariables(),
                (String) task.getVariable("unit"),
                tasks.actor());
    }

    /** A lead on a crime is for public security and the leaders alone: the engine keeps nothing of its item (M2b). */
    public void registerHazards(DelegateExecution execution) {
        String campaign = campaign(execution);
        String school = school(execution).id();
        for (Schools.Finding found : schools.unregistered(campaign, school, matter(execution))) {
            String number = hazardProcess.start(new NewHazard(
                    campaign,
                    school,
                    found.area(),
                    found.item(),
                    found.place(),
                    found.description(),
                    found.severity(),
                    found.fixedOnSpot(),
                    found.measures(),
                    found.crime(),
                    found.unit().equals(school) ? "学校自查" : "周边检查",
                    found.inspectedBy(),
                    found.unit()));
            schools.registered(found, number);
            plan(execution)
                    .area(found.area())
                    .flatMap(area -> area.items().stream()
                            .filter(item -> item.id().equals(found.item()))
                            .findFirst())
                    .ifPresent(item -> {
                        evidence.isAbout(execution.getProcessInstanceId(), item.fieldKey() + "_photo", number);
                        if (found.crime()) {
                            history.forget(execution, name -> name.startsWith(item.fieldKey() + "_"));
                        }
                    });
        }
    }

    public void acceptanceFailed(DelegateExecution execution) {
        schools.acceptanceFailed(campaign(execution), school(execution).id());
    }

    /** Whether a failure lets a veto case be opened is for {@code veto-triggers} to say (W2e: no clear result). */
    public void reportFailure(DelegateExecution execution) {
        String school = school(execution).id();
        int failures = schools.acceptanceFailures(campaign(execution), school);
        events.publishEvent(new VetoProposed(
                campaign(execution),
                school,
                "no-result",
                failures,
                null,
                "第%d次验收不通过：%s".formatted(failures, execution.getVariable("returnReason")),
                tasks.actor()));
    }

    /** The ledger numbers of the school's hazards that are still open when consolidation begins. */
    public Collection<String> openHazards(DelegateExecution execution) {
        return hazards.open(campaign(execution), school(execution).id()).stream()
                .map(Hazard::number)
                .toList();
    }

    public SpinJsonNode namedPosts(DelegateExecution execution) {
        return HazardProcess.posts(
                plan(execution), hazards.get(matter(execution)).responsibleUnit());
    }

    public void checkDisposal(DelegateTask task) {
        if (!"solve".equals(task.getVariable("decision"))) {
            hazardProcess.requireFuture((String) task.getVariable("newDeadline"));
        }
    }

    public void sendDisposal(DelegateExecution execution) {
        hazardProcess.dispose(
                matter(execution),
                (String) execution.getVariable("disposal"),
                (String) execution.getVariable("disposalPost"),
                (String) execution.getVariable("disposalDeadline"),
                (String) execution.getVariable("disposalReason"));
    }

    public void finish(DelegateExecution execution) {
        schools.finished(campaign(execution), school(execution).id());
        events.publishEvent(
                new SchoolFinished(campaign(execution), school(execution).id()));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        String school = school(execution).name();
        return matter(execution) == null
                ? school
                : plan(execution)
                        .area(matter(execution))
                        .map(area -> "%s %s %s".formatted(school, area.id(), area.name()))
                        .orElse(school + " " + matter(execution));
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution, String kind) {
        Plan plan = plan(execution);
        School school = school(execution);
        if (kind.equals("hazard-disposal")) {
            return HazardProcess.describe(plan, hazards.get(matter(execution))).text();
        }
        Briefing briefing = new Briefing()
                .title(plan.obligation(kind).orElseThrow().name())
                .line("学校", school.name())
                .line("专项行动", plan.campaign());
        switch (kind) {
            case "self-inspection", "perimeter-inspection" ->
                plan.area(matter(execution)).ifPresent(area -> briefing.line("领域", area.id() + " " + area.name())
                        .line("牵头单位", plan.unitName(area.lead())));
            case "self-report", "report-review" ->
                briefing.list("各领域检查结果", results(plan, execution), "尚无检查结果")
                        .list("隐患清单", rows(hazards.all(campaign(execution), school.id())), "没有发现隐患");
            case "school-plan", "school-plan-review", "acceptance", "acceptance-rework", "school-summary" ->
                briefing.line("验收未通过次数", failures(execution))
                        .list("未销号隐患", rows(hazards.open(campaign(execution), school.id())), "没有未销号的隐患");
            default -> briefing.line("方案文号", plan.number());
        }
        submitted(execution, kind).ifPresent(text -> briefing.line("报送内容", text));
        String living =
                kind.equals("report-review") ? "self-report" : kind.equals("school-plan-review") ? "school-plan" : kind;
        obligations
                .findLiving(execution.getProcessInstanceId(), living, matter(execution))
                .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        return briefing.text();
    }

    private Optional<String> submitted(DelegateExecution execution, String kind) {
        String reviewed =
                kind.equals("report-review") ? "self-report" : kind.equals("school-plan-review") ? "school-plan" : null;
        return reviewed == null
                ? Optional.empty()
                : obligations.lastSubmission(execution.getProcessInstanceId(), reviewed);
    }

    private String failures(DelegateExecution execution) {
        int failures = schools.acceptanceFailures(
                campaign(execution), school(execution).id());
        return failures == 0 ? null : String.valueOf(failures);
    }

    private List<String> results(Plan plan, DelegateExecution execution) {
        return schools.results(campaign(execution), school(execution).id()).stream()
                .map(result -> "%s：检查%d项，隐患%d处"
                        .formatted(
                                plan.area(result.area()).map(Area::name).orElse(result.area()),
                                result.items(),
                                result.hazards()))
                .toList();
    }

    private static List<String> rows(List<Hazard> hazards) {
        return hazards.stream()
                // What was referred to public security is not for schools and offices to read (M2b).
                .filter(hazard -> !hazard.crime())
                .map(hazard -> "%s（%s，%s）%s：%s"
                        .formatted(
                                hazard.number(),
                                hazard.gradeInWords(),
                                hazard.state().word(),
                                hazard.place(),
                                hazard.description()))
                .toList();
    }

    private Collection<String> areas(DelegateExecution execution, InspectedBy by) {
        return plan(execution).areasFor(school(execution)).stream()
                .filter(area -> area.inspectedBy() == by)
                .map(Area::id)
                .toList();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(campaign(execution));
    }

    private School school(DelegateExecution execution) {
        return plan(execution).school((String) execution.getVariable("school")).orElseThrow();
    }

    private static String campaign(DelegateExecution execution) {
        return (String) execution.getVariable("campaign");
    }

    private static String matter(DelegateExecution execution) {
        return (String) execution.getVariable("matter");
    }
}
