package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.bulletin.Bulletin;
import org.dudao.bulletin.BulletinProcess;
import org.dudao.bulletin.Bulletins;
import org.dudao.bulletin.Figures;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** W3: a bulletin is drafted from the data, edited, issued by somebody else, frozen, and signed by everybody. */
class BulletinModelTest extends ModelScenario {

    private static final String EDITOR = "town-office.clerk";
    private static final String HEAD = "task-force.head";
    private static final Map<String, Object> RETURN = Map.of("decision", "return", "reason", "请补上下一步的要求");

    @Autowired
    private BulletinProcess bulletinProcess;

    @Autowired
    private Bulletins bulletins;

    @Autowired
    private CaseLog log;

    @Autowired
    private IdentityService identity;

    @Autowired
    private TransactionTemplate transaction;

    private String campaign;

    BulletinModelTest() {
        super("bulletin");
    }

    /** A bulletin of a campaign that was launched just now. */
    private ProcessInstance bulletin() {
        launched();
        return next(false);
    }

    private void launched() {
        campaign = campaignOf(launch("2026-12-01"));
    }

    private ProcessInstance next(boolean last) {
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaign);
        transaction.executeWithoutResult(status -> {
            if (last) {
                bulletinProcess.startFinal(execution);
            } else {
                bulletinProcess.startNext(execution);
            }
        });
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(bulletins.of(campaign).get(0).key(), "bulletin")
                .singleResult();
    }

    private Bulletin row(ProcessInstance instance) {
        return bulletins.get(history.createHistoricProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey());
    }

    private List<String> log(ProcessInstance instance) {
        return log.read(row(instance).key()).stream().map(CaseEntry::act).toList();
    }

    private void signAll(ProcessInstance instance) {
        for (Task task : tasks.createTaskQuery()
                .processInstanceId(instance.getId())
                .taskDefinitionKey("SignBulletin")
                .list()) {
            submit(tasks.getVariable(task.getId(), "unit") + ".clerk", task, FormAnswers.good("SignBulletin"));
        }
    }

    @Test
    void draftedEditedIssuedFrozenAndSignedByEverybody() {
        ProcessInstance bulletin = bulletin();
        assertThat(row(bulletin).key()).isEqualTo(campaign + "/bulletin/1");
        assertThat(row(bulletin).occasion()).isEqualTo("每周通报");
        Task edit = task(EDITOR, bulletin, "EditBulletin");
        assertThat(edit.getName()).isEqualTo("编写情况通报（第1期）");
        assertThat(tasks.getVariable(edit.getId(), "bulletinTitle").toString()).endsWith("进展情况的通报（第1期）");
        assertThat(tasks.getVariable(edit.getId(), "documentNumber")).isEqualTo("河办通报〔2026〕1号");
        assertThat(tasks.getVariable(edit.getId(), "body").toString()).contains("一、总体进展");
        assertThat(tasks.getVariable(edit.getId(), "briefing").toString()).contains("附表一 各学校", "镇中心小学");
        submit(EDITOR, bulletin, "EditBulletin");
        Obligation edited = obligation(bulletin, "bulletin-edit");
        assertThat(stateOf(edited)).isEqualTo("SUBMITTED");
        assertThat(tasksOf("task-force.clerk", bulletin, "ApproveBulletin")).isEmpty();
        assertThat(tasks.getVariable(open(bulletin, "ApproveBulletin").getId(), "bulletinText")
                        .toString())
                .contains(FormAnswers.TEXT);
        submit(HEAD, bulletin, "ApproveBulletin");
        assertThat(stateOf(edited)).isEqualTo("FULFILLED");
        assertThat(row(bulletin))
                .satisfies(row -> assertThat(row.state()).isEqualTo(Bulletin.State.ISSUED))
                .satisfies(row -> assertThat(row.issuedBy()).isEqualTo(HEAD))
                .satisfies(row -> assertThat(row.issuedAt()).isEqualTo(START))
                .satisfies(row -> assertThat(row.body()).isEqualTo(FormAnswers.TEXT + FormAnswers.TEXT));
        assertThat(log.read(row(bulletin).key())).last().satisfies(entry -> assertThat(entry.evidence())
                .as("the hash stands in the log")
                .containsExactly(row(bulletin).sha256()));
        assertThatThrownBy(() ->
                        jdbc.sql("update dudao.bulletin_issued set body = '改了'").update())
                .hasMessageContaining("an issued bulletin is not changed");

        assertThat(tasks.createTaskQuery().taskDefinitionKey("SignBulletin").count())
                .as("8 schools, 14 departments, 4 villages")
                .isEqualTo(26);
        Task sign = task("school-01.clerk", bulletin, "SignBulletin");
        assertThat(sign.getName()).isEqualTo("签收情况通报（镇中心小学 第1期）");
        assertThat(tasks.getVariable(sign.getId(), "briefing").toString()).contains("本单位", "应办0件");
        assertThatThrownBy(() -> submit("school-01.clerk", sign, Map.of("confirmed", false)))
                .hasMessageContaining("已阅知通报");
        signAll(bulletin);
        assertThat(bulletin).isEnded().hasPassed("Close", "Done");
        assertThat(row(bulletin).closedAt()).isEqualTo(START);
        assertThat(log(bulletin)).containsExactly("DRAFTED", "EDITED", "ISSUED", "SIGNED");
    }

    @Test
    void returnedWithAReasonItIsTheSameObligationAndBeginsWithTheEditedText() {
        ProcessInstance bulletin = bulletin();
        submit(EDITOR, bulletin, "EditBulletin");
        Obligation edited = obligation(bulletin, "bulletin-edit");
        assertThatThrownBy(() -> submit(HEAD, bulletin, "ApproveBulletin", Map.of("decision", "return")))
                .hasMessageContaining("退回的理由");
        clockWithout("2026-09-09T02:00:00Z");
        submit("leader.charge", bulletin, "ApproveBulletin", RETURN);
        assertThat(obligation(bulletin, "bulletin-edit").id()).isEqualTo(edited.id());
        assertThat(obligation(bulletin, "bulletin-edit").returns()).isOne();
        assertDeadline("2026-09-10T15:59:59.999Z", bulletin, "EditBulletin", "bulletin-edit", true);
        Task again = task(EDITOR, bulletin, "EditBulletin");
        assertThat(tasks.getVariable(again.getId(), "body")).isEqualTo(FormAnswers.TEXT + FormAnswers.TEXT);
        assertThat(tasks.getVariable(again.getId(), "briefing").toString()).contains("请补上下一步的要求");
        submit(EDITOR, bulletin, "EditBulletin", FormAnswers.with("EditBulletin", "body", "修改后的正文，下一步抓紧整改，按期办结所有事项。"));
        submit("leader.principal", bulletin, "ApproveBulletin");
        assertThat(row(bulletin).body()).startsWith("修改后的正文");
        assertThat(log(bulletin)).containsExactly("DRAFTED", "EDITED", "RETURNED", "EDITED", "ISSUED");
        assertThat(acts(edited)).endsWith(ObligationAct.REOPENED, ObligationAct.SUBMITTED, ObligationAct.ACCEPTED);
    }

    @Test
    void nobodyIssuesTheirOwnTextAndOnlyTheHeadOfTheTaskForceOrALeaderIssuesIt() {
        ProcessInstance bulletin = bulletin();
        identity.createMembership(HEAD, "town-office");
        try {
            submit(HEAD, bulletin, "EditBulletin");
            assertThatThrownBy(() -> submit(HEAD, bulletin, "ApproveBulletin")).hasMessageContaining("编写这期通报的人不能签发");
            Task approval = open(bulletin, "ApproveBulletin");
            assertThatThrownBy(() -> as(HEAD, () -> {
                        tasks.claim(approval.getId(), HEAD);
                        return null;
                    }))
                    .hasMessageContaining("编写这期通报的人不能签发");
        } finally {
            identity.deleteMembership(HEAD, "town-office");
        }
        assertThatThrownBy(
                        () -> submit("admin", open(bulletin, "ApproveBulletin"), FormAnswers.good("ApproveBulletin")))
                .hasMessageContaining("只有指定的岗位才能办理");
        submit("leader.charge", bulletin, "ApproveBulletin");
        assertThat(row(bulletin).issuedBy()).isEqualTo("leader.charge");
    }

    /** 28 September 2023 is the last working day before the holiday, 7 and 8 October are worked. */
    @Test
    void isOwedOverTheHolidayAndClimbsWhereItIsNotDone() {
        clockWithout("2023-09-28T01:00:00Z");
        ProcessInstance bulletin = bulletin();
        assertDeadline("2023-10-08T15:59:59.999Z", bulletin, "EditBulletin", "bulletin-edit", true);
        assertOverdueExactlyAt("2023-10-08T15:59:59.999Z", bulletin, obligation(bulletin, "bulletin-edit"));
        submit(EDITOR, bulletin, "EditBulletin");
        assertDeadline("2023-10-09T15:59:59.999Z", bulletin, "ApproveBulletin", "bulletin-approval", true);
        assertOverdueExactlyAt("2023-10-09T15:59:59.999Z", bulletin, obligation(bulletin, "bulletin-approval"));
        clockWithout("2023-10-10T02:00:00Z");
        submit(HEAD, bulletin, "ApproveBulletin");
        Obligation sign = obligation(bulletin, "bulletin-sign", "school-01");
        assertThat(sign.deadline()).isEqualTo("2023-10-12T15:59:59.999Z");
        submit("school-02.clerk", bulletin, "SignBulletin");
        clockWithout("2023-10-12T15:59:59.998Z");
        runDueJobsOf(bulletin);
        assertThat(ladder(sign)).isNull();
        clockWithout("2023-10-12T15:59:59.999Z");
        runDueJobsOf(bulletin);
        assertOverdue(sign);
        signAll(bulletin);
        assertThat(bulletin).isEnded();
        assertThat(stateOf(sign)).isEqualTo("FULFILLED");
    }

    @Test
    void countsByUnitAndAreaAndNeverWhatIsForThePolice() {
        launched();
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        submit("school-01.clerk", hazard, "TakeOn");
        Map<String, Object> crime = FormAnswers.hazard("school-01", "A13", "serious");
        crime.put("crime", true);
        report("market-regulation.clerk", crime);
        clockWithout("2026-09-30T01:00:00Z");
        Figures figures = row(next(false)).figures();
        assertThat(figures.areas()).containsExactly(new Figures.Area("A05", "消防安全", 0, 1, 0, 0, 1));
        assertThat(figures.schools().get(0)).isEqualTo(new Figures.Progress("school-01", "镇中心小学", 2, 1, 1, 1, 0));
        assertThat(figures.units())
                .filteredOn(unit -> unit.unit().equals("public-security"))
                .containsExactly(new Figures.Progress("public-security", "派出所", 0, 0, 0, 0, 0));
        assertThat(figures.good()).isEmpty();
        assertThat(figures.ranking()).isEmpty();
        String body = bulletins.of(campaign).get(0).body();
        assertThat(body).contains("累计登记隐患1处", "消防安全1处", "镇中心小学1件").doesNotContain("稳定", "公安", "派出所");
    }

    @Test
    void theFinalOneHasTheRankingAndTheGoals() {
        launched();
        jdbc.sql("""
                        insert into dudao.appraisal (key, campaign, unit, school, state, score, grade, calculated_at, final_at)
                        values (:campaign || '/appraisal/school-02', :campaign, 'school-02', true, 'FINAL', 96.5, 'EXCELLENT', now(), now()),
                          (:campaign || '/appraisal/school-01', :campaign, 'school-01', true, 'FINAL', 97, 'EXCELLENT', now(), now()),
                          (:campaign || '/appraisal/water', :campaign, 'water', false, 'FINAL', 70, 'PASS', now(), now())
                        """).param("campaign", campaign).update();
        ProcessInstance last = next(true);
        assertThat(row(last).last()).isTrue();
        assertThat(row(last).occasion()).isEqualTo("专项行动结束");
        assertThat(row(last).figures().ranking())
                .extracting(Figures.Ranked::name)
                .containsExactly("镇中心小学", "镇第二小学", "水利站");
        assertThat(row(last).figures().goals()).hasSize(6);
        assertThat(row(last).body())
                .contains(
                        "优秀：镇中心小学、镇第二小学。合格：水利站。",
                        "消除校园及周边各类事故隐患（隐患销号率）：上年86%，今年暂无数据，暂无数据。",
                        "师生安全意识和防范能力明显增强（演练一次合格率）：上年72%，今年暂无数据，暂无数据。");
        assertThat(open(last, "EditBulletin").getName()).isEqualTo("编写情况通报（总通报）");
    }

    @Test
    void whatTheFormDemandsTheServerDemands() {
        ProcessInstance bulletin = bulletin();
        for (Map.Entry<String, String> wrong : Map.of("bulletinTitle", "标题", "documentNumber", "发文字号", "body", "正文")
                .entrySet()) {
            assertThatThrownBy(() -> submit(
                            EDITOR, bulletin, "EditBulletin", FormAnswers.with("EditBulletin", wrong.getKey(), "")))
                    .hasMessageContaining(wrong.getValue());
        }
        assertThatThrownBy(() -> submit(
                        EDITOR, bulletin, "EditBulletin", FormAnswers.with("EditBulletin", "body", "字".repeat(3801))))
                .hasMessageContaining("正文");
        submit(EDITOR, bulletin, "EditBulletin", FormAnswers.with("EditBulletin", "body", "字".repeat(3800)));
        assertThat(row(bulletin).body()).hasSize(3800);
    }
}
