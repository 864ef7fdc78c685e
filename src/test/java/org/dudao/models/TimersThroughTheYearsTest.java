package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.bulletin.BulletinProcess;
import org.dudao.bulletin.BulletinRhythmProcess;
import org.dudao.calendar.WorkingDays;
import org.dudao.drill.DrillProcess;
import org.dudao.duty.DutyProcess;
import org.dudao.education.EducationProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every timer of every model but the ladder's, which has its own test, around the holidays of four years, on servers in
 * three time zones: it is due at the instant that is counted here a second time, the engine does not take it a
 * millisecond before, and at the instant it does.
 */
class TimersThroughTheYearsTest extends ModelScenario {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate PLANNED_START = LocalDate.parse("2023-09-10");

    /** When a timer is due, from the instant at which it is set. */
    private sealed interface Rule {}

    /** At the end of that working day. */
    private record End(int workingDays) implements Rule {}

    /** At the beginning of that working day. */
    private record Beginning(int workingDays) implements Rule {}

    /** Two working days before the end of that working day, while there is time for a reminder. */
    private record Reminder(int workingDays) implements Rule {}

    /** The same before a day of the plan, which moves with the campaign's start. */
    private record ReminderOfPlan(String day) implements Rule {}

    /** The end of a day of the plan. */
    private record EndOfPlan(String day) implements Rule {}

    /** The beginning of the next working day. */
    private record Morning() implements Rule {}

    /** The end of the last working day of the week. */
    private record EndOfWeek() implements Rule {}
    /** Nine in the morning of a Friday or the day after a phase, or of the next working day. */
    private record NextBulletin() implements Rule {}

    private static final Set<String> LAST_DAYS = Set.of("2023-09-14", "2023-09-20", "2023-10-01", "2023-10-05");

    private static final int REMINDED_BEFORE = 2;

    /** In how many working days the joint enforcement and the meeting take place, and what is resolved is due. */
    private static final int JOINT_IN = 3;

    private static final int MEETING_IN = 4;
    private static final int RESOLVED_IN = 5;
    /** The working day on which drills are held here. */
    private static final int DRILL = 6;

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        RULES.put("campaign DraftPlanDue", new ReminderOfPlan("2023-09-11"));
        RULES.put("campaign FormTaskForceDue", new ReminderOfPlan("2023-09-12"));
        RULES.put("campaign IssuePlanDue", new ReminderOfPlan("2023-09-13"));
        RULES.put("campaign MobilisationDue", new ReminderOfPlan("2023-09-14"));
        RULES.put("campaign PublicityDue", new ReminderOfPlan("2023-09-14"));
        RULES.put("campaign SignPlanDue", new ReminderOfPlan("2023-09-14"));
        RULES.put("campaign TownSummaryDue", new ReminderOfPlan("2023-10-10"));
        RULES.put("campaign WaitForEnd", new EndOfPlan("2023-11-10"));
        RULES.put("campaign CloseCampaignDue", new Reminder(5));
        RULES.put("campaign TakeOverDue", new Reminder(3));
        RULES.put("school SignPlanDue", new ReminderOfPlan("2023-09-14"));
        RULES.put("school OrganiseDue", new ReminderOfPlan("2023-09-14"));
        RULES.put("school SelfInspectionDue", new ReminderOfPlan("2023-09-20"));
        RULES.put("school PerimeterInspectionDue", new ReminderOfPlan("2023-09-20"));
        RULES.put("school SelfReportDue", new ReminderOfPlan("2023-09-21"));
        RULES.put("school ReviewReportDue", new Reminder(2));
        RULES.put("school SchoolPlanDue", new ReminderOfPlan("2023-09-25"));
        RULES.put("school ReviewSchoolPlanDue", new Reminder(2));
        RULES.put("school AcceptanceDue", new ReminderOfPlan("2023-10-01"));
        RULES.put("school ReworkDue", new Reminder(3));
        RULES.put("school DisposalDue", new ReminderOfPlan("2023-10-05"));
        RULES.put("school SchoolSummaryDue", new ReminderOfPlan("2023-10-05"));
        RULES.put("hazard TakeOnDue", new Reminder(1));
        RULES.put("hazard ReassignDue", new Reminder(1));
        RULES.put("hazard RectifyDue", new Reminder(3));
        RULES.put("hazard DeliberateDue", new Reminder(5));
        RULES.put("hazard ReinspectDue", new Reminder(3));
        RULES.put("veto StatementDue", new End(3));
        RULES.put("veto DeliberateDue", new Reminder(5));
        RULES.put("veto DecideDue", new Reminder(3));
        RULES.put("veto AppealDue", new End(5));
        RULES.put("veto ReviewAppealDue", new Reminder(5));
        RULES.put("incident ReceiveDue", new Reminder(1));
        RULES.put("incident MeasuresDue", new Reminder(1));
        RULES.put("incident LeadDue", new Reminder(3));
        RULES.put("waiver ChooseDue", new End(2));
        RULES.put("waiver DecideDue", new End(3));
        RULES.put("voice HandleDue", new Reminder(5));
        RULES.put("voice FeedbackDue", new End(5));
        RULES.put("voice DecideDue", new Reminder(3));
        RULES.put("joint-enforcement ConfirmJointDue", new Reminder(1));
        RULES.put("joint-enforcement DecideExcuseDue", new Reminder(1));
        RULES.put("joint-enforcement DayBegins", new Beginning(JOINT_IN));
        RULES.put("joint-enforcement DayOver", new End(JOINT_IN));
        RULES.put("joint-enforcement RecordOnSiteDue", new Reminder(0));
        RULES.put("joint-enforcement JointRecordDue", new Reminder(2));
        RULES.put("joint-enforcement SignJointDue", new Reminder(2));
        RULES.put("meeting DraftAgendaDue", new Reminder(1));
        RULES.put("meeting SignNoticeDue", new Reminder(1));
        RULES.put("meeting MinutesDue", new Reminder(MEETING_IN + 2));
        RULES.put("meeting ResolveDue", new Reminder(1));
        RULES.put("resolution CarryOutDue", new Reminder(RESOLVED_IN));
        RULES.put("resolution AcceptResolutionDue", new Reminder(3));
        RULES.put("referral ReferralDue", new Reminder(1));
        RULES.put("referral OutcomeDue", new Reminder(10));
        RULES.put("referral TakeNoteDue", new End(5));
        RULES.put("drill FilePlanDue", new Reminder(5));
        RULES.put("drill ReviewPlanDue", new Reminder(2));
        RULES.put("drill ScheduleDue", new Reminder(2));
        RULES.put("drill HoldDue", new Reminder(DRILL));
        RULES.put("drill DecidePostponementDue", new Reminder(1));
        RULES.put("drill ReviewDrillDue", new Reminder(3));
        RULES.put("calendar-change ConfirmDue", new End(3));
        RULES.put("duty Wait", new Morning());
        RULES.put("duty RoundEnd", new EndOfWeek());
        RULES.put("duty ExplainDue", new Reminder(2));
        RULES.put("education TeachDue", new Reminder(5));
        RULES.put("education HandOutDue", new Reminder(5));
        RULES.put("education SlipsDue", new Reminder(5));
        RULES.put("education ReviewEducationDue", new Reminder(2));
        RULES.put("appraisal ObjectionDue", new End(3));
        RULES.put("appraisal ReviewObjectionDue", new Reminder(3));
        RULES.put("bulletin EditBulletinDue", new Reminder(2));
        RULES.put("bulletin ApproveBulletinDue", new Reminder(1));
        RULES.put("bulletin SignBulletinDue", new Reminder(2));
        RULES.put("bulletin-rhythm NextTime", new NextBulletin());
    }

    private final WorkingDays council = new WorkingDays();
    private final TimeZone ofThisServer = TimeZone.getDefault();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> checked = new TreeSet<>();

    private Instant now;
    private LocalDate campaignStart;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private DrillProcess drillProcess;

    @Autowired
    private DataSource pool;

    @Autowired
    private DutyProcess duties;

    @Autowired
    private EducationProcess education;

    @Autowired
    private AppraisalProcess appraisalProcess;

    @Autowired
    private BulletinProcess bulletinProcess;

    @Autowired
    private BulletinRhythmProcess rhythmProcess;

    @Autowired
    private TransactionTemplate transaction;

    TimersThroughTheYearsTest() {
        super("calendar-change");
    }

    @AfterAll
    void backToThisServersZone() throws SQLException {
        moveServerTo(ofThisServer);
    }

    /** A connection keeps the zone in which it was opened. */
    private void moveServerTo(TimeZone zone) throws SQLException {
        TimeZone.setDefault(zone);
        pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }

    /** At each of these instants everything begins; holidays, worked weekends, a year's end or a leap day follow. */
    @ParameterizedTest
    @CsvSource({
        "2023-09-27T01:00:00Z, UTC",
        "2023-09-28T15:59:59.999Z, America/New_York",
        "2023-12-29T16:00:00Z, Asia/Shanghai",
        "2024-02-08T03:00:00Z, America/New_York",
        "2024-02-28T10:00:00Z, UTC",
        "2024-04-26T01:00:00Z, Asia/Shanghai",
        "2024-09-13T15:59:59.999Z, UTC",
        "2024-12-30T16:00:00Z, America/New_York",
        "2025-01-24T02:00:00Z, UTC",
        "2025-09-26T16:00:00Z, America/New_York",
        "2026-02-12T06:00:00Z, Asia/Shanghai",
        "2026-09-18T15:59:59.999Z, America/New_York"
    })
    void isDueAtItsInstant(Instant beginning, String serverZone) throws SQLException {
        moveServerTo(TimeZone.getTimeZone(serverZone));
        now = beginning;
        seen.clear();
        ClockUtil.setCurrentTime(Date.from(now));
        campaignStart = LocalDate.ofInstant(now, ZONE).plusDays(1);

        ProcessInstance campaign = launch(campaignStart.toString());
        check();
        hazards();
        incidentAndVeto();
        voices();
        education(campaignOf(campaign));
        duty(campaignOf(campaign));
        jointEnforcement();
        meeting();
        waiver();
        calendarChange();
        appraisal(campaign);
        bulletins(campaign);
        wholeCampaign(campaign);
        drill(campaign);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @Override
    void everyNodeAndEveryFlowIsPassed() {
        assertThat(checked).isEqualTo(new TreeSet<>(RULES.keySet())).isEqualTo(timersOfTheModels());
    }

    /** What the models themselves say: process and element of each timer. */
    private Set<String> timersOfTheModels() {
        Set<String> timers = new TreeSet<>();
        repository.createProcessDefinitionQuery().latestVersion().list().stream()
                .filter(definition -> !definition.getKey().equals("escalation"))
                .forEach(definition -> repository
                        .getBpmnModelInstance(definition.getId())
                        .getModelElementsByType(TimerEventDefinition.class)
                        .forEach(timer ->
                                timers.add(definition.getKey() + " " + ((FlowNode) timer.getParentElement()).getId())));
        return timers;
    }

    private void hazards() {
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        check();
        next("school-01.clerk", hazard, "TakeOn", Map.of("decision", "object", "comment", "消防栓由应急管理站维护"));
        next("task-force.clerk", hazard, "Reassign", FormAnswers.with("Reassign", "responsibleUnit", "emergency"));
        next("emergency.clerk", hazard, "TakeOn", FormAnswers.good("TakeOn"));
        ProcessInstance rectified =
                report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "serious"));
        check();
        next("school-02.clerk", rectified, "TakeOn", FormAnswers.good("TakeOn"));
        next("school-02.clerk", rectified, "Rectify", FormAnswers.good("Rectify"));
        next("emergency.clerk", hazard, "Rectify", Map.of("decision", "unable", "reason", "需要改造疏散楼梯"));

        Map<String, Object> crime = FormAnswers.hazard("school-01", "A13", "serious");
        crime.put("crime", true);
        report("market-regulation.clerk", crime);
        check();
    }

    private void incidentAndVeto() {
        ProcessInstance incident = startByForm(
                "market-regulation.clerk",
                "incident",
                Map.of(
                        "school",
                        "school-02",
                        "happenedOn",
                        LocalDate.ofInstant(now, ZONE).toString(),
                        "place",
                        "学校食堂",
                        "what",
                        "午饭后多名学生呕吐，已送医",
                        "injured",
                        12,
                        "dead",
                        0));
        check();
        next("town-office.clerk", incident, "Receive", FormAnswers.good("Receive"));
        next("school-02.clerk", incident, "Measures", FormAnswers.good("Measures"));
        next("leader.principal", incident, "Lead", FormAnswers.good("Lead"));
        ProcessInstance veto = runtime.createProcessInstanceQuery()
                .processDefinitionKey("veto")
                .singleResult();
        next("school-02.head", veto, "Statement", FormAnswers.good("Statement"));
        next("task-force.clerk", veto, "Deliberate", FormAnswers.good("Deliberate"));
        next("leader.principal", veto, "Decide", FormAnswers.good("Decide"));
        next("school-02.head", veto, "Appeal", FormAnswers.good("Appeal"));
    }

    private void voices() {
        ProcessInstance voice = startByForm("village-01.clerk", "voice", FormAnswers.voice("school-01", "A05"));
        check();
        ProcessInstance crime = startByForm("village-01.clerk", "voice", FormAnswers.voice("school-01", "A13"));
        check();
        next("education.clerk", crime, "Handle", Map.of("decision", "refer", "referReason", FormAnswers.TEXT));
        ProcessInstance referral = runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .list()
                .get(0);
        next("public-security.clerk", referral, "Referral", FormAnswers.good("Referral"));
        next("public-security.clerk", referral, "Outcome", FormAnswers.good("Outcome"));
        Map<String, Object> unsolved = Map.of("decision", "unsolved", "comment", FormAnswers.TEXT);
        for (int round = 0; round < 2; round++) {
            next("emergency.clerk", voice, "Handle", FormAnswers.good("Handle"));
            next("village-01.clerk", voice, "Feedback", unsolved);
        }
    }

    private void education(String campaign) {
        ProcessInstance letter = education.start(campaign, "drowning-letter", "school-01");
        check();
        ProcessInstance drowning = education.start(campaign, "drowning", "school-01");
        check();
        String today = LocalDate.ofInstant(now, ZONE).toString();
        next("school-01.clerk", drowning, "Teach", FormAnswers.with("Teach", "taughtOn", today));
        next("school-01.clerk", letter, "HandOut", FormAnswers.with("HandOut", "handedOutOn", today));
        next("school-01.clerk", letter, "Slips", FormAnswers.good("Slips"));
    }

    /** Weekly, and to be explained after the first miss. */
    private void duty(String campaign) {
        Instant before = now;
        ProcessInstance persons = duties.start(campaign, "key-persons", "public-security");
        check();
        for (String timer : List.of("duty Wait", "duty RoundEnd")) {
            now = dueOf(timer, now);
            ClockUtil.setCurrentTime(Date.from(now));
            runDueJobsOf(persons);
            check();
        }
    }

    private void jointEnforcement() {
        Instant before = now;
        String day = counted(now, JOINT_IN).toString();
        Map<String, Object> call = FormAnswers.joint(day);
        call.put("invitedDepartments", FormAnswers.chosen("transport", "market-regulation"));
        ProcessInstance joint = startByForm("traffic-police.clerk", "joint-enforcement", call);
        check();
        next("transport.clerk", joint, "ConfirmJoint", Map.of("decision", "decline", "whyNot", FormAnswers.TEXT));
        next("market-regulation.clerk", joint, "ConfirmJoint", FormAnswers.good("ConfirmJoint"));
        for (String at : List.of("joint-enforcement DayBegins", "joint-enforcement DayOver")) {
            now = dueOf(at, before);
            ClockUtil.setCurrentTime(Date.from(now));
            runDueJobsOf(joint);
            check();
        }
        next("traffic-police.clerk", joint, "JointRecord", FormAnswers.good("JointRecord"));
        now = before;
        ClockUtil.setCurrentTime(Date.from(now));
    }

    private void appraisal(ProcessInstance campaign) {
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaignOf(campaign));
        transaction.executeWithoutResult(status -> appraisalProcess.startNext(execution));
        check();
        next(
                "school-01.clerk",
                runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(campaignOf(campaign) + "/appraisal/school-01", "appraisal")
                        .singleResult(),
                "Objection",
                Map.of("decision", "object", "grounds", FormAnswers.TEXT));
    }

    private void bulletins(ProcessInstance campaign) {
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaignOf(campaign));
        transaction.executeWithoutResult(status -> {
            rhythmProcess.startStanding(execution);
            bulletinProcess.startNext(execution);
        });
        check();
        ProcessInstance bulletin = runtime.createProcessInstanceQuery()
                .processDefinitionKey("bulletin")
                .singleResult();
        next("town-office.clerk", bulletin, "EditBulletin", FormAnswers.good("EditBulletin"));
        next("task-force.head", bulletin, "ApproveBulletin", FormAnswers.good("ApproveBulletin"));
    }

    private void meeting() {
        String today = LocalDate.ofInstant(now, ZONE).toString();
        ProcessInstance meeting = startByForm(
                "governance.clerk",
                "meeting",
                FormAnswers.meeting(counted(now, MEETING_IN).toString(), "health"));
        check();
        next("governance.clerk", meeting, "DraftAgenda", FormAnswers.good("DraftAgenda"));
        next("governance.clerk", meeting, "Minutes", FormAnswers.minutes(today, "health"));
        next(
                "governance.clerk",
                meeting,
                "Resolve",
                Map.of(
                        "decision",
                        "last",
                        "resolutionUnit",
                        "health",
                        "resolutionWhat",
                        FormAnswers.TEXT,
                        "resolutionOn",
                        counted(now, RESOLVED_IN).toString()));
        ProcessInstance resolution = runtime.createProcessInstanceQuery()
                .processDefinitionKey("resolution")
                .singleResult();
        next("health.clerk", resolution, "CarryOut", FormAnswers.good("CarryOut"));
    }

    private void waiver() {
        ProcessInstance waiver = startByForm("task-force.clerk", "waiver", Map.of("grounds", FormAnswers.TEXT));
        check();
        String obligation = obligation(
                        runtime.createProcessInstanceQuery()
                                .processDefinitionKey("campaign")
                                .singleResult(),
                        "draft-plan")
                .id();
        next("task-force.clerk", waiver, "Choose", Map.of("chosen", obligation));
    }

    private void calendarChange() {
        String day = counted(now, 150).toString();
        startByForm(
                "town-office.clerk",
                "calendar-change",
                Map.of("firstDay", day, "lastDay", day, "arrangement", "CLOSED", "grounds", "县教育局防台风停课通知"));
        check();
    }

    /** One school is returned, fails and has a hazard left over; the others go straight through. */
    private void wholeCampaign(ProcessInstance campaign) {
        next("task-force.clerk", campaign, "DraftPlan", FormAnswers.good("DraftPlan"));
        next("town-office.clerk", campaign, "FormTaskForce", FormAnswers.good("FormTaskForce"));
        next("town-office.clerk", campaign, "IssuePlan", FormAnswers.good("IssuePlan"));
        while (management
                        .createJobQuery()
                        .processInstanceId(campaign.getId())
                        .activityId("LaunchSchools")
                        .count()
                > 0) {
            launchSchools(campaign);
        }
        check();
        submit("task-force.clerk", campaign, "Mobilisation");
        next("governance.clerk", campaign, "Publicity", FormAnswers.good("Publicity"));

        ProcessInstance school = school(campaign, "school-01");
        for (String key : List.of("Organise", "SelfInspection", "SelfReport", "ReviewReport", "SchoolPlan")) {
            playUntil(school, key);
            check();
        }
        submit("school-01.clerk", school, "SchoolPlan");
        check();
        playUntil(school, "Acceptance");
        check();
        next("supervisors.clerk", school, "Acceptance", FormAnswers.with("Acceptance", "decision", "fail"));
        submit("school-01.clerk", school, "Rework");
        submit("supervisors.clerk", school, "Acceptance");
        check();
        for (String each : plan(campaignOf(campaign)).schools().stream()
                .map(profile -> profile.id())
                .toList()) {
            playUntil(school(campaign, each), "SchoolSummary");
            check();
            playUntil(school(campaign, each), "Finished");
        }
        check();
        plan(campaignOf(campaign)).units().stream()
                .map(unit -> unit.id() + ".clerk")
                .filter(clerk -> !tasksOf(clerk, campaign, "SignPlan").isEmpty())
                .forEach(clerk -> submit(clerk, campaign, "SignPlan"));
        next("task-force.clerk", campaign, "TownSummary", FormAnswers.good("TownSummary"));
        now = dueOf("campaign WaitForEnd", now);
        ClockUtil.setCurrentTime(Date.from(now));
        runDueJobsOf(campaign);
        check();
        next("task-force.head", campaign, "CloseCampaign", FormAnswers.good("CloseCampaign"));
        campaignStart = LocalDate.ofInstant(now, ZONE).plusDays(1);
        launch(campaignStart.toString());
        check();
    }

    /** After the campaign's last day, so that days ahead can be chosen. */
    private void drill(ProcessInstance campaign) {
        now = now.plus(1, ChronoUnit.DAYS);
        ClockUtil.setCurrentTime(Date.from(now));
        drillProcess.startNext(campaignOf(campaign), 1);
        check();
        ProcessInstance drill = runtime.createProcessInstanceQuery()
                .processDefinitionKey("drill")
                .singleResult();
        String day = counted(now, DRILL).toString();
        Map<String, Object> postponed = Map.of("decision", "postpone", "postponedBecause", FormAnswers.TEXT);
        next("school-01.clerk", drill, "FilePlan", FormAnswers.good("FilePlan"));
        next("emergency.clerk", drill, "ReviewPlan", FormAnswers.good("ReviewPlan"));
        next("school-01.clerk", drill, "Schedule", FormAnswers.with("Schedule", "drillOn", day));
        next("school-01.clerk", drill, "Hold", postponed);
        next("school-01.clerk", drill, "Schedule", FormAnswers.with("Schedule", "drillOn", day));
        next("school-01.clerk", drill, "Hold", postponed);
        next(
                "emergency.clerk",
                drill,
                "DecidePostponement",
                Map.of("decision", "refuse", "mustHoldOn", day, "reason", FormAnswers.TEXT));
        now = endOf(LocalDate.parse(day)).minus(6, ChronoUnit.HOURS);
        ClockUtil.setCurrentTime(Date.from(now));
        next("school-01.clerk", drill, "Hold", FormAnswers.with("Hold", "heldOn", day));
    }

    private void next(String post, ProcessInstance instance, String key, Map<String, Object> answers) {
        submit(post, instance, key, answers);
        check();
    }

    /** Each timer that is new. */
    private void check() {
        for (Job timer : new ArrayList<>(management.createJobQuery().timers().list())) {
            String name = timer.getProcessDefinitionKey() + " " + activity(timer);
            if (timer.getProcessDefinitionKey().equals("escalation") || !seen.add(timer.getId())) {
                continue;
            }
            assertThat(RULES).as("rules").containsKey(name);
            Instant due = dueOf(name, now);
            assertThat(timer.getDuedate().toInstant())
                    .as("%s, set at %s", name, now)
                    .isEqualTo(due);
            assertThat(isTakenAt(timer, due.minusMillis(1)))
                    .as("%s a millisecond before %s", name, due)
                    .isFalse();
            assertThat(isTakenAt(timer, due)).as("%s at %s", name, due).isTrue();
            checked.add(name);
        }
        ClockUtil.setCurrentTime(Date.from(now));
    }

    private boolean isTakenAt(Job timer, Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
        return management.createJobQuery().jobId(timer.getId()).executable().count() == 1;
    }

    private String activity(Job timer) {
        return management
                .createJobDefinitionQuery()
                .jobDefinitionId(timer.getJobDefinitionId())
                .singleResult()
                .getActivityId();
    }

    // Counted a second time.

    private Instant dueOf(String name, Instant set) {
        Rule rule = RULES.get(name);
        if (rule instanceof End end) {
            return endOf(counted(set, end.workingDays()));
        }
        if (rule instanceof Beginning beginning) {
            return counted(set, beginning.workingDays()).atStartOfDay(ZONE).toInstant();
        }
        if (rule instanceof Reminder reminder) {
            return reminded(counted(set, reminder.workingDays()), set);
        }
        if (rule instanceof Morning) {
            return counted(set, 1).atStartOfDay(ZONE).toInstant();
        }
        if (rule instanceof EndOfWeek) {
            LocalDate day = LocalDate.ofInstant(set, ZONE);
            LocalDate last = day.plusDays(7L - day.getDayOfWeek().getValue());
            while (!council.isWorkingDay(last)) {
                last = last.minusDays(1);
            }
            return endOf(last);
        }
        if (rule instanceof ReminderOfPlan plan) {
            return reminded(moved(plan.day()), set);
        }
        if (rule instanceof NextBulletin) {
            return nextBulletin(set);
        }
        return endOf(moved(((EndOfPlan) rule).day()));
    }

    /** The first working morning after that instant before which, since the working day before, a bulletin fell due. */
    private Instant nextBulletin(Instant set) {
        Set<LocalDate> first = new HashSet<>();
        LAST_DAYS.forEach(day -> first.add(moved(day).plusDays(1)));
        boolean due = false;
        for (LocalDate day = LocalDate.ofInstant(set, ZONE).minusDays(30); ; day = day.plusDays(1)) {
            due |= day.getDayOfWeek() == DayOfWeek.FRIDAY || first.contains(day);
            if (council.isWorkingDay(day)) {
                Instant morning = day.atTime(LocalTime.of(9, 0)).atZone(ZONE).toInstant();
                if (due && morning.isAfter(set)) {
                    return morning;
                }
                due = false;
            }
        }
    }

    private LocalDate moved(String day) {
        return LocalDate.parse(day).plusDays(ChronoUnit.DAYS.between(PLANNED_START, campaignStart));
    }

    private Instant reminded(LocalDate deadline, Instant set) {
        LocalDate day = deadline;
        for (int left = REMINDED_BEFORE; left > 0; left -= council.isWorkingDay(day) ? 1 : 0) {
            day = day.minusDays(1);
        }
        Instant morning = day.atTime(LocalTime.of(9, 0)).atZone(ZONE).toInstant();
        return morning.isAfter(set) ? morning : endOf(deadline);
    }

    private LocalDate counted(Instant from, int workingDays) {
        LocalDate day = LocalDate.ofInstant(from, ZONE);
        for (int left = workingDays; left > 0; left -= council.isWorkingDay(day) ? 1 : 0) {
            day = day.plusDays(1);
        }
        return day;
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant().minusMillis(1);
    }
}
