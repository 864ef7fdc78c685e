package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forms half filled: kept for their account alone, and gone with the form that they are of. */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DraftApplicationTest {

    private static final Instant NOW = Instant.parse("2026-09-07T01:00:00Z");
    private static final String START = "/api/forms/hazard-report/draft";
    private static final String HALF =
            "{\"decision\":\"done\",\"measures\":\"已清理“通道”\\n第一处\",\"group\":{\"n\":3,\"x\":null}}";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    private Town town;
    private boolean launched;

    @BeforeEach
    void town() {
        ClockUtil.setCurrentTime(Date.from(NOW));
        town = new Town(rest, management);
        if (!launched) {
            assertThat(town.start(
                                    "task-force.head",
                                    "campaign",
                                    Map.of("plan", "hekou-2023", "startDate", "2026-12-01"))
                            .getStatusCode())
                    .isEqualTo(HttpStatus.OK);
            launched = true;
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private static Map<String, Object> hazard() {
        return new HashMap<>(Map.of(
                "school", "school-01",
                "area", "A05",
                "place", "食堂后门",
                "description", "疏散通道堆放杂物",
                "severity", "serious",
                "fixedOnSpot", false,
                "crime", false));
    }

    /** Reports a hazard and takes it on; answers the task of rectifying it. */
    private Town.Task rectify() {
        ResponseEntity<JsonNode> started = town.start("market-regulation.clerk", "hazard", hazard());
        assertThat(started.getStatusCode()).as("%s", started.getBody()).isEqualTo(HttpStatus.OK);
        town.runDueJobs();
        String instance = started.getBody().path("id").asText();
        assertThat(town.submit("school-01.clerk", task(instance, "TakeOn").id(), Map.of("decision", "take"))
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        return task(instance, "Rectify");
    }

    private Town.Task task(String instance, String key) {
        return town.tasks("school-01.clerk").stream()
                .filter(task -> task.instance().equals(instance) && task.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static String of(Town.Task task) {
        return "/api/tasks/" + task.id() + "/draft";
    }

    private ResponseEntity<JsonNode> put(String post, String path, String data) {
        return send(post, HttpMethod.PUT, path, data.getBytes(StandardCharsets.UTF_8));
    }

    private ResponseEntity<JsonNode> send(String post, HttpMethod method, String path, byte[] content) {
        return rest.withBasicAuth(post, Town.PASSWORD)
                .exchange(path, method, new HttpEntity<>(content), JsonNode.class);
    }

    private String kept(String post, String path) {
        JsonNode body = town.get(post, path).getBody();
        return body == null ? null : body.path("data").toString();
    }

    private int rows(Town.Task task) {
        return jdbc.sql("select count(*) from dudao.draft where subject = ?")
                .param(task.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void halfFilledOnOneDeviceItIsThereOnTheOther() {
        Town.Task task = rectify();
        assertThat(town.get("school-01.clerk", of(task)).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);

        ResponseEntity<JsonNode> saved = put("school-01.clerk", of(task), HALF);
        assertThat(saved.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(Instant.parse(saved.getBody().path("savedAt").asText())).isEqualTo(NOW);

        ResponseEntity<JsonNode> found = town.get("school-01.clerk", of(task));
        assertThat(found.getBody().path("data")).hasToString(HALF);
        assertThat(found.getBody().path("version")).isEqualTo(saved.getBody().path("version"));
        assertThat(Instant.parse(found.getBody().path("savedAt").asText())).isEqualTo(NOW);
        assertThat(found.getHeaders().getCacheControl()).isEqualTo("no-store");
    }

    @Test
    void aDraftIsItsAccountsAlone() {
        Town.Task task = rectify();
        put("school-01.clerk", of(task), HALF);
        assertThat(town.get("school-01.head", of(task)).getStatusCode())
                .as("sees the task too")
                .isEqualTo(HttpStatus.NO_CONTENT);
        put("school-01.head", of(task), "{\"decision\":\"unable\"}");
        assertThat(kept("school-01.clerk", of(task))).isEqualTo(HALF);

        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE)) {
            assertThat(send("school-02.clerk", method, of(task), "{}".getBytes(StandardCharsets.UTF_8))
                            .getStatusCode())
                    .as("%s of another school", method)
                    .isEqualTo(HttpStatus.NOT_FOUND);
        }
        assertThat(rest.getForEntity(of(task), String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(rows(task)).isEqualTo(2);

        send("school-01.clerk", HttpMethod.DELETE, of(task), null);
        assertThat(town.get("school-01.clerk", of(task)).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(kept("school-01.head", of(task))).isEqualTo("{\"decision\":\"unable\"}");
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheDraftBeforeStays() {
        Town.Task task = rectify();
        String frame = "{\"measures\":\"\"}";
        String most = "{\"measures\":\"" + "a".repeat(256 * 1024 - frame.length()) + "\"}";
        assertThat(put("school-01.clerk", of(task), most).getStatusCode()).isEqualTo(HttpStatus.OK);

        ResponseEntity<JsonNode> refused = put("school-01.clerk", of(task), most + " ");
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(refused.getBody().path("message").asText())
                .contains("超过256KB")
                .contains("请缩短文字");
        assertThat(kept("school-01.clerk", of(task))).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "\"text\"", "{\"a\":", "null"})
    void whatIsNoFormIsRefused(String data) {
        ResponseEntity<JsonNode> refused = put("school-01.clerk", START, data);
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(refused.getBody().path("message").asText()).contains("草稿的格式不对");
    }

    @Test
    void whatWasFilledInElsewhereIsNotWrittenOver() {
        Town.Task task = rectify();
        String first = put("school-01.clerk", of(task) + "?replaces=", "{\"measures\":\"一\"}")
                .getBody()
                .path("version")
                .asText();
        String second = put("school-01.clerk", of(task) + "?replaces=" + first, "{\"measures\":\"一二\"}")
                .getBody()
                .path("version")
                .asText();
        assertThat(second).isNotEqualTo(first);

        for (String known : List.of("", first)) {
            ResponseEntity<JsonNode> refused =
                    put("school-01.clerk", of(task) + "?replaces=" + known, "{\"measures\":\"三\"}");
            assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
            assertThat(refused.getBody().path("message").asText()).contains("在别处又填过");
        }
        assertThat(kept("school-01.clerk", of(task))).isEqualTo("{\"measures\":\"一二\"}");
        assertThat(put("school-01.clerk", of(task) + "?replaces=" + first, "{\"measures\":\"一二\"}")
                        .getStatusCode())
                .as("the same again, where the first answer was lost")
                .isEqualTo(HttpStatus.OK);
        assertThat(put("school-01.clerk", of(task), "{\"measures\":\"三\"}").getStatusCode())
                .as("knowingly")
                .isEqualTo(HttpStatus.OK);
    }

    @Test
    void aRefusedFormKeepsItsDraftAndACompletedTaskKeepsNone() {
        Town.Task task = rectify();
        put("school-01.clerk", of(task), HALF);
        put("school-01.head", of(task), HALF);
        Map<String, Object> done = Map.of("decision", "done", "measures", "已清理通道，情况属实，材料齐全。");
        assertThat(town.submit("school-01.clerk", task.id(), done).getStatusCode())
                .as("the photo is missing")
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(rows(task)).isEqualTo(2);

        town.photo("school-01.clerk", task.id(), "after");
        assertThat(town.submit("school-01.clerk", task.id(), done)
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        assertThat(rows(task)).isZero();
        assertThat(town.get("school-01.clerk", of(task)).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(put("school-01.clerk", of(task), HALF).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void aCancelledInstanceLeavesNoDraftEvenWhereListenersAreSkipped() {
        Town.Task task = rectify();
        put("school-01.clerk", of(task), HALF);
        assertThat(rest.withBasicAuth("admin", Town.PASSWORD)
                        .exchange(
                                "/engine-rest/process-instance/" + task.instance() + "?skipCustomListeners=true",
                                HttpMethod.DELETE,
                                null,
                                String.class)
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        assertThat(rows(task)).isZero();
    }

    @Test
    void aDraftThatArrivesWhileTheTaskEndsIsNotLeftBehind() {
        Town.Task task = rectify();
        CompletableFuture<ResponseEntity<JsonNode>> late = new TransactionTemplate(transactions).execute(ending -> {
            runtime.deleteProcessInstance(task.instance(), "test");
            CompletableFuture<ResponseEntity<JsonNode>> put =
                    CompletableFuture.supplyAsync(() -> put("school-01.clerk", of(task), HALF));
            await().until(() -> jdbc.sql("select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and query like '%act_ru_task%for key share%')")
                    .query(Boolean.class)
                    .single());
            return put;
        });
        assertThat(late.join().getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(rows(task)).isZero();
    }

    @Test
    void aStartedProcessEndsTheDraftOfItsFormAndAccountAlone() {
        String other = "/api/forms/incident-report/draft";
        put("market-regulation.clerk", START, "{\"place\":\"食堂\"}");
        put("market-regulation.clerk", other, "{\"place\":\"操场\"}");
        put("school-01.clerk", START, "{\"place\":\"宿舍\"}");
        Map<String, Object> incomplete = hazard();
        incomplete.remove("place");
        assertThat(town.start("market-regulation.clerk", "hazard", incomplete).getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(kept("market-regulation.clerk", START)).isEqualTo("{\"place\":\"食堂\"}");

        assertThat(town.start("market-regulation.clerk", "hazard", hazard()).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(town.get("market-regulation.clerk", START).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(kept("market-regulation.clerk", other)).isEqualTo("{\"place\":\"操场\"}");
        assertThat(kept("school-01.clerk", START)).isEqualTo("{\"place\":\"宿舍\"}");
        send("school-01.clerk", HttpMethod.DELETE, START, null);
        assertThat(town.get("school-01.clerk", START).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"campaign-start", "rectification", "nonsense"})
    void formsThatTheAccountStartsNothingWithHaveNoDraft(String form) {
        String path = "/api/forms/" + form + "/draft";
        assertThat(put("school-01.clerk", path, "{}").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(town.get("school-01.clerk", path).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }
}
