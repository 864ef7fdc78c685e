package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Sheets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** M1, M2b, W3: the ledger as JSON and as a workbook, and who sees what in it. */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String HOSTILE = "=HYPERLINK(\"http://example.org\",\"看这里\")";
    private static final String TABBED = "\t=1+1 校门两侧占道经营";
    private static final Instant LAST_OF_THE_DAY = Instant.parse("2026-09-10T15:59:59.999Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-09-10T16:00:00Z");

    private static final String RECTIFIED_LATE = "hekou-2023-H0001";
    private static final String UNTOUCHED = "hekou-2023-H0002";
    private static final String CRIME = "hekou-2023-H0003";
    private static final String OVERDUE = "hekou-2023-H0004";

    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /** The State Council's days of autumn 2026. */
    private static final List<String> CLOSED =
            List.of("2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07");

    private static final List<String> WORKED = List.of("2026-09-20", "2026-10-10");

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    /** Four hazards: rectified late and closed; not yet taken on; a crime; taken on and overdue. */
    @BeforeAll
    void hazards() {
        town = new Town(rest, management);
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        assertThat(town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-07"))
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
        town.runDueJobs();
        at(LAST_OF_THE_DAY);
        report("market-regulation.clerk", "school-01", "A05", HOSTILE, "serious", false);
        at(MIDNIGHT);
        report("market-regulation.clerk", "school-02", "A10", TABBED, "general", false);
        report("culture-tourism.clerk", "school-01", "A11", "校门口有人向学生售卖违禁物品", "serious", true);
        report("supervisors.clerk", "school-02", "A05", "灭火器压力不足，没有更换", "serious", false);
        for (String school : List.of("school-01", "school-02")) {
            act(school + ".clerk", "TakeOn", Map.of("decision", "take"));
        }
        // Serious: a number of working days that ended long ago.
        at(Instant.parse("2026-10-20T02:00:00Z"));
        String task = task("school-01.clerk", "Rectify");
        town.photo("school-01.clerk", task, "after");
        submit("school-01.clerk", task, Map.of("decision", "done", "measures", "已经全部清理，专人每天检查"));
        act("emergency.clerk", "Reinspect", Map.of("decision", "pass", "findings", "现场查看，通道畅通"));
        at(Instant.parse("2026-10-21T02:00:00Z"));
    }

    @AfterAll
    void realTime() {
        ClockUtil.reset();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    ''                                             | 3
                    '&school=school-01'                            | 1
                    '&school=school-02'                            | 2
                    '&area=A05'                                    | 2
                    '&grade=general'                               | 1
                    '&grade=serious'                               | 2
                    '&unit=school-02'                              | 1
                    '&state=CLOSED'                                | 1
                    '&state=RECTIFYING'                            | 1
                    '&open=true'                                   | 2
                    '&open=false'                                  | 1
                    '&school=school-02&area=A05&grade=serious&open=true' | 1
                    '&school=school-08'                            | 0
                    """)
    void workbookEqualsTheJsonRowsUnderEachFilter(String filter, int expected) {
        JsonNode json = json("supervisors.head", filter);

        assertThat(json.get("total").asInt()).isEqualTo(expected);
        assertThat(json.get("items")).hasSize(expected);
        assertThat(hazards("supervisors.head", filter)).containsExactlyElementsOf(shown(json));
    }

    /** M2b: a crime is for public security, the leaders and who reported it; other units see what is theirs (W2a). */
    @ParameterizedTest
    @CsvSource({
        "supervisors.head,        H0001 H0002 H0004",
        "task-force.clerk,        H0001 H0002 H0004",
        "leader.principal,        H0001 H0002 H0003 H0004",
        "public-security.clerk,   H0003",
        "culture-tourism.clerk,   H0003",
        "culture-tourism.head,    ''",
        "school-01.clerk,         H0001",
        "school-02.head,          H0002 H0004",
        "school-03.clerk,         ''",
        "emergency.clerk,         H0001 H0004",
        "market-regulation.head,  H0001 H0002",
        "justice.clerk,           ''"
    })
    void everyUnitSeesItsOwnRowsInBoth(String post, String numbers) {
        List<String> expected = numbers.isBlank()
                ? List.of()
                : Arrays.stream(numbers.strip().split(" "))
                        .map(number -> CAMPAIGN + "-" + number)
                        .toList();
        JsonNode json = json(post, "");

        assertThat(json.get("items").findValuesAsText("number")).isEqualTo(expected);
        assertThat(json.get("total").asInt()).isEqualTo(expected.size());
        assertThat(hazards(post, "")).containsExactlyElementsOf(shown(json));
    }

    @Test
    void whatPeopleEnteredIsUnharmed() {
        assertThat(hazards("supervisors.head", ""))
                .extracting(row -> row.get(5))
                .containsExactly(HOSTILE, TABBED, "灭火器压力不足，没有更换");
    }

    @Test
    void timesAreThoseOfShanghaiAtMidnight() {
        assertThat(hazards("supervisors.head", ""))
                .extracting(row -> row.get(16))
                .startsWith(LocalDateTime.of(2026, 9, 10, 23, 59), LocalDateTime.of(2026, 9, 11, 0, 0));
        List<Object> overdue = hazards("supervisors.head", "&state=RECTIFYING").get(0);
        assertThat((LocalDateTime) overdue.get(15))
                .as("a deadline is the end of its day")
                .matches(deadline -> deadline.toLocalTime().toString().equals("23:59"));
    }

    @Test
    void rowsCarryTheNamesAPageNeeds() {
        JsonNode closed = row("supervisors.head", RECTIFIED_LATE);
        assertThat(closed.get("areaName").asText()).isEqualTo("消防安全");
        assertThat(closed.get("schoolName").asText()).isEqualTo("镇中心小学");
        assertThat(closed.get("reportingUnitName").asText()).isEqualTo("市场监管所");
        assertThat(closed.get("responsibleUnitName").asText()).isEqualTo("镇中心小学");
        assertThat(closed.get("reinspectingUnitName").asText()).isEqualTo("应急管理站");
        assertThat(closed.get("itemText").isNull()).isTrue();
        assertThat(closed.get("namedPostName").isNull()).isTrue();
    }

    @Test
    void itemAndNamedPostAreShownByTheirNames() {
        jdbc.sql("update dudao.hazard set item = 'A05-01', named_post = 'school-02.head' where number = ?")
                .param(OVERDUE)
                .update();
        try {
            JsonNode row = row("supervisors.head", OVERDUE);
            assertThat(row.get("itemText").asText()).hasSizeGreaterThan(5).doesNotContain("A05");
            assertThat(row.get("namedPostName").asText()).isEqualTo("镇第二小学 校长");
            assertThat(hazards("supervisors.head", "&state=RECTIFYING").get(0))
                    .contains(row.get("itemText").asText(), "镇第二小学 校长");
        } finally {
            jdbc.sql("update dudao.hazard set item = null, named_post = null where number = ?")
                    .param(OVERDUE)
                    .update();
        }
    }

    @Test
    void rowsNameTheirProcessAlsoAfterItsEnd() {
        for (String number : List.of(RECTIFIED_LATE, UNTOUCHED, OVERDUE)) {
            String instance =
                    row("supervisors.head", number).get("processInstance").asText();
            assertThat(town.get("supervisors.head", "/engine-rest/history/process-instance/" + instance)
                            .getBody()
                            .get("businessKey")
                            .asText())
                    .isEqualTo(number);
        }
        assertThat(town.get(
                                "supervisors.head",
                                "/engine-rest/process-instance/"
                                        + row("supervisors.head", OVERDUE)
                                                .get("processInstance")
                                                .asText())
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
    }

    /** M2a: two holidays and two worked weekend days lie in it. */
    @Test
    void overdueCountsWorkingDaysToTheHandingInOrToToday() {
        JsonNode closed = row("supervisors.head", RECTIFIED_LATE);
        JsonNode open = row("supervisors.head", OVERDUE);
        assertThat(closed.get("closedAt").asText()).isNotEmpty();
        assertThat(closed.get("deadline").asText()).as("kept after the end").isEqualTo(deadline(RECTIFIED_LATE));
        assertThat(open.get("deadline").asText()).isEqualTo(deadline(OVERDUE));
        assertThat(closed.get("overdueWorkingDays").asInt()).isEqualTo(workedBetween(RECTIFIED_LATE, "2026-10-20"));
        assertThat(open.get("overdueWorkingDays").asInt()).isEqualTo(workedBetween(OVERDUE, "2026-10-21"));
        JsonNode untouched = row("supervisors.head", UNTOUCHED);
        assertThat(untouched.get("deadline").isNull()).isTrue();
        assertThat(untouched.get("overdueWorkingDays").isNull()).isTrue();
    }

    @Test
    void waivedRectificationHasNoDeadlineAnyMore() {
        String set = "update dudao.obligation set state = ? where kind = 'rectification' and unit = 'school-02'";
        jdbc.sql(set).param("WAIVED").update();
        try {
            assertThat(row("supervisors.head", OVERDUE).get("deadline").isNull())
                    .isTrue();
            assertThat(row("supervisors.head", OVERDUE)
                            .get("overdueWorkingDays")
                            .isNull())
                    .isTrue();
        } finally {
            jdbc.sql(set).param("OPEN").update();
        }
    }

    @Test
    void titleTellsCampaignFilterMomentAndPost() {
        assertThat(title("supervisors.head", ""))
                .isEqualTo("河口镇2023年整治校园及周边治安秩序专项行动 隐患台账\n" + "筛选：全部　　生成时间：2026年10月21日 10:00　　生成人：督导组 负责人");
        assertThat(title("supervisors.head", "&school=school-02&area=A05&grade=major&unit=emergency&state=CLOSED"))
                .contains("筛选：学校：镇第二小学；整治重点：消防安全；等级：重大；整改责任单位：应急管理站；状态：已销号　　");
        assertThat(title("supervisors.head", "&open=true&school=nowhere&grade=nothing"))
                .contains("筛选：学校：nowhere；等级：nothing；未销号　　");
        assertThat(title("admin", "&open=false")).contains("筛选：已销号或已移交　　");
    }

    @Test
    void isAFileToKeep() {
        ResponseEntity<byte[]> answer = xlsx("supervisors.head", "");

        HttpHeaders headers = answer.getHeaders();
        assertThat(headers.getContentType())
                .hasToString("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assertThat(headers.getCacheControl()).isEqualTo("no-store");
        String disposition = headers.getFirst(HttpHeaders.CONTENT_DISPOSITION);
        assertThat(disposition).startsWith("attachment;").contains("filename*=UTF-8''");
        assertThat(URLDecoder.decode(disposition.replaceAll(".*filename\\*=UTF-8''", ""), StandardCharsets.UTF_8))
                .isEqualTo("隐患台账-河口镇2023年整治校园及周边治安秩序专项行动-20261021.xlsx");
        assertThat(headers.getContentLength()).isEqualTo(answer.getBody().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/ledger", "/api/ledger.xlsx"})
    void unknownCampaignIsAClearError(String path) {
        for (MediaType wanted : List.of(MediaType.ALL, XLSX)) {
            HttpHeaders headers = new HttpHeaders();
            headers.setAccept(List.of(wanted));
            ResponseEntity<String> answer = rest.withBasicAuth("supervisors.head", Town.PASSWORD)
                    .exchange(path + "?campaign=hekou-1999", HttpMethod.GET, new HttpEntity<>(headers), String.class);
            assertThat(answer.getStatusCode()).as("%s", wanted).isEqualTo(HttpStatus.NOT_FOUND);
            assertThat(answer.getBody()).isEqualTo("{\"message\":\"没有编号为“hekou-1999”的专项行动，请检查编号\"}");
        }
        ResponseEntity<JsonNode> without = town.get("supervisors.head", path);
        assertThat(without.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(without.getBody().get("message").asText()).contains("campaign");
        assertThat(town.get("supervisors.head", path + "?campaign=" + CAMPAIGN + "&state=NONE")
                        .getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(rest.getForEntity(path + "?campaign=" + CAMPAIGN, String.class)
                        .getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    /** More rows than a page, than are fetched at a time, and than four digits number. */
    @Test
    void workbookHoldsTheWholeCampaign() {
        String large = "hekou-2023-large";
        jdbc.sql("insert into dudao.campaign_plan select ?, plan, start_date, source from dudao.campaign_plan"
                        + " where campaign = ?")
                .params(large, CAMPAIGN)
                .update();
        jdbc.sql("insert into dudao.campaign (id, name, end_date, process_instance, schools_open, started_at)"
                        + " select ?, name, end_date, 'none', 0, started_at from dudao.campaign where id = ?")
                .params(large, CAMPAIGN)
                .update();
        jdbc.sql("""
                        insert into dudao.hazard (number, campaign, school, area, place, description, severity, source,
                            reporting_unit, state, fixed_on_spot, crime, registered_at)
                        select format('%s-H%s', :large::text, lpad(n::text, greatest(4, length(n::text)), '0')), :large,
                            'school-01', 'A05', '地点' || n, '描述' || n, 'general', '上报', 'emergency', 'REGISTERED',
                            false, false, now()
                        from generate_series(9001, 10100) n
                        """).param("large", large).update();

        List<String> expected = IntStream.rangeClosed(9001, 10100)
                .mapToObj(n -> large + "-H" + n)
                .toList();
        List<List<Object>> rows = Sheets.rows(
                get("supervisors.head", "/api/ledger.xlsx?campaign=" + large).getBody(), 19);
        assertThat(rows.stream().skip(2).map(row -> row.get(0)))
                .containsExactlyElementsOf(
                        expected.stream().map(Object.class::cast).toList());
        JsonNode last = town.get("supervisors.head", "/api/ledger?size=200&page=5&campaign=" + large)
                .getBody();
        assertThat(last.get("total").asInt()).isEqualTo(1100);
        assertThat(last.get("items").findValuesAsText("number")).isEqualTo(expected.subList(1000, 1100));
    }

    private void at(Instant instant) {
        town.clockAt(instant);
    }

    private void report(String post, String school, String area, String description, String severity, boolean crime) {
        Map<String, Object> values = new HashMap<>();
        values.put("school", school);
        values.put("area", area);
        values.put("place", "校门东侧");
        values.put("description", description);
        values.put("severity", severity);
        values.put("fixedOnSpot", false);
        values.put("crime", crime);
        var answer = town.start(post, "hazard", values);
        assertThat(answer.getStatusCode()).as("%s", answer.getBody()).isEqualTo(HttpStatus.OK);
        town.runDueJobs();
    }

    private String task(String post, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void act(String post, String key, Map<String, Object> values) {
        submit(post, task(post, key), values);
    }

    private void submit(String post, String task, Map<String, Object> values) {
        var answer = town.submit(post, task, values);
        assertThat(answer.getStatusCode().is2xxSuccessful())
                .as("%s", answer.getBody())
                .isTrue();
    }

    private String deadline(String number) {
        return jdbc.sql("""
                        select o.deadline from dudao.obligation o join act_hi_procinst p on p.id_ = o.process_instance
                        where p.business_key_ = ? and o.kind = 'rectification'
                        """)
                .param(number)
                .query((row, n) -> row.getTimestamp(1).toInstant().toString())
                .single();
    }

    /** Working days after the deadline's day up to and with the last. */
    private int workedBetween(String number, String last) {
        var first = Instant.parse(deadline(number)).atZone(SHANGHAI).toLocalDate();
        return (int) first.plusDays(1)
                .datesUntil(LocalDate.parse(last).plusDays(1))
                .filter(day -> WORKED.contains(day.toString())
                        || day.getDayOfWeek().getValue() < 6 && !CLOSED.contains(day.toString()))
                .count();
    }

    private JsonNode json(String post, String filter) {
        return town.get(post, "/api/ledger?size=200&campaign=" + CAMPAIGN + filter)
                .getBody();
    }

    private JsonNode row(String post, String number) {
        for (JsonNode row : json(post, "").get("items")) {
            if (row.get("number").asText().equals(number)) {
                return row;
            }
        }
        throw new AssertionError("no row " + number);
    }

    private ResponseEntity<byte[]> get(String post, String path) {
        ResponseEntity<byte[]> answer = rest.withBasicAuth(post, Town.PASSWORD).getForEntity(path, byte[].class);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        return answer;
    }

    private ResponseEntity<byte[]> xlsx(String post, String filter) {
        return get(post, "/api/ledger.xlsx?campaign=" + CAMPAIGN + filter);
    }

    private String title(String post, String filter) {
        return (String) Sheets.rows(xlsx(post, filter).getBody(), 1).get(0).get(0);
    }

    private List<List<Object>> hazards(String post, String filter) {
        List<List<Object>> rows = Sheets.rows(xlsx(post, filter).getBody(), 19);
        return rows.subList(2, rows.size());
    }

    /** What the workbook has to show of the JSON rows. */
    private static List<List<Object>> shown(JsonNode json) {
        List<List<Object>> rows = new ArrayList<>();
        json.get("items")
                .forEach(row -> rows.add(Arrays.asList(
                        text(row, "number"),
                        text(row, "schoolName"),
                        text(row, "area") + " " + text(row, "areaName"),
                        text(row, "itemText"),
                        text(row, "place"),
                        text(row, "description"),
                        row.get("gradeName").isNull() ? "未分级" : text(row, "gradeName"),
                        text(row, "stateName"),
                        row.get("listed").asBoolean() ? "是" : "否",
                        text(row, "source"),
                        text(row, "reportingUnitName"),
                        text(row, "responsibleUnitName"),
                        text(row, "reinspectingUnitName"),
                        text(row, "namedPostName"),
                        row.get("returns").asInt(),
                        moment(row, "deadline"),
                        moment(row, "registeredAt"),
                        moment(row, "closedAt"),
                        row.get("overdueWorkingDays").isNull()
                                ? null
                                : row.get("overdueWorkingDays").asInt())));
        return rows;
    }

    private static String text(JsonNode row, String field) {
        return row.get(field).isNull() ? null : row.get(field).asText();
    }

    private static LocalDateTime moment(JsonNode row, String field) {
        String text = text(row, field);
        return text == null
                ? null
                : LocalDateTime.ofInstant(Instant.parse(text), SHANGHAI).truncatedTo(ChronoUnit.MINUTES);
    }
}
