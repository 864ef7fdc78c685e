package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2a: several tasks in one go, matters found by what stands on a paper, and the code on it. */
@ApplicationTest
class TasklistApplicationTest {

    private static final int SCALE = 4;

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;

    @BeforeEach
    void launchAndReport() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (jdbc.sql("select count(*) from dudao.campaign").query(Long.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"));
            town.runDueJobs();
            for (String school : List.of("school-01", "school-01", "school-02")) {
                Map<String, Object> values = new HashMap<>(Map.of(
                        "school",
                        school,
                        "area",
                        "A05",
                        "place",
                        "图书馆100%",
                        "description",
                        "灭火器已经过期",
                        "severity",
                        "general"));
                values.put("crime", false);
                values.put("fixedOnSpot", false);
                town.start("supervisors.head", "hazard", values);
            }
            town.runDueJobs();
        }
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private List<String> found(String post, String words) {
        List<String> keys = new ArrayList<>();
        town.get(post, "/api/search?q=" + words)
                .getBody()
                .get("matters")
                .forEach(each -> keys.add(each.get("key").asText()));
        return keys;
    }

    @Test
    void tasksThatTheModelAllowsAreDoneInOneGoEachCheckedOnItsOwn() {
        JsonNode desk = town.get("school-01.clerk", "/api/tasks/alike").getBody();

        assertThat(desk.get("post").asText()).isEqualTo("school-01.clerk");
        assertThat(desk.get("groups")).hasSize(1);
        JsonNode group = desk.get("groups").get(0);
        assertThat(group.get("name").asText()).isEqualTo("接收隐患");
        assertThat(group.get("alike").get("answers").get("decision").asText()).isEqualTo("take");
        assertThat(group.get("tasks")).hasSize(2);
        assertThat(town.get("task-force.head", "/api/tasks/alike").getBody().get("groups"))
                .as("to draw up a plan is done once, and with thought")
                .isEmpty();

        String held = group.get("tasks").get(0).get("id").asText();
        town.post("school-01.head", "/engine-rest/task/" + held + "/claim", Map.of("userId", "school-01.head"));
        JsonNode left =
                town.get("school-01.clerk", "/api/tasks/alike").getBody().get("groups");

        assertThat(left.get(0).get("tasks")).hasSize(1);
        String id = left.get(0).get("tasks").get(0).get("id").asText();
        assertThat(town.submit("school-01.clerk", id, Map.of("decision", "take"))
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        assertThat(town.tasks("school-01.clerk")).anyMatch(task -> task.key().equals("Rectify"));
    }

    @Test
    void mattersAreFoundByNumberSchoolAndPlaceByThoseConcerned() {
        assertThat(found("supervisors.head", "H0002")).containsExactly("hekou-2023-H0002");
        assertThat(found("supervisors.head", "镇第二小学")).containsExactly("hekou-2023-H0003");
        assertThat(found("supervisors.head", "图书馆")).hasSize(3);
        assertThat(found("supervisors.head", "100%")).as("a sign is a sign").hasSize(3);
        assertThat(found("supervisors.head", "1%%")).isEmpty();
        assertThat(found("school-01.clerk", "图书馆")).containsExactly("hekou-2023-H0002", "hekou-2023-H0001");
        assertThat(found("school-03.clerk", "图书馆")).isEmpty();
        assertThat(town.get("school-01.clerk", "/api/search?q=图书馆").getBody().get("tasks"))
                .hasSizeLessThanOrEqualTo(2)
                .isNotEmpty();
        ResponseEntity<JsonNode> tooShort = town.get("school-01.clerk", "/api/search?q=1");
        assertThat(tooShort.getStatusCode().value()).isEqualTo(400);
        assertThat(tooShort.getBody().get("message").asText()).startsWith("请至少输入两个字");
    }

    @Test
    void theCodeOnAPaperOpensTheMattersPageForThoseConcerned() throws Exception {
        JsonNode matter =
                town.get("school-02.clerk", "/api/matters?key=hekou-2023-H0003").getBody();
        assertThat(matter.get("timeline").get("businessKey").asText()).isEqualTo("hekou-2023-H0003");
        assertThat(matter.get("tasks")).hasSize(1);
        assertThat(town.get("school-01.clerk", "/api/matters?key=hekou-2023-H0003")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
        assertThat(code("school-01.clerk").getStatusCode().value()).isEqualTo(404);

        ResponseEntity<String> code = code("school-02.clerk");

        assertThat(code.getHeaders().getContentType().toString()).startsWith("image/svg+xml");
        assertThat(code.getBody()).contains(">hekou-2023-H0003<");
        assertThat(read(code.getBody()))
                .startsWith("http://localhost:")
                .endsWith("/camunda/app/tasklist/default/#/?matter=hekou-2023-H0003");
    }

    private ResponseEntity<String> code(String post) {
        return rest.withBasicAuth(post, Town.PASSWORD)
                .getForEntity("/api/matters/code.svg?key=hekou-2023-H0003", String.class);
    }

    /** What a phone reads from the drawing. */
    private static String read(String svg) throws Exception {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int side = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, 0xFFFFFF);
        Matcher module = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
        while (module.find()) {
            for (int y = 0; y < SCALE; y++) {
                for (int x = 0; x < SCALE; x++) {
                    pixels[
                            (Integer.parseInt(module.group(2)) * SCALE + y) * side
                                    + Integer.parseInt(module.group(1)) * SCALE
                                    + x] = 0;
                }
            }
        }
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels))))
                .getText();
    }
}
