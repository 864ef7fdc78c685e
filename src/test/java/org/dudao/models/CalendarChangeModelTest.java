package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * M2a: days that the town announces, and what follows for every open deadline and wait. The deadline at hand is that of
 * a serious fire hazard (G2): three working days from Monday, 7 September 2026, so the end of Thursday, the 10th.
 */
class CalendarChangeModelTest extends ModelScenario {

    private static final String TENTH = "2026-09-10T15:59:59.999Z";
    private static final String ELEVENTH = "2026-09-11T15:59:59.999Z";
    private static final String FOURTEENTH = "2026-09-14T15:59:59.999Z";
    private static final String FIFTEENTH = "2026-09-15T15:59:59.999Z";
    private static final String SEVENTEENTH = "2026-09-17T15:59:59.999Z";
    private static final String EIGHTEENTH = "2026-09-18T15:59:59.999Z";

    @Autowired
    private CaseLog log;

    private ProcessInstance campaign;
    private ProcessInstance hazard;
    private Obligation obligation;

    CalendarChangeModelTest() {
        super("calendar-change");
    }

    @BeforeEach
    void takeOn() {
        campaign = launch("2026-12-01");
        hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        submit("school-01.clerk", hazard, "TakeOn");
        obligation = obligation(hazard, "rectification");
    }

    private static Map<String, Object> days(String first, String last, String arrangement) {
        return Map.of("firstDay", first, "lastDay", last, "arrangement", arrangement, "grounds", "县教育局防台风停课通知");
    }

    private ProcessInstance propose(String first, String last, String arrangement) {
        return startByForm("town-office.clerk", "calendar-change", days(first, last, arrangement));
    }

    private void announce(String first, String last, String arrangement) {
        ProcessInstance change = propose(first, last, arrangement);
        submit("task-force.head", change, "Confirm");
        runDueJobsAt("Announce");
        assertThat(change).isEnded();
    }

    private List<CaseEntry> moves() {
        return events(obligation).stream()
                .filter(entry -> entry.act().equals(ObligationAct.MOVED.name()))
                .toList();
    }

    private Instant wait(String activity) {
        return management
                .createJobQuery()
                .processInstanceId(ladder(obligation).getId())
                .activityId(activity)
                .singleResult()
                .getDuedate()
                .toInstant();
    }

    @Test
    void confirmedByAnotherItMovesTheDeadlineTheTaskAndTheTimer() {
        ProcessInstance change = propose("2026-09-09", "2026-09-09", "CLOSED");
        String briefing = (String) tasks.getVariable(open(change, "Confirm").getId(), "briefing");
        assertThat(briefing).contains("2026年9月9日放假", "1项未到期的期限会变化", "隐患整改：2026年9月10日 → 2026年9月11日");
        assertDeadline(TENTH, hazard, "Rectify", "rectification", true);

        submit("task-force.head", change, "Confirm");
        runDueJobsAt("Announce");

        assertThat(change).isEnded().hasPassedInOrder("Register", "Confirm", "Announce", "Recount", "InForce");
        assertDeadline(ELEVENTH, hazard, "Rectify", "rectification", true);
        assertThat(moves()).singleElement().satisfies(moved -> {
            assertThat(moved.by()).isEqualTo("task-force.head");
            assertThat(moved.deadline()).isEqualTo(ELEVENTH);
            assertThat(moved.arithmetic()).contains("3个工作日", "9月9日放假", "2026年9月11日结束前");
            assertThat(moved.text()).contains("2026年9月9日放假", "原期限：", "2026年9月10日结束前");
        });
        assertThat(log.read(changeKey(change)).stream().map(CaseEntry::act))
                .containsExactly("PROPOSED", "CONFIRMED", "IN_FORCE", "RECOUNTED");
        clockAt(TENTH);
        assertThat(acts(obligation)).doesNotContain(ObligationAct.OVERDUE);
        assertActsExactlyAt(ELEVENTH, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    private String changeKey(ProcessInstance change) {
        return history.createHistoricProcessInstanceQuery()
                .processInstanceId(change.getId())
                .singleResult()
                .getBusinessKey();
    }

    @Test
    void aWaitOnTheLadderMovesToo() {
        clockAt(TENTH);
        assertThat(wait("Wait")).isEqualTo(FOURTEENTH);
        announce("2026-09-11", "2026-09-11", "CLOSED");
        assertThat(wait("Wait")).isEqualTo(FIFTEENTH);
        assertThat(moves()).isEmpty();
        assertThat(events(obligation))
                .filteredOn(entry -> entry.act().equals("WAIT_MOVED"))
                .singleElement()
                .satisfies(moved -> {
                    assertThat(moved.deadline()).isEqualTo(FIFTEENTH);
                    assertThat(moved.text()).contains("2026年9月11日放假", "原定2026年9月14日结束前");
                });
        clockAt(FOURTEENTH);
        assertThat(acts(obligation)).doesNotContain(ObligationAct.SUPERVISED);
        assertActsExactlyAt(FIFTEENTH, obligation, ObligationAct.SUPERVISED);
    }

    @Test
    void soDoTheTimeForAnAnswerAndTheOrderThatNamesIt() {
        clockAt(TENTH);
        clockAt(FOURTEENTH);
        ProcessInstance ladder = ladder(obligation);
        assertThat(open(ladder, "Answer").getDueDate()).isEqualTo(SEVENTEENTH);
        announce("2026-09-16", "2026-09-16", "CLOSED");
        assertThat(open(ladder, "Answer").getDueDate()).isEqualTo(EIGHTEENTH);
        assertThat(wait("AnswerDue")).isEqualTo(EIGHTEENTH);
        assertThat(jdbc.sql("select answer_by from dudao.supervision_order where obligation = ?")
                        .param(obligation.id())
                        .query((row, n) -> row.getTimestamp(1).toInstant())
                        .single())
                .isEqualTo(EIGHTEENTH);
        clockAt(SEVENTEENTH);
        assertThat(open(ladder, "Answer")).isNotNull();
        assertActsExactlyAt(EIGHTEENTH, obligation, ObligationAct.UNANSWERED);
    }

    @Test
    void aDayAnnouncedAfterwardsTakesTheMatterBackToItsDeadlineAndRemembersTheRung() {
        clockAt(TENTH);
        clockAt("2026-09-11T01:00:00Z");
        announce("2026-09-10", "2026-09-10", "CLOSED");
        assertDeadline(ELEVENTH, hazard, "Rectify", "rectification", false);
        assertActsExactlyAt(ELEVENTH, obligation, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
    }

    @Test
    void whatStaysOverdueGoesOnWhereItIs() {
        clockAt(TENTH);
        clockAt("2026-09-13T01:00:00Z");
        announce("2026-09-09", "2026-09-09", "CLOSED");
        assertDeadline(ELEVENTH, hazard, "Rectify", "rectification", false);
        assertThat(wait("Wait")).isEqualTo(FOURTEENTH);
        assertActsExactlyAt(FOURTEENTH, obligation, ObligationAct.SUPERVISED);
    }

    @Test
    void nobodyBecomesLateByAnAnnouncement() {
        announce("2026-09-09", "2026-09-11", "CLOSED");
        assertDeadline(FIFTEENTH, hazard, "Rectify", "rectification", true);
        clockAt("2026-09-13T01:00:00Z");
        announce("2026-09-09", "2026-09-11", "USUAL");
        assertDeadline(FOURTEENTH, hazard, "Rectify", "rectification", false);
        assertThat(obligation(hazard, "rectification").arithmetic()).contains("留到2026年9月14日结束前");
        clockAt(Instant.parse(FOURTEENTH).minusMillis(1));
        assertThat(acts(obligation)).doesNotContain(ObligationAct.OVERDUE);
        assertActsExactlyAt(FOURTEENTH, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    @Test
    void aWorkedSaturdayBringsDeadlinesForward() {
        clockAt("2026-09-09T01:00:00Z");
        submit("school-01.clerk", hazard, "Rectify");
        assertDeadline(FOURTEENTH, hazard, "Reinspect", "reinspection", true);
        announce("2026-09-12", "2026-09-12", "WORKED");
        assertDeadline("2026-09-12T15:59:59.999Z", hazard, "Reinspect", "reinspection", true);
        assertThat(obligation(hazard, "reinspection").arithmetic()).contains("9月12日上班");
    }

    @Test
    void newDeadlinesAreCountedWithTheAnnouncedDays() {
        announce("2026-09-10", "2026-09-10", "CLOSED");
        submit("school-01.clerk", hazard, "Rectify");
        assertDeadline(ELEVENTH, hazard, "Reinspect", "reinspection", true);
    }

    @Test
    void whoProposedDoesNotConfirm() {
        ProcessInstance change = propose("2026-09-09", "2026-09-09", "CLOSED");
        assertThatThrownBy(() -> submit("town-office.clerk", change, "Confirm")).hasMessageContaining("提出的人不能自己确认");
        submit("town-office.head", change, "Confirm");
        runDueJobsAt("Announce");
        assertDeadline(ELEVENTH, hazard, "Rectify", "rectification", true);
    }

    @Test
    void refusedItChangesNothing() {
        ProcessInstance change = propose("2026-09-09", "2026-09-09", "CLOSED");
        submit("leader.charge", change, "Confirm", FormAnswers.with("Confirm", "decision", "reject"));
        assertThat(change).isEnded().hasPassed("Rejected");
        assertDeadline(TENTH, hazard, "Rectify", "rectification", true);
        assertThat(stateOf(change)).isEqualTo("REJECTED");
    }

    @Test
    void unconfirmedItLapsesAfterThreeWorkingDays() {
        ProcessInstance change = propose("2026-09-28", "2026-09-28", "CLOSED");
        assertThat(open(change, "Confirm").getDueDate()).isEqualTo(TENTH);
        clockWithout(Instant.parse(TENTH).minusMillis(1).toString());
        runDueJobsOf(change);
        assertThat(open(change, "Confirm")).isNotNull();
        clockWithout(TENTH);
        runDueJobsOf(change);
        assertThat(change).isEnded().hasPassed("Lapsed");
        assertThat(stateOf(change)).isEqualTo("LAPSED");
    }

    private String stateOf(ProcessInstance change) {
        return jdbc.sql("select state from dudao.calendar_change where key = ?")
                .param(changeKey(change))
                .query(String.class)
                .single();
    }

    @Test
    void aProposalThatIsOpenFollowsTheDaysItself() {
        ProcessInstance open = propose("2026-09-28", "2026-09-28", "CLOSED");
        announce("2026-09-08", "2026-09-08", "CLOSED");
        assertThat(open(open, "Confirm").getDueDate()).isEqualTo(ELEVENTH);
        assertThat(log.read(changeKey(open)).stream().map(CaseEntry::act)).containsExactly("PROPOSED", "WAIT_MOVED");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-10, 2026-09-09, CLOSED, 早于",
        "2026-09-10, 2026-10-11, CLOSED, 一次最多调整31天",
        "2026-08-01, 2026-08-03, CLOSED, 最多补报30天以前",
        "2026-09-12, 2026-09-13, CLOSED, 现在就是这样安排的",
        "2026-09-10, 2026-09-10, WORKED, 现在就是这样安排的",
        "2026-09-10, 2026-09-10, USUAL, 现在就是这样安排的"
    })
    void whatMakesNoSenseIsRefused(String first, String last, String arrangement, String message) {
        assertThatThrownBy(() -> propose(first, last, arrangement)).hasMessageContaining(message);
        assertThat(jdbc.sql("select count(*) from dudao.calendar_change")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theReminderFollowsWhereTheDeadlineStays() {
        Obligation draft = obligation(campaign, "draft-plan");
        assertThat(draft.deadline()).isEqualTo("2026-12-02T15:59:59.999Z");
        assertThat(draft.remindAt()).isEqualTo("2026-11-30T01:00:00Z");
        announce("2026-12-01", "2026-12-01", "CLOSED");
        assertDeadline("2026-12-02T15:59:59.999Z", campaign, "DraftPlan", "draft-plan", true);
        assertThat(obligation(campaign, "draft-plan").remindAt()).isEqualTo("2026-11-27T01:00:00Z");
        assertThat(events(draft)).hasSize(1);
    }
}
