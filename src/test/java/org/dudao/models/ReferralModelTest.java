package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.dudao.referral.Referral;
import org.dudao.referral.Referral.State;
import org.dudao.referral.Referrals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** M2b: a lead on a crime is received, its outcome is reported within its time, and the leaders take note. */
class ReferralModelTest extends ModelScenario {

    private static final String POLICE = "public-security.clerk";
    private static final String LEADER = "leader.principal";
    private static final String WHAT = "有人在校门口向学生收取保护费";
    private static final String WHY = "涉嫌敲诈勒索，请派出所调查";
    private static final Map<String, Object> MORE = Map.of("decision", "more", "request", "请在查清来源以后再反馈一次");

    @Autowired
    private Referrals referrals;

    @Autowired
    private CaseLog log;

    @Autowired
    private TransactionTemplate transaction;

    ReferralModelTest() {
        super("referral");
    }

    @BeforeEach
    void campaign() {
        launch("2026-12-01");
    }

    private static Map<String, Object> crime() {
        Map<String, Object> crime = FormAnswers.hazard("school-01", "A13", "serious");
        crime.put("place", "东校门外的小卖部");
        crime.put("description", WHAT);
        crime.put("crime", true);
        return crime;
    }

    private ProcessInstance referred() {
        report("market-regulation.clerk", crime());
        return running();
    }

    private ProcessInstance running() {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .singleResult();
    }

    private Referral referral(ProcessInstance instance) {
        String key = history.createHistoricProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getBusinessKey();
        return transaction.execute(status -> referrals.get(key));
    }

    private List<String> log(ProcessInstance instance) {
        return log.read(referral(instance).key()).stream().map(CaseEntry::act).toList();
    }

    @Test
    void receivedReportedAndNoted() {
        ProcessInstance referral = referred();
        assertThat(referral.getBusinessKey()).matches("hekou-2023(-\\d+)?/referral/1");
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.RECEIVING))
                .satisfies(row -> assertThat(row.source()).endsWith("-H0001"))
                .satisfies(row -> assertThat(row.what()).isEqualTo(WHAT))
                .satisfies(row -> assertThat(row.referringUnit()).isEqualTo("market-regulation"));
        submit(POLICE, referral, "Referral");
        assertThat(referral(referral).state()).isEqualTo(State.HANDLING);
        Obligation outcome = obligation(referral, "referral-outcome");
        submit("public-security.head", referral, "Outcome");
        assertThat(stateOf(outcome)).isEqualTo("SUBMITTED");
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.REPORTED))
                .satisfies(row -> assertThat(row.resultInWords()).isEqualTo("立案"));
        submit(LEADER, referral, "TakeNote");
        assertThat(referral).isEnded().hasPassedInOrder("Referral", "Outcome", "TakeNote", "Closed");
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.NOTED))
                .satisfies(row -> assertThat(row.receiptNumber()).isEqualTo("接2026-031"))
                .satisfies(row -> assertThat(row.notedBy()).isEqualTo(LEADER))
                .satisfies(row -> assertThat(row.closedAt()).isEqualTo(START));
        assertThat(stateOf(outcome)).isEqualTo("FULFILLED");
        assertThat(log(referral)).containsExactly("REFERRED", "RECEIVED", "REPORTED", "NOTED");
        assertThat(log.read(referral(referral).key()))
                .extracting(CaseEntry::by)
                .containsExactly("market-regulation.clerk", POLICE, "public-security.head", LEADER);
    }

    @Test
    void ofSomethingRaisedWithItsReason() {
        Map<String, Object> voice = FormAnswers.voice("school-01", "A05");
        voice.put("what", WHAT);
        ProcessInstance raised = startByForm("village-01.clerk", "voice", voice);
        submit("emergency.clerk", raised, "Handle", Map.of("decision", "refer", "referReason", WHY));
        assertThat(raised).isEnded();
        ProcessInstance referral = running();
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.source()).endsWith("/voice/1"))
                .satisfies(row -> assertThat(row.reason()).isEqualTo(WHY))
                .satisfies(row -> assertThat(row.referringUnit()).isEqualTo("emergency"))
                .satisfies(row -> assertThat(row.what()).isEqualTo(WHAT));
        assertThat((String) tasks.getVariable(open(referral, "Referral").getId(), "briefing"))
                .contains("有人在校门口", "敲诈勒索")
                .doesNotContain("village-01", "第一村");
    }

    /** What was said at a start, or at a task, must be in no table of the engine but for the open task of the referral. */
    @Test
    void theEngineForgetsWhatTheOtherProcessWasTold() {
        Map<String, Object> fixed = crime();
        fixed.put("fixedOnSpot", true);
        fixed.put("measures", "已当场收缴管制刀具");
        report("market-regulation.clerk", fixed);
        ProcessInstance ofHazard = running();
        Map<String, Object> voice = FormAnswers.voice("school-01", "A05");
        voice.put("what", WHAT);
        ProcessInstance raised = startByForm("village-01.clerk", "voice", voice);
        submit("emergency.clerk", raised, "Handle", Map.of("decision", "refer", "referReason", WHY));
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("referral")
                        .list())
                .hasSize(2)
                .extracting(ProcessInstance::getId)
                .contains(ofHazard.getId());
        // Those of other scenarios, too.
        Set<String> own = new TreeSet<>();
        history.createHistoricProcessInstanceQuery()
                .processDefinitionKey("referral")
                .list()
                .forEach(referral -> own.add(referral.getId()));
        for (String secret : List.of("保护费", "敲诈勒索", "东校门外的小卖部", "收缴管制刀具")) {
            assertThat(engineRowsWith(secret, own)).as(secret).isEmpty();
        }
        assertThat(engineRowsWith("保护费", Set.of("")))
                .as("the search finds what is there")
                .isNotEmpty();
        for (ProcessInstance each : runtime.createProcessInstanceQuery()
                .processDefinitionKey("referral")
                .list()) {
            assertThat(runtime.getVariables(each.getId())).containsOnlyKeys("campaign");
        }
    }

    /** The engine's rows that hold the words and belong to none of those processes, as table and column. */
    private Set<String> engineRowsWith(String words, Set<String> but) {
        Set<String> found = new TreeSet<>();
        jdbc.sql("""
                        select c.table_schema || '.' || c.table_name, c.column_name, c.data_type,
                               exists (select 1 from information_schema.columns p where p.table_schema = c.table_schema
                                   and p.table_name = c.table_name and p.column_name = 'proc_inst_id_') as of_process
                        from information_schema.columns c
                        where c.table_name like 'act\\_%' and c.data_type in ('text', 'character varying', 'bytea')
                        """).query(column -> {
            String table = column.getString(1);
            String value = column.getString(3).equals("bytea")
                    ? column.getString(2)
                    : "convert_to(" + column.getString(2) + ", 'UTF8')";
            String where = column.getBoolean(4) ? " and coalesce(proc_inst_id_, '-') not in (:but)" : "";
            int count = jdbc.sql(
                            "select count(*) from %s where position(:words in %s) > 0%s".formatted(table, value, where))
                    .param("words", words.getBytes(StandardCharsets.UTF_8))
                    .param("but", but)
                    .query(Integer.class)
                    .single();
            if (count > 0) {
                found.add(table + "." + column.getString(2));
            }
        });
        return found;
    }

    @Test
    void theLeadersAskForMoreAndThePoliceReportAgainWithinItsTime() {
        ProcessInstance referral = referred();
        submit(POLICE, referral, "Referral");
        Obligation outcome = obligation(referral, "referral-outcome");
        clockWithout("2026-09-18T02:00:00Z");
        submit(POLICE, referral, "Outcome", FormAnswers.with("Outcome", "result", "accepted"));
        submit("leader.charge", referral, "TakeNote", MORE);
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.HANDLING))
                .satisfies(row -> assertThat(row.request()).isEqualTo("请在查清来源以后再反馈一次"));
        Obligation again = obligation(referral, "referral-outcome");
        assertThat(again.id()).isEqualTo(outcome.id());
        assertThat(again.returns()).isOne();
        // Five working days after Friday the 18th: Sunday the 20th is worked, the 25th is closed.
        assertDeadline("2026-09-24T15:59:59.999Z", referral, "Outcome", "referral-outcome", true);
        submit(POLICE, referral, "Outcome");
        submit(LEADER, referral, "TakeNote");
        assertThat(referral).isEnded();
        assertThat(log(referral)).containsExactly("REFERRED", "RECEIVED", "REPORTED", "ASKED", "REPORTED", "NOTED");
        assertThat(events(outcome))
                .as("the ladder shows this to more people")
                .allSatisfy(entry -> assertThat(String.valueOf(entry.text())).doesNotContain("查清来源", FormAnswers.TEXT));
    }

    /** 28 September 2023 is the last working day before a holiday; 7 and 8 October are worked. */
    @Test
    void deadlinesOverTheHoliday() {
        clockWithout("2023-09-28T01:00:00Z");
        ProcessInstance referral = referred();
        Obligation receipt = obligation(referral, "referral");
        assertDeadline("2023-10-07T15:59:59.999Z", referral, "Referral", "referral", true);
        assertActsExactlyAt("2023-10-07T15:59:59.999Z", receipt, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertThat(referral).hasPassed("ReferralDue", "ReferralLadder").isWaitingAtExactly("Referral");
        clockWithout("2023-10-08T01:00:00Z");
        submit(POLICE, referral, "Referral");
        Obligation outcome = obligation(referral, "referral-outcome");
        assertDeadline("2023-10-20T15:59:59.999Z", referral, "Outcome", "referral-outcome", true);
        assertThat(outcome.remindAt()).isEqualTo(Instant.parse("2023-10-18T01:00:00Z"));
        assertActsExactlyAt("2023-10-20T15:59:59.999Z", outcome, ObligationAct.OVERDUE, ObligationAct.URGED);
        assertThat(referral).hasPassed("OutcomeDue", "OutcomeLadder").isWaitingAtExactly("Outcome");
    }

    @Test
    void silenceOfTheLeadersCountsAsNotedAtTheInstantAndNotBefore() {
        clockWithout("2023-09-28T10:00:00Z");
        ProcessInstance referral = referred();
        submit(POLICE, referral, "Referral");
        Obligation outcome = obligation(referral, "referral-outcome");
        submit(POLICE, referral, "Outcome");
        assertThat(open(referral, "TakeNote").getDueDate().toInstant())
                .isEqualTo(Instant.parse("2023-10-11T15:59:59.999Z"));
        clockAt("2023-10-11T15:59:59.998Z");
        assertThat(open(referral, "TakeNote")).isNotNull();
        clockAt("2023-10-11T15:59:59.999Z");
        assertThat(referral).isEnded().hasPassed("Silence", "Silent");
        assertThat(referral(referral))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.SILENT))
                .satisfies(row -> assertThat(row.notedBy()).isNull());
        assertThat(stateOf(outcome)).isEqualTo("FULFILLED");
        assertThat(log(referral)).endsWith("REPORTED", "SILENT");
    }

    @Test
    void nobodyElseTakesOrCompletesItAnAdministratorIncluded() {
        ProcessInstance referral = referred();
        for (String post : List.of("supervisors.head", "task-force.head", "school-01.clerk", LEADER)) {
            assertThat(tasksOf(post, referral, "Referral")).as(post).isEmpty();
        }
        Task receipt = open(referral, "Referral");
        assertThatThrownBy(() -> submit("admin", receipt, FormAnswers.good("Referral")))
                .hasMessageContaining("只有指定的岗位才能办理");
        assertThatThrownBy(() -> as("admin", () -> {
                    tasks.setAssignee(receipt.getId(), "admin");
                    return null;
                }))
                .hasMessageContaining("只有指定的岗位才能办理");
        submit(POLICE, referral, "Referral");
        submit(POLICE, referral, "Outcome");
        assertThat(tasksOf(POLICE, referral, "TakeNote")).isEmpty();
        assertThatThrownBy(() -> submit("admin", open(referral, "TakeNote"), FormAnswers.good("TakeNote")))
                .hasMessageContaining("只有指定的岗位才能办理");
    }

    @Test
    void whatIsWrongInTheFormsIsSaid() {
        ProcessInstance referral = referred();
        assertThatThrownBy(() -> submit(POLICE, referral, "Referral", Map.of())).hasMessageContaining("接收编号");
        submit(POLICE, referral, "Referral");
        assertThatThrownBy(() -> submit(POLICE, referral, "Outcome", Map.of("result", "guilty", "outcome", "已经受理办理")))
                .hasMessageContaining("处理结果");
        assertThatThrownBy(() -> submit(POLICE, referral, "Outcome", Map.of("result", "filed", "outcome", "短")))
                .hasMessageContaining("结果说明");
        submit(POLICE, referral, "Outcome");
        assertThatThrownBy(() -> submit(LEADER, referral, "TakeNote", Map.of("decision", "more")))
                .hasMessageContaining("继续反馈的要求");
        assertThat(referral(referral).state()).isEqualTo(State.REPORTED);
    }

    @Test
    void severalAtOnceHaveNumbersOfTheirOwn() {
        report("market-regulation.clerk", crime());
        report("market-regulation.clerk", crime());
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("referral")
                        .list())
                .extracting(each -> each.getBusinessKey().replaceAll(".*/", ""))
                .containsExactlyInAnyOrder("1", "2");
    }
}
