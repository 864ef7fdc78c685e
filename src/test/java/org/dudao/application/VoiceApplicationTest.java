package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** M4 over REST, as a phone does it, and who may see what; each test raises by posts that do nothing else in it. */
@ApplicationTest
class VoiceApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final String REPLY = "已经到现场看过，路灯今天装好，晚上试过能亮。";

    /** Who may read all processes, and none of whom handles what is raised here. */
    private static final List<String> READ_EVERYTHING =
            List.of("supervisors.head", "supervisors.clerk", "task-force.head", "leader.charge", "leader.principal");

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
        if (jdbc.sql("select count(*) from dudao.campaign").query(Integer.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-12-01"));
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private static Map<String, Object> voice(boolean confidential) {
        return new HashMap<>(Map.of(
                "what", "放学时校门口没有路灯，希望装上",
                "aboutSchool", "school-02",
                "place", "东校门外的路口",
                "aboutArea", "A05",
                "concerned", "pupils",
                "confidential", confidential));
    }

    /** Raises it and answers its key. */
    private String raise(String post, Map<String, Object> values) {
        var answer = town.start(post, "voice", values);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(200);
        return jdbc.sql("select key from dudao.voice order by raised_at desc, length(key) desc, key desc limit 1")
                .query(String.class)
                .single();
    }

    /** The post's task of what was raised under the key. */
    private Town.Task task(String post, String key, String activity) {
        String number = "诉求" + key.substring(key.lastIndexOf('/') + 1) + "号）";
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(activity) && task.name().endsWith(number))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + activity + " in " + town.tasks(post)));
    }

    private void submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private JsonNode register(String post) {
        return town.get(post, "/api/voices?size=200&campaign=" + CAMPAIGN).getBody();
    }

    /** The register's row as the post sees it; null where it does not. */
    private JsonNode row(String post, String key) {
        for (JsonNode row : register(post).get("items")) {
            if (row.get("key").asText().equals(key)) {
                return row;
            }
        }
        return null;
    }

    private int explanation(String post, String key) {
        return town.get(post, "/api/cases/" + key + "/explanation")
                .getStatusCode()
                .value();
    }

    @Test
    void raisedMadeAHazardOfAndSolved() {
        String raiser = "womens-federation.clerk";
        String key = raise(raiser, voice(false));
        assertThat(row(raiser, key).get("stateName").asText()).isEqualTo("办理中");
        assertThat(row(raiser, key).get("deadline").asText()).isEqualTo("2026-09-14T15:59:59.999Z");
        assertThat(row("supervisors.head", key).get("raisedByName").asText()).isEqualTo("妇联 经办人");
        assertThat(row("emergency.head", key)).isNotNull();
        assertThat(row("womens-federation.head", key)).isNull();
        assertThat(row("school-02.clerk", key))
                .as("the school that it is about")
                .isNull();
        assertThat(row("education.clerk", key)).isNull();

        Town.Task handling = task("emergency.clerk", key, "Handle");
        assertThat(town.form("emergency.clerk", handling.id()).get("id").asText())
                .isEqualTo("voice-handling");
        assertThat(town.variable("emergency.clerk", handling.id(), "briefing")).contains("妇联 经办人", "没有路灯");
        submit(raiser, handling, Map.of("decision", "answer", "reply", REPLY), 403);
        submit("emergency.clerk", handling, Map.of("decision", "hazard"), 400);
        submit(
                "emergency.clerk",
                handling,
                Map.of(
                        "decision", "hazard",
                        "hazardSchool", "school-02",
                        "hazardArea", "A05",
                        "hazardPlace", "东校门外的路口",
                        "hazardDescription", "路灯电线裸露，可能触电",
                        "hazardSeverity", "general"),
                204);
        String hazard = row(raiser, key).get("hazard").asText();
        assertThat(row(raiser, key).get("stateName").asText()).isEqualTo("已转为隐患，整改中");
        JsonNode ledger = town.get("supervisors.head", "/api/ledger?campaign=" + CAMPAIGN)
                .getBody()
                .get("items");
        assertThat(ledger).anySatisfy(row -> {
            assertThat(row.get("number").asText()).isEqualTo(hazard);
            assertThat(row.get("source").asText()).isEqualTo("诉求");
        });
        town.assertClean();

        for (String step : List.of("TakeOn", "Rectify", "Reinspect")) {
            String post = step.equals("Reinspect") ? "emergency.clerk" : "school-02.clerk";
            Town.Task task = town.tasks(post).stream()
                    .filter(each -> each.key().equals(step) && each.name().contains(hazard))
                    .findFirst()
                    .orElseThrow();
            if (step.equals("Rectify")) {
                town.photo(post, task.id(), "after");
            }
            submit(
                    post,
                    task,
                    switch (step) {
                        case "TakeOn" -> Map.of("decision", "take");
                        case "Rectify" -> Map.of("decision", "done", "measures", "电线已经套管，路灯已经修好");
                        default -> Map.of("decision", "pass", "findings", "到现场看过，已经整改到位");
                    },
                    204);
        }
        assertThat(row(raiser, key).get("state").asText()).isEqualTo("ANSWERED");
        submit(raiser, task(raiser, key, "Feedback"), Map.of("decision", "solved"), 204);
        assertThat(row(raiser, key).get("stateName").asText()).isEqualTo("已解决");
        assertThat(row(raiser, key).get("deadline").isNull()).isTrue();
        town.assertClean();

        var explained = town.get(raiser, "/api/cases/" + key + "/explanation").getBody();
        assertThat(explained.get("title").asText()).endsWith("诉求" + key.replaceAll(".*/", "") + "号");
        assertThat(explained.findValuesAsText("sentence"))
                .anySatisfy(sentence -> assertThat(sentence).contains("妇联 经办人：反映诉求，对象是应急管理站"))
                .anySatisfy(sentence -> assertThat(sentence).contains("转为隐患", hazard))
                .anySatisfy(sentence -> assertThat(sentence).contains("妇联 经办人：提出人表示已解决"))
                .anySatisfy(sentence -> assertThat(sentence).contains("交办", "5个工作日"));
        assertThat(explanation("supervisors.head", key)).isEqualTo(200);
        assertThat(explanation("emergency.head", key)).isEqualTo(200);
        assertThat(explanation("womens-federation.head", key)).isEqualTo(403);
        assertThat(explanation("school-02.head", key)).isEqualTo(403);
        assertThat(town.get("supervisors.head", "/api/log/verification")
                        .getBody()
                        .get("whole")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatIsConfidentialNamesItsRaiserToNobodyButTheHandler() {
        String raiser = "village-03.clerk";
        Map<String, Integer> before = rowsThatName(raiser);
        String key = raise(raiser, voice(true));
        assertUnknown(raiser, key);

        Town.Task handling = task("emergency.clerk", key, "Handle");
        JsonNode name = town.get("emergency.clerk", "/api/tasks/" + handling.id() + "/raiser")
                .getBody();
        assertThat(name.get("raisedByName").asText()).contains("经办人");
        assertThat(name.get("confidential").asBoolean()).isTrue();
        assertThat(row("emergency.clerk", key).get("raisedBy").asText()).isEqualTo(raiser);
        assertThat(town.variable("emergency.clerk", handling.id(), "briefing"))
                .contains("要求保密")
                .doesNotContain(name.get("raisedByName").asText());
        for (String post : READ_EVERYTHING) {
            assertThat(town.get(post, "/api/tasks/" + handling.id() + "/raiser")
                            .getStatusCode()
                            .value())
                    .as(post)
                    .isEqualTo(404);
        }

        submit("emergency.clerk", handling, Map.of("decision", "answer", "reply", REPLY), 204);
        Town.Task feedback = task(raiser, key, "Feedback");
        assertThat(town.post(raiser, "/engine-rest/task/" + feedback.id() + "/claim", Map.of("userId", raiser))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        assertUnknown(raiser, key);
        submit("village-03.head", feedback, Map.of("decision", "solved"), 403);
        submit(raiser, feedback, Map.of("decision", "unsolved", "comment", "路灯装了，但是晚上不亮"), 204);
        submit(
                "emergency.clerk",
                task("emergency.clerk", key, "Handle"),
                Map.of("decision", "answer", "reply", REPLY),
                204);
        submit(raiser, task(raiser, key, "Feedback"), Map.of("decision", "unsolved", "comment", "路灯装了，但是晚上还是不亮"), 204);
        assertUnknown(raiser, key);
        submit(
                "leader.charge",
                task("leader.charge", key, "Decide"),
                Map.of("decision", "redo", "reason", "路灯必须在本周内亮起来"),
                204);
        submit(
                "emergency.clerk",
                task("emergency.clerk", key, "Handle"),
                Map.of("decision", "answer", "reply", REPLY),
                204);
        submit(raiser, task(raiser, key, "Feedback"), Map.of("decision", "solved"), 204);
        assertThat(row(raiser, key).get("raisedBy").asText()).isEqualTo(raiser);
        assertUnknown(raiser, key);
        town.assertClean();

        assertThat(rowsThatName(raiser))
                .as("where the database names the raiser when it is over, besides the register")
                .isEqualTo(before);
    }

    /** Neither our own API nor the engine's, for those who may read all processes, nor the log. */
    private void assertUnknown(String raiser, String key) {
        String instance = jdbc.sql("select proc_inst_id_ from act_hi_procinst where business_key_ = ?")
                .param(key)
                .query(String.class)
                .single();
        for (String post : READ_EVERYTHING) {
            JsonNode row = row(post, key);
            assertThat(row.get("raisedBy").isNull()).isTrue();
            assertThat(row.get("raisedByName").asText()).isEqualTo("要求保密");
            for (String path : List.of(
                    "/api/cases/" + key + "/explanation",
                    "/engine-rest/process-instance/" + instance,
                    "/engine-rest/process-instance/" + instance + "/variables?deserializeValues=false",
                    "/engine-rest/process-instance/" + instance + "/activity-instances",
                    "/engine-rest/variable-instance?deserializeValues=false&processInstanceIdIn=" + instance,
                    "/engine-rest/task?processInstanceId=" + instance,
                    "/engine-rest/task?candidateUser=" + raiser,
                    "/engine-rest/task?assignee=" + raiser,
                    "/engine-rest/task?involvedUser=" + raiser,
                    "/engine-rest/authorization?userIdIn=" + raiser,
                    "/engine-rest/history/process-instance?processInstanceId=" + instance,
                    "/engine-rest/history/activity-instance?processInstanceId=" + instance,
                    "/engine-rest/history/task?processInstanceId=" + instance,
                    "/engine-rest/history/variable-instance?deserializeValues=false&processInstanceId=" + instance,
                    "/engine-rest/history/detail?deserializeValues=false&processInstanceId=" + instance,
                    "/engine-rest/history/identity-link-log?processDefinitionKey=voice",
                    "/engine-rest/history/user-operation?processInstanceId=" + instance)) {
                var answer = town.get(post, path);
                assertThat(String.valueOf(answer.getBody()))
                        .as("%s %s", post, path)
                        .doesNotContain(raiser);
            }
            for (String path : List.of(
                    "/engine-rest/history/process-instance?startedBy=" + raiser,
                    "/engine-rest/history/task?taskAssignee=" + raiser,
                    "/engine-rest/history/task?taskInvolvedUser=" + raiser,
                    "/engine-rest/history/task?taskHadCandidateUser=" + raiser,
                    "/engine-rest/history/activity-instance?taskAssignee=" + raiser,
                    "/engine-rest/history/identity-link-log?userId=" + raiser,
                    "/engine-rest/history/user-operation?userId=" + raiser)) {
                assertThat(town.get(post, path).getBody())
                        .as("%s %s", post, path)
                        .isEmpty();
            }
            jdbc
                    .sql("select id_ from act_hi_taskinst where proc_inst_id_ = ?")
                    .param(instance)
                    .query(String.class)
                    .list()
                    .stream()
                    .filter(task ->
                            town.tasks(post).stream().noneMatch(own -> own.id().equals(task)))
                    .forEach(task -> assertThat(town.get(post, "/engine-rest/task/" + task + "/identity-links")
                                    .getStatusCode()
                                    .value())
                            .as("%s identity links", post)
                            .isGreaterThanOrEqualTo(400));
        }
        assertThat(explanation("village-03.head", key)).isEqualTo(403);
        assertThat(String.valueOf(town.get("emergency.head", "/api/cases/" + key + "/explanation")
                        .getBody()))
                .doesNotContain(raiser);
    }

    /** How many rows of the database hold this post, by column; what the register has for it is left out. */
    private Map<String, Integer> rowsThatName(String post) {
        Map<String, Integer> rows = new TreeMap<>();
        jdbc.sql("""
                        select table_schema || '.' || table_name, column_name,
                               case data_type when 'bytea' then column_name
                                   else 'convert_to(' || column_name || '::text, ''UTF8'')' end
                        from information_schema.columns
                        where table_schema in ('public', 'dudao')
                          and data_type in ('text', 'character varying', 'json', 'bytea')
                        """).query(column -> {
            String name = column.getString(1) + "." + column.getString(2);
            int count = jdbc.sql("select count(*) from %s where position(convert_to(?, 'UTF8') in %s) > 0"
                            .formatted(column.getString(1), column.getString(3)))
                    .param(post)
                    .query(Integer.class)
                    .single();
            if (count > 0 && !name.equals("dudao.voice.raised_by")) {
                rows.put(name, count);
            }
        });
        return rows;
    }

    @Test
    void whatIsReferredIsForPublicSecurityTheLeadersAndTheRaiser() {
        String raiser = "village-02.clerk";
        Map<String, Object> crime = voice(true);
        crime.put("what", "有人在校门口向学生收取保护费");
        String key = raise(raiser, crime);
        submit(
                "emergency.clerk",
                task("emergency.clerk", key, "Handle"),
                Map.of("decision", "refer", "referReason", "涉嫌敲诈勒索，请派出所调查"),
                204);
        assertThat(row("public-security.head", key).get("raisedBy").asText()).isEqualTo(raiser);
        assertThat(row("leader.charge", key).get("raisedBy").isNull()).isTrue();
        assertThat(row(raiser, key).get("stateName").asText()).isEqualTo("已移交公安");
        for (String post : List.of("supervisors.head", "task-force.head", "emergency.clerk", "education.head")) {
            assertThat(row(post, key)).as(post).isNull();
            assertThat(explanation(post, key)).as(post).isEqualTo(403);
        }
        assertThat(explanation("public-security.clerk", key)).isEqualTo(200);
        Town.Task referral = town.tasks("public-security.clerk").stream()
                .filter(task -> task.key().equals("Referral"))
                .findFirst()
                .orElseThrow();
        assertThat(town.get("public-security.clerk", "/api/tasks/" + referral.id() + "/raiser")
                        .getBody()
                        .get("raisedByName")
                        .asText())
                .contains("经办人");
        assertThat(town.get("leader.charge", "/api/tasks/" + referral.id() + "/raiser")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
        submit("public-security.clerk", referral, Map.of("receiptNumber", "接2026-031"), 204);
        town.assertClean();
    }

    @Test
    void everyPostMayRaiseAndReadsItsOwn() {
        String key =
                raise("school-05.clerk", new HashMap<>(Map.of("what", "希望学校之间轮流使用镇里的操场", "concerned", "teachers")));
        assertThat(row("school-05.clerk", key).get("handlingUnitName").asText()).isEqualTo("镇办公室");
        assertThat(row("school-05.head", key)).isNull();
        Map<String, Object> noPupil = new HashMap<>(Map.of("what", "短", "concerned", "张三"));
        assertThat(town.start("school-05.clerk", "voice", noPupil)
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
        Map<String, Object> visit = voice(false);
        visit.put("onVisit", true);
        assertThat(town.start("school-05.clerk", "voice", visit).getStatusCode().value())
                .isEqualTo(400);
        assertThat(row("education.clerk", raise("education.clerk", visit))
                        .get("onVisit")
                        .asBoolean())
                .isTrue();
        town.assertClean();
    }
}
