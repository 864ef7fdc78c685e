package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.duty.DutyProcess;
import org.dudao.education.EducationProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** M3a, M3b, A09, A14, M4 over REST, as the posts do it, and who may see what. */
@ApplicationTest
class DutyApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DutyProcess duties;

    @Autowired
    private EducationProcess education;

    private Town town;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Integer.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-08"));
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private Town.Task task(String post, String activity, String about) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(activity) && task.name().contains(about))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + activity + " in " + town.tasks(post)));
    }

    private JsonNode submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
        return answer.getBody();
    }

    private JsonNode register(String post) {
        return town.get(post, "/api/duties?campaign=" + CAMPAIGN).getBody();
    }

    private int status(String post, String path) {
        return town.get(post, path).getStatusCode().value();
    }

    @Test
    void doneWithAPhotoMissedExplainedAndSeenByWhomItConcerns() {
        duties.start(CAMPAIGN, "gate-watch", "school-01");
        String key = CAMPAIGN + "/duty/school-01/gate-watch";
        town.clockAt(Instant.parse("2026-09-07T23:00:00Z"));
        Town.Task round = task("school-01.clerk", "Round", "护学岗");
        assertThat(town.form("school-01.clerk", round.id()).get("id").asText()).isEqualTo("duty-round");
        assertThat(town.variable("school-01.clerk", round.id(), "briefing")).contains("到岗人数");
        submit("school-02.clerk", round, Map.of("result", "held", "count", 3), 403);
        assertThat(submit("school-01.clerk", round, Map.of("result", "held"), 400)
                        .toString())
                .contains("请填写数量（到岗人数）");
        town.photo("school-01.clerk", round.id(), "round");
        submit("school-01.clerk", round, Map.of("result", "held", "count", 3), 204);
        town.assertClean();

        town.clockAt(Instant.parse("2026-09-08T08:30:00Z"));
        submit(
                "school-01.clerk",
                task("school-01.clerk", "Round", "16:00—17:30"),
                Map.of("result", "missed", "missedWhy", "值班教师临时外出开会"),
                204);
        town.clockAt(Instant.parse("2026-09-09T09:30:00Z"));
        assertThat(town.tasks("school-01.clerk")).as("no old tasks").noneMatch(task -> task.key()
                .equals("Round"));
        Town.Task explain = task("school-01.clerk", "Explain", "护学岗");
        assertThat(town.variable("school-01.clerk", explain.id(), "briefing"))
                .contains("值班教师临时外出开会", "9月9日07:00—08:00：没有登记");
        JsonNode row = register("supervisors.head").get("items").get(0);
        assertThat(row.get("dutyName").asText()).isEqualTo("护学岗、护苗队和教师值班");
        assertThat(row.get("ownerName").asText()).isEqualTo("镇中心小学");
        assertThat(row.get("held").asInt()).isOne();
        assertThat(row.get("missed").asInt()).isEqualTo(3);
        assertThat(row.get("asked").asInt()).isOne();
        assertThat(row.get("explaining").asBoolean()).isTrue();
        assertThat(row.get("opens").asText()).isEqualTo("2026-09-09T23:00:00Z");
        town.assertClean();
        submit("school-01.clerk", explain, Map.of("cause", "值班表没有排好", "makeUp", "已经补做，以后由值班领导提醒"), 204);
        assertThat(register("supervisors.head")
                        .get("items")
                        .get(0)
                        .get("explaining")
                        .asBoolean())
                .isFalse();
        town.assertClean();

        assertThat(register("school-01.head").get("total").asInt()).isOne();
        assertThat(register("school-02.head").get("total").asInt()).isZero();
        JsonNode rounds = town.get("school-01.head", "/api/duties/rounds?key=" + key)
                .getBody()
                .get("items");
        assertThat(rounds).hasSize(5);
        assertThat(rounds.get(4).get("byName").asText()).isEqualTo("镇中心小学 安全员");
        assertThat(rounds.get(4).get("count").asInt()).isEqualTo(3);
        assertThat(rounds.get(1).get("rule").asText()).startsWith("D4 ");
        assertThat(status("school-02.head", "/api/duties/rounds?key=" + key)).isEqualTo(404);
        assertThat(status("supervisors.head", "/api/duties/rounds?key=" + key)).isEqualTo(200);
        assertThat(status("supervisors.head", "/api/duties?campaign=nothing")).isEqualTo(404);

        var explained = town.get("school-01.head", "/api/cases/" + key + "/explanation");
        assertThat(explained.getStatusCode().value()).isEqualTo(200);
        assertThat(explained.getBody().get("title").asText()).contains("护学岗");
        assertThat(explained.getBody().findValuesAsText("sentence"))
                .anySatisfy(sentence -> assertThat(sentence).contains("已履行", "数量3"))
                .anySatisfy(sentence -> assertThat(sentence).contains("缺勤", "D4 "))
                .anySatisfy(sentence -> assertThat(sentence).contains("交办", "2个工作日"));
        assertThat(status("school-02.head", "/api/cases/" + key + "/explanation"))
                .isEqualTo(403);
    }

    @Test
    void lettersAndTheirSlipsAsNumbers() {
        education.start(CAMPAIGN, "drowning-letter", "school-03");
        submit(
                "school-03.clerk",
                task("school-03.clerk", "HandOut", "一封信"),
                Map.of("handedOutOn", "2026-09-07", "letters", 100),
                204);
        Town.Task slips = task("school-03.clerk", "Slips", "一封信");
        assertThat(submit("school-03.clerk", slips, Map.of("slips", 101), 400).toString())
                .contains("不能比发出的信（100份）多");
        submit("school-03.clerk", slips, Map.of("slips", 90), 204);
        Town.Task review = task("education.clerk", "ReviewEducation", "一封信");
        submit("school-03.clerk", review, Map.of("decision", "accept"), 403);
        assertThat(submit("education.clerk", review, Map.of("decision", "accept"), 400)
                        .toString())
                .contains("回收率90.0%，没有达到方案要求的95%");
        submit("education.clerk", review, Map.of("decision", "return", "reason", "还差五份，请三天内补收"), 204);
        town.assertClean();
        submit("school-03.clerk", task("school-03.clerk", "Slips", "一封信"), Map.of("slips", 98), 204);
        submit("education.clerk", task("education.clerk", "ReviewEducation", "一封信"), Map.of("decision", "accept"), 204);
        for (String post : new String[] {"supervisors.head", "education.head", "school-03.head"}) {
            JsonNode register = town.get(post, "/api/education?campaign=" + CAMPAIGN + "&item=drowning-letter")
                    .getBody();
            assertThat(register.get("letters").asInt()).as(post).isEqualTo(100);
            assertThat(register.get("slips").asInt()).as(post).isEqualTo(98);
            assertThat(register.get("items").get(0).get("stateName").asText()).isEqualTo("已通过");
        }
        assertThat(town.get("school-04.head", "/api/education?campaign=" + CAMPAIGN)
                        .getBody()
                        .get("total")
                        .asInt())
                .isZero();
        town.assertClean();
    }
}
