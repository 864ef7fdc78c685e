package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.drill.DrillProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** M3c over REST, as the school's and the reviewing unit's phones do it, and who may see what. */
@ApplicationTest
class DrillApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DrillProcess process;

    @Autowired
    private TransactionTemplate transaction;

    private Town town;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Integer.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-07"));
            transaction.execute(status -> process.startNext(CAMPAIGN, 100));
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private Town.Task task(String post, String key, String about) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key) && task.name().endsWith("（" + about + "）"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    private JsonNode submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
        return answer.getBody();
    }

    private JsonNode row(String post, String key) {
        for (JsonNode row :
                town.get(post, "/api/drills?campaign=" + CAMPAIGN).getBody().get("items")) {
            if (row.get("key").asText().equals(key)) {
                return row;
            }
        }
        return null;
    }

    private static Map<String, Object> held(String day) {
        return new HashMap<>(
                Map.of("decision", "held", "heldOn", day, "participants", 430, "evacuationMinutes", 4, "course", TEXT));
    }

    @Test
    void fromThePlanOnFileToTheShortcomingInTheLedger() {
        String key = CAMPAIGN + "/drill/school-02/fire";
        String about = "镇第二小学 防火灾演练";
        Town.Task plan = task("school-02.clerk", "FilePlan", about);
        Map<String, Object> filed = Map.of("commanderPost", "校长", "planNotes", TEXT);
        assertThat(submit("school-02.clerk", plan, filed, 400).toString()).contains("应急预案");
        town.photo("school-02.clerk", plan.id(), "plan");
        submit("school-01.clerk", plan, filed, 403);
        submit("school-02.clerk", plan, filed, 204);
        assertThat(row("school-02.head", key).get("stateName").asText()).isEqualTo("预案审核中");

        Town.Task review = task("emergency.clerk", "ReviewPlan", about);
        assertThat(town.get("emergency.clerk", "/api/tasks/" + review.id() + "/evidence")
                        .getBody()
                        .get("earlier"))
                .as("the plan on file")
                .hasSize(1);
        submit("school-02.clerk", review, Map.of("decision", "accept"), 403);
        submit("emergency.clerk", review, Map.of("decision", "accept"), 204);

        Town.Task schedule = task("school-02.clerk", "Schedule", about);
        assertThat(submit("school-02.clerk", schedule, Map.of("drillOn", "2026-09-19", "drillPlace", "操场"), 400)
                        .toString())
                .contains("放假");
        submit("school-02.clerk", schedule, Map.of("drillOn", "2026-09-15", "drillPlace", "操场"), 204);
        assertThat(row("supervisors.head", key).get("scheduledOn").asText()).isEqualTo("2026-09-15");

        Town.Task hold = task("school-02.clerk", "Hold", about);
        town.photo("school-02.clerk", hold.id(), "drill");
        assertThat(submit("school-02.clerk", hold, held("2026-09-15"), 400).toString())
                .contains("演练定在2026-09-15");
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-15T07:00:00Z")));
        submit("school-02.clerk", hold, held("2026-09-15"), 204);
        assertThat(row("task-force.head", key).get("participants").asInt()).isEqualTo(430);
        town.assertClean();

        submit(
                "emergency.head",
                task("emergency.head", "ReviewDrill", about),
                Map.of(
                        "decision", "shortcomings",
                        "findings", TEXT,
                        "firstPlace", "二楼西侧楼梯",
                        "firstDescription", "疏散时楼梯口的门打不开",
                        "firstSeverity", "serious",
                        "another", false),
                204);
        JsonNode row = row("school-02.clerk", key);
        assertThat(row.get("stateName").asText()).isEqualTo("演练完成，不足已登记为隐患");
        String hazard = row.get("hazards").get(0).asText();
        assertThat(town.get("supervisors.head", "/api/ledger?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("items"))
                .anySatisfy(each -> {
                    assertThat(each.get("number").asText()).isEqualTo(hazard);
                    assertThat(each.get("source").asText()).isEqualTo("演练发现");
                });
        assertThat(town.tasks("school-02.clerk"))
                .anySatisfy(each -> assertThat(each.name()).contains("接收隐患", hazard));
        town.assertClean();
    }

    @Test
    void postponedTwiceTheReviewingUnitDecides() {
        String about = "镇第三小学 防食物中毒演练";
        Town.Task plan = task("school-07.clerk", "FilePlan", about);
        town.photo("school-07.clerk", plan.id(), "plan");
        submit("school-07.clerk", plan, Map.of("commanderPost", "校长", "planNotes", TEXT), 204);
        submit("education.clerk", task("education.clerk", "ReviewPlan", about), Map.of("decision", "accept"), 204);
        for (int round = 0; round < 2; round++) {
            submit(
                    "school-07.clerk",
                    task("school-07.clerk", "Schedule", about),
                    Map.of("drillOn", "2026-09-10", "drillPlace", "食堂"),
                    204);
            submit(
                    "school-07.clerk",
                    task("school-07.clerk", "Hold", about),
                    Map.of("decision", "postpone", "postponedBecause", "食堂停水检修"),
                    204);
        }
        submit(
                "education.head",
                task("education.head", "DecidePostponement", about),
                Map.of("decision", "refuse", "mustHoldOn", "2026-09-11", "reason", TEXT),
                204);
        JsonNode row = row("education.clerk", CAMPAIGN + "/drill/school-07/food-poisoning");
        assertThat(row.get("postponements").asInt()).isEqualTo(2);
        assertThat(row.get("scheduledOn").asText()).isEqualTo("2026-09-11");
        town.assertClean();
    }

    @Test
    void everyUnitSeesItsOwnDrills() {
        assertThat(town.get("supervisors.head", "/api/drills?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("total")
                        .asInt())
                .isEqualTo(32);
        assertThat(town.get("school-03.clerk", "/api/drills?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("total")
                        .asInt())
                .isEqualTo(4);
        assertThat(town.get("education.clerk", "/api/drills?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("total")
                        .asInt())
                .isEqualTo(16);
        assertThat(town.get("justice.clerk", "/api/drills?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("total")
                        .asInt())
                .isZero();
        String path = "/api/cases/" + CAMPAIGN + "/drill/school-03/explosion/explanation";
        JsonNode explained = town.get("school-03.clerk", path).getBody();
        assertThat(explained.get("title").asText()).isEqualTo("镇初级中学 防爆炸演练");
        assertThat(explained.findValuesAsText("sentence"))
                .anySatisfy(sentence -> assertThat(sentence).contains("5个工作日"));
        for (String post : List.of("emergency.clerk", "leader.charge", "task-force.clerk")) {
            assertThat(town.get(post, path).getStatusCode().value()).as(post).isEqualTo(200);
        }
        assertThat(town.get("school-04.clerk", path).getStatusCode().value()).isEqualTo(403);
    }
}
