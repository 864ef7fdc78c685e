package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.appraisal.Appraisal;
import org.dudao.appraisal.Appraisal.State;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.appraisal.Appraisals;
import org.dudao.appraisal.Grade;
import org.dudao.appraisal.Line;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** W3, W2e: a unit's score from the data, its objection, the review, the grade, and a veto against it. */
class AppraisalModelTest extends ModelScenario {

    private static final Map<String, Object> OBJECTION =
            Map.of("decision", "object", "grounds", "自查报告是按期送的，系统里登记晚了一天。");

    @Autowired
    private AppraisalProcess appraisalProcess;

    @Autowired
    private Appraisals appraisals;

    @Autowired
    private CaseLog log;

    @Autowired
    private IdentityService identity;

    @Autowired
    private TransactionTemplate transaction;

    private String campaign;

    AppraisalModelTest() {
        super("appraisal");
    }

    @BeforeEach
    void campaign() throws Exception {
        campaign = campaignBy(Files.readString(Path.of("plans/hekou-2023.yaml")));
    }

    /** A campaign that is over, by that plan. */
    private String campaignBy(String plan) {
        String id = "appraised-" + UUID.randomUUID();
        jdbc.sql("insert into dudao.campaign_plan (campaign, plan, start_date, source) values (?, 'appraised', ?, ?)")
                .params(id, LocalDate.parse("2026-06-01"), plan)
                .update();
        jdbc.sql("""
                        insert into dudao.campaign (id, name, end_date, process_instance, schools_open, started_at)
                        values (?, '专项行动', '2026-08-01', 'over', 0, now())
                        """).param(id).update();
        return id;
    }

    /** What a unit did in time, or a day late. */
    private void did(String unit, String kind, boolean inTime, String rung) {
        jdbc.sql("""
                        insert into dudao.obligation (id, campaign, kind, title, unit, owed_to, process_instance, activity,
                            acceptance_required, state, opened_at, deadline, arithmetic, remind_at, rung, settled_at)
                        values (?, ?, ?, '报送', ?, 'town-office', ?, 'Over', false, 'FULFILLED', '2026-06-01T00:00:00Z',
                            '2026-06-10T15:59:59.999Z', '方案规定', '2026-06-10T15:59:59.999Z', ?, ?::timestamptz)
                        """)
                .params(
                        UUID.randomUUID().toString(),
                        campaign,
                        kind,
                        unit,
                        UUID.randomUUID().toString(),
                        rung,
                        inTime ? "2026-06-10T15:59:59.999Z" : "2026-06-10T16:00:00Z")
                .update();
    }

    private void veto(String unit, String state) {
        jdbc.sql("""
                        insert into dudao.veto_case (key, campaign, unit, trigger, rule, reason, opened_at, state, concluded_at)
                        values (?, ?, ?, 'incident', 'V4', '发生事故', now(), ?, now())
                        """)
                .params(campaign + "/" + unit + "/9", campaign, unit, state)
                .update();
    }

    private boolean startNext() {
        return startNext(campaign);
    }

    /** As the campaign's model calls it; answers whether there are more. */
    private boolean startNext(String id) {
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(id);
        transaction.executeWithoutResult(status -> appraisalProcess.startNext(execution));
        boolean[] more = new boolean[1];
        verify(execution).setVariable(eq("moreAppraisals"), argThat(value -> {
            more[0] = Boolean.TRUE.equals(value);
            return true;
        }));
        return more[0];
    }

    private ProcessInstance process(String unit) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(campaign + "/appraisal/" + unit, "appraisal")
                .singleResult();
    }

    private Appraisal appraisal(String unit) {
        return appraisals.get(campaign + "/appraisal/" + unit);
    }

    private List<String> log(String unit) {
        return log.read(campaign + "/appraisal/" + unit).stream()
                .map(CaseEntry::act)
                .filter(act -> !act.equals("MEASURED"))
                .toList();
    }

    private List<Integer> values(String unit) {
        return appraisal(unit).lines().stream().map(Line::value).toList();
    }

    @Test
    void everySchoolDepartmentAndVillageIsAppraisedOnceInChunks() {
        Object usual = ReflectionTestUtils.getField(appraisalProcess, "perTransaction");
        ReflectionTestUtils.setField(appraisalProcess, "perTransaction", 10);
        try {
            assertThat(startNext()).isTrue();
            assertThat(startNext()).isTrue();
            assertThat(startNext()).isFalse();
            assertThat(startNext()).isFalse();
        } finally {
            ReflectionTestUtils.setField(appraisalProcess, "perTransaction", usual);
        }
        assertThat(appraisals.of(campaign))
                .extracting(Appraisal::unit)
                .hasSize(26)
                .doesNotHaveDuplicates()
                .contains("school-01", "village-04", "water")
                .doesNotContain("town-leaders", "task-force", "supervisors", "town-office");
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("appraisal")
                        .count())
                .isEqualTo(26);
    }

    @Test
    void aPlanWithoutTheSectionAppraisesNobody() throws Exception {
        String plan = Files.readString(Path.of("plans/hekou-2023.yaml"));
        String silent = plan.replaceAll("(?s)\nappraisal:\n.*?\n\n", "\n");
        assertThat(silent).isNotEqualTo(plan);
        assertThat(startNext(campaignBy(silent))).isFalse();
        assertThat(runtime.createProcessInstanceQuery().count()).isZero();
    }

    @Test
    void theScoreComesFromTheDataAndIsShownWithItsRules() {
        for (int i = 0; i < 9; i++) {
            did("school-01", "self-report", true, null);
        }
        did("school-01", "school-plan", false, "urge");
        did("school-01", "rectification", true, null);
        did("school-01", "rectification", false, "supervise");
        jdbc.sql("insert into dudao.school_run (campaign, school, position, state, acceptance_failures)"
                        + " values (?, 'school-01', 1, 'FINISHED', 1)")
                .param(campaign)
                .update();
        jdbc.sql("""
                        insert into dudao.hazard (number, campaign, school, area, place, description, severity, source, reporting_unit,
                            responsible_unit, state, fixed_on_spot, crime, returns, registered_at, closed_at)
                        values ('over-1', :campaign, 'school-01', 'A05', '楼道', '堆物', 'general', '学校自查', 'school-01', 'school-01',
                            'CLOSED', false, false, 2, now(), now()),
                          ('over-2', :campaign, 'school-01', 'A13', '楼道', '线索', 'general', '学校自查', 'school-01', 'school-01',
                            'REFERRED', false, true, 9, now(), now())
                        """).param("campaign", campaign).update();
        jdbc.sql("""
                        insert into dudao.referral (key, campaign, source, place, what, referring_unit, referred_at, receiving_unit,
                            state, closed_at)
                        values (:campaign || '/referral/1', :campaign, 'over-2', '楼道', '线索', 'school-01', now(),
                            'public-security', 'NOTED', now())
                        """).param("campaign", campaign).update();
        startNext();
        assertThat(values("school-01")).containsExactly(90, 2, 50, 2, 1, 0, null, null);
        Appraisal school = appraisal("school-01");
        assertThat(school.score())
                .as("20 at 80%, 15 at 60%, 20 at 0, 10 at 60%, 15 at 50%, 10 at 100%: 48.5 of 90")
                .isEqualByComparingTo("53.88");
        assertThat(school.grade()).isEqualTo(Grade.FAIL);
        String briefing = (String)
                tasks.getVariable(open(process("school-01"), "Objection").getId(), "briefing");
        assertThat(briefing).contains("53.88分", "应办10件，按期办结9件", "应整改2处，按期整改1处", "K3 按期完成率达到85%", "K15 现场验收有1次不通过");
        assertThat(open(process("school-01"), "Objection").getName()).isEqualTo("查看初评、提出异议（镇中心小学）");
        assertThat(values("village-01")).containsOnlyNulls().hasSize(8);
        assertThat(appraisal("village-01").score()).as("nothing to appraise by").isNull();
        assertThat(appraisal("village-01").gradeInWords()).isEqualTo("不定等次");
    }

    @Test
    void theUnitAgreesAndHasItsGrade() {
        did("school-01", "self-report", true, null);
        startNext();
        ProcessInstance school = process("school-01");
        assertThat(tasksOf("school-02.clerk", school, "Objection")).isEmpty();
        assertThat(appraisal("school-01").rank()).isNull();
        submit("school-01.head", school, "Objection");
        assertThat(school).isEnded().hasPassed("Done");
        assertThat(appraisal("school-01"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.FINAL))
                .satisfies(row -> assertThat(row.score()).isEqualByComparingTo("100"))
                .satisfies(row -> assertThat(row.grade()).isEqualTo(Grade.EXCELLENT))
                .satisfies(row -> assertThat(row.finalAt()).isEqualTo(START))
                .satisfies(row -> assertThat(row.rank()).isOne());
        assertThat(log("school-01")).containsExactly("CALCULATED", "AGREED", "FINAL");
    }

    /** 27 September 2023 is a Wednesday, the holiday lasts from 29 September to 6 October, 7 and 8 October are worked. */
    @Test
    void whoSaysNothingForThreeWorkingDaysOverTheHolidayHasTheProvisionalScore() {
        clockWithout("2023-09-27T01:00:00Z");
        did("school-01", "self-report", false, null);
        startNext();
        ProcessInstance school = process("school-01");
        assertThat(open(school, "Objection").getDueDate().toInstant())
                .isEqualTo(Instant.parse("2023-10-08T15:59:59.999Z"));
        clockAt("2023-10-08T15:59:59.998Z");
        assertThat(open(school, "Objection")).isNotNull();
        assertThat(appraisal("school-01").state()).isEqualTo(State.PROVISIONAL);
        clockAt("2023-10-08T15:59:59.999Z");
        assertThat(school).isEnded().hasPassed("Silence");
        assertThat(appraisal("school-01").state()).isEqualTo(State.FINAL);
        assertThat(log("school-01")).startsWith("CALCULATED", "NOT_OBJECTED", "FINAL");
    }

    /** The application stood still for a month: every unit has its grade once, and nothing else happens. */
    @Test
    void afterAStandstillEachIsFinalOnce() {
        startNext();
        clockAt("2026-10-20T01:00:00Z");
        assertThat(appraisals.of(campaign)).hasSize(26).allSatisfy(row -> assertThat(row.state())
                .isEqualTo(State.FINAL));
        assertThat(log("school-01")).containsExactly("CALCULATED", "NOT_OBJECTED", "FINAL");
        assertThat(runtime.createProcessInstanceQuery().count()).isZero();
    }

    @Test
    void theTaskForceReviewsAnObjectionAndKeepsTheScore() {
        did("school-01", "self-report", true, null);
        did("school-01", "self-report", true, null);
        did("school-01", "self-report", true, null);
        did("school-01", "school-plan", false, null);
        startNext();
        ProcessInstance school = process("school-01");
        submit("school-01.clerk", school, "Objection", OBJECTION);
        assertThat(appraisal("school-01").state()).isEqualTo(State.OBJECTED);
        Obligation review = obligation(school, "appraisal-review");
        assertThat(review.unit()).isEqualTo("task-force");
        assertThat(review.owedTo()).isEqualTo("school-01");
        assertDeadline("2026-09-10T15:59:59.999Z", school, "ReviewObjection", "appraisal-review", true);
        assertOverdueExactlyAt("2026-09-10T15:59:59.999Z", school, review);
        assertThatThrownBy(() -> submit("admin", open(school, "ReviewObjection"), FormAnswers.good("ReviewObjection")))
                .hasMessageContaining("只有指定的岗位才能办理");
        submit("task-force.clerk", school, "ReviewObjection");
        assertThat(school).isEnded().hasPassed("Done");
        assertThat(stateOf(review)).isEqualTo("FULFILLED");
        assertThat(appraisal("school-01"))
                .satisfies(row -> assertThat(row.objection()).contains("登记晚了一天"))
                .satisfies(row -> assertThat(row.reviewReason()).isEqualTo(FormAnswers.TEXT))
                .satisfies(row -> assertThat(row.reviewedBy()).isEqualTo("task-force.clerk"));
        assertThat(log("school-01")).containsExactly("CALCULATED", "OBJECTED", "REVIEWED", "FINAL");
    }

    @Test
    void aWrongValueIsCorrectedWithAReasonAndTheRulesDecideAnew() {
        did("school-01", "self-report", true, null);
        did("school-01", "school-plan", false, "summon");
        startNext();
        assertThat(appraisal("school-01").score()).as("0 of 20, 4.5 of 15").isEqualByComparingTo("12.85");
        ProcessInstance school = process("school-01");
        submit("school-01.clerk", school, "Objection", OBJECTION);
        submit(
                "task-force.clerk",
                school,
                "ReviewObjection",
                Map.of(
                        "decision",
                        "correct",
                        "firstIndicator",
                        "in-time",
                        "firstValue",
                        100,
                        "secondIndicator",
                        "ladder",
                        "secondValue",
                        0,
                        "reason",
                        FormAnswers.TEXT));
        assertThat(school).isEnded().hasPassed("Done");
        assertThat(appraisal("school-01").score()).isEqualByComparingTo("100");
        assertThat(appraisal("school-01").grade()).isEqualTo(Grade.EXCELLENT);
        assertThat(jdbc.sql(
                                "select corrected_from from dudao.appraisal_indicator where appraisal = ? and indicator = 'in-time'")
                        .param(campaign + "/appraisal/school-01")
                        .query(Integer.class)
                        .single())
                .isEqualTo(50);
        assertThat(log("school-01"))
                .containsExactly("CALCULATED", "OBJECTED", "CORRECTED", "CORRECTED", "REVIEWED", "FINAL");
    }

    @Test
    void aCorrectionMustSayWhichAndHowMuch() {
        did("school-01", "self-report", true, null);
        startNext();
        ProcessInstance school = process("school-01");
        submit("school-01.clerk", school, "Objection", OBJECTION);
        refused(school, "最大是5", "firstIndicator", "ladder", "firstValue", 6);
        refused(school, "最大是100", "firstIndicator", "in-time", "firstValue", 101);
        refused(school, "和现在的一样", "firstIndicator", "in-time", "firstValue", 100);
        refused(school, "更正哪一项", "firstIndicator", "acceptance-failed", "firstValue", 1);
        refused(school, "请补上", "firstIndicator", "ladder", "firstValue", 1, "secondValue", 3);
        refused(
                school,
                "更正了两次",
                "firstIndicator",
                "ladder",
                "firstValue",
                1,
                "secondIndicator",
                "ladder",
                "secondValue",
                2);
        refused(school, "理由", "firstIndicator", "ladder", "firstValue", 1, "reason", "");
        assertThat(appraisal("school-01").state()).isEqualTo(State.OBJECTED);
        assertThat(appraisal("school-01").score()).isEqualByComparingTo("100");
    }

    private void refused(ProcessInstance school, String message, Object... answers) {
        Map<String, Object> values = FormAnswers.with("ReviewObjection", answers);
        values.put("decision", "correct");
        assertThatThrownBy(() -> submit("task-force.clerk", school, "ReviewObjection", values))
                .hasMessageContaining(message);
    }

    @Test
    void nobodyReviewsTheObjectionOfTheirOwnUnit() {
        startNext();
        ProcessInstance school = process("school-01");
        submit("school-01.clerk", school, "Objection", OBJECTION);
        identity.createMembership("task-force.clerk", "school-01");
        try {
            assertThatThrownBy(() -> submit("task-force.clerk", school, "ReviewObjection"))
                    .hasMessageContaining("不能复核自己单位的异议");
        } finally {
            identity.deleteMembership("task-force.clerk", "school-01");
        }
        submit("task-force.head", school, "ReviewObjection");
        assertThat(school).isEnded();
    }

    @Test
    void whereTheReviewerIsAppraisedItselfTheLeadersReview() throws Exception {
        campaign = campaignBy(Files.readString(Path.of("plans/hekou-2023.yaml"))
                .replace("  objectionWorkingDays: 3", "  reviewedBy: education\n  objectionWorkingDays: 3"));
        startNext();
        submit("school-01.clerk", process("school-01"), "Objection", OBJECTION);
        assertThat(obligation(process("school-01"), "appraisal-review").unit()).isEqualTo("education");
        ProcessInstance education = process("education");
        submit("education.clerk", education, "Objection", OBJECTION);
        assertThat(obligation(education, "appraisal-review").unit()).isEqualTo("town-leaders");
        assertThat(tasksOf("education.head", education, "ReviewObjection")).isEmpty();
        submit("leader.charge", education, "ReviewObjection");
        assertThat(education).isEnded();
    }

    @Test
    void belowTheBarAVetoCaseIsProposedAndPeopleDecide() {
        did("school-01", "self-report", false, "criticise");
        startNext();
        ProcessInstance school = process("school-01");
        submit("school-01.clerk", school, "Objection");
        assertThat(school).isEnded().hasPassed("ProposeVeto", "Proposed");
        assertThat(appraisal("school-01").grade()).isEqualTo(Grade.FAIL);
        ProcessInstance veto = runtime.createProcessInstanceQuery()
                .processDefinitionKey("veto")
                .singleResult();
        assertThat(veto.getBusinessKey()).isEqualTo(campaign + "/school-01/1");
        assertThat(jdbc.sql("select trigger || ' ' || rule || ' ' || reason from dudao.veto_case")
                        .query(String.class)
                        .single())
                .startsWith("weak-action V1 行动不力")
                .contains("考评低于合格线", "低于合格线60分");
        assertThat(log("school-01")).endsWith("FINAL", "VETO_PROPOSED");
    }

    @Test
    void onTheBarNothingIsProposed() {
        did("school-01", "self-report", false, null);
        did("school-01", "self-report", true, "supervise");
        for (int i = 0; i < 3; i++) {
            did("school-01", "rectification", true, null);
        }
        startNext();
        assertThat(appraisal("school-01").score())
                .as("0 of 20, 9 of 15, 20 of 20")
                .isEqualByComparingTo("52.72");
        submit("school-01.clerk", process("school-01"), "Objection", OBJECTION);
        submit(
                "task-force.clerk",
                process("school-01"),
                "ReviewObjection",
                Map.of(
                        "decision",
                        "correct",
                        "firstIndicator",
                        "in-time",
                        "firstValue",
                        70,
                        "reason",
                        FormAnswers.TEXT));
        assertThat(appraisal("school-01").grade()).isEqualTo(Grade.PASS);
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("veto")
                        .count())
                .isZero();
    }

    @Test
    void aVetoInForceMakesTheGradeWhateverTheScoreAndItsEndGivesItBack() {
        did("school-01", "self-report", true, null);
        did("school-02", "self-report", false, "urge");
        veto("school-01", "IN_FORCE");
        startNext();
        submit("school-01.clerk", process("school-01"), "Objection");
        submit("school-02.clerk", process("school-02"), "Objection");
        assertThat(appraisal("school-01"))
                .satisfies(row -> assertThat(row.score()).isEqualByComparingTo("100"))
                .satisfies(row -> assertThat(row.grade()).isEqualTo(Grade.FAIL))
                .satisfies(row -> assertThat(row.byScore()).isEqualTo(Grade.EXCELLENT))
                .satisfies(row -> assertThat(row.rank()).as("behind all others").isEqualTo(2));
        assertThat(log.read(campaign + "/appraisal/school-01")).last().satisfies(entry -> assertThat(entry.text())
                .contains("一票否决在案，等次不合格"));
        jdbc.sql("update dudao.veto_case set state = 'REVOKED' where unit = 'school-01'")
                .update();
        assertThat(appraisal("school-01").grade()).as("lifted on appeal").isEqualTo(Grade.EXCELLENT);
        assertThat(appraisal("school-01").rank()).isOne();
    }

    @Test
    void whereAVetoIsUnderWayNoSecondCaseIsProposed() {
        did("school-01", "self-report", false, "criticise");
        veto("school-01", "IN_FORCE");
        startNext();
        submit("school-01.clerk", process("school-01"), "Objection");
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("veto")
                        .count())
                .isZero();
        assertThat(log("school-01")).endsWith("FINAL");
    }

    @Test
    void anObjectionNeedsItsGrounds() {
        startNext();
        assertThatThrownBy(() ->
                        submit("school-01.clerk", process("school-01"), "Objection", Map.of("decision", "object")))
                .hasMessageContaining("异议理由");
        assertThat(appraisal("school-01").state()).isEqualTo(State.PROVISIONAL);
    }
}
