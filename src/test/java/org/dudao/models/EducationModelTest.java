package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.dudao.education.EducationProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A14, M4: what schools teach and which letters come back, as numbers, accepted by the schools' office. */
class EducationModelTest extends ModelScenario {

    private static final String SCHOOL = "school-01.clerk";
    private static final String REVIEWER = "education.clerk";
    private static final Map<String, Object> RETURN = Map.of("decision", "return", "reason", "还差两个班，请三天内补上");

    @Autowired
    private EducationProcess education;

    @Autowired
    private RepositoryService repository;

    private String campaign;

    EducationModelTest() {
        super("education");
    }

    @BeforeEach
    void campaign() {
        campaign = campaignOf(launch("2026-09-08"));
    }

    private ProcessInstance start(String item) {
        return education.start(campaign, item, "school-01");
    }

    private Map<String, Object> row(ProcessInstance instance) {
        return jdbc.sql("select * from dudao.education_item where process_instance = ?")
                .param(instance.getId())
                .query()
                .singleRow();
    }

    @Test
    void taughtAndAccepted() {
        ProcessInstance drowning = start("drowning");
        assertThat(open(drowning, "Teach").getName()).isEqualTo("开展教育并填报人数（镇中心小学 防溺水专题教育）");
        assertDeadline("2026-09-14T15:59:59.999Z", drowning, "Teach", "education", true);
        Obligation taught = obligation(drowning, "education");
        submit(SCHOOL, drowning, "Teach");
        assertThat(stateOf(taught)).isEqualTo("SUBMITTED");
        assertThat(tasksOf(SCHOOL, drowning, "ReviewEducation")).isEmpty();
        assertThat((String) tasks.getVariable(open(drowning, "ReviewEducation").getId(), "briefing"))
                .contains("420", "6", "镇中心小学");
        submit(REVIEWER, drowning, "ReviewEducation");
        assertThat(drowning).isEnded().hasPassed("Teach", "Done").hasNotPassed("Slips");
        assertThat(stateOf(taught)).isEqualTo("FULFILLED");
        assertThat(row(drowning)).containsEntry("state", "ACCEPTED").containsEntry("pupils", 420);
    }

    @Test
    void returnedItIsTaughtAgainWithinThreeWorkingDays() {
        ProcessInstance drowning = start("drowning");
        Obligation taught = obligation(drowning, "education");
        submit(SCHOOL, drowning, "Teach", FormAnswers.with("Teach", "pupils", 300));
        clockWithout("2026-09-14T02:00:00Z");
        assertThatThrownBy(() -> submit(REVIEWER, drowning, "ReviewEducation", Map.of("decision", "return")))
                .hasMessageContaining("退回的理由");
        submit(REVIEWER, drowning, "ReviewEducation", RETURN);
        assertDeadline("2026-09-17T15:59:59.999Z", drowning, "Teach", "education", true);
        assertThat((String) tasks.getVariable(open(drowning, "Teach").getId(), "briefing"))
                .contains("还差两个班");
        assertOverdueExactlyAt("2026-09-17T15:59:59.999Z", drowning, taught);
        submit(SCHOOL, drowning, "Teach");
        submit(REVIEWER, drowning, "ReviewEducation");
        assertThat(drowning).isEnded();
        assertThat(acts(taught)).contains(ObligationAct.RETURNED).endsWith(ObligationAct.LEFT, ObligationAct.ACCEPTED);
        assertThat(row(drowning)).containsEntry("returns", 1);
    }

    @Test
    void lettersAreHandedOutAndTheirSlipsComeBack() {
        ProcessInstance letter = start("drowning-letter");
        assertDeadline("2026-09-14T15:59:59.999Z", letter, "HandOut", "letter-handout", true);
        assertThatThrownBy(() -> submit(SCHOOL, letter, "HandOut", FormAnswers.with("HandOut", "letters", 0)))
                .hasMessageContaining("发放份数");
        submit(SCHOOL, letter, "HandOut");
        assertDeadline("2026-09-14T15:59:59.999Z", letter, "Slips", "letter-slips", true);
        assertThatThrownBy(() -> submit(SCHOOL, letter, "Slips", Map.of("slips", 201)))
                .hasMessageContaining("收回的回执（201份）不能比发出的信（200份）多");
        submit(SCHOOL, letter, "Slips", Map.of("slips", 190));
        submit(REVIEWER, letter, "ReviewEducation");
        assertThat(letter).isEnded().hasPassed("HandOut", "Slips", "Done");
        assertThat(row(letter))
                .containsEntry("letters", 200)
                .containsEntry("slips", 190)
                .containsEntry("state", "ACCEPTED");
    }

    @Test
    void belowThePlansShareThereIsNothingToAccept() {
        ProcessInstance letter = start("drowning-letter");
        submit(SCHOOL, letter, "HandOut");
        Obligation slips = obligation(letter, "letter-slips");
        submit(SCHOOL, letter, "Slips", Map.of("slips", 189));
        assertThat((String) tasks.getVariable(open(letter, "ReviewEducation").getId(), "briefing"))
                .contains("发出200份，收回189份", "95%以上才能通过");
        assertThatThrownBy(() -> submit(REVIEWER, letter, "ReviewEducation"))
                .hasMessageContaining("发出200份，收回189份，回收率94.5%，没有达到方案要求的95%");
        submit(REVIEWER, letter, "ReviewEducation", RETURN);
        assertThat(letter).isWaitingAt("Slips");
        assertThat(obligation(letter, "letter-slips").id()).isEqualTo(slips.id());
        assertThat(row(letter)).containsEntry("state", "COLLECTING");
        submit(SCHOOL, letter, "Slips", Map.of("slips", 200));
        submit(REVIEWER, letter, "ReviewEducation");
        assertThat(letter).isEnded();
    }

    @Test
    void whatIsStillToComeIsNotReported() {
        ProcessInstance drowning = start("drowning");
        assertThatThrownBy(() -> submit(SCHOOL, drowning, "Teach", FormAnswers.with("Teach", "taughtOn", "2026-09-08")))
                .hasMessageContaining("“开展日期”填的2026-09-08还没有到");
        ProcessInstance letter = start("drowning-letter");
        assertThatThrownBy(() ->
                        submit(SCHOOL, letter, "HandOut", FormAnswers.with("HandOut", "handedOutOn", "2026-09-08")))
                .hasMessageContaining("“发放日期”填的2026-09-08还没有到");
    }

    /** Nobody accepts their own work, and no administrator in their place. */
    @Test
    void onlyTheReviewingUnitAccepts() {
        ProcessInstance drowning = start("drowning");
        submit(SCHOOL, drowning, "Teach");
        for (String post : new String[] {SCHOOL, "admin"}) {
            assertThatThrownBy(
                            () -> submit(post, open(drowning, "ReviewEducation"), FormAnswers.good("ReviewEducation")))
                    .as(post)
                    .hasMessageMatching("(?s).*(只有指定的岗位才能办理|does not have|UPDATE).*");
        }
    }

    @Test
    void eachStepIsOverdueExactlyAtItsDeadlineOverTheHoliday() {
        clockWithout("2026-09-23T01:00:00Z");
        ProcessInstance letter = start("drowning-letter");
        assertOverdueExactlyAt("2026-10-08T15:59:59.999Z", letter, obligation(letter, "letter-handout"));
        submit(SCHOOL, letter, "HandOut");
        assertOverdueExactlyAt("2026-10-14T15:59:59.999Z", letter, obligation(letter, "letter-slips"));
        submit(SCHOOL, letter, "Slips");
        assertOverdueExactlyAt("2026-10-16T15:59:59.999Z", letter, obligation(letter, "education-review"));
        submit(REVIEWER, letter, "ReviewEducation");
        assertThat(letter).isEnded();
    }

    @Test
    void startedInChunksEachExactlyOnce() {
        repository
                .createDeployment()
                .addModelInstance(
                        "education-chunks.bpmn",
                        Bpmn.createExecutableProcess("education-chunks")
                                .camundaHistoryTimeToLive(1)
                                .startEvent()
                                .serviceTask("Start")
                                .camundaExpression("${educationProcess.startNext(execution)}")
                                .userTask("Stop")
                                .endEvent()
                                .done())
                .deploy();
        assertThat(education.startNext(campaign, 5)).isTrue();
        ProcessInstance chunk = runtime.startProcessInstanceByKey("education-chunks", Map.of("campaign", campaign));
        assertThat(variable(chunk, "moreEducation")).isEqualTo(false);
        assertThat(running()).isEqualTo(24);
        assertThat(education.startNext(campaign, 100)).isFalse();
        assertThat(running()).isEqualTo(24);
        runtime.deleteProcessInstance(chunk.getId(), "done");
    }

    private long running() {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("education")
                .count();
    }
}
