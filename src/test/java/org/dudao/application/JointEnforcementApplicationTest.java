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
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2c over REST, as a phone does it: the day of a joint enforcement is moved or cancelled by those who may, until it is over. */
@ApplicationTest
class JointEnforcementApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final String LEAD = "traffic-police.clerk";
    private static final String RAIN = "当天有暴雨预警，商贩不出摊";
    private static final Map<String, Object> COME = Map.of("decision", "come", "contactPost", "经办人");

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    /** The joint enforcement of the test, for the tenth of September 2026, a Thursday. */
    private String key;

    private String instance;

    @BeforeEach
    void call() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Integer.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-12-01"));
        }
        assertThat(town.start(
                                LEAD,
                                "joint-enforcement",
                                Map.of(
                                        "jointSchool", "school-02",
                                        "jointArea", "A09",
                                        "jointPlace", "镇第二小学校门50米内",
                                        "purpose", "清理占道摊点，查处黑校车",
                                        "proposedOn", "2026-09-10",
                                        "invitedDepartments", new Town.Json("[\"transport\",\"market-regulation\"]")))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        key = jdbc.sql("select key from dudao.joint_enforcement order by length(key) desc, key desc limit 1")
                .query(String.class)
                .single();
        instance = jdbc.sql("select id_ from act_ru_execution where business_key_ = ? and parent_id_ is null")
                .param(key)
                .query(String.class)
                .single();
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** The post's tasks of this joint enforcement. */
    private List<Town.Task> tasks(String post) {
        return town.tasks(post).stream()
                .filter(task -> task.instance().equals(instance))
                .toList();
    }

    private Town.Task task(String post, String activity) {
        return tasks(post).stream()
                .filter(task -> task.key().equals(activity))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + activity + " in " + tasks(post)));
    }

    private boolean has(String post, String activity) {
        return tasks(post).stream().anyMatch(task -> task.key().equals(activity));
    }

    private void submit(String post, String activity, Map<String, Object> values) {
        ResponseEntity<JsonNode> answer = town.submit(post, task(post, activity).id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, activity, answer.getBody())
                .isEqualTo(204);
    }

    private void assertRefused(String post, Town.Task task, Map<String, Object> values, int status, String message) {
        ResponseEntity<JsonNode> answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, values, answer.getBody())
                .isEqualTo(status);
        assertThat(String.valueOf(answer.getBody())).as("%s", values).contains(message);
    }

    private void assertClean() {
        town.assertClean();
        town.assertLogWhole();
    }

    private List<String> sentences(String post) {
        return town.get(post, "/api/cases/" + key + "/explanation").getBody().findValuesAsText("sentence");
    }

    private String day() {
        return jdbc.sql("select day from dudao.joint_enforcement where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private static Map<String, Object> move(Object day) {
        Map<String, Object> values = new HashMap<>();
        values.put("decision", "move");
        values.put("newDay", day);
        values.put("reason", RAIN);
        return values;
    }

    private static Map<String, Object> cancel(Object reason) {
        Map<String, Object> values = new HashMap<>();
        values.put("decision", "cancel");
        values.put("reason", reason);
        return values;
    }

    @Test
    void theLeadMovesItAndEveryUnitIsAskedAnew() {
        submit("transport.clerk", "ConfirmJoint", COME);
        Town.Task right = task(LEAD, "MoveOrCancel");
        assertThat(right.name()).isEqualTo("改期或者取消（2026-09-10 镇第二小学校门50米内）");
        assertThat(town.form(LEAD, right.id()).get("id").asText()).isEqualTo("joint-rearrangement");
        assertThat(town.get(LEAD, "/engine-rest/task/" + right.id())
                        .getBody()
                        .get("due")
                        .asText())
                .startsWith("2026-09-10T");

        submit(LEAD, "MoveOrCancel", move("2026-09-14"));

        assertThat(day()).isEqualTo("2026-09-14");
        assertRefused(LEAD, right, move("2026-09-15"), 404, "");
        assertThat(town.variable(
                        "transport.clerk",
                        task("transport.clerk", "ConfirmJoint").id(),
                        "briefing"))
                .contains("改期", RAIN);
        assertThat(has("market-regulation.clerk", "ConfirmJoint")).isTrue();
        for (String post : List.of("transport.head", "market-regulation.clerk", LEAD, "supervisors.head")) {
            assertThat(sentences(post))
                    .as(post)
                    .anySatisfy(said -> assertThat(said).contains("：改期；由2026-09-10改到2026-09-14：" + RAIN))
                    .anySatisfy(said -> assertThat(said).contains("通知改期，对象是交通运输站"));
        }
        assertThat(town.get("health.head", "/api/cases/" + key + "/explanation")
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertClean();

        submit("transport.clerk", "ConfirmJoint", COME);
        submit("market-regulation.clerk", "ConfirmJoint", COME);
        town.clockAt(Instant.parse("2026-09-10T15:59:59.999Z"));
        assertThat(has(LEAD, "JointRecord")).as("after the old day").isFalse();
        town.clockAt(Instant.parse("2026-09-13T16:00:00Z"));
        assertThat(has("transport.clerk", "RecordOnSite")).isTrue();
        town.clockAt(Instant.parse("2026-09-14T15:59:59.999Z"));
        assertThat(has(LEAD, "MoveOrCancel")).isFalse();
        assertThat(has(LEAD, "JointRecord")).isTrue();
        assertClean();
    }

    @Test
    void cancelledItIsOverForEverybodyAndEveryRegisterAgrees() {
        submit("transport.clerk", "ConfirmJoint", COME);
        town.clockAt(Instant.parse("2026-09-09T16:00:00Z"));
        assertThat(has("transport.clerk", "RecordOnSite")).isTrue();
        assertThat(jdbc.sql("""
                        select count(*) from dudao.obligation
                        where process_instance = ? and kind = 'joint-confirm' and on_ladder
                        """).param(instance).query(Integer.class).single())
                .as("the market regulators have not answered")
                .isOne();
        assertClean();

        submit(LEAD, "MoveOrCancel", cancel(RAIN));

        for (String post : List.of(LEAD, "transport.clerk", "market-regulation.clerk")) {
            for (String activity : List.of("MoveOrCancel", "ConfirmJoint", "RecordOnSite", "JointRecord")) {
                assertThat(has(post, activity)).as("%s %s", post, activity).isFalse();
            }
        }
        assertThat(jdbc.sql("""
                        select distinct state || ' ' || on_ladder from dudao.obligation
                        where process_instance = ? and state <> 'FULFILLED'
                        """).param(instance).query(String.class).list()).containsExactly("WAIVED false");
        assertThat(jdbc.sql("select unit from dudao.notice where matter = ? order by id")
                        .param(key)
                        .query(String.class)
                        .list())
                .containsExactly("traffic-police", "market-regulation", "transport");
        assertThat(sentences("market-regulation.head"))
                .anySatisfy(said -> assertThat(said).contains("：取消联合执法；" + RAIN))
                .anySatisfy(said -> assertThat(said).contains("：免除，对象是市场监管所；联合执法取消：" + RAIN));
        assertThat(town.get("supervisors.head", "/api/board?campaign=" + CAMPAIGN)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertClean();
        town.clockAt(Instant.parse("2026-09-10T15:59:59.999Z"));
        assertThat(has(LEAD, "JointRecord")).isFalse();
        assertClean();
    }

    @Test
    void othersCannot() {
        Town.Task right = task(LEAD, "MoveOrCancel");
        for (String post : List.of(
                "transport.clerk", "market-regulation.head", "health.clerk", "school-02.head", "task-force.head")) {
            assertThat(has(post, "MoveOrCancel")).as(post).isFalse();
            assertThat(town.submit(post, right.id(), cancel(RAIN))
                            .getStatusCode()
                            .value())
                    .as(post)
                    .isIn(403, 404);
            assertThat(town.post(post, "/engine-rest/task/" + right.id() + "/complete", Town.variables(cancel(RAIN)))
                            .getStatusCode()
                            .value())
                    .as(post)
                    .isIn(403, 404);
        }
        assertRefused("admin", right, cancel(RAIN), 400, "只有指定的岗位才能办理");
        assertThat(has(LEAD, "MoveOrCancel")).isTrue();
        assertThat(day()).isEqualTo("2026-09-10");
        assertClean();
    }

    @Test
    void whatCannotBeIsRefusedInChineseAndNothingIsLost() {
        submit("transport.clerk", "ConfirmJoint", COME);
        Town.Task right = task(LEAD, "MoveOrCancel");
        assertRefused(LEAD, right, move("2026-09-10"), 400, "新的日期和原来的一样");
        assertRefused(LEAD, right, move("2026-09-08"), 400, "太早");
        assertRefused(LEAD, right, move("2020-01-01"), 400, "太早");
        assertRefused(LEAD, right, move("2027-12-01"), 400, "在专项行动结束");
        assertRefused(LEAD, right, move("2026-13-45"), 400, "“新的日期”不是有效的日期");
        assertRefused(LEAD, right, move("'; drop table dudao.joint_enforcement; --"), 400, "“新的日期”不是有效的日期");
        assertRefused(LEAD, right, move(20260914), 400, "“新的日期”");
        assertRefused(LEAD, right, move(""), 400, "“新的日期”还没有填");
        assertRefused(LEAD, right, move(null), 400, "“新的日期”还没有填");
        assertRefused(LEAD, right, cancel(""), 400, "“改期或者取消的原因”还没有填");
        assertRefused(LEAD, right, cancel("　　　　　　"), 400, "“改期或者取消的原因”还没有填");
        assertRefused(LEAD, right, cancel(null), 400, "“改期或者取消的原因”还没有填");
        assertRefused(LEAD, right, cancel("雨"), 400, "“改期或者取消的原因”至少写5个字");
        assertRefused(LEAD, right, cancel("雨".repeat(501)), 400, "“改期或者取消的原因”最多写500个字");
        assertRefused(LEAD, right, Map.of("reason", RAIN), 400, "“改期还是取消”还没有选");
        assertRefused(LEAD, right, Map.of("decision", "postpone", "reason", RAIN), 400, "“改期还是取消”");
        Map<String, Object> more = cancel(RAIN);
        more.put("jointDay", "2026-09-20");
        assertRefused(LEAD, right, more, 400, "");
        assertThat(has(LEAD, "MoveOrCancel")).isTrue();
        assertThat(has("transport.clerk", "ConfirmJoint"))
                .as("it stays confirmed")
                .isFalse();
        assertThat(day()).isEqualTo("2026-09-10");
        assertThat(sentences(LEAD)).noneMatch(said -> said.contains("改期") || said.contains("取消"));
        assertClean();
    }

    @Test
    void afterTheDayTheTaskIsGone() {
        Town.Task right = task(LEAD, "MoveOrCancel");
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-10T16:00:00Z")));
        ResponseEntity<JsonNode> late =
                town.post(LEAD, "/engine-rest/task/" + right.id() + "/submit-form", Town.variables(cancel(RAIN)));
        assertThat(late.getStatusCode().value()).as("%s", late.getBody()).isEqualTo(400);
        assertThat(String.valueOf(late.getBody())).contains("联合执法的当天（2026-09-10）已经结束");
        town.clockAt(Instant.parse("2026-09-10T16:00:00Z"));
        assertRefused(LEAD, right, cancel(RAIN), 404, "");
        assertThat(has(LEAD, "JointRecord")).isTrue();
        assertClean();
    }
}
