package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.enforcement.JointEnforcement;
import org.dudao.enforcement.JointEnforcements;
import org.dudao.enforcement.Participation;
import org.dudao.enforcement.Participation.State;
import org.dudao.hazard.Hazard;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.supervision.Reconciliation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * W2c, W2a, A08, A09, A10, A11, A12: invited departments confirm or say why not, each records what it found and did on
 * the day, what they find becomes a hazard or goes to public security, and all sign the joint record. Until the day is
 * over it can be moved, and all are asked anew, or cancelled, and nobody owes anything any more.
 */
class JointEnforcementModelTest extends ModelScenario {

    private static final String LEAD = "traffic-police.clerk";
    private static final List<String> SUPPORT =
            List.of("market-regulation", "public-security", "transport", "urban-management");

    /** Saturday, 12 September 2026: markets are held on Saturdays. */
    private static final String DAY = "2026-09-12";

    private static final String DAY_BEGINS = "2026-09-11T16:00:00Z";
    private static final String DAY_ENDS = "2026-09-12T15:59:59.999Z";
    private static final String RAIN = "当天有暴雨预警，商贩不出摊";
    private static final Map<String, Object> DECLINE = Map.of("decision", "decline", "whyNot", "当天全所参加县里培训");
    private static final Map<String, Object> INSIST = Map.of("decision", "insist", "reason", "查小饭桌证照离不开你们");

    @Autowired
    private JointEnforcements joints;

    @Autowired
    private CaseLog log;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private FormService forms;

    JointEnforcementModelTest() {
        super("joint-enforcement");
    }

    @BeforeEach
    void campaign() {
        launch("2026-12-01");
    }

    private ProcessInstance call(String post, Map<String, Object> values) {
        return startByForm(post, "joint-enforcement", values);
    }

    private ProcessInstance call(String... invited) {
        Map<String, Object> values = FormAnswers.joint(DAY);
        values.put("invitedDepartments", FormAnswers.chosen(invited));
        return call(LEAD, values);
    }

    private String key(ProcessInstance joint) {
        return history.createHistoricProcessInstanceQuery()
                .processInstanceId(joint.getId())
                .singleResult()
                .getBusinessKey();
    }

    private JointEnforcement joint(ProcessInstance joint) {
        return joints.get(key(joint));
    }

    private Participation part(ProcessInstance joint, String unit) {
        return joints.participations(key(joint)).stream()
                .filter(part -> part.unit().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    private List<String> log(ProcessInstance joint) {
        return log.read(key(joint)).stream().map(CaseEntry::act).toList();
    }

    private static Map<String, Object> finding(String decision, boolean another) {
        return FormAnswers.with(
                "RecordOnSite",
                "decision",
                decision,
                "hazardPlace",
                "东校门南侧",
                "hazardDescription",
                "接送车辆严重超员",
                "hazardSeverity",
                "serious",
                "another",
                another);
    }

    private Hazard hazardOf(String description) {
        String number = jdbc.sql("select number from dudao.hazard where description = ? order by number desc limit 1")
                .param(description)
                .query(String.class)
                .single();
        return hazards.get(number);
    }

    @Test
    void everyInvitedDepartmentComesRecordsAndSigns() {
        ProcessInstance joint = call(LEAD, FormAnswers.joint(DAY));
        assertThat(joint(joint).key()).matches("hekou-2023(-\\d+)?/joint/1");
        assertThat(joint(joint).leadUnit()).isEqualTo("traffic-police");
        assertThat(joints.participations(key(joint)))
                .as("the lead, then those that support the area")
                .extracting(Participation::unit)
                .containsExactly(
                        "traffic-police", "market-regulation", "public-security", "transport", "urban-management");
        assertThat(tasksOf(LEAD, joint, "ConfirmJoint"))
                .as("the lead called it")
                .isEmpty();
        assertThat(tasksOf("health.clerk", joint, "ConfirmJoint"))
                .as("not invited")
                .isEmpty();
        assertThat(task("transport.clerk", joint, "ConfirmJoint").getName())
                .isEqualTo("确认参加联合执法（交通运输站 2026-09-12 东校门50米内）");
        SUPPORT.forEach(unit -> submit(unit + ".clerk", joint, "ConfirmJoint"));
        assertThat(part(joint, "transport").state()).isEqualTo(State.COMING);
        assertThat(open(joint, "RecordOnSite")).as("before the day").isNull();
        clockAt(DAY_BEGINS);
        submit(LEAD, joint, "RecordOnSite");
        SUPPORT.forEach(unit -> submit(unit + ".clerk", joint, "RecordOnSite"));
        assertThat(open(joint, "JointRecord")).as("before the day is over").isNull();
        clockAt(DAY_ENDS);
        submit(LEAD, joint, "JointRecord");
        assertThat(tasksOf(LEAD, joint, "SignJoint")).as("the lead wrote it").isEmpty();
        SUPPORT.subList(1, 4).forEach(unit -> submit(unit + ".clerk", joint, "SignJoint"));
        assertThat(joint(joint).closedAt()).isNull();
        submit(
                "market-regulation.clerk",
                joint,
                "SignJoint",
                Map.of("decision", "differ", "objection", "检查的小饭桌是3家，不是2家"));
        assertThat(joint).isEnded().hasPassed("NothingFound", "Close", "Closed");
        assertThat(joint(joint))
                .satisfies(row -> assertThat(row.facts()).isEqualTo(FormAnswers.TEXT))
                .satisfies(row -> assertThat(row.recordedBy()).isEqualTo(LEAD))
                .satisfies(row -> assertThat(row.closedAt()).isEqualTo(Instant.parse(DAY_ENDS)));
        assertThat(part(joint, "market-regulation"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.ON_SITE))
                .satisfies(row -> assertThat(row.officers()).isEqualTo(3))
                .satisfies(row -> assertThat(row.checked()).isEqualTo(8))
                .satisfies(row -> assertThat(row.handled()).isEqualTo(2))
                .satisfies(row -> assertThat(row.objection()).isEqualTo("检查的小饭桌是3家，不是2家"))
                .satisfies(row -> assertThat(row.signedBy()).isEqualTo("market-regulation.clerk"));
        assertThat(part(joint, "transport").objection()).isNull();
        assertThat(log(joint))
                .startsWith("CALLED", "INVITED")
                .contains("CONFIRMED", "ON_SITE", "RECORDED")
                .endsWith("SIGNED", "CLOSED");
    }

    @Test
    void theTaskForceCallsAndTheAreasLeadLeads() {
        Map<String, Object> values = FormAnswers.joint(DAY);
        values.put("jointArea", "A11");
        values.put("purpose", "检查学校周边网吧有没有接纳未成年人");
        assertThatThrownBy(() -> call("task-force.clerk", values)).hasMessageContaining("没有配合单位");
        values.put("invitedDepartments", FormAnswers.chosen("culture-tourism", "public-security"));
        ProcessInstance joint = call("task-force.clerk", values);
        assertThat(joint(joint).leadUnit()).isEqualTo("culture-tourism");
        assertThat(joint(joint).convenedBy()).isEqualTo("task-force.clerk");
        assertThat(joints.participations(key(joint)))
                .extracting(Participation::unit)
                .containsExactly("culture-tourism", "public-security");
        submit("public-security.clerk", joint, "ConfirmJoint", DECLINE);
        assertThat(tasksOf("task-force.clerk", joint, "DecideExcuse")).isEmpty();
        assertThat(tasksOf("culture-tourism.clerk", joint, "DecideExcuse")).hasSize(1);
    }

    @Test
    void whoCannotComeIsExcusedAndHasNothingMoreToDo() {
        ProcessInstance joint = call("transport", "market-regulation");
        submit("transport.clerk", joint, "ConfirmJoint", DECLINE);
        assertThat(part(joint, "transport").state()).isEqualTo(State.DECLINED);
        Obligation excuse = obligation(joint, "joint-excuse", "transport");
        assertThat(excuse.unit()).isEqualTo("traffic-police");
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", joint, excuse);
        submit(LEAD, joint, "DecideExcuse");
        assertThat(part(joint, "transport"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.EXCUSED))
                .satisfies(row -> assertThat(row.declineReason()).isEqualTo("当天全所参加县里培训"))
                .satisfies(row -> assertThat(row.decidedBy()).isEqualTo(LEAD));
        submit("market-regulation.clerk", joint, "ConfirmJoint");
        clockAt(DAY_BEGINS);
        assertThat(tasksOf("transport.clerk", joint, "RecordOnSite")).isEmpty();
        submit(LEAD, joint, "RecordOnSite");
        submit("market-regulation.clerk", joint, "RecordOnSite");
        clockAt(DAY_ENDS);
        submit(LEAD, joint, "JointRecord");
        assertThat(tasksOf("transport.clerk", joint, "SignJoint")).isEmpty();
        submit("market-regulation.clerk", joint, "SignJoint");
        assertThat(joint).isEnded().hasPassed("ExcusedEnd");
        assertThat(log(joint)).contains("DECLINED", "EXCUSED");
    }

    @Test
    void theLeadInsistsWithItsReasonOnRecord() {
        ProcessInstance joint = call("transport");
        submit("transport.clerk", joint, "ConfirmJoint", DECLINE);
        submit(LEAD, joint, "DecideExcuse", INSIST);
        assertThat(part(joint, "transport"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.COMING))
                .satisfies(row -> assertThat(row.insisted()).isTrue())
                .satisfies(row -> assertThat(row.decision()).isEqualTo("查小饭桌证照离不开你们"));
        clockAt(DAY_BEGINS);
        assertThat(obligation(joint, "joint-on-site", "transport").deadline()).isEqualTo(Instant.parse(DAY_ENDS));
        assertThat((String) tasks.getVariable(
                        task("transport.clerk", joint, "RecordOnSite").getId(), "briefing"))
                .contains("查小饭桌证照离不开你们");
    }

    @Test
    void whatIsFoundBecomesAHazardOrGoesToPublicSecurity() {
        ProcessInstance joint = call("transport");
        submit("transport.clerk", joint, "ConfirmJoint");
        clockAt(DAY_BEGINS);
        assertThatThrownBy(() -> submit(
                        "transport.clerk",
                        joint,
                        "RecordOnSite",
                        FormAnswers.with("RecordOnSite", "decision", "hazard")))
                .hasMessageContaining("问题的具体位置");
        submit("transport.clerk", joint, "RecordOnSite", finding("hazard", true));
        Hazard hazard = hazardOf("接送车辆严重超员");
        assertThat(hazard)
                .satisfies(row -> assertThat(row.source()).isEqualTo("联合执法"))
                .satisfies(row -> assertThat(row.school()).isEqualTo("school-01"))
                .satisfies(row -> assertThat(row.area()).isEqualTo("A09"))
                .satisfies(row -> assertThat(row.reportedBy()).isEqualTo("transport.clerk"))
                .satisfies(row -> assertThat(row.reportingUnit()).isEqualTo("transport"))
                .satisfies(row -> assertThat(row.crime()).isFalse());
        assertThat(jdbc.sql("select count(*) from dudao.evidence where hazard = ?")
                        .param(hazard.number())
                        .query(Integer.class)
                        .single())
                .as("its photo is the hazard's")
                .isPositive();
        Map<String, Object> crime = finding("refer", false);
        crime.put("hazardDescription", "有人向学生兜售管制刀具");
        submit("transport.clerk", joint, "RecordOnSite", crime);
        Hazard referred = hazardOf("有人向学生兜售管制刀具");
        assertThat(referred.crime()).isTrue();
        ProcessInstance referral = runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .singleResult();
        assertThat(tasksOf("public-security.clerk", referral, "Referral")).hasSize(1);
        assertThat(part(joint, "transport"))
                .satisfies(row -> assertThat(row.checked()).isEqualTo(16))
                .satisfies(row -> assertThat(row.handled()).isEqualTo(4))
                .satisfies(row -> assertThat(row.officers()).isEqualTo(3));
        submit(LEAD, joint, "RecordOnSite", finding("hazard", false));
        clockAt(DAY_ENDS);
        assertThat((String) tasks.getVariable(task(LEAD, joint, "JointRecord").getId(), "briefing"))
                .contains("接送车辆严重超员")
                .doesNotContain("管制刀具", referred.number().replace("-", "\\-"));
        assertThat(log.read(key(joint)))
                .extracting(CaseEntry::text)
                .noneMatch(text -> text != null && (text.contains("管制刀具") || text.contains(referred.number())));
        assertThat(jdbc.sql("""
                        select text_ from act_hi_varinst where proc_inst_id_ = :joint
                        union all select text_ from act_hi_detail where proc_inst_id_ = :joint
                        """)
                        .param("joint", joint.getId())
                        .query(String.class)
                        .list())
                .as("nor does the engine keep it, whose history the supervisors read")
                .contains("接送车辆严重超员")
                .doesNotContain("有人向学生兜售管制刀具");
        submit(LEAD, joint, "JointRecord");
        submit("transport.clerk", joint, "SignJoint");
        assertThat(joint).isEnded().hasPassed("MakeHazard", "Refer", "SiteDone");
    }

    /** A photo is demanded on site, where nothing goes to public security. */
    @Test
    void withoutAPhotoNothingIsRecorded() {
        ProcessInstance joint = call("transport");
        clockAt(DAY_BEGINS);
        assertThatThrownBy(() -> as(LEAD, () -> {
                    forms.submitTaskForm(task(LEAD, joint, "RecordOnSite").getId(), FormAnswers.good("RecordOnSite"));
                    return null;
                }))
                .hasMessageContaining("现场照片");
        assertThat(part(joint, "traffic-police").state()).isEqualTo(State.COMING);
    }

    @Test
    void confirmationIsOwedOnTheNextWorkingDay() {
        ProcessInstance joint = call("transport");
        Obligation confirm = obligation(joint, "joint-confirm", "transport");
        assertThat(confirm.deadline()).isEqualTo(Instant.parse("2026-09-08T15:59:59.999Z"));
        assertThat(open(joint, "ConfirmJoint").getDueDate()).isEqualTo("2026-09-08T15:59:59.999Z");
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", joint, confirm);
    }

    @Test
    void theDayBeginsAndEndsAtItsMillisecond() {
        ProcessInstance joint = call("transport");
        submit("transport.clerk", joint, "ConfirmJoint");
        clockAt("2026-09-11T15:59:59.999Z");
        assertThat(open(joint, "RecordOnSite")).isNull();
        clockAt(DAY_BEGINS);
        assertThat(tasksOf("transport.clerk", joint, "RecordOnSite")).hasSize(1);
        Obligation onSite = obligation(joint, "joint-on-site", "transport");
        assertThat(onSite.deadline()).isEqualTo(Instant.parse(DAY_ENDS));
        assertThat(onSite.arithmetic()).contains("约定的日期", "2026年9月12日");
        clockAt("2026-09-12T15:59:59.998Z");
        assertThat(open(joint, "JointRecord")).isNull();
        assertThat(acts(onSite)).containsExactly(ObligationAct.OPENED);
        clockAt(DAY_ENDS);
        assertThat(open(joint, "JointRecord")).isNotNull();
        assertThat(acts(onSite)).endsWith(ObligationAct.OVERDUE, ObligationAct.URGED);
        assertDeadline("2026-09-15T15:59:59.999Z", joint, "JointRecord", "joint-record", true);
        assertOverdueExactlyAt("2026-09-15T15:59:59.999Z", joint, obligation(joint, "joint-record"));
        submit(LEAD, joint, "JointRecord");
        Obligation sign = obligation(joint, "joint-sign", "transport");
        assertThat(sign.deadline()).isEqualTo(Instant.parse("2026-09-17T15:59:59.999Z"));
        assertOverdueExactlyAt("2026-09-17T15:59:59.999Z", joint, sign);
    }

    /** 29 September 2023 is the first day of the holiday; 7 and 8 October, a weekend, are worked. */
    @Test
    void theRecordIsOwedAfterTheHoliday() {
        clockWithout("2023-09-27T01:00:00Z");
        Map<String, Object> values = FormAnswers.joint("2023-09-29");
        ProcessInstance joint = call(LEAD, values);
        clockAt("2023-09-29T15:59:59.999Z");
        assertDeadline("2023-10-08T15:59:59.999Z", joint, "JointRecord", "joint-record", true);
        assertThat(obligation(joint, "joint-record").arithmetic()).contains("10月7日至10月8日上班");
        assertOverdueExactlyAt("2023-10-08T15:59:59.999Z", joint, obligation(joint, "joint-record"));
    }

    /** Whoever does not answer stands on the ladder, holds nobody up, and comes in late with the next working day. */
    @Test
    void whoIsOverdueHoldsNobodyUpAndIsNotLetOff() {
        ProcessInstance joint = call("transport");
        Obligation confirm = obligation(joint, "joint-confirm", "transport");
        clockAt(DAY_BEGINS);
        submit(LEAD, joint, "RecordOnSite");
        clockAt(DAY_ENDS);
        assertThat(ladder(confirm)).isNotNull();
        assertThat((String) tasks.getVariable(task(LEAD, joint, "JointRecord").getId(), "briefing"))
                .contains("交通运输站：待确认");
        submit(LEAD, joint, "JointRecord");
        submit("transport.clerk", joint, "SignJoint");
        assertThat(joint).isNotEnded();
        clockWithout("2026-09-14T02:00:00Z");
        submit("transport.clerk", joint, "ConfirmJoint");
        assertThat(ladder(confirm)).isNull();
        clockAt("2026-09-14T02:00:00Z");
        assertThat(obligation(joint, "joint-on-site", "transport").deadline())
                .isEqualTo(Instant.parse("2026-09-15T15:59:59.999Z"));
        submit("transport.clerk", joint, "RecordOnSite");
        assertThat(joint).isEnded();
    }

    private static Map<String, Object> move(String day) {
        return Map.of("decision", "move", "newDay", day, "reason", RAIN);
    }

    private static Map<String, Object> cancel() {
        return Map.of("decision", "cancel", "reason", RAIN);
    }

    private void assertClean() {
        assertThat(reconciliation.run().differences()).isEmpty();
    }

    /** Whom the log and a notice each tell what. */
    private void assertTold(ProcessInstance joint, String word, String text, String... units) {
        assertThat(log.read(key(joint)))
                .filteredOn(entry -> entry.act().equals("TOLD") && entry.word().equals(word))
                .extracting(CaseEntry::addressee)
                .containsExactly(units);
        assertThat(jdbc.sql("select unit from dudao.notice where matter = ? and text = ? order by id")
                        .params(key(joint), text)
                        .query(String.class)
                        .list())
                .containsExactly(units);
    }

    private List<String> moves(ProcessInstance joint) {
        return log.read(key(joint)).stream()
                .filter(entry -> entry.act().equals("MOVED"))
                .map(entry -> entry.by() + " " + entry.text())
                .toList();
    }

    private String briefing(String post, ProcessInstance joint, String key) {
        return (String) tasks.getVariable(task(post, joint, key).getId(), "briefing");
    }

    @Test
    void movedEverybodyIsAskedAnewForTheNewDay() {
        List<String> invited = List.of("transport", "market-regulation", "urban-management");
        ProcessInstance joint = call(invited.toArray(String[]::new));
        assertThat(task(LEAD, joint, "MoveOrCancel").getName()).isEqualTo("改期或者取消（2026-09-12 东校门50米内）");
        Obligation confirmed = obligation(joint, "joint-confirm", "transport");
        Obligation silent = obligation(joint, "joint-confirm", "urban-management");
        submit("transport.clerk", joint, "ConfirmJoint");
        submit("market-regulation.clerk", joint, "ConfirmJoint", DECLINE);
        submit(LEAD, joint, "DecideExcuse");
        clockAt("2026-09-08T15:59:59.999Z");
        assertThat(ladder(silent)).isNotNull();
        clockAt("2026-09-09T02:00:00Z");
        submit(LEAD, joint, "MoveOrCancel", move("2026-09-15"));

        assertThat(joint(joint).day()).isEqualTo("2026-09-15");
        assertThat(moves(joint)).containsExactly(LEAD + " 由2026-09-12改到2026-09-15：" + RAIN);
        assertTold(
                joint,
                "通知改期",
                "联合执法（东校门50米内）由2026-09-12改到2026-09-15：" + RAIN + "。受邀单位请重新确认能不能参加",
                "traffic-police",
                "market-regulation",
                "transport",
                "urban-management");
        assertThat(joints.participations(key(joint)))
                .extracting(Participation::state)
                .containsExactly(State.COMING, State.INVITED, State.INVITED, State.INVITED);
        assertThat(part(joint, "market-regulation").declineReason()).isNull();
        assertThat(obligation(joint, "joint-confirm", "urban-management"))
                .satisfies(again -> assertThat(again.id()).isEqualTo(silent.id()))
                .satisfies(again -> assertThat(again.deadline()).isEqualTo(Instant.parse("2026-09-10T15:59:59.999Z")));
        assertThat(ladder(silent)).isNull();
        assertThat(acts(silent))
                .containsExactly(
                        ObligationAct.OPENED,
                        ObligationAct.OVERDUE,
                        ObligationAct.URGED,
                        ObligationAct.WAIVED,
                        ObligationAct.LEFT,
                        ObligationAct.REOPENED);
        assertThat(events(silent)).anySatisfy(entry -> {
            assertThat(entry.act()).isEqualTo("WAIVED");
            assertThat(entry.by()).isEqualTo(LEAD);
            assertThat(entry.text()).isEqualTo("联合执法由2026-09-12改到2026-09-15：" + RAIN);
        });
        assertThat(stateOf(confirmed)).isEqualTo("FULFILLED");
        assertThat(obligation(joint, "joint-confirm", "transport").id()).isNotEqualTo(confirmed.id());
        assertThat(briefing("transport.clerk", joint, "ConfirmJoint")).contains("改期**：由2026", RAIN);
        assertClean();

        invited.forEach(unit -> submit(unit + ".clerk", joint, "ConfirmJoint"));
        clockAt(DAY_BEGINS);
        assertThat(open(joint, "RecordOnSite")).as("on the old day").isNull();
        clockAt(DAY_ENDS);
        assertThat(open(joint, "JointRecord")).as("after the old day").isNull();
        clockAt("2026-09-14T15:59:59.999Z");
        assertThat(open(joint, "RecordOnSite")).isNull();
        clockAt("2026-09-14T16:00:00Z");
        assertThat(obligation(joint, "joint-on-site", "transport").deadline())
                .isEqualTo(Instant.parse("2026-09-15T15:59:59.999Z"));
        submit(LEAD, joint, "RecordOnSite");
        invited.forEach(unit -> submit(unit + ".clerk", joint, "RecordOnSite"));
        clockAt("2026-09-15T15:59:59.998Z");
        assertThat(open(joint, "JointRecord")).isNull();
        assertThat(tasksOf(LEAD, joint, "MoveOrCancel")).hasSize(1);
        clockAt("2026-09-15T15:59:59.999Z");
        assertThat(open(joint, "MoveOrCancel")).as("the day is over").isNull();
        assertDeadline("2026-09-17T15:59:59.999Z", joint, "JointRecord", "joint-record", true);
        submit(LEAD, joint, "JointRecord");
        invited.forEach(unit -> submit(unit + ".clerk", joint, "SignJoint"));
        assertThat(joint).isEnded().hasPassed("Rearranged", "Move", "Closed");
        assertThat(log(joint)).endsWith("SIGNED", "CLOSED");
    }

    @Test
    void movedInTheMiddleOfTheDayWhatWasFoundStays() {
        ProcessInstance joint = call("transport", "market-regulation");
        submit("transport.clerk", joint, "ConfirmJoint");
        submit("market-regulation.clerk", joint, "ConfirmJoint");
        clockAt(DAY_BEGINS);
        submit("transport.clerk", joint, "RecordOnSite", finding("hazard", false));
        Hazard hazard = hazardOf("接送车辆严重超员");
        Obligation leads = obligation(joint, "joint-on-site", "traffic-police");
        Obligation markets = obligation(joint, "joint-on-site", "market-regulation");
        clockAt("2026-09-12T04:00:00Z");
        submit(LEAD, joint, "MoveOrCancel", move("2026-09-16"));
        assertThat(open(joint, "RecordOnSite")).isNull();
        assertThat(stateOf(leads)).isEqualTo("WAIVED");
        assertThat(hazards.get(hazard.number()).closedAt()).isNull();
        assertThat(part(joint, "transport"))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.INVITED))
                .satisfies(row -> assertThat(row.checked()).isEqualTo(8))
                .satisfies(row -> assertThat(row.recordedBy()).isEqualTo("transport.clerk"));
        assertThat(briefing("market-regulation.clerk", joint, "ConfirmJoint")).contains("接送车辆严重超员");
        assertClean();

        submit("transport.clerk", joint, "ConfirmJoint");
        clockAt(DAY_ENDS);
        assertThat(acts(leads))
                .as("nobody owes a record of the old day")
                .containsExactly(ObligationAct.OPENED, ObligationAct.WAIVED);
        clockAt("2026-09-15T16:00:00Z");
        assertThat(obligation(joint, "joint-on-site", "traffic-police"))
                .satisfies(again -> assertThat(again.id()).isEqualTo(leads.id()))
                .satisfies(again -> assertThat(again.state()).isEqualTo(Obligation.State.OPEN))
                .satisfies(again -> assertThat(again.deadline()).isEqualTo(Instant.parse("2026-09-16T15:59:59.999Z")));
        assertThat(ladder(obligation(joint, "joint-confirm", "market-regulation")))
                .as("it has not answered for the new day")
                .isNotNull();
        assertThat(stateOf(markets)).isEqualTo("WAIVED");
        assertClean();
        submit(LEAD, joint, "RecordOnSite");
        submit("transport.clerk", joint, "RecordOnSite");
        assertThat(part(joint, "transport").checked()).as("both days add up").isEqualTo(16);
        submit("market-regulation.clerk", joint, "ConfirmJoint", DECLINE);
        submit(LEAD, joint, "DecideExcuse");
        clockAt("2026-09-16T15:59:59.999Z");
        submit(LEAD, joint, "JointRecord");
        submit("transport.clerk", joint, "SignJoint");
        assertThat(joint).isEnded();
        assertThat(stateOf(markets)).isEqualTo("WAIVED");
    }

    /** All have recorded, but the day is not over: what waits for its end is taken back, too. */
    @Test
    void movedWhenAllHaveRecordedMovedAgainAndCancelledInTheEnd() {
        ProcessInstance joint = call("transport");
        submit("transport.clerk", joint, "ConfirmJoint");
        clockAt(DAY_BEGINS);
        submit("transport.clerk", joint, "RecordOnSite");
        submit(LEAD, joint, "RecordOnSite");
        submit(LEAD, joint, "MoveOrCancel", move("2026-09-16"));
        assertThat(tasksOf("transport.clerk", joint, "ConfirmJoint")).hasSize(1);
        clockAt("2026-09-14T02:00:00Z");
        submit(LEAD, joint, "MoveOrCancel", move("2026-09-18"));
        assertThat(tasksOf("transport.clerk", joint, "ConfirmJoint")).hasSize(1);
        assertThat(moves(joint))
                .containsExactly(LEAD + " 由2026-09-12改到2026-09-16：" + RAIN, LEAD + " 由2026-09-16改到2026-09-18：" + RAIN);
        assertClean();
        submit(LEAD, joint, "MoveOrCancel", cancel());
        assertThat(joint).isEnded().hasPassed("Cancelled").hasNotPassed("Close", "JointRecord");
        assertThat(part(joint, "transport").checked()).isEqualTo(8);
    }

    @Test
    void cancelledNobodyOwesAnythingAndEverybodyIsTold() {
        ProcessInstance joint = call("transport", "market-regulation", "urban-management");
        submit("market-regulation.clerk", joint, "ConfirmJoint");
        submit("urban-management.clerk", joint, "ConfirmJoint", DECLINE);
        Obligation silent = obligation(joint, "joint-confirm", "transport");
        Obligation excuse = obligation(joint, "joint-excuse", "urban-management");
        clockAt(DAY_BEGINS);
        Obligation onSite = obligation(joint, "joint-on-site", "market-regulation");
        assertThat(ladder(silent)).isNotNull();
        assertThat(ladder(excuse)).isNotNull();
        submit(LEAD, joint, "MoveOrCancel", cancel());
        assertThat(joint)
                .isEnded()
                .hasPassed("Rearranged", "Cancel", "Cancelled")
                .hasNotPassed("Close");
        assertThat(joint(joint))
                .satisfies(row -> assertThat(row.cancelReason()).isEqualTo(RAIN))
                .satisfies(row -> assertThat(row.cancelledBy()).isEqualTo(LEAD))
                .satisfies(row -> assertThat(row.closedAt()).isEqualTo(Instant.parse(DAY_BEGINS)))
                .satisfies(row -> assertThat(row.recordedAt()).isNull());
        for (Obligation owed : List.of(silent, excuse, onSite)) {
            assertThat(stateOf(owed)).as(owed.kind()).isEqualTo("WAIVED");
            assertThat(ladder(owed)).as(owed.kind()).isNull();
            assertThat(events(owed))
                    .anySatisfy(entry -> assertThat(entry.text()).isEqualTo("联合执法取消：" + RAIN));
        }
        assertTold(
                joint,
                "通知取消",
                "联合执法（2026-09-12 东校门50米内）取消：" + RAIN,
                "traffic-police",
                "market-regulation",
                "transport",
                "urban-management");
        assertThat(log(joint)).contains("CANCELLED").doesNotContain("CLOSED");
        clockAt(DAY_ENDS);
        assertThat(acts(onSite)).containsExactly(ObligationAct.OPENED, ObligationAct.WAIVED);
    }

    @Test
    void theRightEndsAtTheMillisecondInWhichTheDayEnds() {
        ProcessInstance cancelled = call("transport");
        ProcessInstance takesPlace = call("transport");
        clockAt("2026-09-12T15:59:59.998Z");
        submit(LEAD, cancelled, "MoveOrCancel", cancel());
        assertThat(cancelled).isEnded();
        assertThat(open(takesPlace, "MoveOrCancel").getDueDate()).isEqualTo(DAY_ENDS);
        clockAt(DAY_ENDS);
        assertThat(open(takesPlace, "MoveOrCancel")).isNull();
        assertThat(open(takesPlace, "JointRecord")).isNotNull();
    }

    /** The server stood still at the end of the day, and its timer has not fired yet. */
    @Test
    void afterTheDayItIsRefusedAlsoWhereTheTimerIsLate() {
        ProcessInstance joint = call("transport");
        clockWithout("2026-09-12T16:00:00Z");
        for (Map<String, Object> late : List.of(cancel(), move("2026-09-18"))) {
            assertThatThrownBy(() -> submit(LEAD, joint, "MoveOrCancel", late))
                    .hasMessageContaining("联合执法的当天（2026-09-12）已经结束，不能再改期或者取消");
        }
        clockAt("2026-09-12T16:00:00Z");
        assertThat(open(joint, "MoveOrCancel")).isNull();
        assertThat(open(joint, "JointRecord")).isNotNull();
        assertThat(joint(joint).cancelReason()).isNull();
    }

    /** 29 September 2023 is the first day of the holiday; 7 and 8 October, a weekend, are worked. */
    @Test
    void movedOverTheHolidayAllIsCountedFromTheNewDay() {
        clockWithout("2023-09-27T01:00:00Z");
        Map<String, Object> values = FormAnswers.joint("2023-09-29");
        values.put("invitedDepartments", FormAnswers.chosen("transport"));
        ProcessInstance joint = call(LEAD, values);
        submit("transport.clerk", joint, "ConfirmJoint");
        clockWithout("2023-09-28T01:00:00Z");
        assertThatThrownBy(() -> submit(LEAD, joint, "MoveOrCancel", move("2023-10-07")))
                .hasMessageContaining("各单位要在2023-10-07结束前确认");
        submit(LEAD, joint, "MoveOrCancel", move("2023-10-08"));
        Obligation confirm = obligation(joint, "joint-confirm", "transport");
        assertThat(confirm.deadline()).isEqualTo(Instant.parse("2023-10-07T15:59:59.999Z"));
        assertThat(confirm.arithmetic()).contains("9月29日至10月6日放假", "10月7日上班");
        submit("transport.clerk", joint, "ConfirmJoint");
        clockAt("2023-10-07T15:59:59.999Z");
        assertThat(open(joint, "RecordOnSite")).isNull();
        clockAt("2023-10-07T16:00:00Z");
        assertThat(obligation(joint, "joint-on-site", "transport").deadline())
                .isEqualTo(Instant.parse("2023-10-08T15:59:59.999Z"));
        clockAt("2023-10-08T15:59:59.998Z");
        assertThat(open(joint, "JointRecord")).isNull();
        clockAt("2023-10-08T15:59:59.999Z");
        assertDeadline("2023-10-10T15:59:59.999Z", joint, "JointRecord", "joint-record", true);
    }

    /** What is counted in working days follows when the town closes some; the day that was agreed upon stays. */
    @Test
    void changedWorkingDaysLeaveTheAgreedDayAsItIs() {
        ProcessInstance joint = call("transport");
        submit(LEAD, joint, "MoveOrCancel", move("2026-09-15"));
        submit("transport.clerk", joint, "ConfirmJoint");
        ProcessInstance change = startByForm(
                "town-office.clerk",
                "calendar-change",
                Map.of(
                        "firstDay",
                        "2026-09-15",
                        "lastDay",
                        "2026-09-16",
                        "arrangement",
                        "CLOSED",
                        "grounds",
                        "县教育局防台风停课通知"));
        submit("task-force.head", change, "Confirm");
        runDueJobsAt("Announce");
        assertThat(change).isEnded();
        assertThat(open(joint, "MoveOrCancel").getDueDate()).isEqualTo("2026-09-15T15:59:59.999Z");
        clockAt("2026-09-15T15:59:59.998Z");
        assertThat(open(joint, "JointRecord")).isNull();
        clockAt("2026-09-15T15:59:59.999Z");
        assertDeadline("2026-09-18T15:59:59.999Z", joint, "JointRecord", "joint-record", true);
    }

    @Test
    void daysAndReasonsThatCannotBeAreRefusedAndNothingIsLost() {
        ProcessInstance joint = call("transport");
        submit("transport.clerk", joint, "ConfirmJoint");
        List<String> before = log(joint);
        Map<String, String> days = Map.of(
                DAY,
                "新的日期和原来的一样，都是2026-09-12",
                "2026-09-01",
                "联合执法的日期2026-09-01太早",
                "2026-09-07",
                "联合执法的日期2026-09-07太早",
                "2026-09-08",
                "各单位要在2026-09-08结束前确认",
                "2027-06-01",
                "在专项行动结束",
                "2026-02-30",
                "“新的日期”不是有效的日期",
                "明天",
                "“新的日期”不是有效的日期",
                "",
                "“新的日期”还没有填");
        days.forEach((day, message) -> assertThatThrownBy(() -> submit(LEAD, joint, "MoveOrCancel", move(day)))
                .as(day)
                .hasMessageContaining(message));
        for (String reason : List.of("", "　 ", "下雨")) {
            assertThatThrownBy(() ->
                            submit(LEAD, joint, "MoveOrCancel", FormAnswers.with("MoveOrCancel", "reason", reason)))
                    .as(reason)
                    .hasMessageContaining("改期或者取消的原因");
        }
        assertThatThrownBy(() -> submit(LEAD, joint, "MoveOrCancel", Map.of("decision", "later", "reason", RAIN)))
                .hasMessageContaining("改期还是取消");
        assertThat(log(joint)).isEqualTo(before);
        assertThat(joint(joint).day()).isEqualTo(DAY);
        assertThat(part(joint, "transport").state()).isEqualTo(State.COMING);
        assertThat(tasksOf(LEAD, joint, "MoveOrCancel")).hasSize(1);
    }

    @Test
    void onlyWhoCalledItAndWhoLeadsItMoveOrCancelIt() {
        ProcessInstance joint = call("transport");
        assertThat(tasksOf("traffic-police.head", joint, "MoveOrCancel")).hasSize(1);
        for (String post : List.of("transport.clerk", "health.head", "task-force.head", "school-01.head")) {
            assertThat(tasksOf(post, joint, "MoveOrCancel")).as(post).isEmpty();
            assertThatThrownBy(() -> submit(post, open(joint, "MoveOrCancel"), cancel()))
                    .as(post)
                    .isInstanceOf(AuthorizationException.class);
        }
        assertThatThrownBy(() -> submit("admin", open(joint, "MoveOrCancel"), cancel()))
                .hasMessageContaining("只有指定的岗位才能办理");
        ProcessInstance byTaskForce = call("task-force.clerk", FormAnswers.joint(DAY));
        assertThat(tasksOf(LEAD, byTaskForce, "MoveOrCancel")).hasSize(1);
        submit("task-force.head", byTaskForce, "MoveOrCancel", cancel());
        assertThat(byTaskForce).isEnded();
        assertThat(joint(byTaskForce).cancelledBy()).isEqualTo("task-force.head");
    }

    @Test
    void startDataThatCannotBeIsRefusedInChinese() {
        assertThatThrownBy(() -> call("market-regulation.clerk", FormAnswers.joint(DAY)))
                .as("not the area's lead")
                .hasMessageContaining("由牵头单位交警中队或者专项行动工作专班发起");
        for (String early : List.of("2026-09-01", "2026-09-07", "2026-09-08")) {
            assertThatThrownBy(() -> call(LEAD, FormAnswers.joint(early)))
                    .as(early)
                    .hasMessageContaining("联合执法的日期%s太早".formatted(early));
        }
        assertThatThrownBy(() -> call(LEAD, FormAnswers.joint("2027-06-01"))).hasMessageContaining("专项行动结束");
        assertThatThrownBy(() -> call("no-such-unit")).hasMessageContaining("邀请哪些单位");
        assertThatThrownBy(() -> call("school-01")).as("no department").hasMessageContaining("邀请哪些单位");
        assertThatThrownBy(() -> call("traffic-police")).as("the lead alone").hasMessageContaining("至少勾选一个");
        Map<String, Object> elsewhere = FormAnswers.joint(DAY);
        elsewhere.put("jointSchool", "school-99");
        assertThatThrownBy(() -> call(LEAD, elsewhere)).hasMessageContaining("哪所学校");
        jdbc.sql("update dudao.campaign set closed_at = now()").update();
        assertThatThrownBy(() -> call(LEAD, FormAnswers.joint(DAY)))
                .as("the campaign is over")
                .hasMessageContaining("不在正在进行的专项行动中");
        assertThat(jdbc.sql("select count(*) from dudao.joint_enforcement")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("joint-enforcement")
                        .count())
                .isZero();
    }

    @Test
    void whoIsNotInvitedDoesNothingInIt() {
        ProcessInstance joint = call("transport");
        for (String post : List.of("health.clerk", "market-regulation.head", "village-01.clerk", "school-01.clerk")) {
            assertThat(tasksOf(post, joint, "ConfirmJoint")).as(post).isEmpty();
        }
        assertThatThrownBy(() -> submit("health.clerk", open(joint, "ConfirmJoint"), FormAnswers.good("ConfirmJoint")))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> call("health.clerk", FormAnswers.joint(DAY))).hasMessageContaining("不能发起");
        assertThatThrownBy(() -> call("village-01.clerk", FormAnswers.joint(DAY)))
                .isInstanceOf(AuthorizationException.class);
    }
}
