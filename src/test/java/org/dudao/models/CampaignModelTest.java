package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** S0, S1, S4, W4: a campaign that starts on 7 September 2026, from its launch to its close. */
class CampaignModelTest extends ModelScenario {

    private static final String SIGN_BY = "2026-09-11T15:59:59.999Z";
    private static final String SUM_UP_BY = "2026-10-07T15:59:59.999Z";
    private static final String END = "2026-11-07T15:59:59.999Z";
    /** Five working days after the end, which is a Saturday. */
    private static final String CLOSE_BY = "2026-11-13T15:59:59.999Z";

    @Autowired
    private AppraisalProcess appraisals;

    CampaignModelTest() {
        super("campaign");
    }

    private int running() {
        return jdbc.sql("select count(*) from dudao.school_run where state = 'RUNNING'")
                .query(Integer.class)
                .single();
    }

    /** Sets the clock to the instant and lets the campaign's own timers run. */
    private void clockAt(String instant, ProcessInstance campaign) {
        clockWithout(instant);
        runDueJobsOf(campaign);
    }

    private List<String> unitsThatSign(ProcessInstance campaign) {
        return plan(campaignOf(campaign)).units().stream()
                .filter(unit -> unit.kind() == UnitKind.DEPARTMENT || unit.kind() == UnitKind.VILLAGE)
                .map(Unit::id)
                .toList();
    }

    // The whole way.

    @Test
    void launchedCarriedOutByAllSchoolsSummedUpLateAndClosedWithNothingOpen() {
        ProcessInstance campaign = launch("2026-09-07");
        assertDeadline("2026-09-08T15:59:59.999Z", campaign, "DraftPlan", "draft-plan", true);
        submit("task-force.clerk", campaign, "DraftPlan");
        assertDeadline("2026-09-09T15:59:59.999Z", campaign, "FormTaskForce", "form-task-force", true);
        submit("town-office.clerk", campaign, "FormTaskForce");
        assertDeadline("2026-09-10T15:59:59.999Z", campaign, "IssuePlan", "issue-plan", true);
        assertThat(running()).as("no school before the plan is issued").isZero();
        submit("town-office.clerk", campaign, "IssuePlan");

        // Three schools a transaction: eight in three.
        for (int expected : List.of(3, 6, 8)) {
            launchSchools(campaign);
            assertThat(running()).isEqualTo(expected);
        }
        assertThat(campaign).isWaitingAt("SchoolsFinished");
        assertThat(management.createJobQuery().activityId("LaunchSchools").count())
                .isZero();

        assertDeadline(SIGN_BY, campaign, "Mobilisation", "mobilisation", true);
        submit("task-force.clerk", campaign, "Mobilisation");
        assertDeadline(SIGN_BY, campaign, "Publicity", "publicity", true);
        submit("governance.clerk", campaign, "Publicity");
        assertThat(unitsThatSign(campaign)).hasSize(18);
        for (String unit : unitsThatSign(campaign)) {
            submit(unit + ".clerk", campaign, "SignPlan");
        }
        assertThat(campaign).hasPassed("Mobilised", "Publicised", "AllSigned").isNotWaitingAt("SignPlan");

        List<School> schools = plan(campaignOf(campaign)).schools();
        for (School school : schools) {
            assertThat(open(campaign, "TownSummary"))
                    .as("before %s", school.id())
                    .isNull();
            playUntil(school(campaign, school.id()), "Finished");
        }
        assertThat(jdbc.sql("select schools_open from dudao.campaign")
                        .query(Integer.class)
                        .single())
                .isZero();
        Obligation summary = obligation(campaign, "town-summary");
        assertDeadline(SUM_UP_BY, campaign, "TownSummary", "town-summary", true);
        assertOverdueExactlyAt(SUM_UP_BY, campaign, summary);
        submit("task-force.clerk", campaign, "TownSummary");
        assertThat(acts(summary))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.OVERDUE,
                        ObligationAct.URGED,
                        ObligationAct.SUBMITTED,
                        ObligationAct.LEFT);
        assertThat(campaign).hasPassed("Carried").isWaitingAtExactly("StartDuties", "WaitForEnd");

        clockAt("2026-11-07T15:59:59.998Z", campaign);
        assertThat(campaign).isWaitingAt("WaitForEnd");
        clockAt(END, campaign);
        assertThat(campaign).isWaitingAtExactly("StartDuties", "CloseCampaign").hasPassed("CollectOpen");
        assertThat(briefing(campaign)).contains("全部事项均已完成");
        assertThat(openItems()).isEmpty();
        submit("task-force.head", campaign, "CloseCampaign");
        assertThat(closedBy()).containsExactly("task-force.head");
        Object usual = ReflectionTestUtils.getField(appraisals, "perTransaction");
        ReflectionTestUtils.setField(appraisals, "perTransaction", 20);
        try {
            runDueJobsOf(campaign);
        } finally {
            ReflectionTestUtils.setField(appraisals, "perTransaction", usual);
        }
        assertThat(campaign).hasPassed("RecordClose", "Closed").isWaitingAtExactly("StartDuties");
        assertThat(running("appraisal")).as("each of 8 schools and 18 units").isEqualTo(8 + 18);
    }

    private long running(String process) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey(process)
                .count();
    }

    /** M3a, M3c, M4, W3: once the plan is issued, what is done again and again begins, some at a time. */
    @Test
    void standingWorkBeginsWithThePlanInChunksAndOnceEach() {
        ProcessInstance campaign = launch("2026-09-07");
        assertThat(running("duty")).isZero();
        issue(campaign);
        int chunks = 0;
        while (isWaitingForStandingWork(campaign)) {
            startStandingWork(campaign);
            chunks++;
        }
        Plan plan = plan(campaignOf(campaign));
        assertThat(chunks).isGreaterThan(1);
        assertThat(running("duty"))
                .isEqualTo(plan.duties().stream()
                        .mapToInt(duty -> plan.owners(duty).size())
                        .sum());
        assertThat(running("education"))
                .isEqualTo(plan.education().stream()
                        .mapToInt(item -> plan.schoolsWith(item.appliesTo()).size())
                        .sum());
        assertThat(running("drill"))
                .isEqualTo(plan.schools().size() * plan.drills().size());
        assertThat(running("bulletin-rhythm")).isEqualTo(1);
        assertThat(campaign).hasPassed("Standing");
    }

    private boolean isWaitingForStandingWork(ProcessInstance campaign) {
        return management
                        .createJobQuery()
                        .processInstanceId(campaign.getId())
                        .activityId("StartDuties")
                        .count()
                > 0;
    }

    private String briefing(ProcessInstance campaign) {
        return (String) tasks.getVariable(open(campaign, "CloseCampaign").getId(), "briefing");
    }

    private List<String> openItems() {
        return jdbc.sql("select key from dudao.campaign_open_item order by key")
                .query(String.class)
                .list();
    }

    private List<String> closedBy() {
        return jdbc.sql("select closed_by from dudao.campaign where closed_at is not null")
                .query(String.class)
                .list();
    }

    @Test
    void everyUnitSignsForItselfAndWhoHasNotIsKnown() {
        ProcessInstance campaign = launch("2026-09-07");
        issue(campaign);
        Task mine = task("water.clerk", campaign, "SignPlan");
        assertThat(mine.getName()).contains("水利站");
        assertThat(tasksOf("justice.clerk", campaign, "SignPlan"))
                .extracting(Task::getId)
                .doesNotContain(mine.getId());
        assertThatThrownBy(() -> submit("justice.clerk", mine, FormAnswers.good("SignPlan")))
                .isInstanceOf(AuthorizationException.class);
        submit("water.clerk", mine, FormAnswers.good("SignPlan"));
        assertThat(jdbc.sql("select unit from dudao.obligation where kind = 'sign-plan' and state = 'OPEN'")
                        .query(String.class)
                        .list())
                .hasSize(17)
                .doesNotContain("water");
        assertThat(campaign).isWaitingAt("SignPlan");
    }

    // Not done in time.

    @Test
    void whatIsNotDoneInTimeEntersTheLadderAtItsInstantStepByStep() {
        ProcessInstance campaign = launch("2026-09-07");
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", campaign, obligation(campaign, "draft-plan"));
        submit("task-force.clerk", campaign, "DraftPlan");
        assertOverdueExactlyAt("2026-09-09T15:59:59.999Z", campaign, obligation(campaign, "form-task-force"));
        submit("town-office.clerk", campaign, "FormTaskForce");
        assertOverdueExactlyAt("2026-09-10T15:59:59.999Z", campaign, obligation(campaign, "issue-plan"));
        submit("town-office.clerk", campaign, "IssuePlan");
        assertOverdueExactlyAt(SIGN_BY, campaign, obligation(campaign, "mobilisation"));
        assertOverdue(obligation(campaign, "publicity"));
        for (String unit : unitsThatSign(campaign)) {
            Obligation signing = obligation(campaign, "sign-plan", unit);
            assertOverdue(signing);
            assertThat(signing.unit()).isEqualTo(unit);
        }
        submit("governance.clerk", campaign, "SignPlan");
        assertThat(ladder(obligation(campaign, "sign-plan", "water"))).isNotNull();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("escalation")
                        .count())
                .as("one ladder for each unit that has not signed, and two more")
                .isEqualTo(17 + 2);
    }

    // Closed with things open.

    @Test
    void atTheEndAllThatIsOpenIsListedAndStaysOpenAfterTheClose() {
        ProcessInstance campaign = launch("2026-09-07");
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        ProcessInstance done = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        submit("school-01.clerk", done, "TakeOn");
        submit("school-01.clerk", done, "Rectify");
        submit("emergency.clerk", done, "Reinspect");
        issue(campaign);
        launchSchools(campaign);
        playUntil(school(campaign, "school-01"), "ReviewReport");
        List<String> open = jdbc.sql("""
                        select number as key from dudao.hazard where closed_at is null
                        union all select id from dudao.obligation where state <> 'FULFILLED' order by 1
                        """).query(String.class).list();
        String submitted =
                obligation(school(campaign, "school-01"), "self-report").id();
        assertThat(open)
                .contains(ledger(hazard).number(), submitted)
                .doesNotContain(ledger(done).number());

        // The schools' jobs that are due stand still: the campaign ends on its own timer.
        clockWithout(END);
        management.executeJob(management
                .createJobQuery()
                .processInstanceId(campaign.getId())
                .activityId("WaitForEnd")
                .executable()
                .singleResult()
                .getId());
        assertThat(openItems()).containsExactlyElementsOf(open);
        assertThat(briefing(campaign).replace("\\", "")).contains(ledger(hazard).number(), "校门东侧");
        assertThat(tasksOf("task-force.clerk", campaign, "CloseCampaign"))
                .as("a matter of the head")
                .isEmpty();
        assertThatThrownBy(() -> submit(
                        "task-force.head",
                        campaign,
                        "CloseCampaign",
                        FormAnswers.with("CloseCampaign", "openItemsConfirmed", false)))
                .isInstanceOf(ProcessEngineException.class);
        submit("task-force.head", campaign, "CloseCampaign");
        assertThat(closedBy()).containsExactly("task-force.head");

        assertThat(campaign).isWaitingAt("StartAppraisals", "SignPlan");
        assertThatThrownBy(() -> report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general")))
                .rootCause()
                .isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("没有正在进行的专项行动");
        submit("school-01.clerk", hazard, "TakeOn");
        assertThat(hazard).isWaitingAtExactly("Rectify");
    }

    @Test
    void notClosedInTimeThatIsOnTheLadderToo() {
        ProcessInstance campaign = launch("2026-09-07");
        clockAt(END, campaign);
        assertOverdueExactlyAt(CLOSE_BY, campaign, obligation(campaign, "close-campaign"));
        submit("task-force.head", campaign, "CloseCampaign");
        assertThat(closedBy()).containsExactly("task-force.head");
        assertThat(campaign).isWaitingAtExactly("DraftPlan", "StartAppraisals");
    }

    // W4: the next campaign starts from what this one left open.

    private void close(ProcessInstance campaign) {
        clockWithout(END);
        runDueJobsOf(campaign);
        submit("task-force.head", campaign, "CloseCampaign");
    }

    private String takenOverBy(String key) {
        return jdbc.sql("select taken_over_by from dudao.campaign_open_item where key = ?")
                .param(key)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    @Test
    void whatPressesGoesOnInTheNextCampaignWithItsNumberItsDeadlineAndItsRung() {
        ProcessInstance first = launch("2026-09-07");
        ProcessInstance serious = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        ProcessInstance general = report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "general"));
        Map<String, Object> values = FormAnswers.hazard("school-01", "A13", "serious");
        values.put("crime", true);
        ProcessInstance crime = report("market-regulation.clerk", values);
        ProcessInstance voice = startByForm("village-01.clerk", "voice", FormAnswers.voice("school-01", "A05"));
        clockAt("2026-09-09T00:00:00Z");
        Obligation owed = obligation(serious, "hazard-take-on");
        assertThat(ladder(owed)).as("overdue since the 8th").isNotNull();
        close(first);

        ProcessInstance second = launch("2026-11-09");
        String next = campaignOf(second);
        assertThat(second).isWaitingAt("TakeOver").hasNotPassed("NothingToTakeOver");
        assertDeadline("2026-11-11T15:59:59.999Z", second, "TakeOver", "take-over", true);
        Task choice = task("task-force.head", second, "TakeOver");
        assertThat(tasks.getVariable(choice.getId(), "leftOver").toString())
                .contains(ledger(serious).number(), ledger(general).number(), "诉求1号")
                .doesNotContain(ledger(crime).number());
        assertThat(((String) tasks.getVariable(choice.getId(), "briefing")).replace("\\", ""))
                .contains(ledger(serious).number());
        submit("task-force.head", choice, FormAnswers.with("TakeOver", "scope", "pressing", "reason", "一般隐患下周完工"));

        assertThat(second).hasPassed("TakenOver");
        assertThat(ledger(serious).campaign()).isEqualTo(next);
        assertThat(ledger(general).campaign()).isEqualTo(campaignOf(first));
        assertThat(ledger(crime).campaign()).isEqualTo(campaignOf(first));
        assertThat(variable(voice, "campaign")).isEqualTo(next);
        Obligation taken = obligation(serious, "hazard-take-on");
        assertThat(taken.campaign()).isEqualTo(next);
        assertThat(taken.deadline()).isEqualTo(owed.deadline());
        assertThat(taken.rung()).isEqualTo(obligation(general, "hazard-take-on").rung());
        assertThat(variable(ladder(taken), "campaign")).isEqualTo(next);
        assertThat(acts(taken)).endsWith(ObligationAct.TAKEN_OVER);
        assertThat(takenOverBy(ledger(serious).number())).isEqualTo(next);
        assertThat(takenOverBy(taken.id())).isEqualTo(next);
        assertThat(takenOverBy(ledger(general).number())).isNull();

        submit("school-01.clerk", serious, "TakeOn");
        submit("school-01.clerk", serious, "Rectify");
        submit("emergency.clerk", serious, "Reinspect");
        assertThat(serious).isEnded();
        assertThat(obligations(next))
                .as("what is owed from now on is the next campaign's")
                .contains("reinspection");
    }

    private List<String> obligations(String campaign) {
        return jdbc.sql("select kind from dudao.obligation where campaign = ?")
                .param(campaign)
                .query(String.class)
                .list();
    }

    @Test
    void onlyWhatIsChosenIsTakenOverAndNothingThatIsNotOnTheList() {
        ProcessInstance first = launch("2026-09-07");
        ProcessInstance one = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        ProcessInstance other = report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "serious"));
        close(first);
        ProcessInstance second = launch("2026-11-09");
        assertThat(tasksOf("task-force.clerk", second, "TakeOver"))
                .as("a matter of the head")
                .isEmpty();
        Map<String, Object> foreign =
                FormAnswers.with("TakeOver", "scope", "chosen", "chosen", List.of("no-such-H0001"), "reason", "其余留在原处");
        assertThatThrownBy(() -> submit("task-force.head", second, "TakeOver", foreign))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(ledger(one).campaign()).isEqualTo(campaignOf(first));

        submit(
                "task-force.head",
                second,
                "TakeOver",
                FormAnswers.with(
                        "TakeOver",
                        "scope",
                        "chosen",
                        "chosen",
                        List.of(ledger(one).number()),
                        "reason",
                        "其余留在原处"));
        assertThat(ledger(one).campaign()).isEqualTo(campaignOf(second));
        assertThat(ledger(other).campaign()).isEqualTo(campaignOf(first));
    }

    @Test
    void nothingIsTakenOverAgainstTheChoiceAndOverdueTheChoiceItselfIsOnTheLadder() {
        ProcessInstance first = launch("2026-09-07");
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        close(first);
        ProcessInstance second = launch("2026-11-09");
        assertOverdueExactlyAt("2026-11-11T15:59:59.999Z", second, obligation(second, "take-over"));
        submit(
                "task-force.head",
                second,
                "TakeOver",
                FormAnswers.with("TakeOver", "scope", "none", "reason", "留在原来的行动里办"));
        assertThat(second).hasPassed("TakenOver");
        assertThat(ledger(hazard).campaign()).isEqualTo(campaignOf(first));
    }

    // The launch.

    @Test
    void aSecondRunOfThePlanIsACampaignOfItsOwn() {
        ProcessInstance first = launch("2026-09-07");
        ProcessInstance second = launch("2026-10-12");
        assertThat(campaignOf(first)).startsWith("hekou-2023");
        assertThat(campaignOf(second)).startsWith("hekou-2023-").isNotEqualTo(campaignOf(first));
        assertThat(second).hasBusinessKey(campaignOf(second));
        assertDeadline("2026-10-13T15:59:59.999Z", second, "DraftPlan", "draft-plan", true);
        ProcessInstance hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "general"));
        assertThat(ledger(hazard).campaign()).isIn(campaignOf(first), campaignOf(second));
    }

    @Test
    void noPlanOfThatNameNoCampaign() {
        assertThatThrownBy(() -> startByForm(
                        "task-force.head", "campaign", Map.of("plan", "nowhere", "startDate", "2026-09-07")))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(jdbc.sql("select count(*) from dudao.campaign")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void onlyTheTaskForceLaunches() {
        assertThatThrownBy(() -> startByForm(
                        "school-01.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07")))
                .isInstanceOf(AuthorizationException.class);
    }
}
