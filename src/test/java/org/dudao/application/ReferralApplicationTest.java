package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Photos;
import org.dudao.platform.form.FormFiller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** M2b over REST: what is referred to public security is read by them and the leaders alone, wherever one looks. */
@ApplicationTest
class ReferralApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final List<String> OTHERS = List.of(
            "supervisors.head",
            "supervisors.clerk",
            "task-force.head",
            "town-office.head",
            "school-01.clerk",
            "emergency.clerk",
            "governance.head");
    private static final List<String> READERS = List.of("public-security.clerk", "leader.principal", "leader.charge");

    /** Words of the three leads; each stands in what was written, and nowhere else. */
    private static final List<String> SECRETS = List.of("小卖部后院", "管制刀具", "收取保护费", "敲诈勒索", "当场收缴", "翻墙盗窃");

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

    /** A hazard that is a crime, with a photo; answers its process instance. */
    private String report(String evidence) {
        rest.withBasicAuth("market-regulation.clerk", Town.PASSWORD)
                .put("/api/forms/hazard-report/evidence/" + evidence + "?slot=before&name=photo.jpg", Photos.jpeg());
        Map<String, Object> crime = new HashMap<>(Map.of(
                "school", "school-01",
                "area", "A13",
                "place", "校门东侧小卖部后院",
                "description", "向学生售卖管制刀具",
                "severity", "serious",
                "fixedOnSpot", true,
                "measures", "已当场收缴三把",
                "crime", true));
        var started = town.start("market-regulation.clerk", "hazard", crime);
        assertThat(started.getStatusCode()).as("%s", started.getBody()).isEqualTo(HttpStatus.OK);
        return started.getBody().get("id").asText();
    }

    /** Something raised that is a crime, referred by its handler; answers its process instance. */
    private String raise() {
        Map<String, Object> voice = Map.of(
                "what", "有人在校门口向学生收取保护费",
                "aboutSchool", "school-01",
                "aboutArea", "A05",
                "concerned", "pupils");
        var started = town.start("village-04.clerk", "voice", voice);
        assertThat(started.getStatusCode()).as("%s", started.getBody()).isEqualTo(HttpStatus.OK);
        String instance = started.getBody().get("id").asText();
        Town.Task handling = town.tasks("emergency.clerk").stream()
                .filter(task -> task.instance().equals(instance))
                .findFirst()
                .orElseThrow();
        assertThat(town.variable("emergency.clerk", handling.id(), "briefing")).contains("收取保护费");
        submit("emergency.clerk", handling, Map.of("decision", "refer", "referReason", "涉嫌敲诈勒索，请派出所调查"));
        return instance;
    }

    /** What 镇第二小学 finds at one item when it inspects itself is a crime; answers its process instance. */
    private String inspect(String evidence) {
        for (String[] step : new String[][] {
            {"task-force.clerk", "DraftPlan"},
            {"town-office.clerk", "FormTaskForce"},
            {"town-office.clerk", "IssuePlan"},
            {"school-02.clerk", "SignPlan"},
            {"school-02.clerk", "Organise"}
        }) {
            Town.Task task = town.tasks(step[0]).stream()
                    .filter(open -> open.key().equals(step[1]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(step[0] + " has no " + step[1]));
            submit(step[0], task, filled(step[0], task, Map.of()));
        }
        Town.Task bullying = town.tasks("school-02.clerk").stream()
                .filter(task -> task.key().equals("SelfInspection")
                        && "A02".equals(town.variable("school-02.clerk", task.id(), "matter")))
                .findFirst()
                .orElseThrow();
        rest.withBasicAuth("school-02.clerk", Town.PASSWORD)
                .put(
                        "/api/tasks/" + bullying.id() + "/evidence/" + evidence + "?slot=A02_01_photo&name=photo.jpg",
                        Photos.jpeg());
        submit(
                "school-02.clerk",
                bullying,
                filled(
                        "school-02.clerk",
                        bullying,
                        Map.of(
                                "A02_01_result",
                                "hazard",
                                "A02_01_description",
                                "校外人员翻墙盗窃学生财物",
                                "A02_01_severity",
                                "serious",
                                "A02_01_crime",
                                true)));
        return bullying.instance();
    }

    private Map<String, Object> filled(String post, Town.Task task, Map<String, Object> wishes) {
        FormFiller.Filled filled = new FormFiller()
                .fill(
                        town.form(post, task.id()).toString(),
                        wishes,
                        name -> town.variable(post, task.id(), name),
                        LocalDate.parse("2026-09-07"));
        Map<String, Object> values = new HashMap<>(filled.values());
        filled.lists().forEach(key -> values.computeIfPresent(key, (k, list) -> new Town.Json((String) list)));
        return values;
    }

    private void submit(String post, Town.Task task, Map<String, Object> values) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(204);
    }

    private String keyOf(String instance) {
        return jdbc.sql("select business_key_ from act_hi_procinst where id_ = ?")
                .param(instance)
                .query(String.class)
                .single();
    }

    private String referralOf(String instance) {
        return jdbc.sql("select key from dudao.referral where source = ?")
                .param(keyOf(instance))
                .query(String.class)
                .single();
    }

    private String instanceOf(String key) {
        return jdbc.sql("select id_ from act_hi_procinst where business_key_ = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private Town.Task task(String post, String instance, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.instance().equals(instance) && task.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    /** Every way in which the engine tells of one process instance, which Cockpit asks by as well. */
    private static List<String> pathsOf(String instance) {
        return List.of(
                "/engine-rest/process-instance/" + instance,
                "/engine-rest/process-instance/" + instance + "/variables?deserializeValues=false",
                "/engine-rest/process-instance/" + instance + "/activity-instances",
                "/engine-rest/variable-instance?deserializeValues=false&processInstanceIdIn=" + instance,
                "/engine-rest/execution?processInstanceId=" + instance,
                "/engine-rest/task?processInstanceId=" + instance,
                "/engine-rest/job?processInstanceId=" + instance,
                "/engine-rest/event-subscription?processInstanceId=" + instance,
                "/engine-rest/history/process-instance/" + instance,
                "/engine-rest/history/process-instance?processInstanceId=" + instance,
                "/engine-rest/history/activity-instance?processInstanceId=" + instance,
                "/engine-rest/history/task?processInstanceId=" + instance,
                "/engine-rest/history/variable-instance?deserializeValues=false&processInstanceId=" + instance,
                "/engine-rest/history/detail?deserializeValues=false&processInstanceId=" + instance,
                "/engine-rest/history/decision-instance?includeInputs=true&processInstanceId=" + instance,
                "/engine-rest/history/user-operation?processInstanceId=" + instance,
                "/api/process-instances/" + instance + "/timeline");
    }

    /** Questions that name no instance. */
    private static List<String> paths() {
        return List.of(
                "/engine-rest/process-instance?processDefinitionKey=referral",
                "/engine-rest/process-instance?businessKeyLike=%25referral%25",
                "/engine-rest/execution?processDefinitionKey=referral",
                "/engine-rest/task?processDefinitionKey=referral",
                "/engine-rest/task?processDefinitionKeyIn=referral",
                "/engine-rest/job?processDefinitionKey=referral",
                "/engine-rest/variable-instance?deserializeValues=false&variableName=briefing&maxResults=5000",
                "/engine-rest/history/process-instance?processDefinitionKey=referral",
                "/engine-rest/history/activity-instance?activityType=userTask&maxResults=5000",
                "/engine-rest/history/task?processDefinitionKey=referral",
                "/engine-rest/history/variable-instance?deserializeValues=false&maxResults=5000",
                "/engine-rest/history/variable-instance?deserializeValues=false&processDefinitionKey=referral",
                "/engine-rest/history/detail?deserializeValues=false&maxResults=5000",
                "/engine-rest/history/identity-link-log?processDefinitionKey=referral",
                "/engine-rest/history/user-operation?processDefinitionKey=referral",
                "/engine-rest/history/job-log?processDefinitionKey=referral",
                "/api/ledger?size=200&campaign=" + CAMPAIGN,
                "/api/voices?size=200&campaign=" + CAMPAIGN,
                "/api/board",
                "/api/board/matters?which=ALL",
                "/api/search?words=保护费",
                "/api/search?words=刀具",
                "/api/notices?size=200",
                "/api/referrals?campaign=" + CAMPAIGN);
    }

    @Test
    void nobodyElseReadsAWordOfIt() {
        String evidence = UUID.randomUUID().toString();
        String hazard = report(evidence);
        String voice = raise();
        String ofHazard = instanceOf(referralOf(hazard));
        String ofVoice = instanceOf(referralOf(voice));
        String ofTheSchool = UUID.randomUUID().toString();
        String school = inspect(ofTheSchool);
        for (String post : OTHERS) {
            List<String> asked = new ArrayList<>(paths());
            List.of(hazard, voice, ofHazard, ofVoice, school).forEach(instance -> asked.addAll(pathsOf(instance)));
            for (String path : asked) {
                String body = String.valueOf(get(post, path));
                assertThat(body).as("%s %s", post, path).doesNotContain(SECRETS);
                assertThat(body).as("%s %s", post, path).doesNotContain(referralOf(hazard), "移交线索1号", "移交线索2号");
            }
            for (String path : pathsOf(ofHazard)) {
                if (path.contains("/decision-instance")) {
                    // How many days before the deadline a reminder is sent; it says no more than that there is one.
                    continue;
                }
                JsonNode body = get(post, path);
                assertThat(body == null || body.isEmpty() || body.has("message"))
                        .as("%s %s: %s", post, path, body)
                        .isTrue();
            }
            for (String key : List.of(referralOf(hazard), referralOf(voice), keyOf(hazard), keyOf(voice))) {
                assertThat(town.get(post, "/api/cases/" + key + "/explanation")
                                .getStatusCode()
                                .value())
                        .as("%s %s", post, key)
                        .isEqualTo(403);
            }
            assertThat(town.get(post, "/api/referrals?campaign=" + CAMPAIGN)
                            .getStatusCode()
                            .value())
                    .as(post)
                    .isEqualTo(403);
            for (String photo : List.of(evidence, ofTheSchool)) {
                assertThat(town.get(post, "/api/evidence/" + photo)
                                .getStatusCode()
                                .value())
                        .as(post)
                        .isEqualTo(404);
            }
        }
        for (String post : READERS) {
            assertThat(rest.withBasicAuth(post, Town.PASSWORD)
                            .getForEntity("/api/evidence/" + ofTheSchool, byte[].class)
                            .getStatusCode())
                    .as(post)
                    .isEqualTo(HttpStatus.OK);
            assertThat(get(post, "/api/referrals?campaign=" + CAMPAIGN).toString())
                    .as(post)
                    .contains("翻墙盗窃");
        }
        // What is left of the hazard for those who read all processes: that it was there, and where it went.
        assertThat(get("supervisors.head", "/engine-rest/history/variable-instance?processInstanceId=" + hazard))
                .isEmpty();
        assertThat(get("supervisors.head", "/engine-rest/history/detail?processInstanceId=" + voice))
                .isEmpty();
        assertThat(get("supervisors.head", "/engine-rest/history/activity-instance?processInstanceId=" + hazard)
                        .findValuesAsText("activityName"))
                .contains("移交公安", "已移交公安");
        town.assertClean();
    }

    private JsonNode get(String post, String path) {
        URI uri = URI.create(rest.getRootUri()
                + path.replace("保护费", "%E4%BF%9D%E6%8A%A4%E8%B4%B9").replace("刀具", "%E5%88%80%E5%85%B7"));
        return rest.withBasicAuth(post, Town.PASSWORD)
                .getForEntity(uri, JsonNode.class)
                .getBody();
    }

    @Test
    void publicSecurityAndTheLeadersReadItAndBringItToItsEnd() {
        String evidence = UUID.randomUUID().toString();
        String hazard = report(evidence);
        String key = referralOf(hazard);
        String instance = instanceOf(key);
        for (String post : READERS) {
            assertThat(get(post, "/engine-rest/process-instance/" + instance)
                            .get("businessKey")
                            .asText())
                    .as(post)
                    .isEqualTo(key);
            assertThat(get(post, "/engine-rest/history/process-instance?processInstanceId=" + instance))
                    .as(post)
                    .hasSize(1);
            assertThat(get(post, "/api/referrals?campaign=" + CAMPAIGN).toString())
                    .as(post)
                    .contains(key, "小卖部后院", "管制刀具");
            for (String known : List.of(key, keyOf(hazard))) {
                assertThat(town.get(post, "/api/cases/" + known + "/explanation")
                                .getBody()
                                .findValuesAsText("sentence"))
                        .as("%s %s", post, known)
                        .anySatisfy(sentence -> assertThat(sentence).contains("移交公安", "派出所"));
            }
            assertThat(rest.withBasicAuth(post, Town.PASSWORD)
                            .getForEntity("/api/evidence/" + evidence, byte[].class)
                            .getStatusCode())
                    .as(post)
                    .isEqualTo(HttpStatus.OK);
        }

        Town.Task receipt = task("public-security.clerk", instance, "Referral");
        assertThat(receipt.name()).startsWith("接收移交线索（移交线索").doesNotContain("小学");
        assertThat(town.variable("public-security.clerk", receipt.id(), "briefing"))
                .contains("小卖部后院", "管制刀具", "市场监管所");
        assertThat(town.get("public-security.clerk", "/api/tasks/" + receipt.id() + "/evidence")
                        .getBody()
                        .get("earlier")
                        .findValuesAsText("id"))
                .as("the photo that came with the hazard")
                .containsExactly(evidence);
        submit("public-security.clerk", receipt, Map.of("receiptNumber", "接2026-031"));
        submit(
                "public-security.head",
                task("public-security.head", instance, "Outcome"),
                Map.of("result", "accepted", "outcome", "已受理，正在核查来源"));
        submit(
                "leader.charge",
                task("leader.charge", instance, "TakeNote"),
                Map.of("decision", "more", "request", "请查清来源以后再反馈一次"));
        Town.Task again = task("public-security.clerk", instance, "Outcome");
        assertThat(town.variable("public-security.clerk", again.id(), "briefing"))
                .contains("请查清来源");
        submit("public-security.clerk", again, Map.of("result", "punished", "outcome", "已依法行政处罚，来源已经查清"));
        submit("leader.principal", task("leader.principal", instance, "TakeNote"), Map.of("decision", "noted"));
        JsonNode row =
                get("leader.charge", "/api/referrals?campaign=" + CAMPAIGN).get("items").findParents("key").stream()
                        .filter(each -> each.get("key").asText().equals(key))
                        .findFirst()
                        .orElseThrow();
        assertThat(row.get("stateName").asText()).isEqualTo("镇领导已阅知");
        assertThat(row.get("resultName").asText()).isEqualTo("行政处罚");
        for (String post : OTHERS) {
            for (String path : pathsOf(instance)) {
                assertThat(String.valueOf(get(post, path)))
                        .as("%s %s", post, path)
                        .doesNotContain("核查来源", "查清来源", "接2026-031");
            }
        }
        town.assertClean();
    }

    /** The administrator keeps the engine running and sees its tables; our own pages tell them no content. */
    @Test
    void theAdministratorSeesThatItRunsAndDoesNoneOfIt() {
        String hazard = report(UUID.randomUUID().toString());
        String key = referralOf(hazard);
        String instance = instanceOf(key);
        assertThat(get("admin", "/engine-rest/process-instance/" + instance)
                        .get("businessKey")
                        .asText())
                .isEqualTo(key);
        assertThat(get("admin", "/engine-rest/history/variable-instance?processInstanceId=" + hazard))
                .isEmpty();
        assertThat(town.get("admin", "/api/referrals?campaign=" + CAMPAIGN)
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(town.get("admin", "/api/cases/" + key + "/explanation")
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        Town.Task receipt = task("public-security.clerk", instance, "Referral");
        assertThat(town.submit("admin", receipt.id(), Map.of("receiptNumber", "接2026-031"))
                        .getStatusCode()
                        .is4xxClientError())
                .isTrue();
        assertThat(task("public-security.clerk", instance, "Referral")).isEqualTo(receipt);
    }

    @Test
    void whatHasNoCampaignIsNotFound() {
        var answer = town.get("public-security.clerk", "/api/referrals?campaign=nowhere");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(answer.getBody().get("message").asText()).isEqualTo("没有编号为“nowhere”的专项行动，请检查编号");
    }
}
