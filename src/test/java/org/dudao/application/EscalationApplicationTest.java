package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2b: the first rungs of the ladder, each at its exact instant; bad input on the way. */
@ApplicationTest
class EscalationApplicationTest {

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** Nothing a millisecond before, the act at the instant itself. */
    private void assertActsExactlyAt(String instant, String act) {
        Instant due = Instant.parse(instant);
        List<String> before = acts();
        town.clockAt(due.minusMillis(1));
        assertThat(acts()).as("a millisecond before %s", due).isEqualTo(before);
        town.clockAt(due);
        assertThat(acts()).as("at %s", due).endsWith(act);
    }

    private List<String> acts() {
        return jdbc.sql("""
                        select e.act from dudao.case_log e join dudao.obligation o on o.id = e.case_key
                        where o.kind = 'draft-plan' and e.act <> 'OPENED' order by e.sequence
                        """).query(String.class).list();
    }

    @Test
    void silentUnitClimbsEveryRungAndPeopleDecideAboutPeople() {
        assertThat(town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        // The plan's 11 September, moved with the start: the end of Tuesday, 8 September, in Shanghai. P2: two days.
        assertActsExactlyAt("2026-09-08T15:59:59.999Z", "URGED");
        assertThat(acts()).containsExactly("OVERDUE", "URGED");
        // P4: the head has three working days for an answer, over a weekend.
        assertActsExactlyAt("2026-09-10T15:59:59.999Z", "SUPERVISED");
        Town.Task answer = task("task-force.head", "Answer");
        assertThat(town.tasks("task-force.clerk")).noneMatch(task -> task.key().equals("Answer"));
        decide("task-force.head", answer, Map.of("answer", "我们会在年底前办好这件事", "promisedOn", "2026-12-31"), 400);
        town.clockAt(Instant.parse("2026-09-15T15:59:59.998Z"));
        assertThat(town.tasks("leader.charge")).noneMatch(task -> task.key().equals("DecideSummon"));
        assertActsExactlyAt("2026-09-15T15:59:59.999Z", "UNANSWERED");
        decide("task-force.head", answer, Map.of("answer", "马上办理，请再等几天", "promisedOn", "2026-09-18"), 404);

        // P5: the leader in charge decides within two working days, else the principal leader can, too.
        Town.Task summon = task("leader.charge", "DecideSummon");
        assertThat(town.tasks("leader.principal")).doesNotContain(summon);
        explainedAtTheTask(summon);
        assertActsExactlyAt("2026-09-17T15:59:59.999Z", "SUMMON_UNDECIDED");
        assertThat(town.tasks("leader.principal")).contains(summon);
        Map<String, Object> grant = Map.of("decision", "grant", "reason", "材料正在补齐", "newDate", "2026-09-18");
        decide("task-force.head", summon, grant, 403);
        decide("admin", summon, grant, 400);
        assertThat(town.post(
                                "admin",
                                "/engine-rest/task/" + summon.id() + "/assignee",
                                Map.of("userId", "task-force.head"))
                        .getStatusCode()
                        .value())
                .as("an administrator cannot make the unit its own judge")
                .isEqualTo(400);
        decide("leader.charge", summon, with(grant, "newDate", "2027-03-01"), 400);
        decide("leader.charge", summon, grant, 204);
        decide("leader.principal", summon, grant, 404);

        town.clockAt(Instant.parse("2026-09-18T15:59:59.998Z"));
        assertThat(town.tasks("leader.charge")).noneMatch(task -> task.key().equals("DecideSummon"));
        town.clockAt(Instant.parse("2026-09-18T15:59:59.999Z"));
        decide(
                "leader.charge",
                task("leader.charge", "DecideSummon"),
                Map.of("decision", "summon", "reason", "多次催办无果"),
                204);
        assertThat(town.tasks("task-force.clerk")).noneMatch(task -> task.key().equals("Summon"));
        decide(
                "supervisors.clerk",
                task("supervisors.clerk", "Summon"),
                Map.of(
                        "heldOn", "2026-09-19",
                        "place", "镇政府二楼会议室",
                        "attendees", "分管领导、专班负责人",
                        "minutes", "指出方案迟迟未定，专班负责人承诺二十二日前完成。",
                        "promisedOn", "2026-09-22"),
                204);
        town.clockAt(Instant.parse("2026-09-22T15:59:59.998Z"));
        assertThat(town.tasks("leader.principal")).noneMatch(task -> task.key().equals("DecideCriticism"));
        town.clockAt(Instant.parse("2026-09-22T15:59:59.999Z"));
        decide(
                "leader.principal",
                task("leader.principal", "DecideCriticism"),
                Map.of("decision", "criticise", "reason", "约谈后仍未完成", "publicText", "工作专班逾期未制定工作方案，现予通报批评。"),
                204);
        assertThat(jdbc.sql("select count(*) from dudao.notice where text like '通报批评%'")
                        .query(Integer.class)
                        .single())
                .as("every unit and school")
                .isEqualTo(30);
        // P6: three working days from Wednesday, 23 September (the clock stands at the last millisecond of the 22nd).
        town.clockAt(Instant.parse("2026-09-28T15:59:59.998Z"));
        assertThat(town.tasks("leader.principal")).noneMatch(task -> task.key().equals("DecideVeto"));
        town.clockAt(Instant.parse("2026-09-28T15:59:59.999Z"));
        Town.Task veto = task("leader.principal", "DecideVeto");
        assertThat(acts()).doesNotContain("VETO_PROPOSED");
        decide("leader.principal", veto, Map.of("decision", "propose", "reason", "通报后仍未完成"), 204);
        assertThat(acts()).endsWith("VETO_PROPOSED");
        town.assertClean();
        String obligation = jdbc.sql("select id from dudao.obligation where kind = 'draft-plan'")
                .query(String.class)
                .single();
        decide("task-force.head", task("task-force.head", "Statement"), Map.of("statement", "人手不足，现已抓紧办理。"), 204);
        decide(
                "supervisors.clerk",
                task("supervisors.clerk", "Deliberate"),
                Map.of("facts", "逾期属实，人手不足部分采纳。", "recommendation", "reject"),
                204);
        decide(
                "leader.principal",
                task("leader.principal", "Decide"),
                Map.of("decision", "reject", "reason", "已有改正，暂不予否决。"),
                204);
        Map<String, Object> review = Map.of("opinion", "已与工作专班沟通，限期补办", "reviewOn", "2026-09-30");
        decide("supervisors.clerk", task("supervisors.clerk", "Review"), review, 204);
        town.clockAt(Instant.parse("2026-09-30T15:59:59.999Z"));
        task("supervisors.head", "Review");
        assertThat(acts())
                .containsExactly(
                        "OVERDUE",
                        "URGED",
                        "SUPERVISED",
                        "UNANSWERED",
                        "SUMMON_UNDECIDED",
                        "TIME_GRANTED",
                        "SUMMON_DECIDED",
                        "SUMMONED",
                        "CRITICISED",
                        "VETO_PROPOSED",
                        "VETO_CONCLUDED",
                        "REVIEWED");

        decide(
                "task-force.clerk",
                task("task-force.clerk", "DraftPlan"),
                Map.of("planSummary", "按照方案开展排查、整治、验收和巩固。", "warningsConfirmed", true),
                204);
        assertThat(acts()).endsWith("SUBMITTED", "LEFT");
        assertThat(town.tasks("supervisors.head")).noneMatch(task -> task.key().equals("Review"));
        assertThat(jdbc.sql("select on_ladder from dudao.obligation where kind = 'draft-plan'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
        town.assertClean();
        badInputChangesNothing();
        explainedToThoseConcerned(obligation);
    }

    /** At the leader's task the same as at that of the unit: the duty that both are about. */
    private void explainedAtTheTask(Town.Task summon) {
        Town.Task draft = task("task-force.clerk", "DraftPlan");
        var explained = town.get("leader.charge", "/api/tasks/" + summon.id() + "/explanation");
        assertThat(explained.getStatusCode().value()).isEqualTo(200);
        assertThat(explained.getBody().at("/title").asText()).isEqualTo("制定工作方案（专项行动工作专班）");
        assertThat(town.get("task-force.clerk", "/api/tasks/" + draft.id() + "/explanation")
                        .getBody())
                .isEqualTo(explained.getBody());
        assertThat(town.get("school-01.clerk", "/api/tasks/" + draft.id() + "/explanation")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    private void explainedToThoseConcerned(String obligation) {
        String path = "/api/cases/" + obligation + "/explanation";
        var explained = town.get("task-force.clerk", path).getBody();
        List<String> sentences = explained.at("/matters/0/steps").findValuesAsText("sentence");
        assertThat(explained.at("/title").asText()).isEqualTo("制定工作方案（专项行动工作专班）");
        assertThat(sentences)
                .hasSize(15)
                .contains(
                        "2026年9月7日 09:00:00，系统：交办，对象是专项行动工作专班；依据规则行动方案S1；" + "期限2026年9月8日（方案规定：2026年9月8日结束前）。",
                        "2026年9月8日 23:59:59，系统：催办，对象是专项行动工作专班；"
                                + "依据规则P2 逾期：催办经办人和负责人，2个工作日内应有结果；期限2026年9月10日（2026年9月10日结束前）。")
                .anySatisfy(sentence -> assertThat(sentence).contains("镇 主要领导：通报批评", "工作专班逾期未制定工作方案"));
        assertThat(town.get("supervisors.head", path).getStatusCode().value()).isEqualTo(200);
        assertThat(town.get("school-01.clerk", path).getStatusCode().value()).isEqualTo(403);
        assertThat(town.get("supervisors.head", "/api/cases/hekou-2023/explanation")
                        .getBody()
                        .at("/matters")
                        .size())
                .as("what the campaign itself asked for so far")
                .isEqualTo(3);
        assertThat(town.get("supervisors.head", "/api/cases/hekou-2023/school-99/explanation")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);

        assertThat(town.get("supervisors.head", "/api/log/verification")
                        .getBody()
                        .get("whole")
                        .asBoolean())
                .isTrue();
        assertThat(town.get("school-01.clerk", "/api/log/verification")
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        jdbc.sql("update dudao.case_log set by_post = 'leader.charge' where act = 'CRITICISED'")
                .update();
        var tampered = town.get("supervisors.head", "/api/log/verification").getBody();
        assertThat(tampered.get("whole").asBoolean()).isFalse();
        assertThat(tampered.at("/firstBreak/caseKey").asText()).isEqualTo(obligation);
    }

    private Town.Task task(String post, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    private void decide(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private void badInputChangesNothing() {
        Town.Task task = town.tasks("town-office.clerk").get(0);
        assertThat(task.key()).isEqualTo("FormTaskForce");
        Map<String, Object> good = Map.of("leadPost", "镇 主要领导", "members", "各部门各村负责人", "duties", "按职责分工落实各项任务");
        refused("town-office.clerk", task, Map.of(), 400, "组长");
        refused("town-office.clerk", task, with(good, "leadPost", 7), 400, "组长");
        refused("town-office.clerk", task, with(good, "members", "x".repeat(5000)), 400, "成员单位");
        refused("town-office.clerk", task, with(good, "members", "x".repeat(1_200_000)), 413, null);
        refused("town-office.clerk", task, with(good, "unknown", "x"), 400, null);
        refused("school-01.clerk", task, good, 403, "权限");
        refused("market-regulation.clerk", task, good, 403, "权限");
        assertThat(town.post("town-office.clerk", "/engine-rest/task/" + task.id() + "/complete", Map.of())
                        .getStatusCode()
                        .is4xxClientError())
                .as("no way around the form")
                .isTrue();
        assertThat(town.tasks("town-office.clerk")).contains(task);
        assertThat(town.submit("town-office.clerk", task.id(), good)
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        refused("town-office.clerk", task, good, 404, "已经办结");
        var unknownSchool = town.start(
                "health.clerk",
                "hazard",
                Map.of(
                        "school",
                        "school-99",
                        "area",
                        "A05",
                        "place",
                        "操场",
                        "description",
                        "围墙开裂",
                        "severity",
                        "general"));
        assertThat(unknownSchool.getStatusCode().value()).isEqualTo(400);
        assertThat(unknownSchool.getBody().get("message").asText()).contains("学校");
        var unknownPlan =
                town.start("task-force.head", "campaign", Map.of("plan", "nowhere", "startDate", "2026-09-07"));
        assertThat(unknownPlan.getStatusCode().value()).isEqualTo(400);
        assertThat(town.start("school-01.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"))
                        .getStatusCode()
                        .value())
                .as("a school cannot launch a campaign")
                .isEqualTo(403);
        assertThat(town.get("school-01.clerk", "/engine-rest/process-instance").getBody())
                .isEmpty();
        assertThat(town.get("school-01.clerk", "/api/reconciliation")
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(rest.getForEntity("/engine-rest/task", String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
        assertThat(rest.getForEntity("/api/ledger?campaign=hekou-2023", String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
        town.assertClean();
    }

    private void refused(String post, Town.Task task, Map<String, Object> values, int status, String words) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(status);
        assertThat(answer.getBody().get("message").asText()).containsPattern("\\p{IsHan}");
        if (words != null) {
            assertThat(answer.getBody().get("message").asText()).contains(words);
        }
    }

    private static Map<String, Object> with(Map<String, Object> good, String name, Object value) {
        Map<String, Object> values = new java.util.HashMap<>(good);
        values.put(name, value);
        return values;
    }
}
