package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.hazard.HazardProcess;
import org.dudao.models.Interleaving.Outcome;
import org.dudao.models.Interleaving.Point;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.obligation.Obligations;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two transactions that meet: each pair in both orders, the first held before it writes and before it commits. Whatever
 * the order, no act is lost and none happens twice, and the ledger equals the processes.
 */
@ModelTest
class RaceTest {

    private static final String REMIND_AT = "2026-09-08T01:00:00Z";
    private static final String DEADLINE = "2026-09-10T15:59:59.999Z";
    private static final String URGED_UNTIL = "2026-09-14T15:59:59.999Z";
    private static final String ANSWER_BY = "2026-09-17T15:59:59.999Z";

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private Interleaving interleaving;

    @Autowired
    private Obligations obligations;

    @Autowired
    private HazardProcess hazardProcess;

    @Autowired
    private CaseLog log;

    @Autowired
    private ApplicationEventPublisher publisher;

    @Autowired
    private TransactionTemplate transaction;

    private final ModelScenario town = new ModelScenario("escalation") {};
    private ProcessInstance campaign;
    private ProcessInstance hazard;
    private Obligation obligation;

    @BeforeEach
    void takeOn() {
        beans.autowireBean(town);
        town.start();
        campaign = town.launch("2026-12-01");
        hazard = town.report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        town.submit("school-01.clerk", hazard, "TakeOn");
        obligation = town.obligation(hazard, "rectification");
    }

    @AfterEach
    void reconcile() {
        assertThat(log.verify()).isEmpty();
        town.reconcileAndClear();
    }

    static Stream<Arguments> orders() {
        return Stream.of(Point.values())
                .flatMap(point -> Stream.of(true, false).map(swapped -> Arguments.of(point, swapped)));
    }

    /** Both meet; then whatever job is still due runs, as the job executor would do. */
    private Outcome race(Point point, boolean swapped, Runnable one, Runnable other) throws Exception {
        Outcome outcome = interleaving.run(point, swapped ? other : one, swapped ? one : other, town.jdbc);
        assertThat(outcome.failures()).allSatisfy(RaceTest::isPlain);
        town.runDueJobs();
        return outcome;
    }

    /** Who comes too late is told so, or is tried again; nothing else may go wrong. */
    private static void isPlain(Throwable failure) {
        assertThat(failure).isInstanceOf(ProcessEngineException.class);
        assertThat(String.valueOf(failure.getMessage()))
                .containsAnyOf(
                        "Cannot find task", "No job found", "updated by another transaction", "was updated", "没有等待");
    }

    private Runnable timer(ProcessInstance instance, String activity) {
        Job job = town.management
                .createJobQuery()
                .processInstanceId(instance.getId())
                .activityId(activity)
                .singleResult();
        return () -> town.management.executeJob(job.getId());
    }

    private Runnable submit(String post, ProcessInstance instance, String key) {
        return submit(post, instance, key, FormAnswers.good(key));
    }

    private Runnable submit(String post, ProcessInstance instance, String key, Map<String, Object> answers) {
        Task task = town.task(post, instance, key);
        return () -> town.submit(post, task, answers);
    }

    private long times(ObligationAct act) {
        return town.acts(obligation).stream().filter(act::equals).count();
    }

    private ProcessInstance ladder() {
        return town.ladder(obligation);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void fulfilledWhileItsTimerFires(Point point, boolean swapped) throws Exception {
        town.clockWithout(REMIND_AT);
        Outcome outcome =
                race(point, swapped, submit("school-01.clerk", hazard, "Rectify"), timer(hazard, "RectifyDue"));
        assertThat(times(ObligationAct.SUBMITTED)).isOne();
        assertThat(swapped ? outcome.second() : outcome.first())
                .as("the clerk notices nothing")
                .isNull();
        assertThat(ladder()).isNull();
        assertThat(town.stateOf(obligation)).isEqualTo("SUBMITTED");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void fulfilledWhileTheLadderClimbs(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        town.clockWithout(URGED_UNTIL);
        ProcessInstance ladder = ladder();
        Outcome outcome = race(point, swapped, submit("school-01.clerk", hazard, "Rectify"), timer(ladder, "Wait"));
        assertThat(swapped ? outcome.second() : outcome.first())
                .as("the clerk notices nothing")
                .isNull();
        assertThat(times(ObligationAct.SUBMITTED)).isOne();
        assertThat(times(ObligationAct.SUPERVISED)).isLessThanOrEqualTo(1);
        assertThat(times(ObligationAct.LEFT)).isOne();
        assertThat(ladder()).isNull();
        assertThat(town.acts(obligation)).endsWith(ObligationAct.SUBMITTED, ObligationAct.LEFT);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void sentBackWhileTheReinspectorsTimerFires(Point point, boolean swapped) throws Exception {
        town.submit("school-01.clerk", hazard, "Rectify");
        Obligation reinspection = town.obligation(hazard, "reinspection");
        town.clockWithout(reinspection.remindAt().toString());
        race(
                point,
                swapped,
                submit(
                        "emergency.clerk",
                        hazard,
                        "Reinspect",
                        FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物")),
                timer(hazard, "ReinspectDue"));
        assertThat(times(ObligationAct.RETURNED)).isOne();
        assertThat(times(ObligationAct.REOPENED)).isOne();
        assertThat(town.stateOf(reinspection)).isEqualTo("FULFILLED");
        assertThat(town.ladder(reinspection)).isNull();
        Instant due = town.obligation(hazard, "rectification").deadline();
        town.assertActsExactlyAt(due.toString(), obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void answeredWhileTheTimeForItEnds(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        town.clockAt(URGED_UNTIL);
        town.clockWithout(ANSWER_BY);
        ProcessInstance ladder = ladder();
        race(
                point,
                swapped,
                submit("school-01.head", ladder, "Answer", FormAnswers.with("Answer", "promisedOn", "2026-09-18")),
                timer(ladder, "AnswerDue"));
        assertThat(times(ObligationAct.ANSWERED) + times(ObligationAct.UNANSWERED))
                .isOne();
        assertThat(town.open(ladder, "DecideSummon") != null).isEqualTo(times(ObligationAct.UNANSWERED) == 1);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void twoLeadersDecideAtOnce(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        town.clockAt(URGED_UNTIL);
        town.clockAt(ANSWER_BY);
        town.clockAt("2026-09-21T15:59:59.999Z");
        assertThat(times(ObligationAct.SUMMON_UNDECIDED)).isOne();
        ProcessInstance ladder = ladder();
        Outcome outcome = race(
                point,
                swapped,
                submit("leader.charge", ladder, "DecideSummon"),
                submit(
                        "leader.principal",
                        ladder,
                        "DecideSummon",
                        Map.of("decision", "grant", "reason", FormAnswers.TEXT, "newDate", "2026-09-22")));
        assertThat(outcome.failures()).hasSize(1);
        assertThat(times(ObligationAct.SUMMON_DECIDED) + times(ObligationAct.TIME_GRANTED))
                .isOne();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void movedWhileTheLadderClimbs(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        town.clockWithout(URGED_UNTIL);
        String number = town.ledger(hazard).number();
        race(
                point,
                swapped,
                () -> hazardProcess.dispose(number, "extend", "school-01.head", "2026-09-24", "等待专项资金"),
                timer(ladder(), "Wait"));
        assertThat(times(ObligationAct.MOVED)).isOne();
        assertThat(times(ObligationAct.SUPERVISED)).isLessThanOrEqualTo(1);
        town.assertDeadline("2026-09-24T15:59:59.999Z", hazard, "Rectify", "rectification", false);
        ObligationAct[] next = times(ObligationAct.SUPERVISED) == 0
                ? new ObligationAct[] {ObligationAct.OVERDUE, ObligationAct.SUPERVISED}
                : new ObligationAct[] {ObligationAct.OVERDUE};
        town.assertActsExactlyAt("2026-09-24T15:59:59.999Z", obligation, next);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void waivedWhileTheLadderClimbs(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        ProcessInstance waiver = town.startByForm("school-01.clerk", "waiver", Map.of("grounds", FormAnswers.TEXT));
        town.submit("school-01.clerk", waiver, "Choose", Map.of("chosen", obligation.id()));
        town.clockWithout(URGED_UNTIL);
        race(
                point,
                swapped,
                submit("leader.charge", waiver, "Decide", Map.of("decision", "waive", "reason", FormAnswers.TEXT)),
                timer(ladder(), "Wait"));
        assertThat(times(ObligationAct.WAIVED)).isOne();
        assertThat(town.acts(obligation)).endsWith(ObligationAct.WAIVED, ObligationAct.LEFT);
        assertThat(ladder()).isNull();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theDaysChangeWhileTheLadderClimbs(Point point, boolean swapped) throws Exception {
        town.clockAt(DEADLINE);
        ProcessInstance change = propose("2026-09-11");
        town.clockWithout(URGED_UNTIL);
        race(point, swapped, timer(change, "Announce"), timer(ladder(), "Wait"));
        if (times(ObligationAct.SUPERVISED) == 0) {
            town.assertActsExactlyAt("2026-09-15T15:59:59.999Z", obligation, ObligationAct.SUPERVISED);
        }
        assertThat(times(ObligationAct.SUPERVISED)).isOne();
        assertThat(log.read(change.getBusinessKey()).stream().map(CaseEntry::act))
                .containsOnlyOnce("IN_FORCE", "RECOUNTED");
    }

    /** Whoever counts while the days change counts again, or by the new days from the start. */
    @ParameterizedTest
    @MethodSource("orders")
    void theDaysChangeWhileADeadlineIsCounted(Point point, boolean swapped) throws Exception {
        ProcessInstance change = propose("2026-09-08");
        race(point, swapped, timer(change, "Announce"), submit("school-01.clerk", hazard, "Rectify"));
        assertThat(town.obligation(hazard, "reinspection").deadline()).isEqualTo("2026-09-11T15:59:59.999Z");
        assertThat(town.open(hazard, "Reinspect").getDueDate()).isEqualTo("2026-09-11T15:59:59.999Z");
    }

    private ProcessInstance propose(String day) {
        ProcessInstance change = town.startByForm(
                "town-office.clerk",
                "calendar-change",
                Map.of("firstDay", day, "lastDay", day, "arrangement", "CLOSED", "grounds", "县教育局防台风停课通知"));
        town.submit("task-force.head", change, "Confirm");
        return town.runtime
                .createProcessInstanceQuery()
                .processInstanceId(change.getId())
                .singleResult();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void statedWhileTheTimeForItEnds(Point point, boolean swapped) throws Exception {
        ProcessInstance veto = proposed("school-01");
        town.clockWithout("2026-09-10T15:59:59.999Z");
        Outcome outcome =
                race(point, swapped, submit("school-01.head", veto, "Statement"), timer(veto, "StatementDue"));
        assertThat(actsOf(veto, "STATED", "NOT_STATED")).as("%s", outcome).hasSize(1);
        assertThat(town.open(veto, "Deliberate")).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void appealedWhileTheDecisionBecomesFinal(Point point, boolean swapped) throws Exception {
        ProcessInstance veto = proposed("school-01");
        town.submit("school-01.head", veto, "Statement");
        town.submit("task-force.clerk", veto, "Deliberate");
        town.submit("leader.principal", veto, "Decide");
        town.clockWithout(town.open(veto, "Appeal").getDueDate().toInstant().toString());
        race(point, swapped, submit("school-01.head", veto, "Appeal"), timer(veto, "AppealDue"));
        boolean appealed = town.open(veto, "ReviewAppeal") != null;
        assertThat(actsOf(veto, "APPEALED", "NOT_APPEALED")).hasSize(1);
        assertThat(town.jdbc
                        .sql("select state from dudao.veto_case where key = ?")
                        .param(veto.getBusinessKey())
                        .query(String.class)
                        .single())
                .isEqualTo("IN_FORCE");
        assertThat(town.runtime
                                .createProcessInstanceQuery()
                                .processInstanceId(veto.getId())
                                .count()
                        == 1)
                .isEqualTo(appealed);
    }

    private List<String> actsOf(ProcessInstance instance, String... acts) {
        return log.read(instance.getBusinessKey()).stream()
                .map(CaseEntry::act)
                .filter(List.of(acts)::contains)
                .toList();
    }

    private ProcessInstance proposed(String unit) {
        proposal(unit).run();
        return town.runtime
                .createProcessInstanceQuery()
                .processDefinitionKey("veto")
                .singleResult();
    }

    private Runnable proposal(String unit) {
        return () -> transaction.executeWithoutResult(status -> publisher.publishEvent(
                new VetoProposed(town.campaignOf(campaign), unit, "no-result", 2, null, "验收不通过", "supervisors.clerk")));
    }

    @ParameterizedTest
    @EnumSource
    void twoCasesOfOneUnitAtOnceHaveTwoKeys(Point point) throws Exception {
        assertThat(race(point, false, proposal("school-01"), proposal("school-01"))
                        .failures())
                .isEmpty();
        assertThat(town.runtime.createProcessInstanceQuery().processDefinitionKey("veto").list().stream()
                        .map(ProcessInstance::getBusinessKey))
                .containsExactlyInAnyOrder(
                        town.campaignOf(campaign) + "/school-01/1", town.campaignOf(campaign) + "/school-01/2");
    }

    @ParameterizedTest
    @EnumSource
    void twoHazardsReportedAtOnceHaveTwoNumbers(Point point) throws Exception {
        Runnable report =
                () -> town.report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "serious"));
        assertThat(race(point, false, report, report).failures()).isEmpty();
        assertThat(town.jdbc
                        .sql("select number from dudao.hazard where school = 'school-02'")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void oneTimerTakenTwiceActsOnce(Point point) throws Exception {
        town.clockAt(DEADLINE);
        town.clockWithout(URGED_UNTIL);
        Runnable timer = timer(ladder(), "Wait");
        assertThat(race(point, false, timer, timer).failures()).hasSize(1);
        assertThat(times(ObligationAct.SUPERVISED)).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void oneTaskSubmittedTwiceCountsOnce(Point point) throws Exception {
        Runnable submit = submit("school-01.clerk", hazard, "Rectify");
        assertThat(race(point, false, submit, submit).failures()).hasSize(1);
        assertThat(times(ObligationAct.SUBMITTED)).isOne();
        assertThat(town.tasksOf("emergency.clerk", hazard, "Reinspect")).hasSize(1);
    }

    /** Many hands at one case: each entry has its own number, and the chain is whole. */
    @Test
    void manyEntriesOfOneCaseAtOnce() {
        String key = "one-case";
        List<Thread> writers = new ArrayList<>();
        IntStream.range(0, 8)
                .forEach(n ->
                        writers.add(new Thread(() -> transaction.executeWithoutResult(status -> IntStream.range(0, 5)
                                .forEach(i -> log.append(new Act(key, "NOTED", "记录").text(n + "/" + i)))))));
        writers.forEach(Thread::start);
        writers.forEach(writer -> {
            try {
                writer.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(log.read(key).stream().map(CaseEntry::sequence))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(log.verify()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void twoUnitsSignTheLastTwoPlansAtOnce(Point point, boolean swapped) throws Exception {
        town.issue(campaign);
        town.submit("task-force.clerk", campaign, "Mobilisation");
        town.submit("governance.clerk", campaign, "Publicity");
        race(
                point,
                swapped,
                submit("emergency.clerk", campaign, "SignPlan"),
                submit("justice.clerk", campaign, "SignPlan"));
        assertThat(town.jdbc
                        .sql("select count(*) from dudao.obligation where kind = 'sign-plan' and state = 'FULFILLED'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(obligations.findOpen(town.campaignOf(campaign)))
                .noneMatch(open -> open.kind().equals("sign-plan")
                        && List.of("emergency", "justice").contains(open.unit()));
    }
}
