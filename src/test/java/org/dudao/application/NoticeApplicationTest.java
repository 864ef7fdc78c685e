package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Photos;
import org.dudao.notice.Notices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2c, W2e, W3, M2b over REST: each post reads what it and its units were told, and when it did is known. */
@ApplicationTest
class NoticeApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final String RAIN = "当天有暴雨预警，商贩不出摊";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Notices notices;

    private Town town;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Integer.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-12-01"));
        }
        jdbc.sql("delete from dudao.notice_seen").update();
        jdbc.sql("delete from dudao.notice").update();
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** A joint enforcement that its lead calls off at once; answers its key. */
    private String calledOff() {
        assertThat(town.start(
                                "traffic-police.clerk",
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
        String key = jdbc.sql("select key from dudao.joint_enforcement order by length(key) desc, key desc limit 1")
                .query(String.class)
                .single();
        submit("traffic-police.clerk", instanceOf(key), "MoveOrCancel", Map.of("decision", "cancel", "reason", RAIN));
        return key;
    }

    private void submit(String post, String instance, String activity, Map<String, Object> values) {
        Town.Task task = town.tasks(post).stream()
                .filter(each -> each.instance().equals(instance) && each.key().equals(activity))
                .findFirst()
                .orElseThrow();
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, activity, answer.getBody())
                .isEqualTo(204);
    }

    private String instanceOf(String key) {
        return jdbc.sql("select id_ from act_hi_procinst where business_key_ = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private JsonNode notices(String post) {
        return notices(post, "");
    }

    private JsonNode notices(String post, String query) {
        ResponseEntity<JsonNode> answer = town.get(post, "/api/notices" + query);
        assertThat(answer.getStatusCode().value())
                .as("%s %s", post, answer.getBody())
                .isEqualTo(200);
        return answer.getBody();
    }

    private static List<String> texts(JsonNode page) {
        return page.get("items").findValuesAsText("text");
    }

    private long unread(String post) {
        JsonNode counts = town.get(post, "/api/notices/unread").getBody();
        assertThat(counts).isNotNull();
        return counts.get("unread").asLong();
    }

    private ResponseEntity<JsonNode> see(String post, Object body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return rest.withBasicAuth(post, Town.PASSWORD)
                .exchange("/api/notices/seen", HttpMethod.PUT, new HttpEntity<>(body, headers), JsonNode.class);
    }

    private static List<Long> ids(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false)
                .map(notice -> notice.get("id").asLong())
                .toList();
    }

    @Test
    void aUnitWhoseJointEnforcementIsCalledOffReadsSoAndOpensIt() {
        String key = calledOff();
        for (String post : List.of("transport.clerk", "transport.head", "market-regulation.clerk")) {
            JsonNode page = notices(post);
            assertThat(page.get("total").asInt()).as(post).isOne();
            assertThat(page.get("unread").asInt()).as(post).isOne();
            JsonNode told = page.get("items").get(0);
            assertThat(told.get("text").asText()).isEqualTo("联合执法（2026-09-10 镇第二小学校门50米内）取消：" + RAIN);
            assertThat(told.get("businessKey").asText()).isEqualTo(key);
            assertThat(told.get("campaignName").asText()).contains("专项行动");
            assertThat(told.get("at").asText()).isEqualTo("2026-09-07T01:00:00Z");
            assertThat(told.get("seen").asBoolean()).isFalse();
            assertThat(town.get(post, "/api/matters?key=" + key).getStatusCode().value())
                    .as(post)
                    .isEqualTo(200);
        }
        for (String post : List.of("health.clerk", "school-02.head", "supervisors.head", "task-force.head", "admin")) {
            assertThat(notices(post).get("total").asInt())
                    .as("%s was not told", post)
                    .isZero();
        }
    }

    @Test
    void whatWasSeenIsNotedOnceForEachPost() {
        calledOff();
        List<Long> shown = ids(notices("transport.clerk"));
        assertThat(see("transport.clerk", Map.of("notices", shown))
                        .getBody()
                        .get("unread")
                        .asLong())
                .isZero();
        assertThat(unread("transport.clerk")).isZero();
        assertThat(unread("transport.head")).isOne();
        assertThat(notices("transport.clerk").get("items").get(0).get("seen").asBoolean())
                .isTrue();

        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-08T01:00:00Z")));
        assertThat(see("transport.clerk", Map.of("notices", shown))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        see("transport.head", Map.of("notices", shown));
        assertThat(jdbc.sql("select account || ' ' || to_char(seen_at at time zone 'UTC', 'MM-DD HH24:MI')"
                                + " from dudao.notice_seen order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("transport.clerk 09-07 01:00", "transport.head 09-08 01:00");
    }

    @Test
    void nobodySeesWhatOthersWereTold() {
        calledOff();
        List<Long> others = ids(notices("transport.clerk"));
        ResponseEntity<JsonNode> answer = see("health.clerk", Map.of("notices", others));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getBody().get("total").asLong()).isZero();
        assertThat(jdbc.sql("select count(*) from dudao.notice_seen")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(rest.getForEntity("/api/notices", String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
    }

    /** A leader is told as a post; the others of the leaders' office are not. */
    @Test
    void anIncidentIsToldToPostsAndUnits() {
        Map<String, Object> incident = new HashMap<>(Map.of(
                "school", "school-03", "happenedOn", "2026-09-06", "place", "教学楼二楼", "what", "吊扇从天花板掉落", "injured", 1));
        incident.put("dead", 0);
        var started = town.start("school-03.head", "incident", incident);
        assertThat(started.getStatusCode().value()).as("%s", started.getBody()).isEqualTo(200);
        for (String post : List.of("leader.principal", "leader.charge", "town-office.clerk", "task-force.head")) {
            JsonNode page = notices(post);
            assertThat(texts(page)).as(post).hasSize(1).first().asString().contains("重特大事件报告", "吊扇从天花板掉落");
            assertThat(page.get("items").get(0).get("about").asText()).isNotBlank();
            String key = page.get("items").get(0).get("businessKey").asText();
            assertThat(town.get(post, "/api/matters?key=" + key).getStatusCode().value())
                    .as("%s %s", post, key)
                    .isEqualTo(200);
        }
        assertThat(texts(notices("supervisors.head"))).isEmpty();
        assertThat(texts(notices("school-03.head"))).isEmpty();
    }

    /** M2b: whatever was sent to whom, of a case of crime nobody is told but public security and the leaders. */
    @Test
    void ofACrimeNobodyElseIsTold() {
        rest.withBasicAuth("market-regulation.clerk", Town.PASSWORD)
                .put(
                        "/api/forms/hazard-report/evidence/" + UUID.randomUUID() + "?slot=before&name=photo.jpg",
                        Photos.jpeg());
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
        assertThat(started.getStatusCode().value()).as("%s", started.getBody()).isEqualTo(200);
        String referral =
                jdbc.sql("select key from dudao.referral").query(String.class).single();
        String hazard = jdbc.sql("select source from dudao.referral")
                .query(String.class)
                .single();
        town.clockAt(Instant.parse("2026-09-12T01:00:00Z"));
        JsonNode urged = notices("public-security.clerk");
        assertThat(texts(urged)).anySatisfy(text -> assertThat(text).startsWith("催办："));
        assertThat(urged.get("items").findValuesAsText("businessKey")).containsOnly(referral);

        String obligation = jdbc.sql("select id from dudao.obligation where process_instance = ?")
                .param(instanceOf(referral))
                .query(String.class)
                .single();
        List<String> addressees = List.of(
                "public-security", "leader.principal", "school-01", "market-regulation", "supervisors", "town-office");
        for (String addressee : addressees) {
            notices.ofObligation(obligation, addressee, "通报批评：派出所没有按时接收移交线索");
            notices.ofMatter(referral, addressee, "移交线索：管制刀具");
            notices.ofMatter(hazard, addressee, "隐患：管制刀具");
        }
        for (String post :
                List.of("school-01.head", "market-regulation.clerk", "supervisors.head", "town-office.head", "admin")) {
            JsonNode page = notices(post);
            assertThat(texts(page)).as(post).isEmpty();
            assertThat(page.get("total").asInt()).as(post).isZero();
            assertThat(unread(post)).as(post).isZero();
            see(
                    post,
                    Map.of(
                            "notices",
                            jdbc.sql("select id from dudao.notice order by id limit 200")
                                    .query(Long.class)
                                    .list()));
        }
        assertThat(jdbc.sql("select count(*) from dudao.notice_seen")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(texts(notices("leader.principal"))).contains("移交线索：管制刀具", "隐患：管制刀具", "通报批评：派出所没有按时接收移交线索");
        assertThat(texts(notices("public-security.head"))).contains("移交线索：管制刀具", "隐患：管制刀具");
    }

    /** Public criticism goes to all; the page of its matter opens for those alone who take part in it. */
    @Test
    void whoTakesNoPartReadsTheTextAlone() {
        Map<String, Object> hazard = new HashMap<>(Map.of(
                "school", "school-04",
                "area", "A05",
                "place", "实验楼",
                "description", "疏散通道堆放杂物",
                "severity", "serious"));
        hazard.put("crime", false);
        hazard.put("fixedOnSpot", false);
        town.start("supervisors.head", "hazard", hazard);
        town.runDueJobs();
        String number = jdbc.sql("select number from dudao.hazard where place = '实验楼'")
                .query(String.class)
                .single();
        String obligation = jdbc.sql("select id from dudao.obligation where process_instance = ?")
                .param(instanceOf(number))
                .query(String.class)
                .single();
        String owes = jdbc.sql("select unit from dudao.obligation where id = ?")
                .param(obligation)
                .query(String.class)
                .single();
        for (String unit : List.of(owes, "health")) {
            notices.ofObligation(obligation, unit, "通报批评：实验楼疏散通道长期堵塞");
        }
        JsonNode own = notices(owes + ".head").get("items").get(0);
        assertThat(own.get("businessKey").asText()).isEqualTo(number);
        assertThat(own.get("about").isNull()).isTrue();
        JsonNode foreign = notices("health.clerk").get("items").get(0);
        assertThat(foreign.get("text").asText()).contains("实验楼疏散通道");
        assertThat(foreign.get("businessKey").isNull()).isTrue();
        assertThat(foreign.get("about").asText()).isNotBlank();
    }

    @Test
    void theNewestComeFirstPageByPage() {
        String key = calledOff();
        for (int i = 1; i <= 204; i++) {
            notices.ofMatter(key, "transport", "第" + i + "条");
        }
        JsonNode first = notices("transport.clerk");
        assertThat(first.get("total").asInt()).isEqualTo(205);
        assertThat(texts(first)).hasSize(50).startsWith("第204条", "第203条");
        assertThat(texts(notices("transport.clerk", "?page=4&size=50")))
                .hasSize(5)
                .last()
                .asString()
                .contains("取消");
        assertThat(texts(notices("transport.clerk", "?size=100000"))).hasSize(200);
        assertThat(texts(notices("transport.clerk", "?size=-3"))).containsExactly("第204条");
        assertThat(texts(notices("transport.clerk", "?page=-1&size=1"))).containsExactly("第204条");
        assertThat(texts(notices("transport.clerk", "?page=2147483647&size=200")))
                .isEmpty();
        see("transport.clerk", Map.of("notices", ids(first)));
        assertThat(unread("transport.clerk"))
                .as("what is on later pages is still new")
                .isEqualTo(155);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?page=abc", "?size=1.5", "?page=99999999999", "?size=1;drop table dudao.notice"})
    void aPageThatIsNoneIsRefused(String query) {
        ResponseEntity<JsonNode> answer = town.get("transport.clerk", "/api/notices" + query);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("的格式不对");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"notices\":null}",
                "{\"notices\":[null]}",
                "{\"notices\":[\"x\"]}",
                "{\"notices\":\"1); drop table dudao.notice_seen\"}",
                "{\"notices\":[99999999999999999999]}",
                "{\"notices\":{\"id\":1}}"
            })
    void whatIsNoListOfNoticesIsRefused(String body) {
        ResponseEntity<JsonNode> answer = see("transport.clerk", body);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).containsPattern("\\p{IsHan}");
    }

    @Test
    void notMoreThanAPageIsSeenAtOnce() {
        ResponseEntity<JsonNode> answer = see(
                "transport.clerk",
                Map.of("notices", LongStream.rangeClosed(1, 201).boxed().toList()));
        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("一次最多登记200条");
        assertThat(see("transport.clerk", Map.of("notices", List.of()))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(see("transport.clerk", Map.of("notices", List.of(-1, Long.MAX_VALUE)))
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
    }
}
