package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2a, W3, M1: the supervision board's figures, the lists behind them, and what happened in a process. */
@ApplicationTest
class BoardApplicationTest {

    private static final String BOARD = "/api/board";
    private static final String MATTERS = "/api/board/matters?size=500&which=";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    @BeforeEach
    void launchAndReport() {
        // Monday morning in Shanghai; the plan's day 2 ends on Tuesday.
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Long.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"));
            town.runDueJobs();
            report("school-01", "A03", "general", false);
            report("school-01", "A05", "major", false);
            report("school-02", "A10", "serious", false);
            report("school-02", "A13", "serious", true);
            town.runDueJobs();
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private void report(String school, String area, String severity, boolean crime) {
        Map<String, Object> values = new HashMap<>(
                Map.of("school", school, "area", area, "place", "后门", "description", "后门门锁损坏", "severity", severity));
        values.put("crime", crime);
        values.put("fixedOnSpot", false);
        var answer = town.start("supervisors.head", "hazard", values);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(200);
    }

    private JsonNode board(String post, String query) {
        return town.get(post, BOARD + query).getBody();
    }

    private static int sum(JsonNode rows, String name) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(row -> row.get(name).asInt())
                .sum();
    }

    private static List<String> texts(JsonNode rows, String name) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.get(name).asText()));
        return texts;
    }

    private int total(String post, String query) {
        return town.get(post, MATTERS + query).getBody().get("total").asInt();
    }

    private JsonNode cell(JsonNode board, String school, String phase) {
        JsonNode row = StreamSupport.stream(board.get("schools").spliterator(), false)
                .filter(each -> each.get("id").asText().equals(school))
                .findFirst()
                .orElseThrow();
        return StreamSupport.stream(row.get("cells").spliterator(), false)
                .filter(each -> each.get("phase").asText().equals(phase))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void figuresAreTheListsBehindThem() {
        // A millisecond after the end of Tuesday: the plan's first duty is overdue, and so is what was to be taken on.
        town.clockAt(Instant.parse("2026-09-08T16:00:00Z"));

        JsonNode board = board("leader.principal", "");

        assertThat(texts(board.get("phases"), "id"))
                .containsExactly("launch", "inspection", "acceptance", "consolidation", "on-the-way");
        assertThat(board.get("phases").get(0).get("workingDaysLeft").asInt())
                .as("from Wednesday to Friday, the phase's last day")
                .isEqualTo(2);
        assertThat(sum(board.get("units"), "open")).isEqualTo(total("leader.principal", "OPEN"));
        assertThat(sum(board.get("units"), "overdue"))
                .isEqualTo(total("leader.principal", "OVERDUE"))
                .isPositive();
        assertThat(sum(board.get("ladder"), "count"))
                .isEqualTo(total("leader.principal", "LADDER"))
                .isPositive();
        assertThat(total("leader.principal", "LADDER&rung=urge"))
                .isEqualTo(StreamSupport.stream(board.get("ladder").spliterator(), false)
                        .filter(rung -> rung.get("rung").asText().equals("urge"))
                        .findFirst()
                        .orElseThrow()
                        .get("count")
                        .asInt());
        JsonNode cell = cell(board, "school-01", "on-the-way");
        assertThat(cell.get("total").asInt())
                .isEqualTo(total("leader.principal", "ALL&school=school-01&phase=on-the-way"))
                .isEqualTo(2);
        assertThat(cell.get("overdue").asInt()).isEqualTo(2);
        assertThat(cell.get("workingDays").asInt()).isEqualTo(-1);
        assertThat(cell(board, "school-01", "launch").get("total").asInt()).isZero();
        assertThat(sum(board.get("areas"), "open"))
                .as("the crime is with public security")
                .isEqualTo(3);
        assertThat(board.get("days")).hasSize(1);
        assertThat(board.get("days").get(0).get("open").asInt()).isEqualTo(3);
        JsonNode late = town.get("leader.principal", MATTERS + "OVERDUE&area=A03")
                .getBody()
                .get("items");
        assertThat(texts(late, "number")).containsExactly("hekou-2023-H0001");
        assertThat(late.get(0).get("workingDays").asInt()).isEqualTo(-1);
        assertThat(late.get(0).get("rungName").asText()).isEqualTo("催办");
        assertThat(late.get(0).get("running").asBoolean()).isTrue();
    }

    @Test
    void eachMatterNamesTheKeyOfItsPapersAndEverybodyChoosesTheCampaign() {
        JsonNode campaigns = town.get("school-01.clerk", "/api/campaigns").getBody();
        assertThat(texts(campaigns, "id")).contains("hekou-2023");
        assertThat(campaigns.get(0).get("id"))
                .isEqualTo(board("school-01.clerk", "").get("campaign"));
        JsonNode matters =
                town.get("supervisors.head", MATTERS + "OPEN").getBody().get("items");
        assertThat(matters).isNotEmpty().allSatisfy(matter -> {
            assertThat(matter.get("businessKey").asText()).startsWith("hekou-2023");
            if (!matter.get("number").isNull()) {
                assertThat(matter.get("businessKey")).isEqualTo(matter.get("number"));
            }
        });
    }

    @Test
    void filtersNarrowEveryPart() {
        JsonNode board = board("supervisors.head", "?school=school-01&area=A05");

        assertThat(texts(board.get("schools"), "id")).containsExactly("school-01");
        assertThat(texts(board.get("areas"), "id")).containsExactly("A05");
        assertThat(sum(board.get("areas"), "major")).isEqualTo(1);
        assertThat(sum(board.get("units"), "open")).isEqualTo(1);
        assertThat(board("supervisors.head", "?unit=market-regulation").get("units"))
                .hasSize(1);
    }

    @Test
    void othersSeeTheirOwnAloneAndCrimeIsForPublicSecurityAndLeaders() {
        JsonNode school = board("school-01.clerk", "");

        assertThat(school.get("everything").asBoolean()).isFalse();
        assertThat(texts(school.get("schools"), "id")).containsExactly("school-01");
        assertThat(texts(school.get("units"), "id")).containsExactly("school-01");
        assertThat(sum(school.get("areas"), "open")).isEqualTo(2);
        assertThat(total("school-01.clerk", "ALL&school=school-02")).isZero();
        assertThat(texts(board("supervisors.head", "").get("areas"), "id")).doesNotContain("A13");
        assertThat(texts(board("leader.charge", "").get("areas"), "id")).contains("A13");
        assertThat(texts(board("public-security.clerk", "").get("areas"), "id")).contains("A13");
    }

    @Test
    void unknownCampaignIsSaidSo() {
        assertThat(town.get("supervisors.head", BOARD + "?campaign=nowhere")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
        assertThat(town.get("supervisors.head", BOARD + "?campaign=nowhere")
                        .getBody()
                        .get("message")
                        .asText())
                .isEqualTo("没有编号为“nowhere”的专项行动，请重新选择");
        assertThat(town.get("supervisors.head", BOARD + "/matters?which=SOMETHING")
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void timelineTellsWhatHappenedToThoseConcerned() {
        Town.Task takeOn = town.tasks("school-01.clerk").stream()
                .filter(task -> task.key().equals("TakeOn"))
                .findFirst()
                .orElseThrow();
        String path = "/api/process-instances/" + takeOn.instance() + "/timeline";

        JsonNode timeline = town.get("supervisors.head", path).getBody();

        assertThat(timeline.get("running").asBoolean()).isTrue();
        assertThat(timeline.get("businessKey").asText()).startsWith("hekou-2023-H");
        assertThat(timeline.get("passed").toString()).contains("Grade").doesNotContain("\"TakeOn\"");
        assertThat(texts(timeline.get("entries"), "state")).contains("已完成", "正在进行", "记录");
        assertThat(texts(timeline.get("entries"), "at")).isSorted();
        assertThat(town.get("school-02.clerk", path).getStatusCode().value()).isEqualTo(404);
        assertThat(town.get("supervisors.head", "/api/process-instances/none/timeline")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void tasksTellTheirTimeInWorkingDaysToThoseWhoSeeThem() {
        String takeOn = town.tasks("school-01.clerk").stream()
                .filter(task -> task.key().equals("TakeOn"))
                .findFirst()
                .orElseThrow()
                .id();
        String path = "/api/task-deadlines?task=" + takeOn + "&task=none";

        // Until the end of Tuesday in Shanghai, however the days before went.
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-08T15:59:59.999Z")));
        JsonNode last = town.get("school-01.clerk", path).getBody();
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-14T01:00:00Z")));
        JsonNode late = town.get("school-01.clerk", path).getBody();

        assertThat(last).hasSize(1);
        assertThat(last.get(0).get("overdue").asBoolean()).isFalse();
        assertThat(last.get(0).get("workingDays").asInt()).isZero();
        assertThat(late.get(0).get("overdue").asBoolean()).isTrue();
        assertThat(late.get(0).get("workingDays").asInt()).isEqualTo(-4);
        assertThat(town.get("school-02.clerk", path).getBody()).isEmpty();
        assertThat(town.get("school-01.clerk", "/api/task-deadlines")
                        .getStatusCode()
                        .value())
                .isEqualTo(400);
    }

    @Test
    void asksTheDatabaseNoMoreForManySchoolsThanForFew() {
        List<String> few = queries(() -> board("leader.principal", ""));
        many();
        // The plan of a campaign is read once.
        board("leader.principal", "?campaign=big");

        List<String> queries = queries(() -> {
            JsonNode board = board("leader.principal", "?campaign=big");
            assertThat(board.get("schools")).hasSize(300);
            assertThat(sum(board.get("areas"), "open")).isEqualTo(3000);
            assertThat(sum(board.get("units"), "open")).isEqualTo(6000);
        });

        assertThat(queries).isNotEmpty().hasSameSizeAs(few);
    }

    private void many() {
        jdbc.sql("insert into dudao.campaign_plan select 'big', plan, start_date, source from dudao.campaign_plan"
                        + " where campaign = 'hekou-2023'")
                .update();
        jdbc.sql("insert into dudao.campaign (id, name, end_date, process_instance, schools_open, started_at)"
                        + " values ('big', '全县', '2026-11-10', 'big', 300, '2026-09-01')")
                .update();
        jdbc.sql("insert into dudao.school_run (campaign, school, position, state)"
                        + " select 'big', 'big-' || n, n, 'RUNNING' from generate_series(1, 300) n")
                .update();
        jdbc.sql("insert into dudao.hazard (number, campaign, school, area, place, description, severity, source,"
                        + " reporting_unit, responsible_unit, state, fixed_on_spot, crime, registered_at)"
                        + " select 'big-' || n, 'big', 'big-' || (n % 300 + 1), 'A0' || (n % 9 + 1), '楼道', '灯坏', 'general',"
                        + " 'report', 'education', 'education', 'RECTIFYING', false, false, '2026-09-02'"
                        + " from generate_series(1, 3000) n")
                .update();
        jdbc.sql("insert into dudao.obligation (id, campaign, school, kind, title, unit, owed_to, process_instance,"
                        + " activity, acceptance_required, state, opened_at, deadline, arithmetic, remind_at, remind_days)"
                        + " select 'big-' || n, 'big', 'big-' || (n % 300 + 1), case when n % 2 = 0 then 'rectification'"
                        + " else 'self-report' end, '整改', 'education', 'education', 'big-' || n, 'Rectify', true, 'OPEN',"
                        + " '2026-09-02', '2026-09-09', '', '2026-09-09', 1 from generate_series(1, 6000) n")
                .update();
    }

    /** The statements that our own read models send while the action runs. */
    private static List<String> queries(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
        ListAppender<ILoggingEvent> statements = new ListAppender<>();
        statements.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(statements);
        try {
            action.run();
        } finally {
            logger.detachAppender(statements);
            logger.setLevel(null);
        }
        return statements.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.startsWith("Executing prepared SQL statement"))
                .toList();
    }
}
