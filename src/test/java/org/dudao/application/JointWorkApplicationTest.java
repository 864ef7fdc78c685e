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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2c, W2a, A09, W3, W4 over REST, as a phone does it: departments at work together, and who may see what of it. */
@ApplicationTest
class JointWorkApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";

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

    private int start(String post, String process, Map<String, Object> values) {
        return town.start(post, process, values).getStatusCode().value();
    }

    private Town.Task task(String post, String activity) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(activity))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + activity + " in " + town.tasks(post)));
    }

    private boolean has(String post, String activity) {
        return town.tasks(post).stream().anyMatch(task -> task.key().equals(activity));
    }

    private void submit(String post, String activity, Map<String, Object> values) {
        submit(post, task(post, activity), values, 204);
    }

    private void submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private int explanation(String post, String key) {
        return town.get(post, "/api/cases/" + key + "/explanation")
                .getStatusCode()
                .value();
    }

    private void assertClean() {
        town.assertClean();
        town.assertLogWhole();
    }

    private static Map<String, Object> joint(String invited) {
        return new HashMap<>(Map.of(
                "jointSchool", "school-02",
                "jointArea", "A09",
                "jointPlace", "镇第二小学校门50米内",
                "purpose", "清理占道摊点，查处黑校车",
                "proposedOn", "2026-09-10",
                "invitedDepartments", new Town.Json(invited)));
    }

    private static Map<String, Object> onSite(String decision) {
        return new HashMap<>(Map.of(
                "officers",
                3,
                "checked",
                8,
                "handled",
                2,
                "found",
                "占道摊点已经劝离",
                "measures",
                "劝离占道摊点2处",
                "decision",
                decision));
    }

    @Test
    void departmentsActTogetherAndOthersSeeNothingOfIt() {
        String key = CAMPAIGN + "/joint/1";
        assertThat(start("health.clerk", "joint-enforcement", joint("[\"transport\"]")))
                .as("health does not lead this area")
                .isEqualTo(400);
        assertThat(start("village-01.clerk", "joint-enforcement", joint("[\"transport\"]")))
                .isEqualTo(403);
        assertThat(start("school-02.head", "joint-enforcement", joint("[\"transport\"]")))
                .isEqualTo(403);
        assertThat(start("traffic-police.clerk", "joint-enforcement", joint("[\"nobody\"]")))
                .isEqualTo(400);
        assertThat(start("traffic-police.clerk", "joint-enforcement", joint("[\"transport\",\"market-regulation\"]")))
                .isEqualTo(200);

        Town.Task confirm = task("transport.clerk", "ConfirmJoint");
        assertThat(town.form("transport.clerk", confirm.id()).get("id").asText())
                .isEqualTo("joint-confirmation");
        assertThat(town.variable("transport.clerk", confirm.id(), "briefing")).contains("黑校车", "市场监管所：待确认");
        for (String post : List.of("health.clerk", "public-security.clerk", "school-02.head", "water.head")) {
            assertThat(has(post, "ConfirmJoint")).as(post).isFalse();
            assertThat(town.get(post, "/engine-rest/task/" + confirm.id())
                            .getStatusCode()
                            .value())
                    .as(post)
                    .isGreaterThanOrEqualTo(400);
            assertThat(explanation(post, key)).as(post).isEqualTo(403);
        }
        Map<String, Object> come = Map.of("decision", "come", "contactPost", "经办人");
        submit("health.clerk", confirm, come, 403);
        submit("market-regulation.clerk", confirm, come, 403);
        submit("transport.clerk", confirm, Map.of("decision", "decline"), 400);
        submit("transport.clerk", confirm, come, 204);
        submit("market-regulation.clerk", "ConfirmJoint", Map.of("decision", "decline", "whyNot", "当天县里培训"));
        submit("traffic-police.head", "DecideExcuse", Map.of("decision", "insist", "reason", "小饭桌证照要你们看"));
        assertClean();

        town.clockAt(Instant.parse("2026-09-09T16:00:00Z"));
        Town.Task site = task("transport.clerk", "RecordOnSite");
        submit("transport.clerk", site, onSite("nothing"), 400);
        town.photo("transport.clerk", site.id(), "site");
        submit("transport.clerk", site, onSite("nothing"), 204);
        Map<String, Object> crime = onSite("refer");
        crime.put("hazardPlace", "校门南侧文具店");
        crime.put("hazardDescription", "有人向学生兜售管制刀具");
        crime.put("hazardSeverity", "major");
        submit("market-regulation.clerk", "RecordOnSite", crime);
        Town.Task own = task("traffic-police.clerk", "RecordOnSite");
        town.photo("traffic-police.clerk", own.id(), "site");
        Map<String, Object> hazard = onSite("hazard");
        hazard.put("hazardPlace", "校门北侧路口");
        hazard.put("hazardDescription", "接送车辆严重超员");
        hazard.put("hazardSeverity", "general");
        submit("traffic-police.clerk", own, hazard, 204);
        JsonNode ledger = town.get("supervisors.head", "/api/ledger?campaign=" + CAMPAIGN)
                .getBody()
                .get("items");
        assertThat(ledger).anySatisfy(row -> {
            assertThat(row.get("source").asText()).isEqualTo("联合执法");
            assertThat(row.get("description").asText()).isEqualTo("接送车辆严重超员");
        });
        assertThat(ledger.toString()).doesNotContain("管制刀具");
        assertThat(has("public-security.clerk", "Referral")).isTrue();
        assertClean();

        town.clockAt(Instant.parse("2026-09-10T15:59:59.999Z"));
        Map<String, Object> record = Map.of("facts", "三个单位到场，检查24处", "result", "劝离摊点6处，登记隐患1条");
        submit("traffic-police.clerk", "JointRecord", record);
        submit("transport.head", "SignJoint", Map.of("decision", "agree"));
        submit("market-regulation.head", "SignJoint", Map.of("decision", "differ", "objection", "检查的是8处，不是9处"));
        assertThat(jdbc.sql("select closed_at is not null from dudao.joint_enforcement where key = ?")
                        .param(key)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertClean();
        JsonNode explained =
                town.get("transport.head", "/api/cases/" + key + "/explanation").getBody();
        assertThat(explained.get("title").asText()).endsWith("联合执法1号");
        assertThat(explained.findValuesAsText("sentence"))
                .anySatisfy(sentence -> assertThat(sentence).contains("仍须参加，对象是市场监管所"))
                .anySatisfy(sentence -> assertThat(sentence).contains("有不同意见", "检查的是8处"))
                .noneSatisfy(sentence -> assertThat(sentence).contains("管制刀具"));
        assertThat(explanation("supervisors.head", key)).isEqualTo(200);
        assertThat(explanation("health.head", key)).isEqualTo(403);
    }

    @Test
    void aMeetingResolvesAndTheUnitCarriesItOut() {
        String key = CAMPAIGN + "/meeting/1";
        String resolution = CAMPAIGN + "/resolution/1";
        Map<String, Object> meeting = Map.of(
                "meetingKind", "thematic",
                "topic", "研究校门口交通秩序",
                "meetingOn", "2026-09-11",
                "meetingPlace", "上午9时，镇政府会议室",
                "invitedTo", new Town.Json("[\"environment\",\"school-03\"]"));
        assertThat(start("environment.clerk", "meeting", meeting)).isEqualTo(403);
        assertThat(start("school-03.head", "meeting", meeting)).isEqualTo(403);
        Map<String, Object> yesterday = new HashMap<>(meeting);
        yesterday.put("meetingOn", "2026-09-06");
        assertThat(start("governance.clerk", "meeting", yesterday)).isEqualTo(400);
        assertThat(start("governance.clerk", "meeting", meeting)).isEqualTo(200);
        submit("governance.clerk", "DraftAgenda", Map.of("otherItems", "校门口交通秩序怎么整治"));

        assertThat(has("water.clerk", "SignNotice")).as("not invited").isFalse();
        Town.Task notice = task("environment.clerk", "SignNotice");
        submit("water.clerk", notice, Map.of("decision", "attend", "attendee", "负责人"), 403);
        submit("environment.clerk", notice, Map.of("decision", "attend", "attendee", "负责人"), 204);
        submit("school-03.head", "SignNotice", Map.of("decision", "attend", "attendee", "校长"));
        town.clockAt(Instant.parse("2026-09-11T03:00:00Z"));
        submit(
                "governance.clerk",
                "Minutes",
                Map.of(
                        "decision", "held",
                        "heldOn", "2026-09-11",
                        "heldAt", "镇政府会议室",
                        "chair", "镇分管领导",
                        "attended", new Town.Json("[\"environment\"]"),
                        "minutes", "会议研究了校门口交通秩序，议定设置两块警示牌。"));
        submit(
                "governance.clerk",
                "Resolve",
                Map.of(
                        "decision", "last",
                        "resolutionUnit", "environment",
                        "resolutionWhat", "在校门口设置两块警示牌",
                        "resolutionOn", "2026-09-18"));
        assertClean();
        assertThat(explanation("school-03.head", key)).isEqualTo(200);
        assertThat(explanation("water.head", key)).isEqualTo(403);

        Town.Task task = task("environment.clerk", "CarryOut");
        assertThat(town.variable("environment.clerk", task.id(), "briefing")).contains("设置两块警示牌", "综治办");
        town.clockAt(Instant.parse("2026-09-18T15:59:59.998Z"));
        assertThat(state(resolution)).isEqualTo("OPEN none");
        town.clockAt(Instant.parse("2026-09-18T15:59:59.999Z"));
        assertThat(state(resolution)).isEqualTo("OPEN urge");
        submit("water.clerk", task, Map.of("report", "警示牌已经装好"), 403);
        submit("environment.clerk", task, Map.of("report", "警示牌已经装好"), 204);
        assertThat(has("environment.head", "AcceptResolution"))
                .as("nobody accepts their own work")
                .isFalse();
        submit("governance.head", "AcceptResolution", Map.of("decision", "accept", "opinion", "到现场看过，装好了"));
        assertThat(state(resolution)).isEqualTo("FULFILLED urge");
        assertThat(explanation("environment.head", resolution)).isEqualTo(200);
        assertThat(explanation("governance.clerk", resolution)).isEqualTo(200);
        assertThat(explanation("school-03.head", resolution)).isEqualTo(403);
        assertThat(town.get("supervisors.head", "/api/cases/" + resolution + "/explanation")
                        .getBody()
                        .get("title")
                        .asText())
                .endsWith("议定事项1号");
        assertClean();
    }

    /** State and highest rung of what the unit owes. */
    private String state(String resolution) {
        return jdbc.sql("""
                        select o.state || ' ' || coalesce(o.rung, 'none') from dudao.obligation o
                        join act_hi_procinst p on p.id_ = o.process_instance
                        where p.business_key_ = ? and o.kind = 'resolution'
                        """).param(resolution).query(String.class).single();
    }
}
