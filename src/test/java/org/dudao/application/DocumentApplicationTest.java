package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.imaging.Imaging;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFPictureData;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Photos;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** M1, M2a, M2b, S3, W2b, W2d, W2e: papers over REST, for whom they are and for whom not, and what stands in them. */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final String HOSTILE = "{{学校}} [地点] {{@二维码}} =HYPERLINK(1) <w:p/> ${1+1} 疏散通道堆放杂物";
    private static final Path PAPERS = Path.of("target/papers");

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CaseLog log;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TransactionTemplate transaction;

    private Town town;
    private boolean launched;

    @BeforeEach
    void launch() {
        ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-09-07T01:00:00Z")));
        town = new Town(rest, management);
        if (!launched) {
            assertThat(town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-07"))
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
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
                "description", HOSTILE,
                "severity", "serious",
                "fixedOnSpot", false));
        values.put("crime", crime);
        return values;
    }

    /** The ledger number of a new hazard. */
    private String report(boolean crime) {
        ResponseEntity<JsonNode> started = town.start("market-regulation.clerk", "hazard", hazard(crime));
        assertThat(started.getStatusCode().value()).as("%s", started.getBody()).isEqualTo(200);
        town.runDueJobs();
        return jdbc.sql("select number from dudao.hazard order by registered_at desc, number desc limit 1")
                .query(String.class)
                .single();
    }

    private ResponseEntity<byte[]> get(String post, String path) {
        return rest.withBasicAuth(post, Town.PASSWORD).getForEntity("/api/documents/" + path, byte[].class);
    }

    private byte[] paper(String post, String path) throws IOException {
        ResponseEntity<byte[]> answer = get(post, path);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, path, new String(answer.getBody(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        Files.createDirectories(PAPERS);
        Files.write(PAPERS.resolve("town-" + path.replace('/', '-')), answer.getBody());
        return answer.getBody();
    }

    private void assertRefused(String post, String path, int status, String message) {
        ResponseEntity<byte[]> answer = get(post, path);
        assertThat(answer.getStatusCode().value()).as(post + " " + path).isEqualTo(status);
        assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains(message);
    }

    private static String text(byte[] docx) throws IOException {
        try (XWPFWordExtractor extractor = new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(docx)))) {
            return extractor.getText();
        }
    }

    private String taskOf(String number, String post, String key) {
        String instance = jdbc.sql("select id_ from act_hi_procinst where business_key_ = ?")
                .param(number)
                .query(String.class)
                .single();
        return town.tasks(post).stream()
                .filter(task -> task.key().equals(key) && task.instance().equals(instance))
                .map(Town.Task::id)
                .findFirst()
                .orElseThrow();
    }

    private void submitOf(String number, String post, String key, Map<String, Object> values) {
        assertThat(town.submit(post, taskOf(number, post, key), values)
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
    }

    @Test
    void rectificationNoticeShowsPhotosBeforeAndAfterWithoutTheirPlace() throws IOException {
        rest.withBasicAuth("market-regulation.clerk", Town.PASSWORD)
                .exchange(
                        "/api/forms/hazard-report/evidence/" + UUID.randomUUID() + "?slot=before&name=a.jpg",
                        HttpMethod.PUT,
                        new HttpEntity<>(Photos.jpegWithPlace(116.4, 39.9)),
                        JsonNode.class);
        String number = report(false);
        submitOf(number, "school-01.clerk", "TakeOn", Map.of("decision", "take"));
        assertThat(text(paper("school-01.clerk", "rectification-notice/" + number + ".docx")))
                .contains("整改后照片（没有照片）");
        town.photo("school-01.clerk", taskOf(number, "school-01.clerk", "Rectify"), "after");
        submitOf(number, "school-01.clerk", "Rectify", Map.of("decision", "done", "measures", "已清理，并安排专人每天检查。"));

        byte[] docx = paper("market-regulation.clerk", "rectification-notice/" + number + ".docx");
        byte[] pdf = paper("supervisors.head", "rectification-notice/" + number + ".pdf");

        assertThat(text(docx)).contains(number, HOSTILE, "食堂后门", "已清理，并安排专人每天检查。", "整改前照片（共1张）", "整改后照片（共1张）");
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        try (XWPFDocument read = new XWPFDocument(new ByteArrayInputStream(docx))) {
            assertThat(read.getAllPictures()).as("two photos and the code").hasSize(3);
            for (XWPFPictureData picture : read.getAllPictures()) {
                assertThat(Imaging.getMetadata(picture.getData()) == null
                                || !Imaging.getMetadata(picture.getData())
                                        .toString()
                                        .contains("GPS"))
                        .isTrue();
            }
        }
    }

    @Test
    void paperHasAChineseNameAndIsNotKept() {
        String number = report(false);

        var headers = get("school-01.clerk", "rectification-notice/" + number + ".docx")
                .getHeaders();

        assertThat(headers.getContentDisposition().getFilename()).isEqualTo("整改通知单-" + number + ".docx");
        assertThat(headers.getFirst("Content-Disposition")).contains("filename*=UTF-8''");
        assertThat(headers.getCacheControl()).isEqualTo("no-store");
        assertThat(headers.getContentType().toString()).contains("wordprocessingml.document");
    }

    @Test
    void whoHasNoPartInAMatterGetsNoPaperOfIt() {
        String number = report(false);

        assertRefused("health.clerk", "rectification-notice/" + number + ".docx", 403, "您不能取它的文书");
        assertRefused("school-02.clerk", "rectification-notice/" + number + ".pdf", 403, "您不能取它的文书");
        assertThat(town.get("health.clerk", "/api/documents?key=" + number).getBody())
                .isEmpty();
        assertThat(rest.getForEntity("/api/documents/rectification-notice/" + number + ".docx", String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
    }

    @Test
    void paperOfACrimeIsForPublicSecurityAndTheLeadersAlone() {
        String number = report(true);

        assertThat(get("public-security.clerk", "rectification-notice/" + number + ".docx")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertRefused("supervisors.head", "rectification-notice/" + number + ".docx", 403, "您不能取它的文书");
        assertRefused("school-01.head", "rectification-notice/" + number + ".docx", 403, "您不能取它的文书");
    }

    @Test
    void whatThereIsNotIsSaidInChinese() {
        assertRefused("supervisors.head", "rectification-notice/none.docx", 404, "没有编号为“none”的整改通知单");
        assertRefused("supervisors.head", "letter/none.docx", 404, "没有“letter”这种文书");
        assertRefused("supervisors.head", "rectification-notice/none.odt", 404, "地址不对");
        assertRefused("supervisors.head", "rectification-notice", 404, "地址不对");
    }

    @Test
    void orderAndSummonRecordOfAnObligationTellWhatHappened() throws IOException {
        town.clockAt(Instant.parse("2026-09-08T15:59:59.999Z"));
        town.clockAt(Instant.parse("2026-09-10T15:59:59.999Z"));
        String obligation = jdbc.sql("select id from dudao.obligation where kind = 'draft-plan'")
                .query(String.class)
                .single();
        String order = jdbc.sql("select number from dudao.supervision_order where obligation = ?")
                .param(obligation)
                .query(String.class)
                .single();
        assertThat(text(paper("task-force.clerk", "supervision-order/" + order + ".docx")))
                .contains(order, "制定工作方案", "尚未答复");
        assertRefused("school-01.clerk", "supervision-order/" + order + ".docx", 403, "您不能取它的文书");
        assertRefused("task-force.clerk", "summon-record/" + obligation + ".docx", 404, "还没有到出这份文书的时候");
        town.clockAt(Instant.parse("2026-09-15T15:59:59.999Z"));
        submitOf(obligation, "leader.charge", "DecideSummon", Map.of("decision", "summon", "reason", "多次催办无果"));
        submitOf(
                obligation,
                "supervisors.clerk",
                "Summon",
                Map.of(
                        "heldOn", "2026-09-16",
                        "place", "镇政府，二楼会议室",
                        "attendees", "分管领导、专班负责人",
                        "minutes", "指出方案迟迟未定，专班负责人承诺十八日前完成。",
                        "promisedOn", "2026-09-18"));

        assertThat(text(paper("task-force.head", "summon-record/" + obligation + ".docx")))
                .contains("2026年9月16日", "镇政府，二楼会议室", "分管领导、专班负责人", "指出方案迟迟未定，专班负责人承诺十八日前完成。", "多次催办无果", "2026年9月18日");
        paper("supervisors.head", "supervision-order/" + order + ".pdf");
        assertThat(town.get("task-force.head", "/api/documents?key=" + obligation)
                        .getBody()
                        .findValuesAsText("kind"))
                .containsExactly("accountability-file", "summon-record", "supervision-order");
    }

    @Test
    void accountabilityFileHoldsEvidenceNoticesAndDecisionWithTheirHashes() throws IOException {
        transaction.executeWithoutResult(status -> context.publishEvent(
                new VetoProposed(CAMPAIGN, "school-02", "no-result", 2, null, "第二次验收仍不通过", "supervisors.clerk")));
        String key = CAMPAIGN + "/school-02/1";
        List<String> hashes = jdbc.sql("select sha256 from dudao.veto_evidence where veto = :key"
                        + " union all select hash from dudao.case_log where case_key = :key")
                .param("key", key)
                .query(String.class)
                .list();

        assertThat(text(paper("supervisors.head", "accountability-file/" + key + ".docx")))
                .contains("第二次验收仍不通过", "立案", "办理中")
                .contains(hashes);
        assertThat(get("school-02.head", "accountability-file/" + key + ".docx")
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertRefused("school-01.head", "accountability-file/" + key + ".docx", 403, "您不能取它的文书");
        paper("supervisors.head", "accountability-file/" + key + ".pdf");
    }

    @Test
    void schoolPlanListsOpenHazardsButNoCrime() throws IOException {
        String number = report(false);
        String crime = report(true);
        String plan = handedIn("school-01", "school-01", "school-plan", "education", """
                {"goals": "不留死角", "measures": "逐项整改 {{学校}}", "responsiblePost": "总务处", "finishBy": "2026-09-28"}
                """);
        handedIn("school-01", "supervisors", "acceptance", "task-force", """
                {"decision": "fail", "team": "督导组两人", "findings": "应急灯仍不亮"}
                """);
        String key = CAMPAIGN + "/school-01";

        assertThat(text(paper("school-01.clerk", "school-plan/" + key + ".docx")))
                .contains("不留死角", "逐项整改 {{学校}}", "总务处", "2026年9月28日", number, HOSTILE)
                .doesNotContain(crime);
        assertThat(text(paper("supervisors.clerk", "acceptance-opinion/" + key + ".docx")))
                .contains("督导组两人", "应急灯仍不亮", "不通过", "督导组 负责人");
        assertRefused("school-02.clerk", "school-plan/" + key + ".docx", 403, "您不能取它的文书");
        paper("education.head", "school-plan/" + key + ".pdf");
        paper("supervisors.head", "acceptance-opinion/" + key + ".pdf");
        assertThat(town.get("school-01.clerk", "/api/documents?key=" + key)
                        .getBody()
                        .findValuesAsText("kind"))
                .containsExactly("acceptance-opinion", "school-plan");
        assertThat(plan).isNotEmpty();
    }

    /** An obligation of the school's process with what its form said. */
    private String handedIn(String school, String unit, String kind, String owedTo, String details) {
        String key = CAMPAIGN + "/" + school;
        String instance = jdbc.sql("select id_ from act_hi_procinst where business_key_ = ? limit 1")
                .param(key)
                .query(String.class)
                .optional()
                .orElseGet(() -> runtime.startProcessInstanceByKey(
                                "school",
                                key,
                                Map.of("campaign", CAMPAIGN, "plan", CAMPAIGN, "school", school, "schoolName", school))
                        .getId());
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                        insert into dudao.obligation (id, campaign, school, kind, title, unit, owed_to, process_instance,
                            activity, acceptance_required, state, opened_at, deadline, arithmetic, remind_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'Test', true, 'SUBMITTED', now(), now(), '测试', now())
                        """)
                .params(id, CAMPAIGN, school, kind, kind, unit, owedTo, instance)
                .update();
        transaction.executeWithoutResult(status ->
                log.append(new Act(id, "SUBMITTED", "办理提交").by(unit + ".head").details(details)));
        return id;
    }
}
