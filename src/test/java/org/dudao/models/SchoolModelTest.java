package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.history.HistoricFormField;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.Hazard.State;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.plan.Item;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S2, S3, S4, W1, M1: every way of one school, 镇中心小学, through a campaign that starts on 7 September 2026. */
class SchoolModelTest extends ModelScenario {

    private static final String SIGN_BY = "2026-09-11T15:59:59.999Z";
    private static final String INSPECT_BY = "2026-09-17T15:59:59.999Z";
    private static final String REPORT_BY = "2026-09-18T15:59:59.999Z";
    private static final String PLAN_BY = "2026-09-22T15:59:59.999Z";
    private static final String ACCEPT_BY = "2026-09-28T15:59:59.999Z";
    private static final String SUM_UP_BY = "2026-10-02T15:59:59.999Z";

    private ProcessInstance campaign;
    private ProcessInstance school;

    SchoolModelTest() {
        super("school");
    }

    @BeforeEach
    void launchSchool() {
        campaign = launch("2026-09-07");
        issue(campaign);
        launchSchools(campaign);
        school = school(campaign, "school-01");
    }

    private String state() {
        return jdbc.sql("select state from dudao.school_run where process_instance = ?")
                .param(school.getId())
                .query(String.class)
                .single();
    }

    private ProcessInstance hazard(Hazard row) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(row.number(), "hazard")
                .singleResult();
    }

    // The straight way.

    @Test
    void signedOrganisedInspectedReportedPlannedAcceptedAndSummedUp() {
        assertThat(school).isWaitingAtExactly("SignPlan");
        assertDeadline(SIGN_BY, school, "SignPlan", "school-sign-plan", true);
        assertThat(tasksOf("school-02.clerk", school, "SignPlan")).isEmpty();
        submit("school-01.clerk", school, "SignPlan");
        assertDeadline(SIGN_BY, school, "Organise", "school-organization", true);
        submit("school-01.clerk", school, "Organise");

        assertThat(matters("SelfInspection")).isEqualTo(ownAreas());
        assertThat(matters("PerimeterInspection")).containsExactlyInAnyOrder("A09", "A10", "A11", "A12", "A13", "A14");
        playUntil(school, "SelfReport");
        assertDeadline(REPORT_BY, school, "SelfReport", "self-report", true);
        assertThat((String) tasks.getVariable(open(school, "SelfReport").getId(), "briefing"))
                .contains("消防安全：检查")
                .contains("没有发现隐患");
        submit("school-01.clerk", school, "SelfReport");
        assertThat((String) tasks.getVariable(open(school, "ReviewReport").getId(), "briefing"))
                .contains(FormAnswers.TEXT);
        submit("town-office.clerk", school, "ReviewReport");
        assertDeadline(PLAN_BY, school, "SchoolPlan", "school-plan", true);
        submit("school-01.clerk", school, "SchoolPlan");
        submit("education.head", school, "ReviewSchoolPlan");
        playUntil(school, "Acceptance");
        assertDeadline(ACCEPT_BY, school, "Acceptance", "acceptance", true);
        assertThat(tasksOf("school-01.head", school, "Acceptance"))
                .as("nobody accepts their own work")
                .isEmpty();
        submit("supervisors.clerk", school, "Acceptance");
        assertDeadline(SUM_UP_BY, school, "SchoolSummary", "school-summary", true);
        assertThat(state()).isEqualTo("RUNNING");
        submit("school-01.clerk", school, "SchoolSummary");

        assertThat(school).isEnded().hasPassed("FinishSchool", "Finished").hasNotPassed("Disposal", "Rework");
        assertThat(state()).isEqualTo("FINISHED");
        assertThat(jdbc.sql("select schools_open from dudao.campaign")
                        .query(Integer.class)
                        .single())
                .isEqualTo(7);
        assertThat(jdbc.sql("select distinct state from dudao.obligation where process_instance = ?")
                        .param(school.getId())
                        .query(String.class)
                        .list())
                .containsExactly("FULFILLED");
    }

    private Set<String> matters(String key) {
        return tasks.createTaskQuery().processInstanceId(school.getId()).taskDefinitionKey(key).list().stream()
                .map(task -> (String) tasks.getVariable(task.getId(), "matter"))
                .collect(Collectors.toSet());
    }

    /** Of the areas within the walls all but the laboratory's and the special equipment's: the school has neither. */
    private static Set<String> ownAreas() {
        return Set.of("A01", "A02", "A03", "A05", "A06", "A08");
    }

    // What is found becomes a hazard.

    @Test
    void whatTheSchoolFindsIsRectifiedAtOnceAndStandsInItsReport() {
        playUntil(school, "SelfInspection");
        Task fire = inspection(school, "A05");
        List<Item> items = area(fire).items();
        Map<String, Object> answers = FormAnswers.inOrder(area(fire), profile(school));
        FormAnswers.finding(answers, items.get(0), "serious", false);
        FormAnswers.finding(answers, items.get(1), "general", true);
        inspect(school, fire, answers);

        List<Hazard> found = hazards.all(campaignOf(campaign), "school-01");
        assertThat(found).hasSize(2);
        assertThat(found.get(0).item()).isEqualTo(items.get(0).id());
        assertThat(found.get(0).source()).isEqualTo("学校自查");
        assertThat(found.get(0).reportedBy()).isEqualTo("school-01.clerk");
        assertThat(found.get(0).responsibleUnit()).isEqualTo("school-01");
        assertThat(hazard(found.get(0))).isWaitingAtExactly("TakeOn");
        assertThat(found.get(1).fixedOnSpot()).isTrue();
        assertThat(found.get(1).measures()).isEqualTo("当场清理");
        assertThat(hazard(found.get(1))).isWaitingAtExactly("Reinspect");
        assertThat(jdbc.sql("select hazard from dudao.inspection_result where result = 'hazard' order by item")
                        .query(String.class)
                        .list())
                .containsExactly(found.get(0).number(), found.get(1).number());

        playUntil(school, "SelfReport");
        // Markdown escapes the hyphens of the numbers.
        assertThat(((String) tasks.getVariable(open(school, "SelfReport").getId(), "briefing")).replace("\\", ""))
                .contains(found.get(0).number(), found.get(1).number());
    }

    @Test
    void theLeadInspectsAroundTheSchoolAndItsFindingIsItsOwnToRectify() {
        playUntil(school, "PerimeterInspection");
        Task traffic = inspection(school, "A09");
        assertThat(tasksOf("school-01.clerk", school, "PerimeterInspection"))
                .as("not the school's")
                .isEmpty();
        assertThat(tasksOf("market-regulation.clerk", school, "PerimeterInspection"))
                .extracting(Task::getId)
                .containsExactly(inspection(school, "A10").getId());
        assertThat(tasksOf("traffic-police.clerk", school, "PerimeterInspection"))
                .extracting(Task::getId)
                .containsExactly(traffic.getId());
        Map<String, Object> answers = FormAnswers.inOrder(area(traffic), profile(school));
        FormAnswers.finding(answers, area(traffic).items().get(0), "major", false);
        submit("traffic-police.clerk", traffic, answers);

        Hazard found = hazards.all(campaignOf(campaign), "school-01").get(0);
        assertThat(found.source()).isEqualTo("周边检查");
        assertThat(found.reportingUnit()).isEqualTo("traffic-police");
        assertThat(found.responsibleUnit()).isEqualTo("traffic-police");
        assertThat(found.reinspectingUnit()).isEqualTo("supervisors");
        assertThat(found.grade()).isEqualTo("major");
    }

    /** M2b */
    @Test
    void aLeadOnACrimeGoesToPublicSecurityAndTheEngineKeepsNothingOfIt() {
        playUntil(school, "SelfInspection");
        Task fights = inspection(school, "A02");
        List<Item> items = area(fights).items();
        Map<String, Object> answers = FormAnswers.inOrder(area(fights), profile(school));
        FormAnswers.finding(answers, items.get(0), "general", false);
        FormAnswers.finding(answers, items.get(1), "serious", true);
        answers.put(items.get(1).fieldKey() + "_description", "校外人员向学生收取保护费");
        answers.put(items.get(1).fieldKey() + "_crime", true);
        inspect(school, fights, answers);

        List<Hazard> found = hazards.all(campaignOf(campaign), "school-01");
        assertThat(found).extracting(Hazard::crime).containsExactly(false, true);
        assertThat(found.get(1).state()).isEqualTo(State.REFERRED);
        assertThat(found.get(1).fixedOnSpot())
                .as("nobody puts a crime right on the spot")
                .isFalse();
        ProcessInstance referral = runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .singleResult();
        assertThat((String) tasks.getVariable(open(referral, "Referral").getId(), "briefing"))
                .contains("收取保护费");
        assertThat(remembered()).anyMatch(name -> name.startsWith(items.get(0).fieldKey() + "_"));
        assertThat(remembered()).noneMatch(name -> name.startsWith(items.get(1).fieldKey() + "_"));
        playUntil(school, "SelfReport");
        assertThat((String) tasks.getVariable(open(school, "SelfReport").getId(), "briefing"))
                .contains("校园欺凌和暴力伤害防治：检查7项，隐患1处")
                .doesNotContain("保护费");
    }

    /** The names of all values that the engine's history has of the school. */
    private List<String> remembered() {
        return Stream.concat(
                        history.createHistoricVariableInstanceQuery().processInstanceId(school.getId()).list().stream()
                                .map(HistoricVariableInstance::getName),
                        history.createHistoricDetailQuery().processInstanceId(school.getId()).list().stream()
                                .map(detail -> detail instanceof HistoricFormField field
                                        ? field.getFieldId()
                                        : ((HistoricVariableUpdate) detail).getVariableName()))
                .toList();
    }

    @Test
    void acceptanceWaitsForTheInspectionsAround() {
        playUntil(school, "PerimeterInspection");
        for (String own : ownAreas()) {
            Task task = inspection(school, own);
            inspect(school, task, FormAnswers.inOrder(area(task), profile(school)));
        }
        submit("school-01.clerk", school, "SelfReport");
        submit("town-office.clerk", school, "ReviewReport");
        submit("school-01.clerk", school, "SchoolPlan");
        submit("education.head", school, "ReviewSchoolPlan");
        assertThat(open(school, "Acceptance")).isNull();
        playUntil(school, "Acceptance");
        assertThat(school).isWaitingAtExactly("Acceptance").hasPassed("PerimeterInspections", "ReadyForAcceptance");
    }

    // Returned and failed.

    @Test
    void theReportIsReturnedWithMoreTimeAndThenTaken() {
        playUntil(school, "SelfReport");
        Obligation report = obligation(school, "self-report");
        clockWithout("2026-09-18T02:00:00Z");
        submit("school-01.clerk", school, "SelfReport");
        assertThat(stateOf(report)).isEqualTo("SUBMITTED");
        submit("town-office.clerk", school, "ReviewReport", Map.of("decision", "return", "comment", "缺少饮食方面的自查情况"));
        // Two working days after Friday, the 18th: Sunday, the 20th, is worked.
        assertDeadline("2026-09-21T15:59:59.999Z", school, "SelfReport", "self-report", true);
        assertThat(obligation(school, "self-report").id()).isEqualTo(report.id());
        assertThat((String) tasks.getVariable(open(school, "SelfReport").getId(), "briefing"))
                .contains("缺少饮食方面的自查情况");
        submit("school-01.clerk", school, "SelfReport");
        submit("town-office.clerk", school, "ReviewReport");
        assertThat(school).isWaitingAt("SchoolPlan").hasPassedInOrder("ReviewReport", "SelfReport", "ReviewReport");
        assertThat(acts(report))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.RETURNED,
                        ObligationAct.REOPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.ACCEPTED);
    }

    @Test
    void theSchoolsPlanIsReturnedAndThenTaken() {
        playUntil(school, "SchoolPlan");
        Obligation plan = obligation(school, "school-plan");
        submit("school-01.clerk", school, "SchoolPlan");
        submit("education.head", school, "ReviewSchoolPlan", Map.of("decision", "return", "comment", "没有写明责任人"));
        // Returned on the 7th: the plan's own day, the 22nd, leaves more time than the two working days.
        assertDeadline(PLAN_BY, school, "SchoolPlan", "school-plan", true);
        assertThat(obligation(school, "school-plan").id()).isEqualTo(plan.id());
        submit("school-01.clerk", school, "SchoolPlan");
        submit("education.head", school, "ReviewSchoolPlan");
        assertThat(school).hasPassedInOrder("ReviewSchoolPlan", "SchoolPlan", "ReviewSchoolPlan");
        assertThat(acts(plan))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.RETURNED,
                        ObligationAct.REOPENED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.ACCEPTED);
    }

    @Test
    void acceptanceFailsTheSchoolWorksOnAndIsAcceptedThen() {
        playUntil(school, "Acceptance");
        submit("supervisors.clerk", school, "Acceptance", FormAnswers.with("Acceptance", "decision", "fail"));
        assertThat(school).isWaitingAtExactly("Rework");
        assertThat(jdbc.sql("select acceptance_failures from dudao.school_run where process_instance = ?")
                        .param(school.getId())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat((String) tasks.getVariable(open(school, "Rework").getId(), "briefing"))
                .contains("验收未通过次数**：1");
        Obligation rework = obligation(school, "acceptance-rework");
        // Three working days after Monday, the 7th.
        assertOverdueExactlyAt("2026-09-10T15:59:59.999Z", school, rework);
        submit("school-01.clerk", school, "Rework");
        assertThat(acts(rework)).endsWith(ObligationAct.SUBMITTED, ObligationAct.LEFT);
        submit("supervisors.clerk", school, "Acceptance");
        assertThat(school).isWaitingAtExactly("SchoolSummary").hasPassedInOrder("Acceptance", "Rework", "Acceptance");
    }

    // Consolidation.

    @Test
    void everyOpenHazardButACrimeGetsADecisionThatReachesIt() {
        ProcessInstance first = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        ProcessInstance second = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A09", "general"));
        Map<String, Object> knife = FormAnswers.hazard("school-01", "A13", "serious");
        knife.put("crime", true);
        ProcessInstance crime = report("market-regulation.clerk", knife);
        ProcessInstance elsewhere =
                report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "general"));
        submit("school-01.clerk", first, "TakeOn");
        submit("traffic-police.clerk", second, "TakeOn");
        playUntil(school, "Disposal");
        assertThat(matters("Disposal")).containsExactlyInAnyOrder(number(first), number(second));

        Task ofFirst = disposal(first);
        for (String day : List.of("2026-09-06", "2026-09-07")) {
            assertThatThrownBy(() -> submit("task-force.clerk", ofFirst, extended("school-01.head", day)))
                    .rootCause()
                    .isInstanceOf(BadUserRequestException.class)
                    .hasMessageContaining("新期限必须晚于今天");
        }
        submit("task-force.clerk", ofFirst, extended("school-01.head", "2026-10-20"));
        assertDeadline("2026-10-20T15:59:59.999Z", first, "Rectify", "rectification", true);
        assertThat(open(school, "SchoolSummary"))
                .as("one decision is still to be taken")
                .isNull();
        submit("task-force.clerk", disposal(second), FormAnswers.good("Disposal"));
        assertThat(school).isWaitingAtExactly("SchoolSummary").hasPassed("Disposals", "Disposed");
        assertThat(ledger(first).namedPost()).isEqualTo("school-01.head");
        assertThat(ledger(second).namedPost()).isNull();
        assertThat(ledger(crime).state()).isEqualTo(State.REFERRED);
        assertThat(ledger(elsewhere).state()).isEqualTo(State.ASSIGNED);
    }

    private String number(ProcessInstance hazard) {
        return ledger(hazard).number();
    }

    private Task disposal(ProcessInstance hazard) {
        return tasks.createTaskQuery().processInstanceId(school.getId()).taskDefinitionKey("Disposal").list().stream()
                .filter(task -> number(hazard).equals(tasks.getVariable(task.getId(), "matter")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> extended(String post, String day) {
        return FormAnswers.with("Disposal", "decision", "extend", "namedPost", post, "newDeadline", day);
    }

    // Not done in time.

    @Test
    void whatIsNotDoneInTimeEntersTheLadderAtItsInstantStepByStep() {
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        assertOverdueExactlyAt(SIGN_BY, school, obligation(school, "school-sign-plan"));
        submit("school-01.clerk", school, "SignPlan");
        // Its own day is over with the same instant.
        runDueJobsOf(school);
        assertOverdue(obligation(school, "school-organization"));
        submit("school-01.clerk", school, "Organise");

        Obligation fire = obligation(school, "self-inspection", "A05");
        Obligation traffic = obligation(school, "perimeter-inspection", "A09");
        assertOverdueExactlyAt(INSPECT_BY, school, fire);
        assertOverdue(traffic);
        assertThat(traffic.unit()).isEqualTo("traffic-police");
        playUntil(school, "SelfReport");
        assertThat(acts(fire)).endsWith(ObligationAct.SUBMITTED, ObligationAct.LEFT);
        assertOverdueExactlyAt(REPORT_BY, school, obligation(school, "self-report"));
        submit("school-01.clerk", school, "SelfReport");
        // Two working days after Friday, the 18th.
        assertOverdueExactlyAt("2026-09-21T15:59:59.999Z", school, obligation(school, "report-review"));
        submit("town-office.clerk", school, "ReviewReport");
        assertOverdueExactlyAt(PLAN_BY, school, obligation(school, "school-plan"));
        submit("school-01.clerk", school, "SchoolPlan");
        assertOverdueExactlyAt("2026-09-24T15:59:59.999Z", school, obligation(school, "school-plan-review"));
        submit("education.head", school, "ReviewSchoolPlan");
        playUntil(school, "Acceptance");
        assertOverdueExactlyAt(ACCEPT_BY, school, obligation(school, "acceptance"));
        submit("supervisors.clerk", school, "Acceptance");
        assertOverdueExactlyAt(SUM_UP_BY, school, obligation(school, "hazard-disposal", number(hazard)));
        submit("task-force.clerk", school, "Disposal");
        runDueJobsOf(school);
        assertOverdue(obligation(school, "school-summary"));
        submit("school-01.clerk", school, "SchoolSummary");
        assertThat(school).isEnded();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("escalation")
                        .count())
                .as("what is done leaves its ladder")
                .isZero();
    }

    @Test
    void signedInTimeButNotOrganised() {
        submit("school-01.clerk", school, "SignPlan");
        assertOverdueExactlyAt(SIGN_BY, school, obligation(school, "school-organization"));
    }

    @Test
    void acceptedInTimeButNotSummedUp() {
        playUntil(school, "SchoolSummary");
        assertOverdueExactlyAt(SUM_UP_BY, school, obligation(school, "school-summary"));
    }
}
