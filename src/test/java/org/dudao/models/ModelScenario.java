package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.dudao.Photos;
import org.dudao.caselog.CaseEntry;
import org.dudao.evidence.EvidenceStore;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.Hazards;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.obligation.Obligations;
import org.dudao.plan.Area;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.supervision.Reconciliation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Scenarios of one model: the sample town's posts at work on the engine's services, with forms checked and
 * authorizations on, on a clock that the scenario sets. After each scenario the ledger must equal the processes, and
 * after all of them no node and no flow of the model may be left that none has passed.
 */
@ModelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ModelScenario {

    /** Monday, 7 September 2026, nine o'clock in the town. */
    static final Instant START = Instant.parse("2026-09-07T01:00:00Z");

    private static final int LAST = Integer.MAX_VALUE;
    private static final String STANDING_WORK = "StartDuties";

    private final String model;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private IdentityService identity;

    @Autowired
    private FormService forms;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private CampaignPlans plans;

    @Autowired
    private Obligations obligations;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private EvidenceStore evidence;

    @Autowired
    private ModelCoverage coverage;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    Hazards hazards;

    @Autowired
    JdbcClient jdbc;

    ModelScenario(String model) {
        this.model = model;
    }

    @BeforeAll
    void forgetOtherModels() {
        coverage.forget();
    }

    @BeforeEach
    void start() {
        BpmnAwareTests.init(engine);
        ClockUtil.setCurrentTime(Date.from(START));
    }

    @AfterEach
    void reconcileAndClear() {
        identity.clearAuthentication();
        try {
            Reconciliation.Result result = reconciliation.run();
            assertThat(result.differences()).isEmpty();
        } finally {
            List<String> left = runtime.createProcessInstanceQuery().list().stream()
                    .map(ProcessInstance::getId)
                    .toList();
            if (!left.isEmpty()) {
                runtime.deleteProcessInstances(left, "the scenario is over", true, true);
            }
            // The plans stay: they number the campaigns, and the application keeps them in memory.
            jdbc.sql(
                            "truncate dudao.campaign, dudao.school_run, dudao.inspection_result, dudao.obligation,"
                                    + " dudao.veto_case, dudao.incident, dudao.calendar_change, dudao.joint_enforcement, dudao.meeting, dudao.case_log, dudao.case_head, dudao.evidence cascade")
                    .update();
            ClockUtil.reset();
        }
    }

    @Test
    @Order(LAST)
    void everyNodeAndEveryFlowIsPassed() {
        ModelCoverage.Report report = coverage.report(repository, model);
        assertThat(report.missing()).withFailMessage(report::inWords).isEmpty();
        assertThat(report.nodes()).isPositive();
        assertThat(report.flows()).isPositive();
    }

    <T> T as(String post, Supplier<T> work) {
        List<String> groups = identity.createGroupQuery().groupMember(post).list().stream()
                .map(Group::getId)
                .toList();
        identity.setAuthentication(post, groups);
        try {
            return work.get();
        } finally {
            identity.clearAuthentication();
        }
    }

    /** Starts a process by its form, as a person does. */
    ProcessInstance startByForm(String post, String process, Map<String, Object> values) {
        return as(
                post,
                () -> forms.submitStartForm(
                        repository
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(process)
                                .latestVersion()
                                .singleResult()
                                .getId(),
                        values));
    }

    /** Launches the sample plan and answers the campaign's process. */
    ProcessInstance launch(String startDate) {
        return startByForm("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", startDate));
    }

    ProcessInstance report(String post, Map<String, Object> hazard) {
        return startByForm(post, "hazard", hazard);
    }

    /** The task of that id in the model, which must be in the post's own list. */
    Task task(String post, ProcessInstance instance, String key) {
        List<Task> found = tasksOf(post, instance, key);
        assertThat(found).as("%s of %s", key, post).hasSize(1);
        return found.get(0);
    }

    List<Task> tasksOf(String post, ProcessInstance instance, String key) {
        return as(post, () -> tasks.createTaskQuery()
                .taskCandidateUser(post)
                .includeAssignedTasks()
                .processInstanceId(instance.getId())
                .taskDefinitionKey(key)
                .list());
    }

    void submit(String post, Task task, Map<String, Object> values) {
        as(post, () -> {
            evidence(post, task, values);
            forms.submitTaskForm(task.getId(), values);
            return null;
        });
    }

    /** The forms that demand a photo or a document. */
    private void evidence(String post, Task task, Map<String, Object> values) {
        String slot =
                switch (task.getTaskDefinitionKey()) {
                    case "Rectify" -> "done".equals(values.get("decision")) ? "after" : null;
                    case "RecordOnSite" -> "refer".equals(values.get("decision")) ? null : "site";
                    case "FilePlan" -> "plan";
                    case "Hold" -> "held".equals(values.get("decision")) ? "drill" : null;
                    default -> null;
                };
        if (slot != null) {
            evidence.put(
                    new EvidenceStore.Upload(
                            UUID.randomUUID().toString(),
                            task.getId(),
                            task.getProcessInstanceId(),
                            null,
                            slot,
                            "照片.jpg",
                            null,
                            post),
                    Photos.jpeg());
        }
    }

    void submit(String post, ProcessInstance instance, String key, Map<String, Object> values) {
        submit(post, task(post, instance, key), values);
    }

    /** Submits the task's form with what is written when all is well. */
    void submit(String post, ProcessInstance instance, String key) {
        submit(post, instance, key, FormAnswers.good(key));
    }

    /** The task of that id, or one of several, whoever has it; null where there is none. */
    Task open(ProcessInstance instance, String key) {
        return tasks.createTaskQuery().processInstanceId(instance.getId()).taskDefinitionKey(key).list().stream()
                .findFirst()
                .orElse(null);
    }

    /** Sets the engine's clock and lets nothing run. */
    void clockWithout(String instant) {
        ClockUtil.setCurrentTime(Date.from(Instant.parse(instant)));
    }

    /** Sets the engine's clock and lets every job run that is due by then, and what comes of it. */
    void clockAt(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
        runDueJobs();
    }

    void clockAt(String instant) {
        clockAt(Instant.parse(instant));
    }

    void runDueJobs() {
        runDue(management.createJobQuery());
    }

    /** Lets only the due jobs of one place in the models run. */
    void runDueJobsAt(String activity) {
        runDue(management.createJobQuery().activityId(activity));
    }

    /** Lets only the due jobs of one process run; ladders that it enters stay on their first step. */
    void runDueJobsOf(ProcessInstance instance) {
        runDue(management.createJobQuery().processInstanceId(instance.getId()));
    }

    /**
     * Standing work (duties, education, drills, bulletins) begins only in a scenario that lets it; it has scenarios of its
     * own, and would fill all others with its rounds.
     */
    void startStandingWork(ProcessInstance campaign) {
        management.executeJob(standingWork(campaign).getId());
    }

    private Job standingWork(ProcessInstance campaign) {
        return management
                .createJobQuery()
                .processInstanceId(campaign.getId())
                .activityId(STANDING_WORK)
                .singleResult();
    }

    private void runDue(JobQuery query) {
        Set<String> later = management.createJobQuery().activityId(STANDING_WORK).list().stream()
                .map(Job::getId)
                .collect(Collectors.toSet());
        for (int round = 0; round < 1000; round++) {
            List<Job> due = query.executable().list().stream()
                    .filter(job -> !later.contains(job.getId()))
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            Job next = due.stream()
                    .min(Comparator.comparing(job -> job.getDuedate() == null ? new Date(0) : job.getDuedate()))
                    .orElseThrow();
            management.executeJob(next.getId());
        }
        throw new IllegalStateException("jobs do not come to an end");
    }

    Plan plan(String campaign) {
        return plans.of(campaign);
    }

    String campaignOf(ProcessInstance instance) {
        return (String) variable(instance, "campaign");
    }

    Object variable(ProcessInstance instance, String name) {
        return runtime.getVariable(instance.getId(), name);
    }

    /** The ledger's row of a hazard's process, also after its end. */
    Hazard ledger(ProcessInstance hazard) {
        String number = history.createHistoricProcessInstanceQuery()
                .processInstanceId(hazard.getId())
                .singleResult()
                .getBusinessKey();
        return hazards.get(number);
    }

    Obligation obligation(ProcessInstance instance, String kind) {
        return obligation(instance, kind, null);
    }

    /** The obligation that is still owed, or whose acceptance is awaited. */
    Obligation obligation(ProcessInstance instance, String kind, String matter) {
        return obligations.findLiving(instance.getId(), kind, matter).orElseThrow();
    }

    boolean owes(ProcessInstance instance, String kind) {
        return obligations.findLiving(instance.getId(), kind, null).isPresent();
    }

    String stateOf(Obligation obligation) {
        return jdbc.sql("select state from dudao.obligation where id = ?")
                .param(obligation.id())
                .query(String.class)
                .single();
    }

    /** What happened to the obligation, without reminders. */
    List<ObligationAct> acts(Obligation obligation) {
        return events(obligation).stream()
                .map(entry -> ObligationAct.valueOf(entry.act()))
                .filter(act -> act != ObligationAct.REMINDED)
                .toList();
    }

    List<CaseEntry> events(Obligation obligation) {
        return obligations.history(obligation.id());
    }

    /** The ladder of the obligation; null where it is on none. */
    ProcessInstance ladder(Obligation obligation) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(obligation.id(), "escalation")
                .singleResult();
    }

    /** Nothing a millisecond before the instant; at the instant itself just these acts, in this order. */
    void assertActsExactlyAt(String instant, Obligation obligation, ObligationAct... expected) {
        Instant due = Instant.parse(instant);
        List<ObligationAct> before = acts(obligation);
        clockAt(due.minusMillis(1));
        assertThat(acts(obligation)).as("a millisecond before %s", due).isEqualTo(before);
        clockAt(due);
        List<ObligationAct> after = acts(obligation);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after.subList(before.size(), after.size())).as("at %s", due).containsExactly(expected);
    }

    /** Nothing is overdue a millisecond before the instant; at it the task is, and is urged. */
    void assertOverdueExactlyAt(String instant, ProcessInstance instance, Obligation obligation) {
        Instant due = Instant.parse(instant);
        List<ObligationAct> before = acts(obligation);
        ClockUtil.setCurrentTime(Date.from(due.minusMillis(1)));
        runDueJobsOf(instance);
        runDueJobsOfLadder(obligation);
        assertThat(acts(obligation)).as("a millisecond before %s", due).isEqualTo(before);
        ClockUtil.setCurrentTime(Date.from(due));
        runDueJobsOf(instance);
        assertOverdue(obligation);
    }

    void assertOverdue(Obligation obligation) {
        assertThat(ladder(obligation)).as(obligation.kind()).isNotNull();
        runDueJobsOfLadder(obligation);
        assertThat(acts(obligation)).as(obligation.kind()).endsWith(ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    private void runDueJobsOfLadder(Obligation obligation) {
        ProcessInstance ladder = ladder(obligation);
        if (ladder != null) {
            runDueJobsOf(ladder);
        }
    }

    /** One instant in the obligation's row and the task; the task's timer is that of the reminder, and gone once it fired. */
    void assertDeadline(String instant, ProcessInstance instance, String key, String kind, boolean timer) {
        Instant due = Instant.parse(instant);
        assertThat(obligation(instance, kind).deadline())
                .as("deadline of %s", kind)
                .isEqualTo(due);
        assertThat(open(instance, key).getDueDate().toInstant())
                .as("due date of %s", key)
                .isEqualTo(due);
        List<Instant> timers =
                management.createJobQuery().processInstanceId(instance.getId()).activityId(key + "Due").list().stream()
                        .map(job -> job.getDuedate().toInstant())
                        .toList();
        assertThat(timers)
                .as("timer of %s", key)
                .isEqualTo(timer ? List.of(obligation(instance, kind).remindAt()) : List.of());
    }

    /** Carries a campaign to the point where its first schools can be launched. */
    void issue(ProcessInstance campaign) {
        submit("task-force.clerk", campaign, "DraftPlan");
        submit("town-office.clerk", campaign, "FormTaskForce");
        submit("town-office.clerk", campaign, "IssuePlan");
    }

    /** Launches the next chunk of schools. */
    void launchSchools(ProcessInstance campaign) {
        management.executeJob(management
                .createJobQuery()
                .processInstanceId(campaign.getId())
                .activityId("LaunchSchools")
                .singleResult()
                .getId());
    }

    ProcessInstance school(ProcessInstance campaign, String school) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(campaignOf(campaign) + "/" + school, "school")
                .singleResult();
    }

    /** Does all that the school's process asks for until a task of that id is open, or nothing is left to do. */
    void playUntil(ProcessInstance school, String key) {
        School profile = profile(school);
        List<Task> open = openTasks(school);
        while (!open.isEmpty() && open.stream().noneMatch(task -> key.equals(task.getTaskDefinitionKey()))) {
            open.forEach(task -> play(task, profile));
            open = openTasks(school);
        }
    }

    private List<Task> openTasks(ProcessInstance instance) {
        return tasks.createTaskQuery().processInstanceId(instance.getId()).list();
    }

    private void play(Task task, School school) {
        String key = task.getTaskDefinitionKey();
        String unit = (String) tasks.getVariable(task.getId(), "unit");
        submit(
                unit + (key.equals("ReviewSchoolPlan") ? ".head" : ".clerk"),
                task,
                key.endsWith("Inspection") ? FormAnswers.inOrder(area(task), school) : FormAnswers.good(key));
    }

    void inspect(ProcessInstance school, Task inspection, Map<String, Object> answers) {
        submit(tasks.getVariable(inspection.getId(), "unit") + ".clerk", inspection, answers);
    }

    /** The inspection of the area, whoever has it. */
    Task inspection(ProcessInstance school, String area) {
        return tasks
                .createTaskQuery()
                .processInstanceId(school.getId())
                .taskDefinitionKeyIn("SelfInspection", "PerimeterInspection")
                .list()
                .stream()
                .filter(task -> area.equals(tasks.getVariable(task.getId(), "matter")))
                .findFirst()
                .orElseThrow();
    }

    Area area(Task inspection) {
        return plan((String) tasks.getVariable(inspection.getId(), "campaign"))
                .area((String) tasks.getVariable(inspection.getId(), "matter"))
                .orElseThrow();
    }

    School profile(ProcessInstance school) {
        return plan((String) variable(school, "campaign"))
                .school((String) variable(school, "school"))
                .orElseThrow();
    }
}
