package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.Hazard.State;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M1, M2a, M2b, M2c, S4: every way a hazard can go, from registration to closing or referral. */
class HazardModelTest extends ModelScenario {

    private static final String EIGHTH = "2026-09-08T15:59:59.999Z";
    private static final String TENTH = "2026-09-10T15:59:59.999Z";
    private static final String FOURTEENTH = "2026-09-14T15:59:59.999Z";
    private static final String TWENTIETH = "2026-09-20T15:59:59.999Z";
    private static final String OWN = "整改人不能复查自己整改的隐患";

    private ProcessInstance campaign;

    HazardModelTest() {
        super("hazard");
    }

    /** The campaign's own deadlines lie in December: only the hazards' clocks run here. */
    @BeforeEach
    void launch() {
        campaign = launch("2026-12-01");
    }

    private ProcessInstance reported(String area, String severity) {
        return report("market-regulation.clerk", FormAnswers.hazard("school-01", area, severity));
    }

    /** A serious fire hazard in the school (G2: three working days) that the school has taken on. */
    private ProcessInstance taken() {
        ProcessInstance hazard = reported("A05", "serious");
        submit("school-01.clerk", hazard, "TakeOn");
        return hazard;
    }

    private ProcessInstance rectified() {
        ProcessInstance hazard = taken();
        submit("school-01.clerk", hazard, "Rectify");
        return hazard;
    }

    // The straight way, by grade.

    @ParameterizedTest
    @CsvSource({
        "major,   A05, G1, 重大, " + EIGHTH,
        "serious, A05, G2, 较大, " + TENTH,
        "serious, A01, G3, 较大, " + FOURTEENTH,
        "general, A05, G4, 一般, " + FOURTEENTH,
        // Sunday, 20 September 2026, is worked in exchange for the National Day holiday.
        "general, A01, G5, 一般, " + TWENTIETH
    })
    void gradedTakenOnRectifiedReinspectedAndClosed(
            String severity, String area, String rule, String grade, String deadline) {
        ProcessInstance hazard = reported(area, severity);
        assertThat(ledger(hazard).gradingRule()).startsWith(rule + " ");
        assertThat(ledger(hazard).gradeInWords()).isEqualTo(grade);
        assertThat(ledger(hazard).state()).isEqualTo(State.ASSIGNED);
        assertDeadline(EIGHTH, hazard, "TakeOn", "hazard-take-on", true);

        submit("school-01.clerk", hazard, "TakeOn");
        assertThat(ledger(hazard).state()).isEqualTo(State.RECTIFYING);
        assertDeadline(deadline, hazard, "Rectify", "rectification", true);
        Obligation rectification = obligation(hazard, "rectification");

        submit("school-01.clerk", hazard, "Rectify");
        assertThat(ledger(hazard).state()).isEqualTo(State.REINSPECTING);
        assertThat(ledger(hazard).rectifiedBy()).isEqualTo("school-01.clerk");
        assertThat(stateOf(rectification)).isEqualTo("SUBMITTED");
        assertDeadline(TENTH, hazard, "Reinspect", "reinspection", true);

        submit(area.equals("A05") ? "emergency.clerk" : "education.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassedInOrder("Register", "Grade", "Assign", "TakeOn", "Rectify", "Reinspect");
        assertThat(hazard).hasPassed("Close", "Closed");
        assertThat(ledger(hazard).state()).isEqualTo(State.CLOSED);
        assertThat(ledger(hazard).closedAt()).isEqualTo(START);
        assertThat(stateOf(rectification)).isEqualTo("FULFILLED");
        assertThat(acts(rectification))
                .containsExactly(ObligationAct.OPENED, ObligationAct.SUBMITTED, ObligationAct.ACCEPTED);
    }

    @Test
    void theLeadRectifiesOutsideTheWallsAndTheSupervisorsReinspect() {
        ProcessInstance hazard = reported("A09", "general");
        assertThat(ledger(hazard).responsibleUnit()).isEqualTo("traffic-police");
        submit("traffic-police.clerk", hazard, "TakeOn");
        submit("traffic-police.head", hazard, "Rectify");
        submit("supervisors.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed");
    }

    // Objection.

    @Test
    void objectedAndGivenToAnotherUnit() {
        ProcessInstance hazard = reported("A09", "general");
        submit("traffic-police.clerk", hazard, "TakeOn", Map.of("decision", "object", "comment", "摊点占道属于城管执法范围"));
        assertThat(hazard).isWaitingAtExactly("Reassign");
        assertThat((String) tasks.getVariable(open(hazard, "Reassign").getId(), "briefing"))
                .contains("摊点占道属于城管执法范围");
        assertDeadline(EIGHTH, hazard, "Reassign", "hazard-reassign", true);

        submit("task-force.clerk", hazard, "Reassign");
        assertThat(ledger(hazard).responsibleUnit()).isEqualTo("urban-management");
        assertThat(tasksOf("traffic-police.clerk", hazard, "TakeOn")).isEmpty();
        submit("urban-management.clerk", hazard, "TakeOn");
        submit("urban-management.clerk", hazard, "Rectify");
        // The lead of the area has not rectified, so it is the one that looks.
        submit("traffic-police.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassedInOrder("Reassign", "TakeOn", "Rectify", "Reinspect", "Closed");
    }

    @Test
    void givenToTheLeadTheSupervisorsReinspect() {
        ProcessInstance hazard = reported("A05", "general");
        submit("school-01.clerk", hazard, "TakeOn", Map.of("decision", "object", "comment", "消防栓由应急管理站维护"));
        submit("task-force.clerk", hazard, "Reassign", FormAnswers.with("Reassign", "responsibleUnit", "emergency"));
        submit("emergency.clerk", hazard, "TakeOn");
        submit("emergency.clerk", hazard, "Rectify");
        assertThat(tasksOf("emergency.head", hazard, "Reinspect")).isEmpty();
        submit("supervisors.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed");
    }

    // Returned.

    @Test
    void returnedWithAsMuchTimeAsThePlanGrantsForRework() {
        ProcessInstance hazard = rectified();
        Obligation rectification = obligation(hazard, "rectification");
        clockAt("2026-09-10T09:00:00Z");
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
        assertThat(hazard).isWaitingAtExactly("Rectify");
        assertThat(ledger(hazard).returns()).isEqualTo(1);
        assertThat(ledger(hazard).state()).isEqualTo(State.RECTIFYING);
        // Two working days after Thursday, the 10th.
        assertDeadline(FOURTEENTH, hazard, "Rectify", "rectification", true);
        Obligation again = obligation(hazard, "rectification");
        assertThat(again.id()).as("the same obligation goes on").isEqualTo(rectification.id());
        assertThat(again.returns()).isEqualTo(1);
        assertThat((String) tasks.getVariable(open(hazard, "Rectify").getId(), "briefing"))
                .contains("消防通道仍有杂物");

        submit("school-01.head", hazard, "Rectify");
        assertThat(ledger(hazard).rectifiedBy()).isEqualTo("school-01.head");
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed");
        assertThat(acts(rectification))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.RETURNED,
                        ObligationAct.REOPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.ACCEPTED);
    }

    @Test
    void returnedEarlyTheFirstDeadlineStands() {
        ProcessInstance hazard = reported("A01", "serious");
        submit("school-01.clerk", hazard, "TakeOn");
        submit("school-01.clerk", hazard, "Rectify");
        submit(
                "education.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "制度没有上墙"));
        assertDeadline(FOURTEENTH, hazard, "Rectify", "rectification", true);
    }

    @Test
    void returnedOverdueItIsDueAnewAndOnTheLadderAgainOnlyThen() {
        ProcessInstance hazard = taken();
        Obligation rectification = obligation(hazard, "rectification");
        clockAt(TENTH);
        assertThat(acts(rectification))
                .containsExactly(ObligationAct.OPENED, ObligationAct.OVERDUE, ObligationAct.URGED);
        submit("school-01.clerk", hazard, "Rectify");
        clockAt("2026-09-11T01:00:00Z");
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
        assertDeadline("2026-09-15T15:59:59.999Z", hazard, "Rectify", "rectification", true);
        assertActsExactlyAt("2026-09-15T15:59:59.999Z", rectification, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
    }

    // Cannot be rectified now.

    @ParameterizedTest
    @ValueSource(strings = {"solve", "extend", "listed"})
    void unableDeliberatedAndHandedToANamedPost(String decision) {
        ProcessInstance hazard = taken();
        Obligation rectification = obligation(hazard, "rectification");
        submit("school-01.clerk", hazard, "Rectify", Map.of("decision", "unable", "reason", "需要改造疏散楼梯"));
        assertThat(hazard).isWaitingAtExactly("Deliberate");
        assertThat(ledger(hazard).state()).isEqualTo(State.DELIBERATING);
        assertDeadline(FOURTEENTH, hazard, "Deliberate", "deliberation", true);
        assertThat(tasksOf("task-force.clerk", hazard, "Deliberate"))
                .as("a matter of the head alone")
                .isEmpty();

        submit("task-force.head", hazard, "Deliberate", deliberation(decision, "2026-10-30"));
        assertThat(hazard).isWaitingAtExactly("Rectify");
        assertThat(open(hazard, "Rectify").getAssignee()).isEqualTo("school-01.head");
        assertThat(ledger(hazard).namedPost()).isEqualTo("school-01.head");
        assertThat(ledger(hazard).listed()).isEqualTo(decision.equals("listed"));
        assertDeadline("2026-10-30T15:59:59.999Z", hazard, "Rectify", "rectification", true);
        assertThat(obligation(hazard, "rectification").id()).isEqualTo(rectification.id());
        assertThat(obligation(hazard, "rectification").arithmetic()).startsWith("研判决定");

        submit("school-01.head", hazard, "Rectify");
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassedInOrder("Deliberate", "Rectify", "Reinspect", "Closed");
        assertThat(acts(rectification))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.RETURNED,
                        ObligationAct.REOPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-06", "2026-09-07"})
    void deliberationSetsADayThatLiesAhead(String day) {
        ProcessInstance hazard = taken();
        submit("school-01.clerk", hazard, "Rectify", Map.of("decision", "unable", "reason", "需要改造疏散楼梯"));
        assertThatThrownBy(() -> submit("task-force.head", hazard, "Deliberate", deliberation("extend", day)))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(hazard).isWaitingAtExactly("Deliberate");
        submit("task-force.head", hazard, "Deliberate", deliberation("extend", "2026-09-08"));
        assertDeadline(EIGHTH, hazard, "Rectify", "rectification", true);
    }

    private static Map<String, Object> deliberation(String decision, String day) {
        return Map.of(
                "cause",
                "楼梯为旧建筑，需要专项资金改造",
                "decision",
                decision,
                "namedPost",
                "school-01.head",
                "newDeadline",
                day,
                "measures",
                "先封闭楼梯并派人值守，同时申请资金");
    }

    // Crime, and put right on the spot.

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void crimeGoesToThePoliceEvenIfPutRightOnTheSpot(boolean fixed) {
        Map<String, Object> found = FormAnswers.hazard("school-01", "A13", "serious");
        found.put("crime", true);
        found.put("fixedOnSpot", fixed);
        if (fixed) {
            found.put("measures", "已收缴管制刀具");
        }
        ProcessInstance hazard = report("market-regulation.clerk", found);
        assertThat(hazard).isEnded().hasPassedInOrder("Register", "Refer", "Referred");
        assertThat(hazard).hasNotPassed("Grade", "Assign");
        assertThat(ledger(hazard).state()).isEqualTo(State.REFERRED);
        assertThat(ledger(hazard).closedAt()).isEqualTo(START);
        assertThat(ledger(hazard).responsibleUnit()).isNull();
        ProcessInstance referral = runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .singleResult();
        assertThat(referral).isWaitingAtExactly("Referral");
        assertDeadline(EIGHTH, referral, "Referral", "referral", true);
        assertThat(tasksOf("education.clerk", referral, "Referral")).isEmpty();
        assertThat(task("public-security.clerk", referral, "Referral").getName())
                .isEqualTo("接收移交线索（移交线索1号）");
    }

    @Test
    void putRightOnTheSpotGoesStraightToReinspection() {
        ProcessInstance hazard = fixedOnTheSpotBy("market-regulation.clerk", "A05");
        assertThat(hazard).isWaitingAtExactly("Reinspect");
        assertThat(ledger(hazard).state()).isEqualTo(State.REINSPECTING);
        assertThat(owes(hazard, "rectification")).isFalse();
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed").hasNotPassed("TakeOn", "Rectify");
    }

    @Test
    void putRightOnTheSpotButNotWellIsRectifiedByTheUnitThatAnswersForIt() {
        ProcessInstance hazard = fixedOnTheSpotBy("market-regulation.clerk", "A05");
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
        // Nothing was owed before: three working days by G2 (serious).
        assertDeadline(TENTH, hazard, "Rectify", "rectification", true);
        submit("school-01.clerk", hazard, "Rectify");
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed");
    }

    private ProcessInstance fixedOnTheSpotBy(String post, String area) {
        Map<String, Object> found = FormAnswers.hazard("school-01", area, "serious");
        found.put("fixedOnSpot", true);
        found.put("measures", "已当场清理通道");
        return report(post, found);
    }

    // Nobody accepts their own work.

    @Test
    void whoPutItRightNeverReinspectsIt() {
        // The post belongs to the very unit that re-inspects A05.
        ProcessInstance hazard = fixedOnTheSpotBy("emergency.clerk", "A05");
        Task task = task("emergency.clerk", hazard, "Reinspect");
        refusedAsOwn(() -> as("emergency.clerk", () -> {
            tasks.claim(task.getId(), "emergency.clerk");
            return null;
        }));
        refusedAsOwn(() -> submit("emergency.clerk", task, FormAnswers.good("Reinspect")));
        submit("emergency.head", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Closed");
    }

    @Test
    void noAdministratorGivesTheReinspectionToWhoRectified() {
        ProcessInstance hazard = rectified();
        Task task = open(hazard, "Reinspect");
        List<Runnable> ways = List.of(
                () -> tasks.setAssignee(task.getId(), "school-01.clerk"),
                () -> tasks.claim(task.getId(), "school-01.clerk"),
                () -> tasks.delegateTask(task.getId(), "school-01.clerk"),
                () -> {
                    Task changed = open(hazard, "Reinspect");
                    changed.setAssignee("school-01.clerk");
                    tasks.saveTask(changed);
                });
        for (Runnable way : ways) {
            refusedAsOwn(() -> as("admin", () -> {
                way.run();
                return null;
            }));
            assertThat(open(hazard, "Reinspect").getAssignee()).isNull();
        }
        // Made a candidate, the post sees the task and still may not finish it.
        as("admin", () -> {
            tasks.addCandidateUser(task.getId(), "school-01.clerk");
            return null;
        });
        refusedAsOwn(() -> submit("school-01.clerk", hazard, "Reinspect"));
        assertThat(hazard).isWaitingAtExactly("Reinspect");
        assertThat(ledger(hazard).state()).isEqualTo(State.REINSPECTING);
    }

    @Test
    void noAdministratorFinishesTheReinspectionForWhoRectified() {
        ProcessInstance hazard = rectified();
        Task task = open(hazard, "Reinspect");
        // Put there behind the listeners' back, as a restored backup or a migration could.
        jdbc.sql("update act_ru_task set assignee_ = 'school-01.clerk' where id_ = ?")
                .param(task.getId())
                .update();
        refusedAsOwn(() -> submit("admin", task, FormAnswers.good("Reinspect")));
        assertThatThrownBy(() -> as("admin", () -> {
                    tasks.complete(task.getId(), FormAnswers.good("Reinspect"));
                    return null;
                }))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(hazard).isWaitingAtExactly("Reinspect");
    }

    private static void refusedAsOwn(Runnable act) {
        assertThatThrownBy(act::run)
                .satisfiesAnyOf(
                        failure -> assertThat(failure)
                                .isInstanceOf(BadUserRequestException.class)
                                .hasMessageContaining(OWN),
                        failure -> assertThat(failure)
                                .hasRootCauseInstanceOf(BadUserRequestException.class)
                                .rootCause()
                                .hasMessageContaining(OWN));
    }

    // Disposal in the consolidation phase (S4).

    /** Puts the school where its consolidation begins; the way there is SchoolModelTest's. */
    private ProcessInstance consolidation() {
        String id = campaignOf(campaign);
        ProcessInstance school = runtime.createProcessInstanceByKey("school")
                .businessKey(id + "/school-01")
                .setVariables(
                        Map.of("campaign", id, "plan", "hekou-2023", "school", "school-01", "schoolName", "镇中心小学"))
                .startBeforeActivity("Disposals#multiInstanceBody")
                .execute();
        jdbc.sql("update dudao.school_run set state = 'RUNNING', process_instance = ? where school = 'school-01'")
                .param(school.getId())
                .update();
        assertThat(school).isWaitingAt("Disposal");
        return school;
    }

    private void dispose(String decision, String day) {
        submit("task-force.clerk", consolidation(), "Disposal", disposal(decision, day));
    }

    private static Map<String, Object> disposal(String decision, String day) {
        Map<String, Object> answers = FormAnswers.with("Disposal", "decision", decision);
        if (day != null) {
            answers.putAll(Map.of("namedPost", "school-01.head", "newDeadline", day));
        }
        return answers;
    }

    @Test
    void disposedToBeSolvedNothingChanges() {
        ProcessInstance hazard = taken();
        dispose("solve", null);
        assertDeadline(TENTH, hazard, "Rectify", "rectification", true);
        assertThat(ledger(hazard).namedPost()).isNull();
        assertThat(ledger(hazard).listed()).isFalse();
        assertThat(acts(obligation(hazard, "rectification"))).containsExactly(ObligationAct.OPENED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extend", "listed"})
    void disposedWithANewDeadlineAndANamedPostWhichHoldAtOnce(String decision) {
        ProcessInstance hazard = taken();
        dispose(decision, "2026-09-30");
        assertThat(hazard).isWaitingAtExactly("Rectify");
        assertDeadline("2026-09-30T15:59:59.999Z", hazard, "Rectify", "rectification", true);
        assertThat(open(hazard, "Rectify").getAssignee()).isEqualTo("school-01.head");
        Hazard row = ledger(hazard);
        assertThat(row.namedPost()).isEqualTo("school-01.head");
        assertThat(row.listed()).isEqualTo(decision.equals("listed"));
        assertThat(row.state()).isEqualTo(State.RECTIFYING);
        Obligation rectification = obligation(hazard, "rectification");
        assertThat(acts(rectification)).containsExactly(ObligationAct.OPENED, ObligationAct.MOVED);
        assertThat(events(rectification).get(1).by()).isEqualTo("task-force.clerk");
        assertThat(rectification.arithmetic()).startsWith("分类处置决定");
        // The old instant passes without anything; the new one counts.
        clockAt(TENTH);
        assertThat(acts(rectification)).containsExactly(ObligationAct.OPENED, ObligationAct.MOVED);
        assertActsExactlyAt("2026-09-30T15:59:59.999Z", rectification, ObligationAct.OVERDUE, ObligationAct.URGED);
        submit("school-01.head", hazard, "Rectify");
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded().hasPassed("Apply", "Applied", "Closed");
    }

    @Test
    void disposedWhileOnTheLadderTheTaskTheRowAndTheLadderFollow() {
        ProcessInstance hazard = taken();
        Obligation rectification = obligation(hazard, "rectification");
        clockAt(TENTH);
        dispose("extend", "2026-09-30");
        assertDeadline("2026-09-30T15:59:59.999Z", hazard, "Rectify", "rectification", false);
        assertThat(open(hazard, "Rectify").getAssignee()).isEqualTo("school-01.head");
        assertActsExactlyAt("2026-09-30T15:59:59.999Z", rectification, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
    }

    @Test
    void disposedBeforeItWasTakenOnTheDecisionHoldsFromThenOn() {
        ProcessInstance hazard = reported("A05", "serious");
        dispose("listed", "2026-09-30");
        assertThat(hazard).isWaitingAtExactly("TakeOn");
        assertThat(ledger(hazard).listed()).isTrue();
        submit("school-01.clerk", hazard, "TakeOn");
        assertDeadline("2026-09-30T15:59:59.999Z", hazard, "Rectify", "rectification", true);
        assertThat(open(hazard, "Rectify").getAssignee()).isEqualTo("school-01.head");
        assertThat(obligation(hazard, "rectification").arithmetic()).startsWith("分类处置决定");
    }

    @Test
    void disposedAndThenGivenToAnotherUnitNobodyOfTheFirstIsNamed() {
        ProcessInstance hazard = reported("A05", "serious");
        dispose("extend", "2026-09-30");
        submit("school-01.clerk", hazard, "TakeOn", Map.of("decision", "object", "comment", "消防栓由应急管理站维护"));
        submit("task-force.clerk", hazard, "Reassign", FormAnswers.with("Reassign", "responsibleUnit", "emergency"));
        assertThat(ledger(hazard).namedPost()).isNull();
        submit("emergency.clerk", hazard, "TakeOn");
        assertThat(open(hazard, "Rectify").getAssignee()).isNull();
        submit("emergency.clerk", hazard, "Rectify");
        assertThat(hazard).isWaitingAtExactly("Reinspect");
    }

    @Test
    void disposedWhileReinspectedTheDecisionHoldsIfItIsReturned() {
        ProcessInstance hazard = rectified();
        dispose("extend", "2026-09-30");
        assertThat(hazard).isWaitingAtExactly("Reinspect");
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
        assertDeadline("2026-09-30T15:59:59.999Z", hazard, "Rectify", "rectification", true);
        assertThat(open(hazard, "Rectify").getAssignee()).isEqualTo("school-01.head");
    }

    @Test
    void disposedForADayGoneByWhenItIsReturnedThePlansTimeForReworkHolds() {
        ProcessInstance hazard = rectified();
        dispose("extend", "2026-09-09");
        clockAt("2026-09-10T09:00:00Z");
        submit(
                "emergency.clerk",
                hazard,
                "Reinspect",
                FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
        assertDeadline(FOURTEENTH, hazard, "Rectify", "rectification", true);
        assertThat(ladder(obligation(hazard, "rectification"))).isNull();
    }

    @Test
    void disposedAfterItWasClosedNothingHappens() {
        ProcessInstance hazard = rectified();
        ProcessInstance school = consolidation();
        submit("emergency.clerk", hazard, "Reinspect");
        assertThat(hazard).isEnded();
        submit("task-force.clerk", school, "Disposal", disposal("listed", "2026-09-30"));
        assertThat(school).isWaitingAtExactly("SchoolSummary");
        assertThat(ledger(hazard).listed()).isFalse();
        assertThat(ledger(hazard).state()).isEqualTo(State.CLOSED);
    }

    // Not done in time.

    @ParameterizedTest
    @CsvSource({
        "TakeOn, hazard-take-on, " + EIGHTH,
        "Reassign, hazard-reassign, " + EIGHTH,
        "Rectify, rectification, " + TENTH,
        "Deliberate, deliberation, " + FOURTEENTH,
        "Reinspect, reinspection, " + TENTH
    })
    void notDoneInTimeItEntersTheLadderAtTheInstantAndNotBefore(String key, String kind, String deadline) {
        ProcessInstance hazard = at(key);
        Obligation obligation = obligation(hazard, kind);
        assertThat(obligation.deadline()).isEqualTo(Instant.parse(deadline));
        assertActsExactlyAt(deadline, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertThat(hazard).hasPassed(key + "Due", key + "Ladder").isWaitingAtExactly(key);
        assertThat(ladder(obligation)).isNotNull();
    }

    private ProcessInstance at(String key) {
        switch (key) {
            case "TakeOn":
                return reported("A05", "serious");
            case "Reassign":
                ProcessInstance objected = reported("A05", "serious");
                submit("school-01.clerk", objected, "TakeOn", Map.of("decision", "object", "comment", "不属于学校"));
                return objected;
            case "Rectify":
                return taken();
            case "Deliberate":
                ProcessInstance unable = taken();
                submit("school-01.clerk", unable, "Rectify", Map.of("decision", "unable", "reason", "需要改造疏散楼梯"));
                return unable;
            default:
                return rectified();
        }
    }

    // Refused at the start.

    @Test
    void withoutARunningCampaignNothingIsRegistered() {
        jdbc.sql("update dudao.campaign set closed_at = now()").update();
        assertThatThrownBy(() -> reported("A05", "general"))
                .hasRootCauseInstanceOf(BadUserRequestException.class)
                .rootCause()
                .hasMessageContaining("没有正在进行的专项行动");
        assertThat(jdbc.sql("select count(*) from dudao.hazard")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
