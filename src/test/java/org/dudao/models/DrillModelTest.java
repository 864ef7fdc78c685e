package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.appraisal.IndicatorSource;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.dudao.drill.Drill;
import org.dudao.drill.Drill.State;
import org.dudao.drill.DrillProcess;
import org.dudao.drill.Drills;
import org.dudao.hazard.Hazard;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** M3c, W3: plan on file, day set, held with numbers and photo, reviewed, and what is wanting becomes a hazard. */
class DrillModelTest extends ModelScenario {

    private static final String SCHOOL = "school-01.clerk";
    private static final String REVIEWER = "emergency.clerk";
    private static final String DAY = "2026-09-15";
    private static final Instant ON_THE_DAY = Instant.parse("2026-09-15T07:00:00Z");
    private static final Map<String, Object> POSTPONE = Map.of("decision", "postpone", "postponedBecause", "连续暴雨，操场积水");

    @Autowired
    private DrillProcess process;

    @Autowired
    private Drills drills;

    @Autowired
    private List<IndicatorSource> indicators;

    @Autowired
    private TransactionTemplate transaction;

    private String campaign;

    DrillModelTest() {
        super("drill");
    }

    @BeforeEach
    void campaign() {
        campaign = campaignOf(launch("2026-09-07"));
    }

    private boolean startNext(int limit) {
        return Boolean.TRUE.equals(transaction.execute(status -> process.startNext(campaign, limit)));
    }

    /** The fire drill of the first school, which is the first to be started. */
    private ProcessInstance started() {
        startNext(1);
        return drill("school-01", "fire");
    }

    private ProcessInstance drill(String school, String scenario) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey("%s/drill/%s/%s".formatted(campaign, school, scenario))
                .singleResult();
    }

    private ProcessInstance onFile() {
        ProcessInstance drill = started();
        submit(SCHOOL, drill, "FilePlan");
        submit(REVIEWER, drill, "ReviewPlan");
        return drill;
    }

    private ProcessInstance scheduled() {
        ProcessInstance drill = onFile();
        submit(SCHOOL, drill, "Schedule");
        return drill;
    }

    private ProcessInstance held() {
        ProcessInstance drill = scheduled();
        clockWithout(ON_THE_DAY.toString());
        submit(SCHOOL, drill, "Hold");
        return drill;
    }

    private Drill row(ProcessInstance instance) {
        String key = history.createHistoricProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
        return transaction.execute(status -> drills.get(key));
    }

    private static Map<String, Object> shortcomings(boolean two) {
        Map<String, Object> answers = FormAnswers.with(
                "ReviewDrill",
                "decision",
                "shortcomings",
                "firstPlace",
                "二楼西侧楼梯",
                "firstDescription",
                "疏散时楼梯口的门打不开",
                "firstSeverity",
                "serious",
                "another",
                two);
        if (two) {
            answers.putAll(Map.of(
                    "secondPlace", "操场集合点",
                    "secondDescription", "广播听不清，集合用了十分钟",
                    "secondSeverity", "general"));
        }
        return answers;
    }

    @Test
    void oneForEachSchoolAndScenarioStartedInChunksExactlyOnce() {
        assertThat(startNext(30)).isTrue();
        assertThat(startNext(30)).isFalse();
        assertThat(startNext(30)).isFalse();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("drill")
                        .list())
                .hasSize(32)
                .extracting(ProcessInstance::getBusinessKey)
                .doesNotHaveDuplicates()
                .contains(campaign + "/drill/school-08/mass-incident", campaign + "/drill/school-01/explosion");
        assertThat(row(drill("school-03", "food-poisoning")).reviewingUnit()).isEqualTo("education");
    }

    @Test
    void wellHeld() {
        ProcessInstance drill = started();
        assertThat(open(drill, "FilePlan").getName()).isEqualTo("报送演练预案（镇中心小学 防火灾演练）");
        Obligation plan = obligation(drill, "drill-plan");
        submit(SCHOOL, drill, "FilePlan");
        assertThat(row(drill).state()).isEqualTo(State.PLAN_REVIEW);
        assertThat(stateOf(plan)).isEqualTo("SUBMITTED");
        assertThat((String) tasks.getVariable(open(drill, "ReviewPlan").getId(), "briefing"))
                .contains("校长", "已按方案要求落实");
        submit(REVIEWER, drill, "ReviewPlan");
        assertThat(stateOf(plan)).isEqualTo("FULFILLED");
        submit(SCHOOL, drill, "Schedule");
        Obligation hold = obligation(drill, "drill");
        assertDeadline("2026-09-15T15:59:59.999Z", drill, "Hold", "drill", true);
        assertThat(hold.arithmetic()).startsWith("学校确定的演练日期");
        clockWithout(ON_THE_DAY.toString());
        submit(SCHOOL, drill, "Hold");
        assertThat(row(drill))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.HELD))
                .satisfies(row -> assertThat(row.heldOn()).isEqualTo(LocalDate.parse(DAY)))
                .satisfies(row -> assertThat(row.participants()).isEqualTo(430))
                .satisfies(row -> assertThat(row.evacuationMinutes()).isEqualTo(4));
        assertThat(stateOf(hold)).isEqualTo("SUBMITTED");
        submit(REVIEWER, drill, "ReviewDrill");
        assertThat(drill)
                .isEnded()
                .hasPassedInOrder("FilePlan", "ReviewPlan", "Schedule", "Hold", "ReviewDrill", "PassedEnd");
        assertThat(row(drill).state()).isEqualTo(State.PASSED);
        assertThat(row(drill).closedAt()).isEqualTo(ON_THE_DAY);
        assertThat(stateOf(hold)).isEqualTo("FULFILLED");
        assertThat(events(hold))
                .filteredOn(entry -> entry.act().equals("SUBMITTED"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.evidence()).as("the photo").hasSize(1));
    }

    @Test
    void thePlanIsReturnedWithAReasonAndFiledAgain() {
        ProcessInstance drill = started();
        Obligation plan = obligation(drill, "drill-plan");
        assertDeadline("2026-09-14T15:59:59.999Z", drill, "FilePlan", "drill-plan", true);
        submit(SCHOOL, drill, "FilePlan");
        clockWithout("2026-09-14T02:00:00Z");
        submit(REVIEWER, drill, "ReviewPlan", Map.of("decision", "return", "comment", "没有写明集合地点，请补上"));
        assertThat(row(drill).state()).isEqualTo(State.PLANNING);
        assertThat(obligation(drill, "drill-plan").id()).isEqualTo(plan.id());
        assertDeadline("2026-09-16T15:59:59.999Z", drill, "FilePlan", "drill-plan", true);
        assertThat((String) tasks.getVariable(open(drill, "FilePlan").getId(), "briefing"))
                .contains("没有写明集合地点");
        submit(SCHOOL, drill, "FilePlan");
        submit(REVIEWER, drill, "ReviewPlan");
        assertThat(acts(plan))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.RETURNED,
                        ObligationAct.REOPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.ACCEPTED);
    }

    /** Nobody accepts their own work: the school never, and no administrator in the reviewing unit's place. */
    @Test
    void theReviewingUnitAloneReviews() {
        ProcessInstance drill = started();
        submit(SCHOOL, drill, "FilePlan");
        for (String post : List.of(SCHOOL, "school-01.head", "education.clerk")) {
            assertThat(tasksOf(post, drill, "ReviewPlan")).as(post).isEmpty();
        }
        assertThatThrownBy(() -> submit("admin", open(drill, "ReviewPlan"), FormAnswers.good("ReviewPlan")))
                .hasMessageContaining("只有指定的岗位才能办理");
        assertThatThrownBy(() -> submit(REVIEWER, drill, "ReviewPlan", Map.of("decision", "return")))
                .hasMessageContaining("退回的理由");
    }

    /** The 20th is a worked Sunday, the 19th a closed Saturday; ten working days after the 7th is Sunday the 20th. */
    @Test
    void theDayIsNeitherPastNorClosedNorTooLate() {
        ProcessInstance drill = onFile();
        for (String day : List.of("2026-09-06", "2026-09-21")) {
            assertThatThrownBy(() -> submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", day)))
                    .as(day)
                    .hasMessageContaining("只能在今天（2026-09-07）到2026-09-20之间");
        }
        assertThatThrownBy(
                        () -> submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-19")))
                .hasMessageContaining("放假");
        assertThat(row(drill).scheduledOn()).isNull();
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-20"));
        assertDeadline("2026-09-20T15:59:59.999Z", drill, "Hold", "drill", true);
    }

    /** The campaign ends on 7 November 2026, a Saturday. */
    @Test
    void theDayLiesWithinTheCampaignUntilThatIsOver() {
        clockWithout("2026-11-05T01:00:00Z");
        ProcessInstance drill = onFile();
        LocalDate end = plan(campaign).end();
        assertThatThrownBy(
                        () -> submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-11-09")))
                .hasMessageContaining("到" + end + "之间");
        clockWithout("2026-11-09T01:00:00Z");
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-11-10"));
        assertThat(row(drill).scheduledOn()).isEqualTo(LocalDate.parse("2026-11-10"));
    }

    @Test
    void heldNotBeforeItsDayAndNotTomorrow() {
        ProcessInstance drill = scheduled();
        clockWithout("2026-09-14T15:59:59.999Z");
        for (String day : List.of("2026-09-14", DAY)) {
            assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", day)))
                    .as(day)
                    .hasMessageContaining("演练定在2026-09-15");
        }
        clockWithout("2026-09-14T16:00:00Z");
        assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-16")))
                .hasMessageContaining("今天是2026-09-15");
        submit(SCHOOL, drill, "Hold");
        assertThat(row(drill).state()).isEqualTo(State.HELD);
    }

    @Test
    void whatIsNoNumberOrMissingIsSaid() {
        ProcessInstance drill = scheduled();
        clockWithout(ON_THE_DAY.toString());
        assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "participants", 0)))
                .hasMessageContaining("参加人数");
        assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "participants", "全体师生")))
                .hasMessageContaining("参加人数");
        assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "evacuationMinutes", null)))
                .hasMessageContaining("用时");
        assertThatThrownBy(() -> submit(SCHOOL, drill, "Hold", Map.of("decision", "postpone")))
                .hasMessageContaining("延期的理由");
        assertThat(row(drill).state()).isEqualTo(State.SCHEDULED);
    }

    @Test
    void postponedOnceTheSchoolSetsAnotherDay() {
        ProcessInstance drill = scheduled();
        Obligation hold = obligation(drill, "drill");
        clockWithout("2026-09-14T01:00:00Z");
        submit(SCHOOL, drill, "Hold", POSTPONE);
        assertThat(row(drill))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.SCHEDULING))
                .satisfies(row -> assertThat(row.postponements()).isOne());
        assertThat(stateOf(hold)).isEqualTo("RETURNED");
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-18"));
        assertThat(obligation(drill, "drill").id()).isEqualTo(hold.id());
        assertDeadline("2026-09-18T15:59:59.999Z", drill, "Hold", "drill", true);
        assertActsExactlyAt("2026-09-18T15:59:59.999Z", hold, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    @Test
    void postponedAgainTheReviewingUnitDecides() {
        ProcessInstance drill = scheduled();
        submit(SCHOOL, drill, "Hold", POSTPONE);
        submit(SCHOOL, drill, "Schedule");
        submit(SCHOOL, drill, "Hold", POSTPONE);
        assertThat(row(drill).state()).isEqualTo(State.POSTPONING);
        assertThat(tasksOf(SCHOOL, drill, "DecidePostponement")).isEmpty();
        assertThatThrownBy(() ->
                        submit("admin", open(drill, "DecidePostponement"), FormAnswers.good("DecidePostponement")))
                .hasMessageContaining("只有指定的岗位才能办理");
        submit(REVIEWER, drill, "DecidePostponement");
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-16"));
        submit(SCHOOL, drill, "Hold", POSTPONE);
        Map<String, Object> refused =
                new HashMap<>(Map.of("decision", "refuse", "mustHoldOn", "2026-09-19", "reason", FormAnswers.TEXT));
        assertThatThrownBy(() -> submit(REVIEWER, drill, "DecidePostponement", refused))
                .hasMessageContaining("放假");
        refused.put("mustHoldOn", "2026-09-17");
        submit(REVIEWER, drill, "DecidePostponement", refused);
        assertDeadline("2026-09-17T15:59:59.999Z", drill, "Hold", "drill", true);
        assertThat(obligation(drill, "drill").arithmetic()).startsWith("审核单位不准延期");
        assertThat(row(drill).postponements()).isEqualTo(3);
        clockWithout("2026-09-17T08:00:00Z");
        submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-17"));
        submit(REVIEWER, drill, "ReviewDrill");
        assertThat(drill).isEnded();
    }

    @Test
    void shortcomingsBecomeHazardsOfTheLedger() {
        ProcessInstance drill = held();
        submit(REVIEWER, drill, "ReviewDrill", shortcomings(true));
        assertThat(drill).isEnded().hasPassed("MakeHazards", "ImprovedEnd");
        assertThat(row(drill).state()).isEqualTo(State.IMPROVING);
        List<Hazard> found = hazards.open(campaign, "school-01");
        assertThat(found)
                .hasSize(2)
                .allSatisfy(hazard -> assertThat(hazard.source()).isEqualTo("演练发现"))
                .allSatisfy(hazard -> assertThat(hazard.area()).isEqualTo("A05"))
                .allSatisfy(hazard -> assertThat(hazard.reportedBy()).isEqualTo(REVIEWER))
                .allSatisfy(hazard -> assertThat(hazard.responsibleUnit()).isEqualTo("school-01"))
                .extracting(Hazard::place)
                .containsExactlyInAnyOrder("二楼西侧楼梯", "操场集合点");
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("hazard")
                        .count())
                .isEqualTo(2);
        assertThat(jdbc.sql("select count(*) from dudao.drill_shortcoming where drill = ?")
                        .param(row(drill).key())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void oneShortcomingIsOneHazardAndHalfOfOneIsRefused() {
        ProcessInstance drill = held();
        Map<String, Object> half = shortcomings(false);
        half.remove("firstPlace");
        assertThatThrownBy(() -> submit(REVIEWER, drill, "ReviewDrill", half)).hasMessageContaining("不足一：位置");
        Map<String, Object> noSecond = shortcomings(false);
        noSecond.put("another", true);
        assertThatThrownBy(() -> submit(REVIEWER, drill, "ReviewDrill", noSecond))
                .hasMessageContaining("不足二");
        submit(REVIEWER, drill, "ReviewDrill", shortcomings(false));
        assertThat(hazards.open(campaign, "school-01")).hasSize(1);
    }

    @Test
    void heldAgainWhenItWasNotGoodEnough() {
        ProcessInstance drill = held();
        Obligation hold = obligation(drill, "drill");
        submit(
                REVIEWER,
                drill,
                "ReviewDrill",
                FormAnswers.with("ReviewDrill", "decision", "again", "findings", "一半班级没有参加，请全校重新演练"));
        assertThat(row(drill))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.SCHEDULING))
                .satisfies(row -> assertThat(row.repetitions()).isOne())
                .satisfies(row -> assertThat(row.postponements()).isZero());
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-18"));
        assertThat(obligation(drill, "drill").id()).isEqualTo(hold.id());
        assertThat((String) tasks.getVariable(open(drill, "Hold").getId(), "briefing"))
                .contains("一半班级没有参加");
        clockWithout("2026-09-18T08:00:00Z");
        submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-18"));
        submit(REVIEWER, drill, "ReviewDrill");
        assertThat(drill).isEnded();
        assertThat(row(drill).heldOn()).isEqualTo(LocalDate.parse("2026-09-18"));
    }

    // What the appraisal counts of it (W3).

    private Optional<Measured> measured() {
        return indicators.stream()
                .filter(source -> source.indicator().equals("drills"))
                .findFirst()
                .orElseThrow()
                .measure(campaign, "school-01");
    }

    @Test
    void heldAtTheLastInstantOfItsDayItIsInTimeAndBeforeThatNotDue() {
        ProcessInstance drill = scheduled();
        clockWithout("2026-09-15T15:59:59.999Z");
        assertThat(measured()).isEmpty();
        submit(SCHOOL, drill, "Hold");
        assertThat(measured()).contains(new Measured(100, "到期演练1场，预案、定日期、演练都按期的1场，其中1场待评议"));
        clockWithout("2026-11-01T01:00:00Z");
        submit(REVIEWER, drill, "ReviewDrill");
        assertThat(measured()).as("however late the review is").contains(new Measured(100, "到期演练1场，预案、定日期、演练都按期的1场"));
    }

    @Test
    void whoNeverFilesThePlanHasHeldNoDrill() {
        started();
        clockWithout("2026-09-14T15:59:59.999Z");
        assertThat(measured()).isEmpty();
        clockWithout("2026-09-14T16:00:00Z");
        assertThat(measured()).contains(new Measured(0, "到期演练1场，预案、定日期、演练都按期的0场"));
    }

    @Test
    void postponedBeforeItsDayItIsInTimeOnTheNewOne() {
        ProcessInstance drill = scheduled();
        clockWithout("2026-09-14T01:00:00Z");
        submit(SCHOOL, drill, "Hold", POSTPONE);
        clockWithout("2026-09-16T01:00:00Z");
        assertThat(measured()).as("the first day has gone by").isEmpty();
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-18"));
        clockWithout("2026-09-18T08:00:00Z");
        submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-18"));
        assertThat(measured()).map(Measured::value).contains(100);
    }

    @Test
    void postponedOnlyAfterItsDayItIsLateForGood() {
        ProcessInstance drill = scheduled();
        assertOverdueExactlyAt("2026-09-15T15:59:59.999Z", drill, obligation(drill, "drill"));
        clockWithout("2026-09-16T01:00:00Z");
        submit(SCHOOL, drill, "Hold", POSTPONE);
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-18"));
        clockWithout("2026-09-18T08:00:00Z");
        submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-18"));
        assertThat(measured()).map(Measured::value).contains(0);
    }

    // Not done in time.

    @Test
    void whatIsNotDoneInTimeEntersTheLadderAtTheInstantAndNotBefore() {
        ProcessInstance drill = started();
        overdueAt("2026-09-14T15:59:59.999Z", drill, "FilePlan", "drill-plan", SCHOOL, FormAnswers.good("FilePlan"));
        overdueAt(
                "2026-09-16T15:59:59.999Z",
                drill,
                "ReviewPlan",
                "drill-plan-review",
                REVIEWER,
                Map.of("decision", "accept"));
        overdueAt(
                "2026-09-18T15:59:59.999Z",
                drill,
                "Schedule",
                "drill-schedule",
                SCHOOL,
                FormAnswers.with("Schedule", "drillOn", "2026-09-22"));
        overdueAt("2026-09-22T15:59:59.999Z", drill, "Hold", "drill", SCHOOL, POSTPONE);
        submit(SCHOOL, drill, "Schedule", FormAnswers.with("Schedule", "drillOn", "2026-09-24"));
        clockWithout("2026-09-24T01:00:00Z");
        submit(SCHOOL, drill, "Hold", POSTPONE);
        // The 25th is closed, the 28th is the next working day.
        overdueAt(
                "2026-09-28T15:59:59.999Z",
                drill,
                "DecidePostponement",
                "drill-postponement",
                REVIEWER,
                Map.of("decision", "refuse", "mustHoldOn", "2026-09-28", "reason", FormAnswers.TEXT));
        clockWithout("2026-09-28T15:00:00Z");
        submit(SCHOOL, drill, "Hold", FormAnswers.with("Hold", "heldOn", "2026-09-28"));
        // From 1 to 7 October all is closed.
        overdueAt(
                "2026-10-08T15:59:59.999Z",
                drill,
                "ReviewDrill",
                "drill-review",
                REVIEWER,
                FormAnswers.good("ReviewDrill"));
        assertThat(drill).isEnded();
    }

    private void overdueAt(
            String instant, ProcessInstance drill, String key, String kind, String post, Map<String, Object> answers) {
        Obligation obligation = obligation(drill, kind);
        assertThat(obligation.deadline()).as(kind).isEqualTo(Instant.parse(instant));
        assertOverdueExactlyAt(instant, drill, obligation);
        assertThat(drill).hasPassed(key + "Due", key + "Ladder").isWaitingAtExactly(key);
        submit(post, drill, key, answers);
        assertThat(ladder(obligation)).as("the ladder ends with what is done").isNull();
    }
}
