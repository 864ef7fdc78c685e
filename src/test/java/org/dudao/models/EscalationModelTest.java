package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.hazard.HazardProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationEvent;
import org.dudao.obligation.ObligationEvent.What;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * W2b: the ladder of one obligation, here the rectification of a serious fire hazard (G2), which is due at the end of
 * Thursday, 10 September 2026. By E2 the unit has two working days from then, by E4 its head three from the order.
 */
class EscalationModelTest extends ModelScenario {

    private static final String DEADLINE = "2026-09-10T15:59:59.999Z";
    private static final String URGED_UNTIL = "2026-09-14T15:59:59.999Z";
    private static final String ANSWER_BY = "2026-09-17T15:59:59.999Z";
    /** The day the unit's head promises in {@link FormAnswers}. */
    private static final String PROMISED = "2026-09-16T15:59:59.999Z";
    /** The day the supervisors set in {@link FormAnswers}. */
    private static final String REVIEW_ON = "2026-09-18T15:59:59.999Z";

    private static final String MOVED_TO = "2026-09-24T15:59:59.999Z";

    @Autowired
    private HazardProcess hazardProcess;

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

    private void rectify() {
        submit("school-01.clerk", hazard, "Rectify");
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
    void urgedSupervisedAnsweredReviewedAndReviewedAgain() {
        assertActsExactlyAt(DEADLINE, obligation, What.OVERDUE, What.URGED);
        ProcessInstance ladder = ladder();
        assertStandsAt("UrgeWait");
        assertThat(ladder).hasPassedInOrder("Enter", "UrgePolicy", "Urge");
        assertThat(rule(What.URGED)).startsWith("E2 ");
        assertThat(jdbc.sql("select text from dudao.notice where unit = 'school-01'")
                        .query(String.class)
                        .single())
                .contains("隐患整改", "2026年9月10日");

        assertActsExactlyAt(URGED_UNTIL, obligation, What.SUPERVISED);
        assertStandsAt("Answer");
        assertThat(ladder).hasPassedInOrder("SupervisePolicy", "Supervise");
        assertThat(rule(What.SUPERVISED)).startsWith("督办〔2026〕").contains("，E4 ");
        assertThat(open(ladder, "Answer").getDueDate()).isEqualTo(ANSWER_BY);
        assertThat(tasksOf("school-01.clerk", ladder, "Answer"))
                .as("a matter of the head")
                .isEmpty();

        submit("school-01.head", ladder, "Answer");
        assertThat(acts(obligation)).endsWith(What.ANSWERED);
        assertStandsAt("ReviewWait");
        assertThat(jdbc.sql("select answered_by from dudao.supervision_order where obligation = ?")
                        .param(obligation.id())
                        .query(String.class)
                        .single())
                .isEqualTo("school-01.head");

        assertOpensExactlyAt(PROMISED, "Review");
        assertThat(tasksOf("supervisors.clerk", ladder, "Review")).isEmpty();
        submit("supervisors.head", ladder, "Review");
        assertThat(acts(obligation)).endsWith(What.REVIEWED);
        assertOpensExactlyAt(REVIEW_ON, "Review");
        assertThat(ladder).hasPassedInOrder("Answer", "ReviewWait", "Review", "ReviewWait");
        submit("supervisors.head", ladder, "Review", FormAnswers.with("Review", "reviewOn", "2026-09-22"));
        assertOpensExactlyAt("2026-09-22T15:59:59.999Z", "Review");
    }

    @Test
    void notAnsweredTheMatterComesToTheSupervisors() {
        clockAt(DEADLINE);
        clockAt(URGED_UNTIL);
        assertOpensExactlyAt(ANSWER_BY, "Review");
        assertStandsAt("Review");
        assertThat(ladder()).hasPassed("AnswerDue");
        assertThat(acts(obligation)).containsExactly(What.OPENED, What.OVERDUE, What.URGED, What.SUPERVISED);
    }

    @ParameterizedTest
    @CsvSource({
        // Major: due on the 8th (G1), urged for one working day (E1), answered within one (E3).
        "major,   A05, 2026-09-08, 2026-09-09, 2026-09-10, E1, E3",
        // General: due on the 14th (G4), then E2 and E4; Sunday, the 20th, is worked.
        "general, A05, 2026-09-14, 2026-09-16, 2026-09-20, E2, E4"
    })
    void eachRungWaitsAsThePolicySaysForTheGrade(
            String severity, String area, String due, String urgedUntil, String answerBy, String urge, String order) {
        hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", area, severity));
        submit("school-01.clerk", hazard, "TakeOn");
        obligation = obligation(hazard, "rectification");
        assertActsExactlyAt(due + "T15:59:59.999Z", obligation, What.OVERDUE, What.URGED);
        assertThat(rule(What.URGED)).startsWith(urge + " ");
        assertActsExactlyAt(urgedUntil + "T15:59:59.999Z", obligation, What.SUPERVISED);
        assertThat(rule(What.SUPERVISED)).contains("，" + order + " ");
        assertOpensExactlyAt(answerBy + "T15:59:59.999Z", "Review");
    }

    @Test
    void afterDaysOfStandstillEveryRungKeepsItsTime() {
        // Nothing ran from the 7th on; the application comes back on the 21st, in the morning.
        clockAt("2026-09-21T01:00:00Z");
        assertThat(acts(obligation)).containsExactly(What.OPENED, What.OVERDUE, What.URGED);
        assertActsExactlyAt("2026-09-23T15:59:59.999Z", obligation, What.SUPERVISED);
        assertThat(open(ladder(), "Answer").getDueDate()).isEqualTo("2026-09-29T15:59:59.999Z");
    }

    // Fulfilled in the middle.

    /** Where on the ladder a matter can stand when something happens. */
    enum Rung {
        AWAIT_DEADLINE("AwaitDeadline"),
        URGE("UrgeWait"),
        SUPERVISE("Answer"),
        ANSWERED("ReviewWait"),
        REVIEW("Review");

        private final String activity;

        Rung(String activity) {
            this.activity = activity;
        }
    }

    private ProcessInstance climbTo(Rung rung) {
        clockAt(DEADLINE);
        if (rung == Rung.AWAIT_DEADLINE) {
            move();
        }
        if (rung.compareTo(Rung.URGE) > 0) {
            clockAt(URGED_UNTIL);
        }
        if (rung.compareTo(Rung.SUPERVISE) > 0) {
            submit("school-01.head", ladder(), "Answer");
        }
        if (rung == Rung.REVIEW) {
            clockAt(PROMISED);
        }
        assertStandsAt(rung.activity);
        return ladder();
    }

    @ParameterizedTest
    @EnumSource
    void fulfilledTheLadderEndsAtOnceOnWhateverRung(Rung rung) {
        ProcessInstance ladder = climbTo(rung);
        List<What> before = acts(obligation);
        submit(rung == Rung.AWAIT_DEADLINE ? "school-01.head" : "school-01.clerk", hazard, "Rectify");
        assertThat(ladder).isEnded().hasPassed("Settled", "Left", "End");
        assertThat(acts(obligation).subList(before.size(), acts(obligation).size()))
                .containsExactly(What.SUBMITTED, What.LEFT);
        assertThat(obligation(hazard, "rectification").onLadder()).isFalse();
        assertThat(jobsOf(ladder)).isEmpty();
        List<What> settled = acts(obligation);
        submit("emergency.clerk", hazard, "Reinspect");
        clockAt("2026-11-30T00:00:00Z");
        assertThat(acts(obligation))
                .containsExactlyElementsOf(Stream.concat(settled.stream(), Stream.of(What.ACCEPTED))
                        .toList());
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
        assertActsExactlyAt("2026-09-15T15:59:59.999Z", obligation, What.OVERDUE, What.SUPERVISED);
        assertStandsAt("Answer");
        assertThat(ladder()).hasNotPassed("Urge");
        assertThat(open(ladder(), "Answer").getDueDate()).isEqualTo("2026-09-18T15:59:59.999Z");
    }

    @Test
    void returnedAfterAnOrderItComesToTheSupervisorsOnceDueAgain() {
        climbTo(Rung.ANSWERED);
        rectify();
        clockAt("2026-09-15T01:00:00Z");
        sendBack();
        assertThat(obligation(hazard, "rectification").rung()).isEqualTo("supervise");
        assertActsExactlyAt("2026-09-17T15:59:59.999Z", obligation, What.OVERDUE);
        assertStandsAt("Review");
        assertThat(ladder()).hasNotPassed("Urge", "Supervise");
        submit("supervisors.head", ladder(), "Review");
        rectify();
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded();
    }

    @Test
    void returnedInTimeItNeverEntersTheLadderBeforeItsNewDeadline() {
        rectify();
        clockAt("2026-09-10T09:00:00Z");
        sendBack();
        assertActsExactlyAt("2026-09-14T15:59:59.999Z", obligation, What.OVERDUE, What.URGED);
    }

    // The deadline is moved.

    @Test
    void movedBeforeItWasDueOnlyTheNewInstantCounts() {
        move();
        clockAt(DEADLINE);
        assertThat(acts(obligation)).containsExactly(What.OPENED, What.MOVED);
        assertActsExactlyAt(MOVED_TO, obligation, What.OVERDUE, What.URGED);
    }

    @Test
    void movedOnTheLadderBeforeTheFirstRungItIsUrgedAtTheNewInstant() {
        // The moment between entering the ladder and its first job.
        assertThat(acts(obligation)).containsExactly(What.OPENED);
        clockWithout(DEADLINE);
        runDueJobsAt("RectifyDue");
        assertThat(acts(obligation)).containsExactly(What.OPENED, What.OVERDUE);
        move();
        assertStandsAt("AwaitDeadline");
        assertMovedTo();
        assertActsExactlyAt(MOVED_TO, obligation, What.URGED);
        assertThat(ladder()).hasPassed("Moved");
    }

    @Test
    void movedAfterUrgingTheOrderComesAtTheNewInstantAndNotBefore() {
        climbTo(Rung.URGE);
        move();
        assertMovedTo();
        clockAt(URGED_UNTIL);
        assertThat(acts(obligation)).as("the old wait is off").endsWith(What.MOVED);
        assertActsExactlyAt(MOVED_TO, obligation, What.SUPERVISED);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPERVISE", "ANSWERED", "REVIEW"})
    void movedAfterAnOrderTheSupervisorsHaveItAtTheNewInstantAndNotBefore(Rung rung) {
        climbTo(rung);
        move();
        assertMovedTo();
        assertStandsAt("AwaitDeadline");
        clockAt(ANSWER_BY);
        assertThat(acts(obligation)).as("the old waits are off").endsWith(What.MOVED);
        assertOpensExactlyAt(MOVED_TO, "Review");
    }

    @Test
    void movedTwiceTheLastInstantCounts() {
        climbTo(Rung.URGE);
        move();
        hazardProcess.dispose(ledger(hazard).number(), "extend", "school-01.head", "2026-09-30", "资金尚未到位");
        clockAt(MOVED_TO);
        assertThat(acts(obligation)).endsWith(What.MOVED, What.MOVED);
        assertActsExactlyAt("2026-09-30T15:59:59.999Z", obligation, What.SUPERVISED);
    }

    private void assertMovedTo() {
        assertDeadline(MOVED_TO, hazard, "Rectify", "rectification", false);
        assertThat(jobsOf(ladder()))
                .extracting(job -> job.getDuedate().toInstant().toString())
                .containsExactly(MOVED_TO);
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

    private String rule(What what) {
        return events(obligation).stream()
                .filter(event -> event.what() == what)
                .map(ObligationEvent::text)
                .findFirst()
                .orElseThrow();
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
