package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.bulletin.BulletinProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** W3 over REST: a bulletin edited, issued and signed by the posts, and who reads what of it. */
@ApplicationTest
class BulletinApplicationTest {

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private BulletinProcess bulletinProcess;

    @Autowired
    private TransactionTemplate transaction;

    private Town town;
    private String campaign;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-12-01"));
        campaign = jdbc.sql("select id from dudao.campaign order by length(id) desc, id desc limit 1")
                .query(String.class)
                .single();
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaign);
        transaction.executeWithoutResult(status -> bulletinProcess.startNext(execution));
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private Town.Task task(String post, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key)
                        && jdbc.sql("select count(*) from act_ru_execution where id_ = ? and business_key_ like ?")
                                        .params(task.instance(), campaign + "/%")
                                        .query(Integer.class)
                                        .single()
                                > 0)
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    private void submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private JsonNode list(String post) {
        return town.get(post, "/api/bulletins?campaign=" + campaign).getBody();
    }

    private int one(String post) {
        return town.get(post, "/api/bulletins/1?campaign=" + campaign)
                .getStatusCode()
                .value();
    }

    @Test
    void editedIssuedReadAndSigned() throws Exception {
        Town.Task edit = task("town-office.clerk", "EditBulletin");
        assertThat(town.form("town-office.clerk", edit.id()).get("id").asText()).isEqualTo("bulletin-edit");
        String body = town.variable("town-office.clerk", edit.id(), "body");
        assertThat(body).contains("一、总体进展");
        assertThat(town.variable("town-office.clerk", edit.id(), "documentNumber"))
                .startsWith("河办通报〔2026〕");
        assertThat(list("school-01.clerk").size())
                .as("a draft is no bulletin yet")
                .isZero();
        assertThat(one("school-01.clerk")).isEqualTo(404);
        assertThat(list("town-office.clerk").size()).isOne();
        assertThat(list("supervisors.head").get(0).get("stateName").asText()).isEqualTo("编写中");

        Map<String, Object> edited =
                Map.of("bulletinTitle", "关于专项行动进展情况的通报", "documentNumber", "河办通报〔2026〕1号", "body", body + "\n请抓好落实。");
        submit("school-01.clerk", edit, edited, 403);
        submit("town-office.clerk", edit, Map.of("bulletinTitle", "", "documentNumber", "", "body", ""), 400);
        submit("town-office.clerk", edit, edited, 204);
        Town.Task approval = task("task-force.head", "ApproveBulletin");
        assertThat(town.variable("task-force.head", approval.id(), "bulletinText"))
                .contains("请抓好落实。");
        submit("task-force.clerk", approval, Map.of("decision", "issue"), 403);
        submit("town-office.clerk", approval, Map.of("decision", "issue"), 403);
        submit("admin", approval, Map.of("decision", "issue"), 400);
        submit("task-force.head", approval, Map.of("decision", "issue"), 204);

        JsonNode issued = list("school-01.clerk").get(0);
        assertThat(issued.get("issuedByName").asText()).isEqualTo("专项行动工作专班 负责人");
        assertThat(issued.get("sha256").asText()).hasSize(64);
        JsonNode whole = town.get("village-01.clerk", "/api/bulletins/1?campaign=" + campaign)
                .getBody();
        assertThat(whole.get("body").asText()).endsWith("请抓好落实。");
        assertThat(whole.get("figures").get("schools").size()).isEqualTo(8);

        for (String format : new String[] {"docx", "pdf"}) {
            var paper = rest.withBasicAuth("school-01.clerk", Town.PASSWORD)
                    .getForEntity("/api/bulletins/1/document?campaign=" + campaign + "&as=" + format, byte[].class);
            assertThat(paper.getStatusCode().value()).as(format).isEqualTo(200);
            Files.createDirectories(Path.of("target/papers"));
            Files.write(Path.of("target/papers/bulletin." + format), paper.getBody());
            assertThat(new String(paper.getBody(), 0, 4, StandardCharsets.ISO_8859_1))
                    .isEqualTo(format.equals("pdf") ? "%PDF" : "PK\3\4");
        }

        assertThat(town.get("school-01.clerk", "/api/bulletins/1/document?as=exe&campaign=" + campaign)
                        .getStatusCode()
                        .value())
                .isEqualTo(400);

        Town.Task sign = task("school-01.clerk", "SignBulletin");
        submit("school-02.clerk", sign, Map.of("confirmed", true), 403);
        submit("school-01.clerk", sign, Map.of("confirmed", false), 400);
        assertThat(town.get("school-01.clerk", "/api/tasks/alike").getBody().toString())
                .contains("已阅知通报，并按要求抓好落实");
        assertThat(issued.get("signed").asInt()).isZero();
        assertThat(issued.get("readers").asInt()).isEqualTo(26);
        submit("school-01.clerk", sign, Map.of("confirmed", true), 204);
        assertThat(list("village-01.clerk").get(0).get("signed").asInt()).isOne();
        assertThat(list("village-01.clerk").get(0).get("readers").asInt()).isEqualTo(26);
        town.assertClean();
    }

    @Test
    void thereIsNoBulletinOfAnotherNumberOrCampaign() {
        var number = town.get("supervisors.head", "/api/bulletins/99?campaign=" + campaign);
        assertThat(number.getStatusCode().value()).isEqualTo(404);
        assertThat(number.getBody().toString()).contains("没有第99期通报");
        assertThat(town.get("supervisors.head", "/api/bulletins?campaign=nobody")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
        assertThat(town.get("supervisors.head", "/api/bulletins/one?campaign=" + campaign)
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }
}
