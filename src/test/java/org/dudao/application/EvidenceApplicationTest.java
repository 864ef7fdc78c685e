package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.imaging.Imaging;
import org.apache.commons.imaging.formats.jpeg.JpegImageMetadata;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Photos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** W2a: photos and documents of tasks and start forms, over REST as the page sends them, and what must not get in. */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceApplicationTest {

    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";
    private static final Map<String, Object> DONE = Map.of("decision", "done", "measures", TEXT);

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

    private Town town;
    private boolean launched;

    @BeforeEach
    void town() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
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

    private static Map<String, Object> hazard(boolean crime) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "school", "school-01",
                "area", "A05",
                "place", "食堂后门",
                "description", "疏散通道堆放杂物",
                "severity", "serious",
                "fixedOnSpot", false));
        values.put("crime", crime);
        return values;
    }

    /** Reports a hazard and takes it on; answers the task of rectifying it. */
    private String rectify() {
        String instance = report(false);
        assertThat(town.submit(
                                "school-01.clerk",
                                task("school-01.clerk", instance, "TakeOn"),
                                Map.of("decision", "take"))
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        return task("school-01.clerk", instance, "Rectify");
    }

    private String report(boolean crime) {
        ResponseEntity<JsonNode> started = town.start("market-regulation.clerk", "hazard", hazard(crime));
        assertThat(started.getStatusCode()).as("%s", started.getBody()).isEqualTo(HttpStatus.OK);
        town.runDueJobs();
        return started.getBody().path("id").asText();
    }

    private String task(String post, String instance, String key) {
        return town.tasks(post).stream()
                .filter(task -> task.instance().equals(instance) && task.key().equals(key))
                .map(Town.Task::id)
                .findFirst()
                .orElseThrow();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private ResponseEntity<JsonNode> put(String post, String task, String id, String name, byte[] content) {
        return send(
                post, HttpMethod.PUT, "/api/tasks/" + task + "/evidence/" + id + "?slot=after&name=" + name, content);
    }

    private ResponseEntity<JsonNode> send(String post, HttpMethod method, String path, byte[] content) {
        return rest.withBasicAuth(post, Town.PASSWORD)
                .exchange(path, method, new HttpEntity<>(content), JsonNode.class);
    }

    private ResponseEntity<byte[]> bytes(String post, String path) {
        return rest.withBasicAuth(post, Town.PASSWORD).getForEntity(path, byte[].class);
    }

    private static List<String> ids(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }

    @Test
    void withoutAPhotoTheTaskCannotBeCompletedAndSaysSo() {
        String task = rectify();
        ResponseEntity<JsonNode> refused = town.submit("school-01.clerk", task, DONE);
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(refused.getBody().path("message").asText())
                .contains("“整改后的照片”至少要上传1张")
                .contains("传完再提交");

        String id = newId();
        assertThat(put("school-01.clerk", task, id, "改好了.jpg", Photos.jpeg()).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        String instance = town.tasks("school-01.clerk").stream()
                .filter(each -> each.id().equals(task))
                .findFirst()
                .orElseThrow()
                .instance();
        assertThat(town.submit("school-01.clerk", task, DONE).getStatusCode().is2xxSuccessful())
                .isTrue();

        assertThat(jdbc.sql("select evidence[1] from dudao.case_log l join dudao.obligation o on o.id = l.case_key"
                                + " where o.process_instance = ? and l.act = 'SUBMITTED' and o.kind = 'rectification'")
                        .param(instance)
                        .query(String.class)
                        .single())
                .isEqualTo(jdbc.sql("select sha256 from dudao.evidence where id = ?")
                        .param(id)
                        .query(String.class)
                        .single());
        String again = task("emergency.clerk", instance, "Reinspect");
        JsonNode files =
                town.get("emergency.clerk", "/api/tasks/" + again + "/evidence").getBody();
        assertThat(ids(files.path("earlier"))).containsExactly(id);
        assertThat(files.at("/earlier/0/by").asText()).isEqualTo("镇中心小学 安全员");
        assertThat(bytes("emergency.clerk", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(send("school-01.clerk", HttpMethod.DELETE, "/api/evidence/" + id, null)
                        .getBody()
                        .path("message")
                        .asText())
                .as("what was handed in stays")
                .contains("已经随表单提交");
    }

    @Test
    void whatNeedsNoPhotoNeedsNone() {
        String task = rectify();
        assertThat(town.submit("school-01.clerk", task, Map.of("decision", "unable", "reason", "需要改造疏散楼梯"))
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
    }

    @Test
    void sentTwiceItIsKeptOnceAndTakenBackItIsGone() {
        String task = rectify();
        String id = newId();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(put("school-01.clerk", task, id, "改好了.jpg", Photos.jpeg())
                            .getStatusCode())
                    .isEqualTo(HttpStatus.OK);
        }
        assertThat(count("dudao.evidence", id)).isOne();
        assertThat(send("school-01.head", HttpMethod.DELETE, "/api/evidence/" + id, null)
                        .getStatusCode())
                .as("another post")
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(send("school-01.clerk", HttpMethod.DELETE, "/api/evidence/" + id, null)
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        assertThat(count("dudao.evidence", id) + count("dudao.evidence_content", id))
                .isZero();
    }

    private int count(String table, String id) {
        return jdbc.sql("select count(*) from " + table + " where id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    @Test
    void whoHasNothingToDoWithItNeitherPutsInNorSees() {
        String task = rectify();
        String id = newId();
        put("school-01.clerk", task, id, "改好了.jpg", Photos.jpeg());
        assertThat(put("school-02.clerk", task, newId(), "照片.jpg", Photos.jpeg())
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(town.get("school-02.clerk", "/api/tasks/" + task + "/evidence")
                        .getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        for (String path : List.of("", "/thumbnail")) {
            assertThat(bytes("school-02.clerk", "/api/evidence/" + id + path).getStatusCode())
                    .isEqualTo(HttpStatus.NOT_FOUND);
            assertThat(bytes("supervisors.clerk", "/api/evidence/" + id + path).getStatusCode())
                    .isEqualTo(HttpStatus.OK);
            assertThat(rest.getForEntity("/api/evidence/" + id + path, String.class)
                            .getStatusCode())
                    .isEqualTo(HttpStatus.UNAUTHORIZED);
        }
    }

    @Test
    void photosOfAHazardAreOfItsReportAndOfNoOther() {
        String id = newId();
        String path = "/api/forms/hazard-report/evidence";
        assertThat(send(
                                "market-regulation.clerk",
                                HttpMethod.PUT,
                                path + "/" + id + "?slot=before&name=现场.jpg",
                                Photos.jpeg())
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(ids(town.get("market-regulation.clerk", path).getBody().path("items")))
                .as("a form half filled is there on another device")
                .containsExactly(id);
        assertThat(ids(town.get("school-01.clerk", path).getBody().path("items")))
                .isEmpty();
        assertThat(bytes("supervisors.head", "/api/evidence/" + id).getStatusCode())
                .as("not handed in yet")
                .isEqualTo(HttpStatus.NOT_FOUND);

        String instance = report(false);
        assertThat(ids(town.get("market-regulation.clerk", path).getBody().path("items")))
                .isEmpty();
        String task = task("school-01.clerk", instance, "TakeOn");
        assertThat(ids(town.get("school-01.clerk", "/api/tasks/" + task + "/evidence")
                        .getBody()
                        .path("earlier")))
                .containsExactly(id);
        assertThat(bytes("supervisors.head", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.OK);
    }

    /** M2b. */
    @Test
    void photosOfACrimeAreForThePoliceAndTheLeadersAlone() {
        String id = newId();
        send(
                "market-regulation.clerk",
                HttpMethod.PUT,
                "/api/forms/hazard-report/evidence/" + id + "?slot=before&name=刀.jpg",
                Photos.jpeg());
        report(true);
        assertThat(bytes("public-security.clerk", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(bytes("leader.charge", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(bytes("supervisors.head", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(bytes("school-01.clerk", "/api/evidence/" + id).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void thePlaceOfAPhotoStaysInTheHouse() throws Exception {
        String task = rectify();
        String id = newId();
        byte[] taken = Photos.jpegWithPlace(114.05, 30.6);
        assertThat(((JpegImageMetadata) Imaging.getMetadata(taken)).getExif().getGpsInfo())
                .isNotNull();
        put("school-01.clerk", task, id, "现场.jpg", taken);

        ResponseEntity<byte[]> shown = bytes("school-01.clerk", "/api/evidence/" + id);
        JpegImageMetadata left = (JpegImageMetadata) Imaging.getMetadata(shown.getBody());
        assertThat(left.getExif().getGpsInfo()).isNull();
        assertThat(left.findExifValueWithExactMatch(TiffTagConstants.TIFF_TAG_ORIENTATION)
                        .getIntValue())
                .as("which way up it is")
                .isEqualTo(6);
        assertThat(shown.getHeaders().getContentType()).hasToString("image/jpeg");
        assertThat(shown.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(jdbc.sql("select content from dudao.evidence_content where id = ?")
                        .param(id)
                        .query((row, n) -> row.getBytes(1))
                        .single())
                .as("as it arrived")
                .isEqualTo(taken);
        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(
                bytes("school-01.clerk", "/api/evidence/" + id + "/thumbnail").getBody()));
        assertThat(thumbnail.getHeight()).as("turned upright").isGreaterThan(thumbnail.getWidth());
    }

    static Stream<Arguments> hostile() throws IOException {
        return Stream.of(
                Arguments.of("网页.jpg", text("<!DOCTYPE html><html><script>alert(1)</script></html>"), "不是可以上传的文件"),
                Arguments.of("图.svg", text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "不是可以上传的文件"),
                Arguments.of("程序.pdf", new byte[] {'M', 'Z', 0, 1, 2, 3}, "不是可以上传的文件"),
                Arguments.of("文字.png", text("就是一段文字"), "不是可以上传的文件"),
                Arguments.of("空.jpg", new byte[0], "是空的"),
                Arguments.of("坏.jpg", half(Photos.picture("jpg", 400, 300)), "打不开"),
                Arguments.of("巨大.png", hugePng(), "尺寸太大"),
                Arguments.of("压缩包.docx", zip("a.txt"), "不是可以上传的文件"),
                Arguments.of("宏.docx", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "里有宏"),
                Arguments.of(
                        "太大.pdf",
                        ByteBuffer.allocate(20_000_001).put(text("%PDF-1.7")).array(),
                        "超过20兆"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void whatIsNoPhotoOrDocumentIsRefusedAndLeavesNothing(String name, byte[] content, String why) {
        String task = rectify();
        String id = newId();
        ResponseEntity<JsonNode> answer = put("school-01.clerk", task, id, name, content);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getBody().path("message").asText()).contains(why).contains(name);
        assertThat(count("dudao.evidence", id)).isZero();
    }

    static Stream<Arguments> documents() throws IOException {
        return Stream.of(
                Arguments.of("方案.docx", zip("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
                Arguments.of("台账.xlsx", zip("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
                Arguments.of("方案.pdf", text("%PDF-1.7\n1 0 obj\n"), "application/pdf"),
                Arguments.of("截图.png", Photos.picture("png", 40, 30), "image/png"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void documentsAreKeptAndHandedOutAsFiles(String name, byte[] content, String type) {
        String task = rectify();
        String id = newId();
        JsonNode kept = put("school-01.clerk", task, id, name, content).getBody();
        assertThat(kept.path("type").asText()).endsWith(type);
        assertThat(kept.path("name").asText()).isEqualTo(name);
        ResponseEntity<byte[]> file = bytes("school-01.clerk", "/api/evidence/" + id);
        assertThat(file.getHeaders().getContentDisposition().getFilename()).isEqualTo(name);
        assertThat(file.getHeaders().getContentDisposition().isAttachment()).isEqualTo(!type.equals("image/png"));
    }

    private static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] half(byte[] picture) {
        return java.util.Arrays.copyOf(picture, 200);
    }

    private static byte[] zip(String... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String part : parts) {
                zip.putNextEntry(new ZipEntry(part));
                zip.write(text("<x/>"));
            }
        }
        return bytes.toByteArray();
    }

    /** Some bytes that claim to be 30,000 by 30,000 points. */
    private static byte[] hugePng() {
        byte[] png = Photos.picture("png", 10, 10);
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 30_000).putInt(20, 30_000);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        header.putInt(29, (int) sum.getValue());
        return png;
    }
}
