package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.meeting.Invitation;
import org.dudao.meeting.Meeting;
import org.dudao.meeting.Meeting.State;
import org.dudao.meeting.Meetings;
import org.dudao.meeting.Resolution;
import org.dudao.meeting.Resolutions;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * W3, W4, W1: a meeting is called for what is open, the units sign for the notice, the minutes are written, and each
 * resolution goes its own way.
 */
class MeetingModelTest extends ModelScenario {

    private static final String CONVENER = "task-force.clerk";
    private static final String DAY = "2026-09-11";
    private static final Map<String, Object> CANCEL = Map.of("decision", "cancel", "cancelReason", "当天防汛值班，改期再议");

    @Autowired
    private Meetings meetings;

    @Autowired
    private Resolutions resolutions;

    @Autowired
    private CaseLog log;

    MeetingModelTest() {
        super("meeting");
    }

    @BeforeEach
    void campaign() {
        launch("2026-12-01");
    }

    private ProcessInstance call(String post, Map<String, Object> values) {
        return startByForm(post, "meeting", values);
    }

    private ProcessInstance call() {
        return call(CONVENER, FormAnswers.meeting(DAY, "health", "school-01"));
    }

    private String key(ProcessInstance meeting) {
        return history.createHistoricProcessInstanceQuery()
                .processInstanceId(meeting.getId())
                .singleResult()
                .getBusinessKey();
    }

    private Meeting meeting(ProcessInstance meeting) {
        return meetings.get(key(meeting));
    }

    private List<String> log(ProcessInstance meeting) {
        return log.read(key(meeting)).stream().map(CaseEntry::act).toList();
    }

    private String offered(ProcessInstance meeting) {
        return tasks.getVariable(task(CONVENER, meeting, "DraftAgenda").getId(), "openMatters")
                .toString();
    }

    private static Map<String, Object> resolve(String decision, String unit, String day) {
        return Map.of(
                "decision", decision,
                "resolutionUnit", unit,
                "resolutionWhat", "在东校门外装好两盏路灯，晚上能亮",
                "resolutionOn", day);
    }

    private void sign(ProcessInstance meeting) {
        submit("health.head", meeting, "SignNotice");
        submit("school-01.head", meeting, "SignNotice");
    }

    @Test
    void heldWithMinutesAndTwoResolutionsThatGoTheirOwnWay() {
        ProcessInstance meeting = call();
        assertThat(meeting(meeting))
                .satisfies(row -> assertThat(row.key()).matches("hekou-2023(-\\d+)?/meeting/1"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.PREPARING))
                .satisfies(row -> assertThat(row.conveningUnit()).isEqualTo("task-force"));
        assertThat(open(meeting, "DraftAgenda").getName()).isEqualTo("审定会议议题（2026-09-11 研究校门口交通秩序）");
        submit(CONVENER, meeting, "DraftAgenda");
        assertThat(meeting(meeting).agenda()).isEqualTo("校门口交通秩序怎么整治");
        assertThat(tasksOf("water.clerk", meeting, "SignNotice"))
                .as("not invited")
                .isEmpty();
        submit("health.head", meeting, "SignNotice");
        submit("school-01.head", meeting, "SignNotice", Map.of("decision", "absent", "absenceReason", "当天有家长会，书面提供意见"));
        clockWithout("2026-09-11T03:00:00Z");
        submit(CONVENER, meeting, "Minutes", FormAnswers.minutes(DAY, "health"));
        assertThat(meeting(meeting))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.HELD))
                .satisfies(row -> assertThat(row.chair()).isEqualTo("镇分管领导"))
                .satisfies(row -> assertThat(row.minutes()).startsWith("2026-09-11，镇政府会议室。"));
        assertThat(meetings.invitations(key(meeting)))
                .extracting(Invitation::unit, Invitation::attendee, Invitation::attended)
                .containsExactly(Tuple.tuple("health", "负责人", true), Tuple.tuple("school-01", null, false));
        submit(CONVENER, meeting, "Resolve", resolve("another", "urban-management", "2026-09-18"));
        submit(CONVENER, meeting, "Resolve", resolve("last", "task-force", "2026-09-25"));
        assertThat(meeting).isEnded().hasPassed("StartResolution", "Closed");
        assertThat(meeting(meeting).state()).isEqualTo(State.CLOSED);
        String campaign = meeting(meeting).campaign();
        Resolution first = resolutions.get(campaign + "/resolution/1");
        Resolution second = resolutions.get(campaign + "/resolution/2");
        assertThat(first)
                .satisfies(row -> assertThat(row.unit()).isEqualTo("urban-management"))
                .satisfies(row -> assertThat(row.acceptingUnit()).isEqualTo("task-force"))
                .satisfies(row -> assertThat(row.dueOn()).isEqualTo("2026-09-18"));
        assertThat(second.acceptingUnit()).as("nobody accepts their own work").isEqualTo("supervisors");
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("resolution")
                        .count())
                .as("the meeting does not wait for them")
                .isEqualTo(2);
        assertThat(log(meeting))
                .containsExactly(
                        "CONVENED",
                        "CALLED",
                        "NOTICE_SIGNED",
                        "NOTICE_SIGNED",
                        "HELD",
                        "RESOLVED",
                        "RESOLVED",
                        "CLOSED");
    }

    @Test
    void theAgendaIsDraftedFromWhatIsOpenAndNeverFromCrimes() {
        Map<String, Object> serious = FormAnswers.hazard("school-01", "A05", "serious");
        serious.put("description", "疏散楼梯堆满杂物");
        report("market-regulation.clerk", serious);
        Map<String, Object> general = FormAnswers.hazard("school-01", "A05", "general");
        general.put("description", "应急灯不亮一盏");
        report("market-regulation.clerk", general);
        Map<String, Object> crime = FormAnswers.hazard("school-01", "A13", "major");
        crime.put("crime", true);
        crime.put("description", "有人向学生兜售管制刀具");
        report("market-regulation.clerk", crime);
        startByForm("school-01.clerk", "voice", FormAnswers.voice("school-01", "A05"));
        Map<String, Object> confidential = FormAnswers.voice("school-01", "A05");
        confidential.put("confidential", true);
        confidential.put("what", "食堂采购有人拿回扣，请查一查");
        startByForm("school-01.clerk", "voice", confidential);
        ProcessInstance referred = startByForm("school-01.clerk", "voice", FormAnswers.voice("school-01", "A13"));
        submit("education.clerk", referred, "Handle", Map.of("decision", "refer", "referReason", "有人收取保护费，请调查"));
        clockWithout("2026-09-09T01:00:00Z");
        ProcessInstance meeting = call(CONVENER, FormAnswers.meeting("2026-09-15", "health"));
        assertThat(offered(meeting))
                .contains("疏散楼梯堆满杂物", "逾期事项 镇中心小学 接收隐患", "2026年9月8日", "路灯", "要求保密")
                .doesNotContain("应急灯", "管制刀具", "拿回扣", "保护费", "接收移交线索");
        String briefing = (String)
                tasks.getVariable(task(CONVENER, meeting, "DraftAgenda").getId(), "briefing");
        assertThat(briefing).contains("疏散楼梯堆满杂物", "逾期事项").doesNotContain("管制刀具", "拿回扣", "保护费");
        assertThatThrownBy(() -> submit(CONVENER, meeting, "DraftAgenda", Map.of("items", FormAnswers.chosen())))
                .hasMessageContaining("还没有议题");
        assertThatThrownBy(() ->
                        submit(CONVENER, meeting, "DraftAgenda", Map.of("items", FormAnswers.chosen("hazard:none"))))
                .hasMessageContaining("列入议题");
        String hazard = jdbc.sql("select number from dudao.hazard where description like '疏散%'")
                .query(String.class)
                .single();
        submit(
                CONVENER,
                meeting,
                "DraftAgenda",
                Map.of("items", FormAnswers.chosen("hazard:" + hazard), "otherItems", "研究路灯经费\n\n  其他事项 "));
        assertThat(meeting(meeting).agenda().lines())
                .hasSize(3)
                .anySatisfy(item -> assertThat(item).contains(hazard, "疏散楼梯堆满杂物"))
                .contains("研究路灯经费", "其他事项");
    }

    /** 29 September 2023 to 6 October is a holiday; 7 and 8 October are worked. */
    @Test
    void deadlinesCountWorkingDaysOverTheHoliday() {
        clockWithout("2023-09-27T01:00:00Z");
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting("2023-10-07", "health")))
                .as("the notice is signed for on 7 October")
                .hasMessageContaining("2023-10-07太早");
        ProcessInstance meeting = call(CONVENER, FormAnswers.meeting("2023-10-08", "health"));
        assertDeadline("2023-09-28T15:59:59.999Z", meeting, "DraftAgenda", "meeting-agenda", true);
        submit(CONVENER, meeting, "DraftAgenda");
        assertThat(obligation(meeting, "meeting-notice", "health").deadline())
                .isEqualTo(Instant.parse("2023-09-28T15:59:59.999Z"));
        assertDeadline("2023-10-10T15:59:59.999Z", meeting, "Minutes", "meeting-minutes", true);
        Obligation minutes = obligation(meeting, "meeting-minutes");
        assertThat(minutes.arithmetic()).contains("自2023年10月8日起2个工作日");
        assertOverdueExactlyAt("2023-10-10T15:59:59.999Z", meeting, minutes);
    }

    @Test
    void eachStepIsOwedAtItsMillisecond() {
        ProcessInstance meeting = call();
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", meeting, obligation(meeting, "meeting-agenda"));
        submit(CONVENER, meeting, "DraftAgenda");
        Obligation notice = obligation(meeting, "meeting-notice", "health");
        assertOverdueExactlyAt("2026-09-09T15:59:59.999Z", meeting, notice);
        assertOverdueExactlyAt("2026-09-15T15:59:59.999Z", meeting, obligation(meeting, "meeting-minutes"));
        submit(CONVENER, meeting, "Minutes", FormAnswers.minutes(DAY, "health"));
        assertOverdueExactlyAt("2026-09-16T15:59:59.999Z", meeting, obligation(meeting, "meeting-resolutions"));
        submit(CONVENER, meeting, "Resolve");
        assertThat(meeting).isNotEnded();
        assertThat(ladder(notice)).as("nobody signed for it").isNotNull();
        sign(meeting);
        assertThat(ladder(notice)).isNull();
        assertThat(meeting).isEnded().hasPassed("ResolvedAll");
        assertThat(resolutionsOf(meeting)).isZero();
    }

    private int resolutionsOf(ProcessInstance meeting) {
        return jdbc.sql("select count(*) from dudao.resolution where meeting = ?")
                .param(key(meeting))
                .query(Integer.class)
                .single();
    }

    @Test
    void cancelledWithAReasonNobodyHasToSignAnyMore() {
        ProcessInstance meeting = call();
        submit(CONVENER, meeting, "DraftAgenda");
        submit("health.head", meeting, "SignNotice");
        Obligation notice = obligation(meeting, "meeting-notice", "school-01");
        clockAt("2026-09-08T15:59:59.999Z");
        assertThat(ladder(notice)).isNotNull();
        assertThatThrownBy(() -> submit(CONVENER, meeting, "Minutes", Map.of("decision", "cancel")))
                .hasMessageContaining("取消的原因");
        submit(CONVENER, meeting, "Minutes", CANCEL);
        assertThat(meeting).isEnded().hasPassed("Cancel", "Cancelled");
        assertThat(meeting(meeting))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.CANCELLED))
                .satisfies(row -> assertThat(row.cancelReason()).isEqualTo("当天防汛值班，改期再议"))
                .satisfies(row -> assertThat(row.cancelledBy()).isEqualTo(CONVENER));
        assertThat(stateOf(notice)).isEqualTo("WAIVED");
        assertThat(acts(notice)).contains(ObligationAct.WAIVED);
        assertThat(events(notice)).anySatisfy(entry -> assertThat(entry.text()).isEqualTo("会议取消：当天防汛值班，改期再议"));
        assertThat(ladder(notice)).isNull();
    }

    @Test
    void minutesAndResolutionsThatCannotBeAreRefused() {
        ProcessInstance meeting = call();
        submit(CONVENER, meeting, "DraftAgenda");
        assertThatThrownBy(() -> submit(CONVENER, meeting, "Minutes", FormAnswers.minutes(DAY, "health")))
                .as("before the day")
                .hasMessageContaining("开会的日期2026-09-11还没有到");
        clockWithout("2026-09-11T03:00:00Z");
        assertThatThrownBy(() -> submit(CONVENER, meeting, "Minutes", FormAnswers.minutes(DAY, "water")))
                .as("was not invited")
                .hasMessageContaining("哪些单位出席");
        submit(CONVENER, meeting, "Minutes", FormAnswers.minutes(DAY, "health"));
        for (String day : List.of("2026-09-10", "2026-09-11")) {
            assertThatThrownBy(() -> submit(CONVENER, meeting, "Resolve", resolve("last", "health", day)))
                    .as(day)
                    .hasMessageContaining("必须晚于今天");
        }
        assertThatThrownBy(() -> submit(CONVENER, meeting, "Resolve", resolve("last", "nobody", "2026-09-18")))
                .hasMessageContaining("由哪个单位落实");
        assertThat(resolutionsOf(meeting)).isZero();
        assertThat(open(meeting, "Resolve")).isNotNull();
    }

    @Test
    void leadersAndGovernanceCallMeetingsOthersDoNot() {
        assertThat(meeting(call("leader.charge", FormAnswers.meeting(DAY, "health")))
                        .conveningUnit())
                .isEqualTo("town-leaders");
        Map<String, Object> thematic = FormAnswers.meeting(DAY, "health", "governance");
        thematic.put("meetingKind", "thematic");
        ProcessInstance meeting = call("governance.head", thematic);
        assertThat(meeting(meeting))
                .satisfies(row -> assertThat(row.conveningUnit()).isEqualTo("governance"))
                .satisfies(row -> assertThat(row.kindInWords()).isEqualTo("专题会议"));
        assertThat(meetings.invitations(key(meeting)))
                .as("the convener does not invite itself")
                .extracting(Invitation::unit)
                .containsExactly("health");
        for (String post : List.of("market-regulation.clerk", "school-01.head", "supervisors.head")) {
            assertThatThrownBy(() -> call(post, FormAnswers.meeting(DAY, "health")))
                    .as(post)
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void startDataThatCannotBeIsRefusedInChinese() {
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting("2026-09-09", "health")))
                .hasMessageContaining("开会的日期2026-09-09太早");
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting("2026-09-01", "health")))
                .hasMessageContaining("太早");
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting("2027-06-01", "health")))
                .hasMessageContaining("专项行动结束");
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting(DAY))).hasMessageContaining("请哪些单位参加");
        assertThatThrownBy(() -> call("governance.head", FormAnswers.meeting(DAY, "governance")))
                .hasMessageContaining("至少选一个召集单位以外的单位");
        assertThatThrownBy(() -> call(CONVENER, FormAnswers.meeting(DAY, "nobody")))
                .hasMessageContaining("请哪些单位参加");
        jdbc.sql("update dudao.campaign set closed_at = now()").update();
        assertThatThrownBy(this::call).hasMessageContaining("不在正在进行的专项行动中");
        assertThat(jdbc.sql("select count(*) from dudao.meeting")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
