package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.caselog.CaseEntry;
import org.dudao.hazard.HazardProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.obligation.VetoConcluded;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * W2b, W2d, W2e: the ladder of one obligation, here the rectification of a serious fire hazard (G2), which is due at
 * the end of Thursday, 10 September 2026. By P2 the unit has two working days from then, by P4 its head three from the
 * order; Sunday, the 20th, is worked.
 */
class EscalationModelTest extends ModelScenario {

    private static final String REMIND_AT = "2026-09-08T01:00:00Z";
    private static final String DEADLINE = "2026-09-10T15:59:59.999Z";
    private static final String URGED_UNTIL = "2026-09-14T15:59:59.999Z";
    private static final String ANSWER_BY = "2026-09-17T15:59:59.999Z";
    /** The day the unit's head promises in {@link FormAnswers}. */
    private static final String PROMISED = "2026-09-16T15:59:59.999Z";
    /** The day the school promises when it is summoned. */
    private static final String PROMISED_AGAIN = "2026-09-21T15:59:59.999Z";
    /** Three working days after the criticism on the 21st: 25 to 27 September are holidays. */
    private static final String CRITICISED_UNTIL = "2026-09-24T15:59:59.999Z";

    private static final String MOVED_TO = "2026-09-24T15:59:59.999Z";

    @Autowired
    private HazardProcess hazardProcess;

    @Autowired
    private ApplicationEventPublisher publisher;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    private ProcessInstance hazard;
    private Obligation obligation;

    EscalationModelTest() {
        super("escalation");
    }

    @BeforeEach
    void takeOn() {
        launch("2026-12-01");
        hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        submit("school-01.clerk", hazard, "TakeOn");
        obligation = obligation(hazard, "rectification");
    }

    /** By whoever has the task: the clerk, or the post that a decision named. */
    private void rectify() {
        String named = open(hazard, "Rectify").getAssignee();
        submit(named == null ? "school-01.clerk" : named, hazard, "Rectify");
    }

    private void sendBack() {
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
    }

    /** A decision that moves the deadline to the end of 24 September. */
    private void move() {
        hazardProcess.dispose(ledger(hazard).number(), "extend", "school-01.head", "2026-09-24", "等待专项资金");
    }

    private ProcessInstance ladder() {
        return ladder(obligation);
    }

    // The whole way up.

    @Test
    void remindedOnceBeforeItIsDue() {
        clockAt(Instant.parse(REMIND_AT).minusMillis(1));
        assertThat(ladder()).isNull();
        assertThat(reminders()).isZero();
        clockAt(REMIND_AT);
        assertThat(reminders()).isOne();
        assertStandsAt("AwaitDeadline");
        assertThat(notices("school-01")).singleElement().asString().contains("提醒", "隐患整改", "2026年9月10日");
        clockAt(Instant.parse(DEADLINE).minusMillis(1));
        assertThat(reminders()).isOne();
        rectify();
        assertThat(ladder()).isNull();
        assertThat(acts(obligation)).endsWith(ObligationAct.SUBMITTED, ObligationAct.LEFT);
    }

    @Test
    void climbsRungByRungAndPeopleDecideFromTheSummonsOn() {
        assertActsExactlyAt(DEADLINE, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
        ProcessInstance ladder = ladder();
        assertStandsAt("Wait");
        assertThat(ladder).hasPassedInOrder("Enter", "Policy", "Urge");
        assertThat(rule(ObligationAct.URGED)).startsWith("P2 ");

        assertActsExactlyAt(URGED_UNTIL, obligation, ObligationAct.SUPERVISED);
        assertStandsAt("Answer");
        assertThat(rule(ObligationAct.SUPERVISED)).startsWith("P4 ");
        assertThat(open(ladder, "Answer").getDueDate()).isEqualTo(ANSWER_BY);
        assertThat(tasksOf("school-01.clerk", ladder, "Answer"))
                .as("a matter of the head")
                .isEmpty();
        submit("school-01.head", ladder, "Answer");
        assertThat(acts(obligation)).endsWith(ObligationAct.ANSWERED);
        assertStandsAt("Wait");

        assertOpensExactlyAt(PROMISED, "DecideSummon");
        assertThat(tasksOf("supervisors.head", ladder, "DecideSummon")).isEmpty();
        submit("leader.charge", ladder, "DecideSummon");
        assertThat(tasksOf("school-01.head", ladder, "Summon")).isEmpty();
        submit("task-force.clerk", ladder, "Summon");
        assertThat(acts(obligation)).endsWith(ObligationAct.SUMMON_DECIDED, ObligationAct.SUMMONED);

        assertOpensExactlyAt(PROMISED_AGAIN, "DecideCriticism");
        assertThat(tasksOf("leader.charge", ladder, "DecideCriticism")).isEmpty();
        submit("leader.principal", ladder, "DecideCriticism");
        assertThat(acts(obligation)).endsWith(ObligationAct.CRITICISED);
        assertThat(notices("school-08")).singleElement().asString().startsWith("通报批评：");

        assertOpensExactlyAt(CRITICISED_UNTIL, "DecideVeto");
        submit("leader.principal", ladder, "DecideVeto");
        assertThat(acts(obligation)).endsWith(ObligationAct.VETO_PROPOSED);
        assertStandsAt("AwaitVeto");
        ProcessInstance veto = runtime.createProcessInstanceQuery()
                .processDefinitionKey("veto")
                .singleResult();
        assertThat(veto.getBusinessKey()).isEqualTo(obligation.campaign() + "/school-01/1");
        conclude();
        submit("supervisors.clerk", ladder, "Review");
        assertThat(acts(obligation)).endsWith(ObligationAct.VETO_CONCLUDED, ObligationAct.REVIEWED);
        assertOpensExactlyAt("2026-10-10T15:59:59.999Z", "Review");
    }

    private void conclude() {
        transaction.executeWithoutResult(status -> publisher.publishEvent(
                new VetoConcluded(obligation.id(), obligation.campaign() + "/school-01/1", "不予否决")));
        runDueJobs();
    }

    @Test
    void notAnsweredTheMatterComesToTheLeaderInCharge() {
        climbTo(Rung.SUPERVISE);
        assertOpensExactlyAt(ANSWER_BY, "DecideSummon");
        assertStandsAt("DecideSummon");
        assertThat(ladder()).hasPassed("AnswerDue", "Unanswered");
        assertThat(acts(obligation)).endsWith(ObligationAct.SUPERVISED, ObligationAct.UNANSWERED);
    }

    @Test
    void undecidedTheSummonsComesToThePrincipalLeaderToo() {
        climbTo(Rung.SUMMON);
        ProcessInstance ladder = ladder();
        // P5: two working days from the 16th.
        assertActsExactlyAt("2026-09-18T15:59:59.999Z", obligation, ObligationAct.SUMMON_UNDECIDED);
        assertStandsAt("DecideSummon");
        submit("leader.principal", ladder, "DecideSummon", grant("2026-09-21"));
        assertThat(acts(obligation)).endsWith(ObligationAct.TIME_GRANTED);
        assertOpensExactlyAt(PROMISED_AGAIN, "DecideSummon");
    }

    @Test
    void moreTimeIsGrantedOnEachRungThatPeopleDecideAndTheRungComesAgain() {
        climbTo(Rung.CRITICISE);
        submit("leader.principal", ladder(), "DecideCriticism", grant("2026-09-23"));
        assertOpensExactlyAt("2026-09-23T15:59:59.999Z", "DecideCriticism");
        submit("leader.principal", ladder(), "DecideCriticism");
        assertOpensExactlyAt("2026-09-29T15:59:59.999Z", "DecideVeto");
        submit("leader.principal", ladder(), "DecideVeto", grant("2026-09-30"));
        assertOpensExactlyAt("2026-09-30T15:59:59.999Z", "DecideVeto");
        assertThat(acts(obligation)).doesNotContain(ObligationAct.VETO_PROPOSED);
    }

    private static Map<String, Object> grant(String day) {
        return new HashMap<>(Map.of("decision", "grant", "reason", "材料已在路上，再等几天", "newDate", day));
    }

    @ParameterizedTest
    @CsvSource({
        // Major: due on the 8th (G1), urged for one working day (P1), answered within one (P3).
        "major,   A05, 2026-09-08, 2026-09-09, 2026-09-10, P1, P3",
        // General: due on the 14th (G4), then P2 and P4; Sunday, the 20th, is worked.
        "general, A05, 2026-09-14, 2026-09-16, 2026-09-20, P2, P4"
    })
    void eachRungWaitsAsThePolicySaysForTheGrade(
            String severity, String area, String due, String urgedUntil, String answerBy, String urge, String order) {
        hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", area, severity));
        submit("school-01.clerk", hazard, "TakeOn");
        obligation = obligation(hazard, "rectification");
        assertActsExactlyAt(due + "T15:59:59.999Z", obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertThat(rule(ObligationAct.URGED)).startsWith(urge + " ");
        assertActsExactlyAt(urgedUntil + "T15:59:59.999Z", obligation, ObligationAct.SUPERVISED);
        assertThat(rule(ObligationAct.SUPERVISED)).startsWith(order + " ");
        assertOpensExactlyAt(answerBy + "T15:59:59.999Z", "DecideSummon");
    }

    /** The server is off over five due instants; the engine hands the jobs out by their due dates. */
    @Test
    void afterAStandstillOverFiveDueInstantsEachHappensOnceInOrderAndKeepsItsTime() {
        List<Obligation> duties = new ArrayList<>(List.of(obligation));
        for (String reported : List.of("2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11")) {
            clockWithout(reported + "T01:00:00Z");
            ProcessInstance other =
                    report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
            submit("school-01.clerk", other, "TakeOn");
            duties.add(obligation(other, "rectification"));
        }
        assertThat(duties.stream().map(Obligation::deadline).distinct()).hasSize(5);

        clockWithout("2026-09-21T01:00:00Z");
        List<AcquirableJobEntity> taken = engine.getCommandExecutorTxRequired()
                .execute(context -> context.getJobManager().findNextJobsToExecute(new Page(0, 10)));
        assertThat(taken)
                .as("as the job executor takes them")
                .extracting(AcquirableJobEntity::getDuedate)
                .hasSizeGreaterThanOrEqualTo(5)
                .isSorted();
        clockAt("2026-09-21T01:00:00Z");
        assertThat(duties).allSatisfy(duty -> assertThat(acts(duty))
                .containsExactly(ObligationAct.OPENED, ObligationAct.OVERDUE, ObligationAct.URGED));
        assertThat(jdbc.sql("select case_key from dudao.case_log where act = 'OVERDUE' and case_key in (:keys)"
                                + " order by xmin::text::bigint")
                        .param("keys", duties.stream().map(Obligation::id).toList())
                        .query(String.class)
                        .list())
                .as("in the order in which they were due")
                .isEqualTo(duties.stream().map(Obligation::id).toList());
        clockAt("2026-09-23T15:59:59.998Z");
        assertThat(duties).allSatisfy(duty -> assertThat(acts(duty)).endsWith(ObligationAct.URGED));
        clockAt("2026-09-23T15:59:59.999Z");
        assertThat(duties).allSatisfy(duty -> assertThat(acts(duty).stream().filter(ObligationAct.SUPERVISED::equals))
                .hasSize(1));
    }

    @Test
    void afterDaysOfStandstillEveryRungKeepsItsTime() {
        // Nothing ran from the 7th on; the application comes back on the 21st, in the morning.
        clockAt("2026-09-21T01:00:00Z");
        assertThat(reminders()).as("nobody is reminded of what is overdue").isZero();
        assertThat(acts(obligation)).containsExactly(ObligationAct.OPENED, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertActsExactlyAt("2026-09-23T15:59:59.999Z", obligation, ObligationAct.SUPERVISED);
        assertThat(open(ladder(), "Answer").getDueDate()).isEqualTo("2026-09-29T15:59:59.999Z");
    }

    @Test
    void leadersAreUrgedAndTheSupervisorsLookIntoIt() {
        // The leaders' own duty to decide on an incident, due within three working days.
        ProcessInstance incident = startByForm(
                "school-02.clerk",
                "incident",
                Map.of(
                        "school", "school-02",
                        "happenedOn", "2026-09-07",
                        "place", "校门口",
                        "what", "校车追尾，多人受伤",
                        "injured", 5,
                        "dead", 0));
        submit("town-office.clerk", incident, "Receive");
        submit("school-02.head", incident, "Measures");
        obligation = obligation(incident, "incident-decision");
        assertActsExactlyAt(DEADLINE, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertOpensExactlyAt(URGED_UNTIL, "Review");
        assertThat(rule(ObligationAct.URGED)).startsWith("P2 ");
        submit("supervisors.head", ladder(), "Review", FormAnswers.with("Review", "reviewOn", "2026-09-16"));
        submit("leader.principal", incident, "Lead", FormAnswers.with("Lead", "decision", "close"));
        assertThat(ladder()).isNull();
    }

    // Fulfilled in the middle.

    /** Where on the ladder a matter can stand when something happens. */
    enum Rung {
        REMINDED("AwaitDeadline"),
        URGE("Wait"),
        SUPERVISE("Answer"),
        ANSWERED("Wait"),
        SUMMON("DecideSummon"),
        RECORD("Summon"),
        CRITICISE("DecideCriticism"),
        VETO("DecideVeto"),
        CASE("AwaitVeto"),
        REVIEW("Review");

        private final String activity;

        Rung(String activity) {
            this.activity = activity;
        }
    }

    private ProcessInstance climbTo(Rung rung) {
        clockAt(REMIND_AT);
        List<Runnable> steps = List.of(
                () -> clockAt(DEADLINE),
                () -> clockAt(URGED_UNTIL),
                () -> submit("school-01.head", ladder(), "Answer"),
                () -> clockAt(PROMISED),
                () -> submit("leader.charge", ladder(), "DecideSummon"),
                () -> {
                    submit("task-force.clerk", ladder(), "Summon");
                    clockAt(PROMISED_AGAIN);
                },
                () -> {
                    submit("leader.principal", ladder(), "DecideCriticism");
                    clockAt(CRITICISED_UNTIL);
                },
                () -> submit("leader.principal", ladder(), "DecideVeto"),
                this::conclude);
        steps.subList(0, rung.ordinal()).forEach(Runnable::run);
        assertStandsAt(rung.activity);
        return ladder();
    }

    @ParameterizedTest
    @EnumSource
    void fulfilledTheLadderEndsAtOnceOnWhateverRung(Rung rung) {
        ProcessInstance ladder = climbTo(rung);
        List<ObligationAct> before = acts(obligation);
        rectify();
        assertThat(ladder).isEnded().hasPassed("Settled", "Left", "End");
        assertThat(acts(obligation).subList(before.size(), acts(obligation).size()))
                .containsExactly(ObligationAct.SUBMITTED, ObligationAct.LEFT);
        assertThat(obligation(hazard, "rectification").onLadder()).isFalse();
        assertThat(jobsOf(ladder)).isEmpty();
        List<ObligationAct> settled = acts(obligation);
        submit("emergency.clerk", hazard, "Reinspect");
        clockAt("2026-11-29T00:00:00Z");
        assertThat(acts(obligation))
                .containsExactlyElementsOf(Stream.concat(settled.stream(), Stream.of(ObligationAct.ACCEPTED))
                        .toList());
    }

    @Test
    void aCaseThatEndsAfterTheObligationWasFulfilledHarmsNothing() {
        climbTo(Rung.CASE);
        rectify();
        conclude();
        assertThat(ladder()).isNull();
        assertThat(acts(obligation)).endsWith(ObligationAct.LEFT, ObligationAct.VETO_CONCLUDED);
    }

    // Returned for rework.

    @Test
    void returnedAfterUrgingItGoesOnWithTheOrderOnceDueAgain() {
        climbTo(Rung.URGE);
        rectify();
        clockAt("2026-09-11T01:00:00Z");
        sendBack();
        assertThat(ladder()).isNull();
        assertThat(obligation(hazard, "rectification").rung()).isEqualTo("urge");
        assertActsExactlyAt("2026-09-15T15:59:59.999Z", obligation, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
        assertStandsAt("Answer");
        assertThat(ladder()).hasNotPassed("Urge");
        assertThat(open(ladder(), "Answer").getDueDate()).isEqualTo("2026-09-18T15:59:59.999Z");
    }

    @Test
    void returnedAfterAnOrderItComesToTheLeaderOnceDueAgain() {
        climbTo(Rung.ANSWERED);
        rectify();
        clockAt("2026-09-15T01:00:00Z");
        sendBack();
        assertThat(obligation(hazard, "rectification").rung()).isEqualTo("supervise");
        assertActsExactlyAt("2026-09-17T15:59:59.999Z", obligation, ObligationAct.OVERDUE);
        assertStandsAt("DecideSummon");
        assertThat(ladder()).hasNotPassed("Urge", "Supervise");
        rectify();
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded();
    }

    @Test
    void returnedInTimeItNeverEntersTheLadderBeforeItsNewDeadline() {
        rectify();
        clockAt("2026-09-10T09:00:00Z");
        sendBack();
        assertActsExactlyAt("2026-09-14T15:59:59.999Z", obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    // The deadline is moved.

    @Test
    void movedBeforeItWasDueOnlyTheNewInstantCounts() {
        move();
        clockAt(DEADLINE);
        assertThat(acts(obligation)).containsExactly(ObligationAct.OPENED, ObligationAct.MOVED);
        assertActsExactlyAt(MOVED_TO, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    @Test
    void movedAfterTheReminderItIsRemindedAndUrgedAtTheNewInstants() {
        climbTo(Rung.REMINDED);
        move();
        assertStandsAt("AwaitReminder");
        clockAt(DEADLINE);
        assertThat(acts(obligation)).as("the old wait is off").endsWith(ObligationAct.MOVED);
        clockAt("2026-09-22T01:00:00Z");
        assertThat(reminders()).isEqualTo(2);
        assertActsExactlyAt(MOVED_TO, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertThat(ladder()).hasPassed("Moved");
    }

    @Test
    void movedAfterUrgingTheOrderComesAtTheNewInstantAndNotBefore() {
        climbTo(Rung.URGE);
        move();
        assertMovedTo();
        clockAt(URGED_UNTIL);
        assertThat(acts(obligation)).as("the old wait is off").endsWith(ObligationAct.MOVED);
        assertActsExactlyAt(MOVED_TO, obligation, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
    }

    @ParameterizedTest
    @CsvSource({
        "SUPERVISE, DecideSummon",
        "ANSWERED, DecideSummon",
        "SUMMON, DecideSummon",
        "RECORD, DecideSummon",
        "CRITICISE, DecideCriticism"
    })
    void movedOnAHigherRungTheNextOneComesAtTheNewInstantAndNotBefore(Rung rung, String next) {
        climbTo(rung);
        move();
        assertMovedTo();
        assertStandsAt("AwaitReminder");
        clockAt("2026-09-21T16:00:00Z");
        assertThat(acts(obligation)).as("the old waits are off").endsWith(ObligationAct.MOVED);
        assertOpensExactlyAt(MOVED_TO, next);
    }

    @Test
    void movedTwiceTheLastInstantCounts() {
        climbTo(Rung.URGE);
        move();
        hazardProcess.dispose(ledger(hazard).number(), "extend", "school-01.head", "2026-09-30", "资金尚未到位");
        clockAt(MOVED_TO);
        assertThat(acts(obligation)).endsWith(ObligationAct.MOVED, ObligationAct.MOVED);
        assertActsExactlyAt("2026-09-30T15:59:59.999Z", obligation, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
    }

    /** Row, task and the ladder's only timer say the new day; the timer is that of the reminder two days before. */
    private void assertMovedTo() {
        assertDeadline(MOVED_TO, hazard, "Rectify", "rectification", false);
        assertThat(jobsOf(ladder()))
                .extracting(job -> job.getDuedate().toInstant().toString())
                .containsExactly("2026-09-22T01:00:00Z");
    }

    // Small helpers.

    /** The ladder waits at this place and at no other. */
    private void assertStandsAt(String activity) {
        List<String> places = new ArrayList<>();
        leaves(runtime.getActivityInstance(ladder().getId()), places);
        assertThat(places).containsExactly(activity);
    }

    private static void leaves(ActivityInstance instance, List<String> places) {
        if (instance.getChildActivityInstances().length == 0) {
            places.add(instance.getActivityId());
        }
        for (ActivityInstance child : instance.getChildActivityInstances()) {
            leaves(child, places);
        }
    }

    private List<Job> jobsOf(ProcessInstance ladder) {
        return management.createJobQuery().processInstanceId(ladder.getId()).list();
    }

    private String rule(ObligationAct what) {
        return events(obligation).stream()
                .filter(entry -> entry.act().equals(what.name()))
                .map(CaseEntry::rule)
                .findFirst()
                .orElseThrow();
    }

    private long reminders() {
        return events(obligation).stream()
                .filter(entry -> entry.act().equals(ObligationAct.REMINDED.name()))
                .count();
    }

    private List<String> notices(String unit) {
        return jdbc.sql("select text from dudao.notice where unit = ? order by id")
                .param(unit)
                .query(String.class)
                .list();
    }

    /** The ladder's task is not there a millisecond before the instant, and is at the instant. */
    private void assertOpensExactlyAt(String instant, String key) {
        Instant due = Instant.parse(instant);
        clockAt(due.minusMillis(1));
        assertThat(open(ladder(), key)).as("a millisecond before %s", due).isNull();
        clockAt(due);
        assertThat(open(ladder(), key)).as("at %s", due).isNotNull();
    }
}
