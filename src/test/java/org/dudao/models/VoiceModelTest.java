package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.voice.Voice;
import org.dudao.voice.Voice.State;
import org.dudao.voice.Voices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** M4: what is raised is sorted, answered within its time, and the one who raised it says whether it is solved. */
class VoiceModelTest extends ModelScenario {

    private static final String RAISER = "school-01.clerk";
    private static final String HANDLER = "emergency.clerk";
    private static final Map<String, Object> UNSOLVED = Map.of("decision", "unsolved", "comment", "路灯装了，但是晚上不亮");
    private static final Map<String, Object> REDO = Map.of("decision", "redo", "reason", "路灯必须在本周内亮起来");

    @Autowired
    private Voices voices;

    @Autowired
    private CaseLog log;

    @Autowired
    private TransactionTemplate transaction;

    VoiceModelTest() {
        super("voice");
    }

    @BeforeEach
    void campaign() {
        launch("2026-12-01");
    }

    private ProcessInstance raise(Map<String, Object> values) {
        return startByForm(RAISER, "voice", values);
    }

    /** About fire safety, which the emergency station leads. */
    private ProcessInstance raise() {
        return raise(FormAnswers.voice("school-01", "A05"));
    }

    private Voice voice(ProcessInstance instance) {
        String key = history.createHistoricProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
        return transaction.execute(status -> voices.get(key));
    }

    private List<String> log(ProcessInstance instance) {
        return log.read(voice(instance).key()).stream().map(CaseEntry::act).toList();
    }

    private static Map<String, Object> passTo(String unit) {
        return Map.of("decision", "pass", "passTo", unit, "passReason", "路灯由城管执法中队管护");
    }

    private static Map<String, Object> hazard() {
        return Map.of(
                "decision", "hazard",
                "hazardSchool", "school-01",
                "hazardArea", "A05",
                "hazardPlace", "东校门外的路口",
                "hazardDescription", "路灯电线裸露，可能触电",
                "hazardSeverity", "serious");
    }

    private void twiceUnsolved(ProcessInstance voice) {
        submit(HANDLER, voice, "Handle");
        submit(RAISER, voice, "Feedback", UNSOLVED);
        submit(HANDLER, voice, "Handle");
        submit(RAISER, voice, "Feedback", UNSOLVED);
    }

    @Test
    void answeredAndSaidToBeSolved() {
        ProcessInstance voice = raise();
        assertThat(voice(voice).key()).matches("hekou-2023(-\\d+)?/voice/1");
        assertThat(open(voice, "Handle").getName()).isEqualTo("办理诉求（镇中心小学 诉求1号）");
        Obligation answer = obligation(voice, "voice-answer");
        submit(HANDLER, voice, "Handle");
        assertThat(voice(voice).state()).isEqualTo(State.ANSWERED);
        assertThat(stateOf(answer)).isEqualTo("SUBMITTED");
        assertThat(tasksOf("school-01.head", voice, "Feedback")).isEmpty();
        submit(RAISER, voice, "Feedback");
        assertThat(voice).isEnded().hasPassed("SolvedEnd");
        assertThat(voice(voice))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.SOLVED))
                .satisfies(row -> assertThat(row.answer()).isEqualTo(FormAnswers.TEXT))
                .satisfies(row -> assertThat(row.closedAt()).isEqualTo(START));
        assertThat(stateOf(answer)).isEqualTo("FULFILLED");
        assertThat(acts(answer)).containsExactly(ObligationAct.OPENED, ObligationAct.SUBMITTED, ObligationAct.ACCEPTED);
        assertThat(log(voice)).containsExactly("RAISED", "ANSWERED", "SOLVED");
        assertThat(log.read(voice(voice).key())).extracting(CaseEntry::by).containsExactly(RAISER, HANDLER, RAISER);
    }

    @Test
    void sortedByThePlan() {
        assertThat(voice(raise()).handlingUnit()).isEqualTo("emergency");
        Map<String, Object> general = new HashMap<>(Map.of("what", "希望学校之间轮流使用镇里的操场", "concerned", "teachers"));
        ProcessInstance voice = raise(general);
        assertThat(voice(voice).handlingUnit()).isEqualTo("town-office");
        assertThat(open(voice, "Handle").getName()).isEqualTo("办理诉求（诉求2号）");
        assertThat(obligation(voice, "voice-answer").unit()).isEqualTo("town-office");
    }

    @Test
    void theSchoolsOfficeAloneMarksItsVisits() {
        Map<String, Object> onVisit = FormAnswers.voice("school-01", "A05");
        onVisit.put("onVisit", true);
        assertThatThrownBy(() -> raise(onVisit)).hasMessageContaining("只有中心校走访时听到的诉求");
        ProcessInstance voice = startByForm("education.clerk", "voice", onVisit);
        assertThat(voice(voice).onVisit()).isTrue();
        assertThat(log.read(voice(voice).key()).get(0).word()).isEqualTo("走访中反映诉求");
    }

    /** 27 September 2023 is a Wednesday, the holiday lasts from 29 September to 6 October, 7 and 8 October are worked. */
    @Test
    void answerIsOwedWithinFiveWorkingDaysOverTheHoliday() {
        clockWithout("2023-09-27T01:00:00Z");
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        assertDeadline("2023-10-10T15:59:59.999Z", voice, "Handle", "voice-answer", true);
        assertThat(answer.remindAt()).isEqualTo(Instant.parse("2023-10-08T01:00:00Z"));
        assertActsExactlyAt("2023-10-10T15:59:59.999Z", answer, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    /** Answered on the last working day before the holiday: the five days to say something begin after it. */
    @Test
    void silenceOverTheHolidayCountsAsAccepted() {
        clockWithout("2023-09-28T10:00:00Z");
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        submit(HANDLER, voice, "Handle");
        assertThat(open(voice, "Feedback").getDueDate().toInstant())
                .isEqualTo(Instant.parse("2023-10-11T15:59:59.999Z"));
        clockAt("2023-10-11T15:59:59.998Z");
        assertThat(open(voice, "Feedback")).isNotNull();
        clockAt("2023-10-11T15:59:59.999Z");
        assertThat(voice).isEnded().hasPassed("Silence", "Silent");
        assertThat(voice(voice).state()).isEqualTo(State.SILENT);
        assertThat(log(voice)).containsExactly("RAISED", "ANSWERED", "SILENT");
        assertThat(log.read(voice(voice).key()).get(2).by()).isNull();
        assertThat(stateOf(answer)).isEqualTo("FULFILLED");
        assertThat(events(answer).get(2).by()).as("accepted by nobody").isNull();
    }

    @Test
    void notSolvedItGoesBackOnceWithItsHistoryAndANewDeadline() {
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        clockAt("2026-09-14T15:59:59.999Z");
        assertThat(acts(answer)).endsWith(ObligationAct.OVERDUE, ObligationAct.URGED);
        clockWithout("2026-09-15T02:00:00Z");
        submit(HANDLER, voice, "Handle");
        assertThat(ladder(answer)).isNull();
        submit(RAISER, voice, "Feedback", UNSOLVED);
        assertThat(voice(voice).state()).isEqualTo(State.HANDLING);
        assertThat(voice(voice).objection()).isEqualTo("路灯装了，但是晚上不亮");
        Obligation again = obligation(voice, "voice-answer");
        assertThat(again.id()).isEqualTo(answer.id());
        assertThat(again.returns()).isOne();
        assertThat(again.rung()).as("the rung is remembered").isEqualTo("urge");
        assertDeadline("2026-09-18T15:59:59.999Z", voice, "Handle", "voice-answer", true);
        assertActsExactlyAt("2026-09-18T15:59:59.999Z", again, ObligationAct.OVERDUE, ObligationAct.SUPERVISED);
        submit(HANDLER, voice, "Handle");
        submit(RAISER, voice, "Feedback");
        assertThat(voice).isEnded().hasPassed("SolvedEnd");
        assertThat(log(voice)).containsExactly("RAISED", "ANSWERED", "NOT_SOLVED", "ANSWERED", "SOLVED");
        assertThat(acts(answer))
                .contains(ObligationAct.RETURNED, ObligationAct.REOPENED)
                .endsWith(ObligationAct.ACCEPTED);
    }

    @Test
    void notSolvedTwiceTheLeaderInChargeDecidesThatItStands() {
        ProcessInstance voice = raise();
        twiceUnsolved(voice);
        assertThat(voice(voice).state()).isEqualTo(State.DECIDING);
        Obligation decision = obligation(voice, "voice-decision");
        assertThat(decision.unit()).isEqualTo("town-leaders");
        assertThat(tasksOf("leader.principal", voice, "Decide")).isEmpty();
        assertThatThrownBy(() -> submit(
                        "admin", open(voice, "Decide"), Map.of("decision", "uphold", "reason", FormAnswers.TEXT)))
                .hasMessageContaining("只有指定的岗位才能办理");
        assertOverdueExactlyAt("2026-09-10T15:59:59.999Z", voice, decision);
        submit("leader.charge", voice, "Decide");
        assertThat(voice).isEnded().hasPassed("UpheldEnd");
        assertThat(voice(voice))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.UPHELD))
                .satisfies(row -> assertThat(row.decidedBy()).isEqualTo("leader.charge"))
                .satisfies(row -> assertThat(row.decision()).isEqualTo(FormAnswers.TEXT));
        assertThat(log(voice)).endsWith("NOT_SOLVED", "DECIDED");
    }

    @Test
    void theLeaderSendsItBackAndIsAskedAgainIfItIsStillNotSolved() {
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        twiceUnsolved(voice);
        submit("leader.charge", voice, "Decide", REDO);
        assertThat(voice(voice).state()).isEqualTo(State.HANDLING);
        assertThat(obligation(voice, "voice-answer").id()).isEqualTo(answer.id());
        assertThat(obligation(voice, "voice-answer").returns()).isEqualTo(2);
        submit(HANDLER, voice, "Handle");
        submit(RAISER, voice, "Feedback", UNSOLVED);
        submit("leader.charge", voice, "Decide");
        assertThat(voice).isEnded();
        assertThat(stateOf(answer)).isEqualTo("FULFILLED");
    }

    @Test
    void whatTheLeaderInChargeRaisedThePrincipalLeaderDecides() {
        ProcessInstance voice = startByForm("leader.charge", "voice", FormAnswers.voice("school-01", "A05"));
        for (int round = 0; round < 2; round++) {
            submit(HANDLER, voice, "Handle");
            submit("leader.charge", voice, "Feedback", UNSOLVED);
        }
        assertThat(tasksOf("leader.charge", voice, "Decide")).isEmpty();
        submit("leader.principal", voice, "Decide");
        assertThat(voice).isEnded();
    }

    @Test
    void passedOnOnceWithItsOwnTimeForTheNextUnit() {
        ProcessInstance voice = raise();
        Obligation first = obligation(voice, "voice-answer");
        clockWithout("2026-09-08T02:00:00Z");
        submit(HANDLER, voice, "Handle", passTo("urban-management"));
        assertThat(stateOf(first)).isEqualTo("FULFILLED");
        assertThat(acts(first)).endsWith(ObligationAct.SUBMITTED, ObligationAct.PASSED_ON);
        Obligation second = obligation(voice, "voice-answer");
        assertThat(second.unit()).isEqualTo("urban-management");
        assertDeadline("2026-09-15T15:59:59.999Z", voice, "Handle", "voice-answer", true);
        assertThat(tasksOf(HANDLER, voice, "Handle")).isEmpty();
        assertThatThrownBy(() -> submit("urban-management.clerk", voice, "Handle", passTo("emergency")))
                .hasMessageContaining("怎么办理");
        submit("urban-management.clerk", voice, "Handle");
        submit(RAISER, voice, "Feedback");
        assertThat(voice).isEnded();
        assertThat(voice(voice).passedFrom()).isEqualTo("emergency");
        assertThat(log(voice)).containsExactly("RAISED", "PASSED_ON", "ANSWERED", "SOLVED");
    }

    @Test
    void passedOnNeitherToNobodyNorBackToItself() {
        ProcessInstance voice = raise();
        for (String unit : List.of("emergency", "town-leaders", "supervisors", "nobody")) {
            assertThatThrownBy(() -> submit(HANDLER, voice, "Handle", passTo(unit)))
                    .as(unit)
                    .hasMessageContaining("转给哪个单位");
        }
    }

    @Test
    void whatIsConfidentialIsNotPassedOnToThoseWhoMustNotLearnTheName() {
        Map<String, Object> confidential = FormAnswers.voice("school-02", "A05");
        confidential.put("confidential", true);
        ProcessInstance voice = raise(confidential);
        for (String unit : List.of("school-01", "school-02")) {
            assertThatThrownBy(() -> submit(HANDLER, voice, "Handle", passTo(unit)))
                    .as(unit)
                    .hasMessageContaining("提出人要求保密");
        }
        submit(HANDLER, voice, "Handle", passTo("urban-management"));
        submit("urban-management.clerk", voice, "Handle");
        submit(RAISER, voice, "Feedback", UNSOLVED);
        assertThat(log.read(voice(voice).key()))
                .extracting(CaseEntry::by)
                .containsExactly("提出人（要求保密）", HANDLER, "urban-management.clerk", "提出人（要求保密）");
        assertThat(events(obligation(voice, "voice-answer")))
                .filteredOn(entry -> entry.act().equals("RETURNED"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.by()).isEqualTo("提出人（要求保密）"));
    }

    @Test
    void whoRaisedItDoesNotAnswerIt() {
        ProcessInstance voice = startByForm(HANDLER, "voice", FormAnswers.voice("school-01", "A05"));
        assertThatThrownBy(() -> submit(HANDLER, voice, "Handle")).hasMessageContaining("不能办理自己的诉求");
        Task task = task(HANDLER, voice, "Handle");
        assertThatThrownBy(() -> as(HANDLER, () -> {
                    tasks.claim(task.getId(), HANDLER);
                    return null;
                }))
                .hasMessageContaining("不能办理自己的诉求");
        submit("emergency.head", voice, "Handle");
        submit(HANDLER, voice, "Feedback");
        assertThat(voice).isEnded();
    }

    @Test
    void aHazardIsMadeOfItAndItsEndAsksTheRaiser() {
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        submit(HANDLER, voice, "Handle", hazard());
        assertThat(voice).isWaitingAt("HazardDone");
        assertThat(voice(voice).state()).isEqualTo(State.RECTIFYING);
        String number = voice(voice).hazard();
        assertThat(hazards.get(number))
                .satisfies(hazard -> assertThat(hazard.source()).isEqualTo("诉求"))
                .satisfies(hazard -> assertThat(hazard.reportedBy()).isEqualTo(HANDLER))
                .satisfies(hazard -> assertThat(hazard.reportingUnit()).isEqualTo("emergency"))
                .satisfies(hazard -> assertThat(hazard.description()).isEqualTo("路灯电线裸露，可能触电"));
        ProcessInstance hazard = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(number, "hazard")
                .singleResult();
        submit("school-01.clerk", hazard, "TakeOn");
        submit("school-01.clerk", hazard, "Rectify");
        assertThat(open(voice, "Feedback")).as("not before it is closed").isNull();
        submit(HANDLER, hazard, "Reinspect");
        assertThat(hazard).isEnded();
        assertThat(voice(voice).answer()).contains(number, "已销号");
        submit(RAISER, voice, "Feedback");
        assertThat(voice).isEnded().hasPassed("MakeHazard", "HazardDone", "SolvedEnd");
        assertThat(stateOf(answer)).isEqualTo("FULFILLED");
        assertThat(log(voice)).containsExactly("RAISED", "HAZARD_MADE", "HAZARD_ENDED", "SOLVED");
    }

    @Test
    void referredToPublicSecurity() {
        ProcessInstance voice = raise();
        Obligation answer = obligation(voice, "voice-answer");
        submit(HANDLER, voice, "Handle", Map.of("decision", "refer", "referReason", "有人在校门口向学生收取保护费"));
        assertThat(voice).isEnded().hasPassed("Refer", "Referred");
        assertThat(voice(voice).state()).isEqualTo(State.REFERRED);
        assertThat(voice(voice).handlingUnit()).isEqualTo("public-security");
        assertThat(stateOf(answer)).isEqualTo("FULFILLED");
        assertThat(log(voice)).containsExactly("RAISED", "REFERRED");
        ProcessInstance referral = runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .singleResult();
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", referral, obligation(referral, "referral"));
        submit("public-security.clerk", referral, "Referral");
        assertThat(referral).isWaitingAtExactly("Outcome");
    }

    @Test
    void withoutACampaignThereIsNobodyToHandleIt() {
        jdbc.sql("update dudao.campaign set closed_at = now()").update();
        assertThatThrownBy(this::raise).hasMessageContaining("不在正在进行的专项行动中");
        assertThatThrownBy(() -> raise(new HashMap<>(Map.of("what", "希望装上路灯", "concerned", "others"))))
                .hasMessageContaining("现在没有正在进行的专项行动");
    }

    @Test
    void severalAtOnceHaveNumbersOfTheirOwn() {
        assertThat(List.of(raise(), raise(), raise()))
                .extracting(each -> voice(each).key().replaceAll(".*/", ""))
                .containsExactly("1", "2", "3");
    }
}
