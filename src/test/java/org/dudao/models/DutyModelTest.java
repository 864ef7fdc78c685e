package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.dudao.appraisal.IndicatorSource;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.duty.DutyProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * M3a, M3b, S5, W4, A09, A14: what is done again and again, at its times and not at others, and what follows from misses.
 * The campaign begins on Tuesday, 8 September 2026; Sunday, 20 September, and Saturday, 10 October, are worked, 25 to 27
 * September and 1 to 7 October closed.
 */
class DutyModelTest extends ModelScenario {

    private static final Map<String, Object> NOT_DONE = Map.of("result", "missed", "missedWhy", "值班教师临时外出开会");

    @Autowired
    private DutyProcess duties;

    @Autowired
    private List<IndicatorSource> indicators;

    @Autowired
    private CaseLog log;

    @Autowired
    private RepositoryService repository;

    private String campaign;

    DutyModelTest() {
        super("duty");
    }

    @BeforeEach
    void campaign() {
        campaign = campaignOf(launch("2026-09-08"));
    }

    private ProcessInstance start(String duty, String owner) {
        return duties.start(campaign, duty, owner);
    }

    private String key(ProcessInstance duty) {
        return history.createHistoricProcessInstanceQuery()
                .processInstanceId(duty.getId())
                .singleResult()
                .getBusinessKey();
    }

    /** A round as the register has it. */
    private record Round(String state, Instant opens, Instant closes, String by, Integer count, String rule) {}

    private List<Round> rounds(ProcessInstance duty) {
        return jdbc.sql("select * from dudao.duty_round where run = ? order by number")
                .param(key(duty))
                .query((row, n) -> new Round(
                        row.getString("state"),
                        row.getTimestamp("opens_at").toInstant(),
                        row.getTimestamp("closes_at").toInstant(),
                        row.getString("by_post"),
                        row.getObject("count", Integer.class),
                        row.getString("rule") == null
                                ? null
                                : row.getString("rule").substring(0, 2)))
                .list();
    }

    private List<String> states(ProcessInstance duty) {
        return rounds(duty).stream().map(Round::state).toList();
    }

    /** Nobody has a task a millisecond before; at the instant itself there is one, due at the window's end. */
    private Task assertOpensExactlyAt(String opens, String closes, ProcessInstance duty) {
        at(Instant.parse(opens).minusMillis(1), duty);
        assertThat(open(duty, "Round")).as("a millisecond before %s", opens).isNull();
        at(Instant.parse(opens), duty);
        Task round = open(duty, "Round");
        assertThat(round).as("at %s", opens).isNotNull();
        assertThat(round.getDueDate().toInstant()).isEqualTo(Instant.parse(closes));
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(duty.getId())
                        .taskDefinitionKey("Round")
                        .count())
                .isOne();
        return round;
    }

    /** The round can still be done a millisecond before the window's end; at it, it is missed. */
    private void assertMissedExactlyAt(String closes, ProcessInstance duty) {
        int number = rounds(duty).size();
        at(Instant.parse(closes).minusMillis(1), duty);
        assertThat(open(duty, "Round")).as("a millisecond before %s", closes).isNotNull();
        at(Instant.parse(closes), duty);
        assertThat(rounds(duty).get(number - 1).state()).as("at %s", closes).isEqualTo("MISSED");
    }

    private void at(Instant instant, ProcessInstance duty) {
        clockWithout(instant.toString());
        runDueJobsOf(duty);
    }

    private void at(String instant, ProcessInstance duty) {
        at(Instant.parse(instant), duty);
    }

    private void announce(String first, String last, String arrangement) {
        ProcessInstance change = startByForm(
                "town-office.clerk",
                "calendar-change",
                Map.of("firstDay", first, "lastDay", last, "arrangement", arrangement, "grounds", "县教育局防台风停课通知"));
        submit("task-force.head", change, "Confirm");
        runDueJobsAt("Announce");
        assertThat(change).isEnded();
    }

    @Test
    void doneAtPeakTimesTwiceADay() {
        ProcessInstance gate = start("gate-watch", "school-01");
        assertThat(gate).isWaitingAt("Wait");
        Task round = assertOpensExactlyAt("2026-09-07T23:00:00Z", "2026-09-08T00:00:00Z", gate);
        assertThat(round.getName()).isEqualTo("履职登记（镇中心小学 护学岗、护苗队和教师值班 2026年9月8日07:00—08:00）");
        assertThat((String) tasks.getVariable(round.getId(), "briefing"))
                .contains("校门口和上下学的重要路段", "每个工作日07:00—08:00、16:00—17:30", "到岗人数");
        assertThat(tasksOf("school-02.clerk", gate, "Round")).isEmpty();
        submit("school-01.clerk", gate, "Round", FormAnswers.with("Round", "remark", "一辆货车占道，已劝离"));
        assertThat(rounds(gate).get(0))
                .isEqualTo(new Round(
                        "HELD",
                        Instant.parse("2026-09-07T23:00:00Z"),
                        Instant.parse("2026-09-08T00:00:00Z"),
                        "school-01.clerk",
                        3,
                        "D1"));
        assertThat(gate).isWaitingAt("Wait");
        assertOpensExactlyAt("2026-09-08T08:00:00Z", "2026-09-08T09:30:00Z", gate);
        assertMissedExactlyAt("2026-09-08T09:30:00Z", gate);
        assertThat(rounds(gate).get(1).rule()).isEqualTo("D3");
        assertThat(log.read(key(gate))).extracting(CaseEntry::act).containsExactly("HELD", "MISSED");
        assertThat(log.read(key(gate)).get(0).text()).contains("2026年9月8日07:00—08:00", "数量3", "已劝离");
        assertThat(log.read(key(gate)).get(1))
                .satisfies(entry -> assertThat(entry.by()).isNull())
                .satisfies(entry -> assertThat(entry.rule()).startsWith("D3 "))
                .satisfies(entry -> assertThat(entry.text()).contains("2026年9月8日16:00—17:30：没有登记"));
        assertOpensExactlyAt("2026-09-08T23:00:00Z", "2026-09-09T00:00:00Z", gate);
    }

    @Test
    void threeMissesInARowHaveToBeExplainedWhileTheDutyGoesOn() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-09T00:00:00Z", gate);
        assertThat(states(gate)).containsExactly("MISSED", "MISSED", "MISSED", "PLANNED");
        assertThat(rounds(gate)).extracting(Round::rule).containsExactly("D3", "D3", "D4", null);
        Obligation missed = obligation(gate, "duty-missed");
        assertThat(missed.unit()).isEqualTo("school-01");
        assertThat(missed.owedTo()).isEqualTo("task-force");
        assertThat(missed.school()).isEqualTo("school-01");
        assertDeadline("2026-09-11T15:59:59.999Z", gate, "Explain", "duty-missed", true);
        Task explain = open(gate, "Explain");
        assertThat(explain.getName()).isEqualTo("说明缺勤并补做（镇中心小学 护学岗、护苗队和教师值班）");
        assertThat((String) tasks.getVariable(explain.getId(), "briefing"))
                .contains("D4 连续缺勤达到方案规定的次数", "9月8日07:00—08:00：没有登记", "9月9日07:00—08:00：没有登记");

        at("2026-09-10T00:00:00Z", gate);
        assertThat(rounds(gate)).extracting(Round::rule).containsExactly("D3", "D3", "D4", "D2", "D2", null);
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(gate.getId())
                        .taskDefinitionKey("Explain")
                        .count())
                .isOne();
        submit("school-01.head", gate, "Explain");
        assertThat(stateOf(missed)).isEqualTo("FULFILLED");
        assertThat(acts(missed)).containsExactly(ObligationAct.OPENED, ObligationAct.SUBMITTED, ObligationAct.LEFT);

        // the two that nobody has explained yet count, and with the next they are three
        at("2026-09-10T09:30:00Z", gate);
        assertThat(rounds(gate).get(5).rule()).isEqualTo("D4");
        assertThat((String) tasks.getVariable(open(gate, "Explain").getId(), "briefing"))
                .contains("9月9日16:00", "9月10日07:00", "9月10日16:00")
                .doesNotContain("9月9日07:00");
        assertThat(gate).isWaitingAt("Wait", "Explain");
    }

    @Test
    void whatIsNotExplainedClimbsTheLadder() {
        ProcessInstance bus = start("key-persons", "public-security");
        at("2026-09-11T15:59:59.999Z", bus);
        Obligation missed = obligation(bus, "duty-missed");
        assertDeadline("2026-09-15T15:59:59.999Z", bus, "Explain", "duty-missed", true);
        assertOverdueExactlyAt("2026-09-15T15:59:59.999Z", bus, missed);
        submit("public-security.clerk", bus, "Explain");
        assertThat(ladder(missed)).isNull();
    }

    @Test
    void missesInAPeriodCountEvenWhereNoneFollowAnother() {
        ProcessInstance places = start("key-places", "school-03");
        String[] days = {"09-09", "09-11", "09-14", "09-16", "09-18"};
        for (int i = 0; i < days.length; i++) {
            at("2026-" + days[i] + "T02:00:00Z", places);
            if (i % 2 == 1) {
                submit("school-03.clerk", places, "Round");
            } else {
                assertMissedExactlyAt("2026-" + days[i] + "T15:59:59.999Z", places);
            }
        }
        assertThat(states(places)).startsWith("MISSED", "HELD", "MISSED", "HELD", "MISSED");
        assertThat(rounds(places)).extracting(Round::rule).startsWith("D3", "D1", "D3", "D1", "D5");
        assertThat(owes(places, "duty-missed")).isTrue();
    }

    @Test
    void missesThatLieBackLongerThanThePeriodDoNotCount() {
        ProcessInstance places = start("key-places", "school-03");
        at("2026-09-09T15:59:59.999Z", places);
        for (String held = nextRound(places); held.compareTo("2026-10-09") < 0; held = nextRound(places)) {
            at(held + "T02:00:00Z", places);
            submit("school-03.clerk", places, "Round");
        }
        at("2026-10-09T15:59:59.999Z", places);
        at("2026-10-12T02:00:00Z", places);
        submit("school-03.clerk", places, "Round");
        at("2026-10-14T15:59:59.999Z", places);
        assertThat(rounds(places).stream().filter(round -> round.state().equals("MISSED")))
                .hasSize(3)
                .extracting(Round::rule)
                .containsOnly("D3");
        assertThat(owes(places, "duty-missed")).isFalse();
    }

    /** The day in the town on which the next round opens. */
    private String nextRound(ProcessInstance duty) {
        List<Round> rounds = rounds(duty);
        return rounds.get(rounds.size() - 1)
                .opens()
                .plusSeconds(8 * 3600)
                .toString()
                .substring(0, 10);
    }

    @Test
    void whoSaysThatItWasNotDoneIsRecordedWithTheReason() {
        ProcessInstance gate = start("peak-patrol", "public-security");
        at("2026-09-07T23:10:00Z", gate);
        assertThatThrownBy(() -> submit("public-security.clerk", gate, "Round", Map.of("result", "missed")))
                .hasMessageContaining("没有做的原因");
        submit("public-security.clerk", gate, "Round", NOT_DONE);
        at("2026-09-08T09:30:00Z", gate);
        assertThat(states(gate)).startsWith("MISSED", "MISSED");
        assertThat(rounds(gate).get(0).by()).isEqualTo("public-security.clerk");
        assertThat((String) tasks.getVariable(open(gate, "Explain").getId(), "briefing"))
                .contains("07:00—08:00：值班教师临时外出开会", "16:00—17:30：没有登记");
    }

    @Test
    void theNumberIsDemandedWhereThePlanAsksForOne() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-07T23:10:00Z", gate);
        assertThatThrownBy(() -> submit("school-01.clerk", gate, "Round", Map.of("result", "held")))
                .hasMessageContaining("请填写数量（到岗人数），没有的填0");
        assertThatThrownBy(() -> submit("school-01.clerk", gate, "Round", Map.of("count", 3)))
                .hasMessageContaining("这一次做了吗");
        assertThatThrownBy(() -> submit("school-01.clerk", gate, "Round", FormAnswers.with("Round", "count", -1)))
                .hasMessageContaining("数量");
        assertThat(states(gate)).containsExactly("OPEN");
        submit("school-01.clerk", gate, "Round");
        assertThat(states(gate)).containsExactly("HELD", "PLANNED");
    }

    /** The timer has not been taken yet, the window is over all the same. */
    @Test
    void afterItsTimeARoundIsNotFilledIn() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-07T23:10:00Z", gate);
        clockWithout("2026-09-08T00:00:00.001Z");
        assertThatThrownBy(() -> submit("school-01.clerk", gate, "Round")).hasMessageContaining("登记时间已经过了");
        runDueJobsOf(gate);
        assertThat(states(gate)).containsExactly("MISSED", "PLANNED");
    }

    @Test
    void atItsLastInstantARoundIsInTime() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-07T23:10:00Z", gate);
        clockWithout("2026-09-08T00:00:00Z");
        submit("school-01.clerk", gate, "Round");
        assertThat(states(gate)).containsExactly("HELD", "PLANNED");
    }

    /** M3b: only that it was done. */
    @Test
    void ofKeyPersonsNothingIsRecordedButThatItWasDone() {
        ProcessInstance persons = start("key-persons", "public-security");
        Task round = assertOpensExactlyAt("2026-09-07T16:00:00Z", "2026-09-11T15:59:59.999Z", persons);
        Map<String, Object> answers = new HashMap<>(Map.of("result", "held", "count", 5, "remark", "某某在家"));
        submit("public-security.clerk", round, answers);
        assertThat(jdbc.sql("select count(*) from dudao.duty_round where remark is not null or count is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(history.createHistoricVariableInstanceQuery()
                        .processInstanceId(persons.getId())
                        .variableName("remark")
                        .list())
                .allSatisfy(variable -> assertThat(variable.getValue()).isNull());
        assertOpensExactlyAt("2026-09-13T16:00:00Z", "2026-09-20T15:59:59.999Z", persons);
    }

    @Test
    void overTheHolidayNothingIsScheduled() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-24T10:00:00Z", gate);
        assertOpensExactlyAt("2026-09-27T23:00:00Z", "2026-09-28T00:00:00Z", gate);
        at("2026-09-30T10:00:00Z", gate);
        assertOpensExactlyAt("2026-10-07T23:00:00Z", "2026-10-08T00:00:00Z", gate);
        at("2026-10-09T10:00:00Z", gate);
        assertOpensExactlyAt("2026-10-09T23:00:00Z", "2026-10-10T00:00:00Z", gate);
    }

    /** 2023: 29 September to 6 October closed, Saturday and Sunday, 7 and 8 October, worked. */
    @Test
    void overTheHolidayOf2023() {
        clockWithout("2023-09-25T01:00:00Z");
        campaign = campaignOf(launch("2023-09-10"));
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2023-09-28T10:00:00Z", gate);
        assertOpensExactlyAt("2023-10-06T23:00:00Z", "2023-10-07T00:00:00Z", gate);
        at("2023-10-07T10:00:00Z", gate);
        assertOpensExactlyAt("2023-10-07T23:00:00Z", "2023-10-08T00:00:00Z", gate);
    }

    @Test
    void afterAStandstillOfAWeekEachMissedRoundIsCountedOnce() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-08T23:10:00Z", gate);
        assertThat(states(gate)).containsExactly("MISSED", "MISSED", "OPEN");
        at("2026-09-15T23:30:00Z", gate);
        List<Round> rounds = rounds(gate);
        // 8 to 11, 14 and 15 September twice a day, and the one that is open
        assertThat(rounds).hasSize(13);
        assertThat(states(gate)).filteredOn("MISSED"::equals).hasSize(12);
        assertThat(rounds.get(12).state()).isEqualTo("OPEN");
        assertThat(rounds.get(12).opens()).isEqualTo("2026-09-15T23:00:00Z");
        assertThat(rounds.stream().map(Round::opens).distinct()).hasSize(13);
        assertThat(tasks.createTaskQuery().processInstanceId(gate.getId()).list())
                .extracting(Task::getTaskDefinitionKey)
                .containsExactlyInAnyOrder("Round", "Explain");
        Obligation missed = obligation(gate, "duty-missed");
        assertThat(missed.deadline()).as("time to explain from now on").isEqualTo("2026-09-18T15:59:59.999Z");
        assertThat((String) tasks.getVariable(open(gate, "Explain").getId(), "briefing"))
                .as("what the system slept through is told apart")
                .contains("9月8日07:00—08:00：没有登记（当时系统停机，任务没有发出）", "9月9日07:00—08:00：没有登记\n");
    }

    /** A14: from 1 May to 15 October, whenever the campaign is. */
    @Test
    void theSeasonsEndIsTheDutysEnd() {
        ProcessInstance patrol = start("water-patrol", "village-01");
        at("2026-10-13T16:00:00Z", patrol);
        assertThat(open(patrol, "Round").getDueDate().toInstant()).isEqualTo(Instant.parse("2026-10-14T15:59:59.999Z"));
        submit("village-01.clerk", patrol, "Round");
        while (open(patrol, "Explain") != null) {
            submit("village-01.clerk", patrol, "Explain");
        }
        assertThat(patrol).isEnded().hasPassed("Ended");
        assertThat(jdbc.sql("select state from dudao.duty_run where key = ?")
                        .param(key(patrol))
                        .query(String.class)
                        .single())
                .isEqualTo("FINISHED");
        assertThat(rounds(patrol).get(0).opens()).isEqualTo("2026-09-08T16:00:00Z");
        assertThat(rounds(patrol).stream().map(Round::opens))
                .as("a Sunday in the holiday")
                .contains(Instant.parse("2026-10-03T16:00:00Z"));
    }

    /** S5: from the end of the phases, and beyond the campaign's end where the plan says so. */
    @Test
    void goesOnAfterTheCampaignsEndWhereThePlanSaysSo() {
        ProcessInstance recheck = start("monthly-recheck", "education");
        assertOpensExactlyAt("2026-10-07T16:00:00Z", "2026-10-30T15:59:59.999Z", recheck);
        submit("education.clerk", recheck, "Round");
        assertOpensExactlyAt("2026-11-01T16:00:00Z", "2026-11-30T15:59:59.999Z", recheck);
        submit("education.clerk", recheck, "Round");
        assertOpensExactlyAt("2026-11-30T16:00:00Z", "2026-12-29T15:59:59.999Z", recheck);
        assertMissedExactlyAt("2026-12-29T15:59:59.999Z", recheck);
        assertThat(recheck)
                .as("over, but for the explanation")
                .isWaitingAt("Explain")
                .hasPassed("Ended");
        submit("education.clerk", recheck, "Explain");
        assertThat(recheck).isEnded();
    }

    @Test
    void onceInFiveWorkingDays() {
        ProcessInstance bus = start("bus-check", "school-01");
        assertOpensExactlyAt("2026-09-07T16:00:00Z", "2026-09-14T15:59:59.999Z", bus);
        submit("school-01.clerk", bus, "Round");
        assertOpensExactlyAt("2026-09-14T16:00:00Z", "2026-09-20T15:59:59.999Z", bus);
        submit("school-01.clerk", bus, "Round");
        assertOpensExactlyAt("2026-09-20T16:00:00Z", "2026-09-28T15:59:59.999Z", bus);
    }

    @Test
    void aDayThatIsClosedIsPassedOver() {
        ProcessInstance gate = start("gate-watch", "school-01");
        announce("2026-09-08", "2026-09-08", "CLOSED");
        assertThat(rounds(gate).get(0).opens()).isEqualTo("2026-09-08T23:00:00Z");
        assertThat(log.read(key(gate))).singleElement().satisfies(entry -> assertThat(entry.act())
                .isEqualTo("WAIT_MOVED"));
        assertOpensExactlyAt("2026-09-08T23:00:00Z", "2026-09-09T00:00:00Z", gate);
    }

    @Test
    void aSaturdayThatIsWorkedHasItsRoundsAtTheirTimes() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-11T09:30:00Z", gate);
        assertThat(rounds(gate).get(8).opens()).isEqualTo("2026-09-13T23:00:00Z");
        announce("2026-09-12", "2026-09-12", "WORKED");
        assertOpensExactlyAt("2026-09-11T23:00:00Z", "2026-09-12T00:00:00Z", gate);
    }

    @Test
    void whatHasBegunBeforeItWasAnnouncedIsNotAskedFor() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-11T23:30:00Z", gate);
        announce("2026-09-12", "2026-09-12", "WORKED");
        assertThat(rounds(gate).get(8).opens()).isEqualTo("2026-09-12T08:00:00Z");
    }

    @Test
    void aDayThatIsClosedWhileItsRoundIsOpenIsNoMiss() {
        ProcessInstance places = start("key-places", "school-03");
        at("2026-09-09T01:00:00Z", places);
        announce("2026-09-09", "2026-09-09", "CLOSED");
        at("2026-09-09T15:59:59.999Z", places);
        assertThat(rounds(places).get(0).state()).isEqualTo("VOID");
        assertThat(rounds(places).get(0).rule()).isEqualTo("D1");
        assertThat(log.read(key(places)))
                .filteredOn(entry -> entry.act().equals("VOID"))
                .hasSize(1);
    }

    /** The week ends a day earlier, but nobody becomes late by it. */
    @Test
    void theEndOfAWeekFollowsTheDays() {
        ProcessInstance sport = start("sport", "school-01");
        at("2026-09-08T02:00:00Z", sport);
        announce("2026-09-11", "2026-09-11", "CLOSED");
        assertThat(open(sport, "Round").getDueDate().toInstant()).isEqualTo(Instant.parse("2026-09-10T15:59:59.999Z"));
        assertMissedExactlyAt("2026-09-10T15:59:59.999Z", sport);
        assertThat(rounds(sport).get(1).opens()).isEqualTo("2026-09-13T16:00:00Z");
        at("2026-09-18T02:00:00Z", sport);
        announce("2026-09-20", "2026-09-20", "CLOSED");
        assertThat(open(sport, "Round").getDueDate().toInstant())
                .as("not before the end of the next working day")
                .isEqualTo(Instant.parse("2026-09-20T15:59:59.999Z"));
    }

    @Test
    void whereNothingIsLeftToDoTheDutyEnds() {
        ProcessInstance recheck = start("monthly-recheck", "education");
        at("2026-11-30T15:59:59.999Z", recheck);
        announce("2026-12-01", "2026-12-29", "CLOSED");
        submit("education.clerk", recheck, "Explain");
        at("2026-12-29T15:59:59.999Z", recheck);
        assertThat(recheck).isEnded();
        assertThat(states(recheck)).containsExactly("MISSED", "MISSED", "VOID");
    }

    @Test
    void startedInChunksEachExactlyOnce() {
        repository
                .createDeployment()
                .addModelInstance(
                        "chunks.bpmn",
                        Bpmn.createExecutableProcess("chunks")
                                .camundaHistoryTimeToLive(1)
                                .startEvent()
                                .serviceTask("Start")
                                .camundaExpression("${dutyProcess.startNext(execution)}")
                                .userTask("Stop")
                                .endEvent()
                                .done())
                .deploy();
        assertThat(duties.startNext(campaign, 5)).isTrue();
        assertThat(running()).isEqualTo(5);
        ProcessInstance next = runtime.startProcessInstanceByKey("chunks", Map.of("campaign", campaign));
        assertThat(variable(next, "moreDuties")).isEqualTo(true);
        assertThat(running()).isEqualTo(25);
        ProcessInstance chunk = runtime.startProcessInstanceByKey("chunks", Map.of("campaign", campaign));
        assertThat(variable(chunk, "moreDuties")).isEqualTo(false);
        // each of 8 schools 3, 7 with a canteen, 2 with a bus, 4 villages, 6 of departments
        assertThat(running()).isEqualTo(43);
        assertThat(duties.startNext(campaign, 100)).isFalse();
        assertThat(running()).isEqualTo(43);
        assertThat(jdbc.sql("select count(*) from dudao.duty_round where state = 'PLANNED'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(43);
        runtime.deleteProcessInstance(next.getId(), "done");
        runtime.deleteProcessInstance(chunk.getId(), "done");
    }

    private long running() {
        return runtime.createProcessInstanceQuery().processDefinitionKey("duty").count();
    }

    /** Who starts late in the campaign owes nothing for the days before. */
    @Test
    void beginsOnTheDayAfterItsStart() {
        clockWithout("2026-09-16T02:00:00Z");
        ProcessInstance gate = start("gate-watch", "school-01");
        assertThat(rounds(gate).get(0).opens()).isEqualTo("2026-09-16T23:00:00Z");
    }

    private Optional<Measured> measured(String unit) {
        return indicators.stream()
                .filter(source -> source.indicator().equals("duties"))
                .findFirst()
                .orElseThrow()
                .measure(campaign, unit);
    }

    /** W3: the appraisal counts a round when it is filled in or its window is over, and not before. */
    @Test
    void theAppraisalCountsWhatWasDoneOfWhatIsOver() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-07T23:10:00Z", gate);
        assertThat(measured("school-01")).as("its window is not over").isEmpty();
        clockWithout("2026-09-08T00:00:00Z");
        submit("school-01.clerk", gate, "Round");
        assertThat(measured("school-01")).as("at the last instant").contains(new Measured(100, "应履行1次，已履行1次"));
        at("2026-09-08T08:00:00Z", gate);
        at("2026-09-08T09:29:59.999Z", gate);
        assertThat(measured("school-01")).map(Measured::value).contains(100);
        at("2026-09-08T09:30:00Z", gate);
        assertThat(measured("school-01")).contains(new Measured(50, "应履行2次，已履行1次，缺勤1次，说明、补做过的也算"));
        at("2026-09-08T23:10:00Z", gate);
        submit("school-01.clerk", gate, "Round", NOT_DONE);
        assertThat(measured("school-01")).contains(new Measured(33, "应履行3次，已履行1次，缺勤2次，说明、补做过的也算"));
    }

    /** W3: nobody loses points by a day that was closed after all. */
    @Test
    void theAppraisalPassesOverWhatWasCalledOff() {
        ProcessInstance places = start("key-places", "school-03");
        at("2026-09-09T01:00:00Z", places);
        announce("2026-09-09", "2026-09-09", "CLOSED");
        at("2026-09-09T15:59:59.999Z", places);
        assertThat(states(places)).startsWith("VOID");
        assertThat(measured("school-03")).isEmpty();
    }

    /** W3: of a standstill that began with a round open, that one counts, and none of those whose tasks never came. */
    @Test
    void theAppraisalPassesOverWhatTheSystemSleptThrough() {
        ProcessInstance gate = start("gate-watch", "school-01");
        at("2026-09-07T23:10:00Z", gate);
        at("2026-09-10T23:30:00Z", gate);
        assertThat(states(gate)).containsExactly("MISSED", "MISSED", "MISSED", "MISSED", "MISSED", "MISSED", "OPEN");
        assertThat(measured("school-01")).contains(new Measured(0, "应履行1次，已履行0次，缺勤1次，说明、补做过的也算；系统停机没有发出任务的5次不算"));
    }
}
