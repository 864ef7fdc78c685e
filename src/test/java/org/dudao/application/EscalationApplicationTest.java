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
                        select e.what from dudao.obligation_event e join dudao.obligation o on o.id = e.obligation
                        where o.kind = 'draft-plan' and e.what not in ('OPENED') order by e.id
                        """).query(String.class).list();
    }

    @Test
    void overdueMatterIsUrgedSupervisedReviewedAndEndsWhenDone() {
        assertThat(town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        // The plan's 11 September, moved with the start: the end of Tuesday, 8 September, in Shanghai.
        assertActsExactlyAt("2026-09-08T15:59:59.999Z", "URGED");
        assertThat(acts()).containsExactly("OVERDUE", "URGED");
        // E2 grants two working days.
        assertActsExactlyAt("2026-09-10T15:59:59.999Z", "SUPERVISED");
        Town.Task answer = town.tasks("task-force.head").stream()
                .filter(task -> task.key().equals("Answer"))
                .findFirst()
                .orElseThrow();
        assertThat(town.tasks("task-force.clerk")).noneMatch(task -> task.key().equals("Answer"));
        assertThat(town.tasks("supervisors.head")).noneMatch(task -> task.key().equals("Review"));
        // E4 grants the head three working days, over a weekend; silence brings the matter to the supervisors.
        town.clockAt(Instant.parse("2026-09-15T15:59:59.998Z"));
        assertThat(town.tasks("supervisors.head")).noneMatch(task -> task.key().equals("Review"));
        town.clockAt(Instant.parse("2026-09-15T15:59:59.999Z"));
        assertThat(town.submit("task-force.head", answer.id(), Map.of("answer", "马上办理", "promisedOn", "2026-09-20"))
                        .getStatusCode()
                        .value())
                .as("too late to answer")
                .isEqualTo(404);
        Town.Task review = town.tasks("supervisors.head").stream()
                .filter(task -> task.key().equals("Review"))
                .findFirst()
                .orElseThrow();
        assertThat(town.submit(
                                "supervisors.head",
                                review.id(),
                                Map.of("opinion", "已与工作专班沟通，限期补办", "reviewOn", "2026-09-18"))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        assertClean();

        Town.Task draft = town.tasks("task-force.clerk").get(0);
        assertThat(town.submit(
                                "task-force.clerk",
                                draft.id(),
                                Map.of("planSummary", "按照方案开展排查、整治、验收和巩固。", "warningsConfirmed", true))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        assertThat(acts()).containsExactly("OVERDUE", "URGED", "SUPERVISED", "REVIEWED", "SUBMITTED", "LEFT");
        assertThat(jdbc.sql("select on_ladder from dudao.obligation where kind = 'draft-plan'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
        assertClean();
        badInputChangesNothing();
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
        assertClean();
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

    private void assertClean() {
        var result = town.get("supervisors.head", "/api/reconciliation").getBody();
        assertThat(result.get("clean").asBoolean()).as("%s", result).isTrue();
    }
}
