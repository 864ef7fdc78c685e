package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** S0, S1: a plan with errors is not launched; its warnings are confirmed by a post in the campaign's first task. */
@ApplicationTest
class PlanCheckApplicationTest {

    private static final String SUMMARY = "按照方案开展排查、整治、验收和巩固。";

    @TempDir
    static Path definitions;

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    /** The sample, the document to the letter, and a plan that the check has nothing to say about. */
    @DynamicPropertySource
    static void plans(DynamicPropertyRegistry properties) throws IOException {
        Path plans = Files.createDirectories(definitions.resolve("plans"));
        String sample = Files.readString(Path.of("plans/hekou-2023.yaml"));
        Files.writeString(plans.resolve("hekou-2023.yaml"), sample);
        Files.copy(Path.of("src/test/resources/plan/hekou-2023-letter.yaml"), plans.resolve("letter.yaml"));
        Files.writeString(
                plans.resolve("clean.yaml"),
                sample.replace("id: hekou-2023\n", "id: clean\n")
                        .replace("end: 2023-11-10", "end: 2023-10-10")
                        .replace("to: 2023-10-05", "to: 2023-10-10")
                        .replace("deadline: {on: 2023-09-21}", "deadline: {on: 2023-09-20}"));
        properties.add("dudao.definitions-dir", definitions::toString);
    }

    @BeforeEach
    void town() {
        town = new Town(rest, management);
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-02-24T01:00:00Z")));
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private ResponseEntity<JsonNode> start(String plan, String day) {
        return town.start("task-force.head", "campaign", Map.of("plan", plan, "startDate", day));
    }

    private Town.Task draftOf(String businessKey) {
        return town.tasks("task-force.clerk").stream()
                .filter(task -> task.key().equals("DraftPlan"))
                .filter(task -> town.get("admin", "/engine-rest/process-instance/" + task.instance())
                        .getBody()
                        .get("businessKey")
                        .asText()
                        .equals(businessKey))
                .findFirst()
                .orElseThrow();
    }

    private String count(String table) {
        return jdbc.sql("select count(*) from dudao." + table)
                .query(String.class)
                .single();
    }

    @Test
    void aPlanWithErrorsIsNotLaunched() {
        String campaigns = count("campaign");

        var answer = start("hekou-2023-letter", "2026-09-07");

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText())
                .startsWith("这个方案还不能发起专项行动，有3个问题必须先改。（1）“报送自查隐患清单和自查总结”的期限写的是“2026年9月18日前”")
                .contains("（2）8个整治重点没有写由哪个单位牵头监管", "（3）流程要办的", "改成 on: 2023-09-20")
                .endsWith("请联系管理员改好方案文件、重新启动系统，再来发起。");
        assertThat(count("campaign")).isEqualTo(campaigns);
        assertThat(jdbc.sql("select count(*) from dudao.campaign_plan where plan = 'hekou-2023-letter'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void warningsAreShownAndConfirmedInTheFirstTask() {
        assertThat(start("hekou-2023", "2026-09-07").getStatusCode().value()).isEqualTo(200);
        Town.Task draft = draftOf("hekou-2023");
        assertThat(town.variable("task-force.clerk", draft.id(), "warnings"))
                .contains("启动前的提醒（8条）", "2026年10月3日至11月7日这36天不属于任何一个阶段", "连续7天")
                .doesNotContain("没有列出", "另有");

        for (Map<String, Object> missing : List.of(
                Map.<String, Object>of("planSummary", SUMMARY),
                Map.<String, Object>of("planSummary", SUMMARY, "warningsConfirmed", false))) {
            var answer = town.submit("task-force.clerk", draft.id(), missing);
            assertThat(answer.getStatusCode().value()).isEqualTo(400);
            assertThat(answer.getBody().get("message").asText()).contains("“以上提醒已逐条看过”需要打勾确认");
        }
        assertThat(town.submit(
                                "task-force.clerk",
                                draft.id(),
                                Map.of("planSummary", SUMMARY, "warningsConfirmed", true))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);

        Map<String, Object> confirmed = jdbc.sql("""
                        select e.by_post, e.at, e.details ->> 'warningsConfirmed' as confirmed, e.details ->> 'warnings' as warnings
                        from dudao.case_log e join dudao.obligation o on o.id = e.case_key
                        where o.kind = 'draft-plan' and o.campaign = 'hekou-2023' and e.act = 'SUBMITTED'
                        """).query().singleRow();
        assertThat(confirmed).containsEntry("by_post", "task-force.clerk").containsEntry("confirmed", "true");
        assertThat(((Timestamp) confirmed.get("at")).toInstant()).isEqualTo(Instant.parse("2026-02-24T01:00:00Z"));
        assertThat((String) confirmed.get("warnings")).as("what was confirmed").contains("启动前的提醒（8条）");
    }

    @Test
    void withoutWarningsNothingHasToBeConfirmed() {
        assertThat(start("clean", "2026-03-02").getStatusCode().value()).isEqualTo(200);
        Town.Task draft = draftOf("clean");

        assertThat(town.submit("task-force.clerk", draft.id(), Map.of("planSummary", SUMMARY))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
    }
}
