package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.VetoProposed;
import org.dudao.veto.Vetoes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** W2e: the three triggers, the rights of the unit, who decides, and what revocation restores. */
@ApplicationTest
class VetoApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Vetoes vetoes;

    @Autowired
    private CaseLog log;

    private Town town;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (town.get("supervisors.head", "/engine-rest/process-instance/count")
                        .getBody()
                        .get("count")
                        .asInt()
                == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-07"));
            submit(
                    "task-force.clerk",
                    "DraftPlan",
                    Map.of("planSummary", "按照方案开展排查、整治、验收和巩固。", "warningsConfirmed", true),
                    204);
            submit(
                    "town-office.clerk",
                    "FormTaskForce",
                    Map.of("leadPost", "镇 主要领导", "members", "各部门各村负责人", "duties", "按职责分工落实各项任务"),
                    204);
            submit(
                    "town-office.clerk",
                    "IssuePlan",
                    Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", "2026-09-07"),
                    204);
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private void propose(String unit, String trigger, int failures) {
        transaction.executeWithoutResult(status -> context.publishEvent(
                new VetoProposed(CAMPAIGN, unit, trigger, failures, null, "第二次验收仍不通过", "supervisors.clerk")));
    }

    private Town.Task task(String post, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    private void submit(String post, String key, Map<String, Object> values, int status) {
        complete(post, task(post, key), values, status);
    }

    private void complete(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private List<String> acts(String key) {
        return log.read(key).stream().map(CaseEntry::act).toList();
    }

    private String state(String key) {
        return jdbc.sql("select state from dudao.veto_case where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private void assertNone(String post, String key) {
        assertThat(town.tasks(post)).noneMatch(task -> task.key().equals(key));
    }

    @Test
    void firstFailureOpensNoCase() {
        propose("school-05", "no-result", 1);

        assertNone("school-05.head", "Statement");
        assertThat(jdbc.sql("select count(*) from dudao.veto_case where unit = 'school-05'")
                        .query(Integer.class)
                        .single())
                .isZero();
        town.assertClean();
    }

    @Test
    void statedDecidedAppealedAndRevokedByOthersThanThoseWhoDecided() {
        propose("school-01", "no-result", 2);
        String key = CAMPAIGN + "/school-01/1";
        Map<String, Object> statement = Map.of("statement", "第二次验收时施工尚未结束，现已整改完成。");
        assertNone("school-01.clerk", "Statement");
        submit("school-01.head", "Statement", statement, 204);

        Town.Task deliberation = task("task-force.clerk", "Deliberate");
        Map<String, Object> findings = Map.of("facts", "两次验收记录属实，施工原因部分采纳。", "recommendation", "uphold");
        complete("school-01.head", deliberation, findings, 403);
        complete("task-force.clerk", deliberation, findings, 204);

        Town.Task decision = task("leader.principal", "Decide");
        Map<String, Object> uphold = Map.of("decision", "uphold", "reason", "两次验收不通过，事实清楚，予以一票否决。");
        complete("school-01.head", decision, uphold, 403);
        complete("leader.charge", decision, uphold, 403);
        complete("admin", decision, uphold, 400);
        assertThat(town.post(
                                "admin",
                                "/engine-rest/task/" + decision.id() + "/assignee",
                                Map.of("userId", "school-01.head"))
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        assertThat(state(key)).isEqualTo("OPEN");
        complete("leader.principal", decision, uphold, 204);
        complete("leader.principal", decision, uphold, 404);
        assertThat(state(key)).isEqualTo("IN_FORCE");
        assertThat(vetoes.inForce(CAMPAIGN, "school-01")).isTrue();
        assertThat(vetoes.inForce(CAMPAIGN, "school-02")).isFalse();

        submit("school-01.head", "Appeal", Map.of("grounds", "施工延期由镇里统一安排，附有批文，请求复核。"), 204);
        Town.Task review = task("leader.charge", "ReviewAppeal");
        Map<String, Object> revoke = Map.of("decision", "revoke", "reason", "施工确由镇里安排，责任不在学校，撤销否决。");
        complete("leader.principal", review, revoke, 403);
        complete("task-force.clerk", review, revoke, 403);
        complete("leader.charge", review, revoke, 204);

        assertThat(state(key)).isEqualTo("REVOKED");
        assertThat(vetoes.inForce(CAMPAIGN, "school-01")).isFalse();
        assertThat(acts(key))
                .as("revocation keeps the history")
                .containsExactly("VETO_OPENED", "STATED", "DELIBERATED", "VETOED", "APPEALED", "REVOKED", "CONCLUDED");
        assertThat(jdbc.sql("select count(*) from dudao.notice where matter = ?")
                        .param(key)
                        .query(Integer.class)
                        .single())
                .as("veto and revocation go to every unit and school")
                .isEqualTo(60);
        assertThat(jdbc.sql(
                                "select count(*) from dudao.veto_evidence where veto = ? and sha256 <> encode(sha256(content::bytea), 'hex')")
                        .param(key)
                        .query(Integer.class)
                        .single())
                .isZero();
        var explained = town.get("school-01.clerk", "/api/cases/" + key + "/explanation");
        assertThat(explained.getStatusCode().value()).isEqualTo(200);
        assertThat(explained.getBody().at("/matters/0/steps").findValuesAsText("sentence"))
                .anySatisfy(sentence -> assertThat(sentence).contains("镇 主要领导：一票否决", "事实清楚"))
                .anySatisfy(sentence -> assertThat(sentence).contains("镇 分管领导：撤销否决"));
        assertThat(town.get("school-02.clerk", "/api/cases/" + key + "/explanation")
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        town.assertClean();
        assertThat(log.verify()).isEmpty();
    }

    /** V2 gives three working days for the statement and five for the appeal; both end at their exact instants. */
    @Test
    void silenceIsRecordedAndAnAppealInTimeOnly() {
        propose("school-02", "no-result", 2);
        String key = CAMPAIGN + "/school-02/1";
        Town.Task statement = task("school-02.head", "Statement");
        town.clockAt(Instant.parse("2026-09-10T15:59:59.998Z"));
        assertThat(acts(key)).containsExactly("VETO_OPENED");
        assertNone("task-force.clerk", "Deliberate");
        town.clockAt(Instant.parse("2026-09-10T15:59:59.999Z"));
        assertThat(acts(key)).containsExactly("VETO_OPENED", "NOT_STATED");
        complete("school-02.head", statement, Map.of("statement", "迟到的陈述，说明当时的情况。"), 404);

        submit("task-force.head", "Deliberate", Map.of("facts", "两次验收记录属实。", "recommendation", "uphold"), 204);
        submit("leader.principal", "Decide", Map.of("decision", "uphold", "reason", "两次验收不通过，事实清楚。"), 204);
        Town.Task appeal = task("school-02.head", "Appeal");
        // Five working days after 10 September: the 17th, over a weekend.
        town.clockAt(Instant.parse("2026-09-17T15:59:59.998Z"));
        assertThat(acts(key)).endsWith("VETOED");
        town.clockAt(Instant.parse("2026-09-17T15:59:59.999Z"));
        complete("school-02.head", appeal, Map.of("grounds", "迟到的申诉，请求重新考虑。"), 404);
        assertThat(acts(key)).endsWith("NOT_APPEALED", "CONCLUDED");
        assertThat(vetoes.inForce(CAMPAIGN, "school-02")).isTrue();
        town.assertClean();
    }

    @Test
    void appealRejectedKeepsTheVeto() {
        propose("school-04", "no-result", 3);
        String key = CAMPAIGN + "/school-04/1";
        submit("school-04.head", "Statement", Map.of("statement", "情况属实，正在抓紧整改。"), 204);
        submit("task-force.clerk", "Deliberate", Map.of("facts", "三次验收记录属实。", "recommendation", "uphold"), 204);
        submit("leader.principal", "Decide", Map.of("decision", "uphold", "reason", "三次验收不通过，事实清楚。"), 204);
        submit("school-04.head", "Appeal", Map.of("grounds", "请求考虑学校的实际困难。"), 204);
        submit("leader.charge", "ReviewAppeal", Map.of("decision", "keep", "reason", "没有新的事实和证据，维持原决定。"), 204);

        assertThat(acts(key)).endsWith("APPEALED", "KEPT", "CONCLUDED");
        assertThat(vetoes.inForce(CAMPAIGN, "school-04")).isTrue();
        town.assertClean();
    }

    @Test
    void incidentIsReportedAtOnceAndTheLeaderDecidesWhetherToPropose() {
        Map<String, Object> report = Map.of(
                "school",
                "school-03",
                "happenedOn",
                "2026-09-07",
                "place",
                "学校食堂",
                "what",
                "午饭后多名学生呕吐，已送医救治",
                "injured",
                12,
                "dead",
                0);
        assertThat(town.start("school-03.clerk", "incident", with(report, "happenedOn", "2026-09-09"))
                        .getStatusCode()
                        .value())
                .as("not in the future")
                .isEqualTo(400);
        assertThat(town.start("school-03.clerk", "incident", report)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        String incident = CAMPAIGN + "/incident/1";
        assertThat(jdbc.sql("select unit from dudao.notice where matter = ? order by unit")
                        .param(incident)
                        .query(String.class)
                        .list())
                .containsExactly("leader.charge", "leader.principal", "task-force", "town-office");
        submit("town-office.clerk", "Receive", Map.of("verified", "已与学校负责人核实，已拨打120。"), 204);
        submit("school-03.head", "Measures", Map.of("measures", "已送医12人，食堂停用，留样封存。"), 204);
        Town.Task decision = task("leader.principal", "Lead");
        complete("school-03.head", decision, Map.of("decision", "close", "reason", "没有问题，不必追究。"), 403);
        complete("leader.principal", decision, Map.of("decision", "propose", "reason", "食堂管理失职，造成群体性事件。"), 204);

        String key = CAMPAIGN + "/school-03/1";
        assertThat(state(key)).isEqualTo("OPEN");
        assertThat(jdbc.sql("select rule from dudao.veto_case where key = ?")
                        .param(key)
                        .query(String.class)
                        .single())
                .startsWith("V4");
        submit("school-03.head", "Statement", Map.of("statement", "供货商的责任正在调查之中。"), 204);
        submit("task-force.clerk", "Deliberate", Map.of("facts", "系供货商原料问题。", "recommendation", "reject"), 204);
        submit("leader.principal", "Decide", Map.of("decision", "reject", "reason", "学校履行了进货查验，不予否决。"), 204);
        assertThat(state(key)).isEqualTo("REJECTED");
        assertThat(acts(key)).endsWith("REJECTED", "CONCLUDED");
        assertThat(vetoes.inForce(CAMPAIGN, "school-03")).isFalse();

        assertThat(town.start("school-06.clerk", "incident", with(report, "school", "school-06"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        submit("town-office.clerk", "Receive", Map.of("verified", "已与学校负责人核实，无人员伤亡。"), 204);
        submit("school-06.head", "Measures", Map.of("measures", "已排除险情，恢复上课。"), 204);
        submit("leader.principal", "Lead", Map.of("decision", "close", "reason", "处置及时，不追究学校责任。"), 204);
        assertThat(acts(CAMPAIGN + "/incident/2")).endsWith("DECIDED", "CLOSED");
        assertThat(jdbc.sql("select count(*) from dudao.veto_case where unit = 'school-06'")
                        .query(Integer.class)
                        .single())
                .isZero();
        town.assertClean();
    }

    private static Map<String, Object> with(Map<String, Object> good, String name, Object value) {
        Map<String, Object> values = new java.util.HashMap<>(good);
        values.put(name, value);
        return values;
    }
}
