package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** W3, W2e, M3a, M3c over REST: who sees which score, who objects, who reviews, and what a veto does to the grade. */
@ApplicationTest
class AppraisalApplicationTest {

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AppraisalProcess appraisalProcess;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    private Town town;
    private String campaign;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        assertThat(town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-12-01"))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        campaign = jdbc.sql("select id from dudao.campaign order by length(id) desc, id desc limit 1")
                .query(String.class)
                .single();
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private void did(String unit, boolean inTime) {
        jdbc.sql("""
                        insert into dudao.obligation (id, campaign, kind, title, unit, owed_to, process_instance, activity,
                            acceptance_required, state, opened_at, deadline, arithmetic, remind_at, settled_at)
                        values (?, ?, 'self-report', '报送', ?, 'town-office', 'over', 'Over', false, 'FULFILLED',
                            '2026-06-01T00:00:00Z', '2026-06-10T15:59:59.999Z', '方案规定', '2026-06-10T15:59:59.999Z', ?::timestamptz)
                        """)
                .params(
                        UUID.randomUUID().toString(),
                        campaign,
                        unit,
                        inTime ? "2026-06-10T15:00:00Z" : "2026-06-11T15:00:00Z")
                .update();
    }

    private void appraise() {
        DelegateExecution execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaign);
        transaction.executeWithoutResult(status -> appraisalProcess.startNext(execution));
    }

    private Town.Task task(String post, String key, String about) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key) && task.name().contains(about) && ofCampaign(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
    }

    private boolean ofCampaign(Town.Task task) {
        return jdbc.sql("select count(*) from act_ru_execution where id_ = ? and business_key_ like ?")
                        .params(task.instance(), campaign + "/%")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void submit(String post, Town.Task task, Map<String, Object> values, int status) {
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task.key(), answer.getBody())
                .isEqualTo(status);
    }

    private JsonNode ranking(String post) {
        return town.get(post, "/api/appraisal?campaign=" + campaign).getBody();
    }

    private JsonNode row(String post, String unit) {
        for (JsonNode row : ranking(post).get("items")) {
            if (row.get("unit").asText().equals(unit)) {
                return row;
            }
        }
        return null;
    }

    private int explanation(String post, String unit) {
        return town.get(post, "/api/cases/" + campaign + "/appraisal/" + unit + "/explanation")
                .getStatusCode()
                .value();
    }

    @Test
    void aUnitSeesItsOwnScoreAndTheSupervisorsAndLeadersAll() {
        did("school-01", true);
        JsonNode before = ranking("school-01.clerk");
        assertThat(before.get("held").asBoolean()).isTrue();
        assertThat(before.get("appraised").asInt()).isZero();
        assertThat(before.get("end").asText()).as("what is to be waited for").startsWith("2027-");
        assertThat(before.get("objectionWorkingDays").asInt()).isEqualTo(3);
        appraise();
        for (String post : new String[] {"supervisors.clerk", "leader.charge", "leader.principal", "task-force.head"}) {
            assertThat(ranking(post).get("total").asInt()).as(post).isEqualTo(26);
        }
        assertThat(ranking("school-01.clerk").get("total").asInt()).isOne();
        assertThat(row("school-01.clerk", "school-01").get("stateName").asText())
                .isEqualTo("初评");
        assertThat(row("school-01.clerk", "school-01")
                        .get("indicators")
                        .get(0)
                        .get("rule")
                        .asText())
                .startsWith("K2 按期完成率达到95%");
        assertThat(row("school-01.clerk", "school-02")).isNull();
        JsonNode inTime = row("school-01.clerk", "school-01").get("indicators").get(0);
        assertThat(inTime.get("points").decimalValue()).isEqualByComparingTo("20");
        assertThat(ranking("town-office.clerk").get("total").asInt()).isZero();
        assertThat(ranking("town-office.clerk").get("appraised").asInt()).isEqualTo(26);
        assertThat(ranking("school-01.clerk")
                        .get("goals")
                        .get(0)
                        .get("lastYear")
                        .asInt())
                .as("what the town reached everybody reads")
                .isEqualTo(86);
        assertThat(explanation("school-01.clerk", "school-01")).isEqualTo(200);
        assertThat(explanation("supervisors.clerk", "school-01")).isEqualTo(200);
        assertThat(explanation("school-02.clerk", "school-01")).isIn(403, 404);
        var unknown = town.get("supervisors.head", "/api/appraisal?campaign=nobody");
        assertThat(unknown.getStatusCode().value()).isEqualTo(404);
        assertThat(unknown.getBody().toString()).contains("没有编号为“nobody”的专项行动");
        assertThat(rest.getForEntity("/api/appraisal?campaign=" + campaign, String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
        town.assertClean();
    }

    private void drill(String process, String kind, boolean inTime) {
        did("school-01", inTime);
        jdbc.sql(
                        "update dudao.obligation set kind = ?, process_instance = ? where campaign = ? and process_instance = 'over'")
                .params(kind, campaign + process, campaign)
                .update();
    }

    private void duty(String unit, String duty, int held, int missed) {
        String key = campaign + "/duty/" + unit + "/" + duty;
        jdbc.sql("""
                        insert into dudao.duty_run (key, campaign, duty, owner, first_day, last_day, state, started_at, finished_at)
                        values (?, ?, ?, ?, '2026-06-01', '2026-06-10', 'FINISHED', now(), now())
                        """).params(key, campaign, duty, unit).update();
        jdbc.sql("""
                        insert into dudao.duty_round (run, number, opens_at, closes_at, state, opened_at, settled_at, by_post)
                        select ?, n, '2026-06-01T00:00:00Z', '2026-06-01T01:00:00Z', case when n <= ? then 'HELD' else 'MISSED' end,
                            '2026-06-01T00:00:00Z', '2026-06-01T00:30:00Z', ? from generate_series(1, ?) n
                        """).params(key, held, unit + ".clerk", held + missed).update();
    }

    /** What the row says of one indicator, such as its facts. */
    private static String said(JsonNode row, String id, String field) {
        for (JsonNode indicator : row.get("indicators")) {
            if (indicator.get("id").asText().equals(id)) {
                return indicator.get(field).asText();
            }
        }
        throw new AssertionError("no " + id + " in " + row);
    }

    /** M3c, M3a. */
    @Test
    void drillsAndDutiesAreInTheScoreWithWhatWasCounted() {
        for (String scenario : new String[] {"fire", "explosion", "food-poisoning"}) {
            drill(scenario, "drill", true);
        }
        drill("mass-incident", "drill", false);
        duty("school-01", "gate-watch", 17, 1);
        duty("school-01", "dining", 2, 0);
        duty("village-01", "water-patrol", 1, 1);
        did("school-01", true);
        appraise();
        JsonNode school = row("school-01.clerk", "school-01");
        assertThat(said(school, "drills", "name")).isEqualTo("应急演练");
        assertThat(said(school, "drills", "valueName")).isEqualTo("75%");
        assertThat(said(school, "drills", "facts")).isEqualTo("到期演练4场，预案、定日期、演练都按期的3场");
        assertThat(said(school, "drills", "rule")).startsWith("K4 按期完成率达到70%");
        assertThat(said(school, "duties", "name")).isEqualTo("常态化职责履行");
        assertThat(said(school, "duties", "valueName")).isEqualTo("95%");
        assertThat(said(school, "duties", "facts")).isEqualTo("应履行20次，已履行19次，缺勤1次，说明、补做过的也算");
        assertThat(said(school, "in-time", "facts"))
                .as("the late drill counts once")
                .isEqualTo("应办1件，按期办结1件");
        assertThat(school.get("score").asDouble())
                .as("20, 15, 15, 10 and 5 of duties whole, 5 of drills at 60%: 68 of 70")
                .isEqualTo(97.14);
        JsonNode village = row("village-01.clerk", "village-01");
        assertThat(said(village, "duties", "valueName")).isEqualTo("50%");
        assertThat(said(village, "drills", "valueName")).isEqualTo("不计分");
        assertThat(said(village, "drills", "counts")).isEqualTo("false");
        Town.Task objection = task("school-01.clerk", "Objection", "镇中心小学");
        assertThat(town.variable("school-01.clerk", objection.id(), "briefing"))
                .contains(
                        "应急演练：75%（到期演练4场，预案、定日期、演练都按期的3场），5分得60%。K4 按期完成率",
                        "常态化职责履行：95%（应履行20次，已履行19次，缺勤1次，说明、补做过的也算），5分得100%。K2 按期完成率");

        Map<String, Object> objects = Map.of("decision", "object", "grounds", "防群体性事件演练是按期做的，有照片。");
        submit("school-01.clerk", objection, objects, 204);
        Town.Task review = task("task-force.clerk", "ReviewObjection", "镇中心小学");
        submit(
                "task-force.clerk",
                review,
                Map.of("decision", "correct", "firstIndicator", "drills", "firstValue", 101, "reason", "核对照片，确是按期"),
                400);
        submit(
                "task-force.clerk",
                review,
                Map.of("decision", "correct", "firstIndicator", "drills", "firstValue", 100, "reason", "核对照片，确是按期"),
                204);
        assertThat(row("school-01.clerk", "school-01").get("score").asDouble()).isEqualTo(100);
        assertThat(town.get("school-01.clerk", "/api/cases/" + campaign + "/appraisal/school-01/explanation")
                        .getBody()
                        .toString())
                .contains("应急演练：100%（到期演练4场，预案、定日期、演练都按期的3场，更正前为75%）");
        town.assertClean();
    }

    @Test
    void whatTheTownReachedSaysWhatWasCounted() {
        jdbc.sql("""
                        insert into dudao.drill (key, campaign, school, scenario, reviewing_unit, state, started_at, postponements,
                            repetitions, closed_at)
                        select :campaign || '/drill/' || s.school || '/fire', :campaign, s.school, 'fire', 'emergency', 'PASSED', now(),
                            0, s.repetitions, now()
                        from (values ('school-01', 0), ('school-02', 0), ('school-03', 0), ('school-04', 1)) s(school, repetitions)
                        """).param("campaign", campaign).update();
        JsonNode goal = null;
        for (JsonNode each : ranking("school-05.clerk").get("goals")) {
            goal = each.get("measure").asText().equals("drills-passed-percent") ? each : goal;
        }
        assertThat(goal.toString())
                .isEqualTo("{\"measure\":\"drills-passed-percent\",\"name\":\"演练一次合格率\","
                        + "\"text\":\"师生安全意识和防范能力明显增强\",\"unit\":\"%\","
                        + "\"lastYear\":72,\"thisYear\":75,\"trend\":\"好转\"}");
        town.assertClean();
    }

    @Test
    void objectedReviewedByTheTaskForceAndFinal() {
        did("school-01", false);
        appraise();
        Town.Task objection = task("school-01.clerk", "Objection", "镇中心小学");
        assertThat(town.form("school-01.clerk", objection.id()).get("id").asText())
                .isEqualTo("appraisal-objection");
        assertThat(town.variable("school-01.clerk", objection.id(), "briefing")).contains("应办1件，按期办结0件", "K5");
        Map<String, Object> objects = Map.of("decision", "object", "grounds", "报告是按期送的，收发登记可以证明。");
        submit("school-02.clerk", objection, objects, 403);
        submit("school-01.clerk", objection, Map.of("decision", "object"), 400);
        submit("school-01.clerk", objection, objects, 204);
        submit("school-01.clerk", objection, objects, 404);

        Town.Task review = task("task-force.clerk", "ReviewObjection", "镇中心小学");
        submit("school-01.clerk", review, Map.of("decision", "keep", "reason", "核对收发登记"), 403);
        submit("admin", review, Map.of("decision", "keep", "reason", "核对收发登记"), 400);
        submit(
                "task-force.clerk",
                review,
                Map.of("decision", "correct", "firstIndicator", "in-time", "firstValue", 101, "reason", "核对收发登记，确是按期"),
                400);
        submit(
                "task-force.clerk",
                review,
                Map.of("decision", "correct", "firstIndicator", "in-time", "firstValue", 100, "reason", "核对收发登记，确是按期"),
                204);
        JsonNode row = row("school-01.clerk", "school-01");
        assertThat(row.get("stateName").asText()).isEqualTo("已定");
        assertThat(row.get("score").asDouble()).isEqualTo(100);
        assertThat(row.get("gradeName").asText()).isEqualTo("优秀");
        assertThat(row.get("rank").asInt()).isOne();
        assertThat(row.get("indicators").get(0).get("correctedFrom").asInt()).isZero();
        assertThat(row.get("reviewReason").asText()).contains("确是按期");
        assertThat(town.get("school-01.clerk", "/api/cases/" + campaign + "/appraisal/school-01/explanation")
                        .getBody()
                        .toString())
                .contains("镇中心小学考评", "提出异议", "更正指标");
        town.assertClean();
    }

    @Test
    void aVetoInForceMakesTheGradeAndItsRevocationGivesItBack() {
        did("school-06", true);
        appraise();
        submit("school-06.clerk", task("school-06.clerk", "Objection", "镇第二幼儿园"), Map.of("decision", "agree"), 204);
        assertThat(row("school-06.head", "school-06").get("gradeName").asText()).isEqualTo("优秀");
        transaction.executeWithoutResult(status -> events.publishEvent(
                new VetoProposed(campaign, "school-06", "no-result", 2, null, "第二次验收仍不通过", "supervisors.clerk")));
        submit("school-06.head", task("school-06.head", "Statement", ""), Map.of("statement", "施工没有结束，现已整改完成。"), 204);
        submit(
                "task-force.clerk",
                task("task-force.clerk", "Deliberate", ""),
                Map.of("facts", "两次验收记录属实，施工原因部分采纳。", "recommendation", "uphold"),
                204);
        assertThat(row("school-06.head", "school-06").get("vetoed").asBoolean()).isFalse();
        submit(
                "leader.principal",
                task("leader.principal", "Decide", ""),
                Map.of("decision", "uphold", "reason", "两次验收不通过，事实清楚，予以一票否决。"),
                204);
        assertThat(row("school-06.head", "school-06").get("gradeName").asText()).isEqualTo("不合格");
        assertThat(row("school-06.head", "school-06").get("gradeNameByScore").asText())
                .isEqualTo("优秀");
        submit(
                "school-06.head",
                task("school-06.head", "Appeal", ""),
                Map.of("grounds", "施工延期由镇里统一安排，附有批文，请求复核。"),
                204);
        submit(
                "leader.charge",
                task("leader.charge", "ReviewAppeal", ""),
                Map.of("decision", "revoke", "reason", "施工确由镇里安排，责任不在学校，撤销否决。"),
                204);
        assertThat(row("school-06.head", "school-06").get("gradeName").asText()).isEqualTo("优秀");
        town.assertClean();
    }

    @Test
    void belowTheBarAVetoCaseWaitsForPeople() {
        did("water", false);
        appraise();
        submit("water.head", task("water.head", "Objection", "水利站"), Map.of("decision", "agree"), 204);
        assertThat(row("water.head", "water").get("gradeName").asText()).isEqualTo("不合格");
        assertThat(task("water.head", "Statement", "").name()).contains("水利站");
        assertThat(jdbc.sql("select state from dudao.veto_case where campaign = ? and unit = 'water'")
                        .param(campaign)
                        .query(String.class)
                        .single())
                .isEqualTo("OPEN");
        town.assertClean();
    }
}
