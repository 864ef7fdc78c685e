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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.Photos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * W2b, W2d, W2e, M2b: the accountability file of a matter that ended with a summons or a public criticism, and of one
 * from which a veto case grew; who answers by post, what was decided and why, and who may have it.
 */
@ApplicationTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountabilityApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";
    private static final Path PAPERS = Path.of("target/papers");

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient jdbc;

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

    /** The ledger number of a new hazard with a photo; a serious one of fire safety has three working days. */
    private String report(String school, boolean crime) {
        rest.withBasicAuth("market-regulation.clerk", Town.PASSWORD)
                .exchange(
                        "/api/forms/hazard-report/evidence/" + UUID.randomUUID() + "?slot=before&name=通道.jpg",
                        HttpMethod.PUT,
                        new HttpEntity<>(Photos.jpeg()),
                        JsonNode.class);
        var started = town.start(
                "market-regulation.clerk",
                "hazard",
                Map.of(
                        "school", school,
                        "area", "A05",
                        "place", "食堂后门",
                        "description", "疏散通道堆放杂物",
                        "severity", "serious",
                        "fixedOnSpot", false,
                        "crime", crime));
        assertThat(started.getStatusCode().value()).as("%s", started.getBody()).isEqualTo(200);
        town.runDueJobs();
        return jdbc.sql("select number from dudao.hazard order by registered_at desc, number desc limit 1")
                .query(String.class)
                .single();
    }

    private void submit(String key, String post, String task, Map<String, Object> values) {
        String instance = jdbc.sql("select id_ from act_hi_procinst where business_key_ = ?")
                .param(key)
                .query(String.class)
                .single();
        Town.Task found = town.tasks(post).stream()
                .filter(one -> one.key().equals(task) && one.instance().equals(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + task + " in " + town.tasks(post)));
        var answer = town.submit(post, found.id(), values);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, task, answer.getBody())
                .isEqualTo(204);
    }

    private String obligation(String kind, String matter) {
        return jdbc.sql("""
                        select o.id from dudao.obligation o join act_hi_procinst p on p.id_ = o.process_instance
                        where o.kind = ? and p.business_key_ = ?
                        """).params(kind, matter).query(String.class).single();
    }

    /** The unit takes the hazard on and stays silent; on the 17th the leader in charge grants four days, then summons. */
    private String silentUntilSummoned(String number, String unit) {
        submit(number, unit + ".clerk", "TakeOn", Map.of("decision", "take"));
        String owed = obligation("rectification", number);
        Stream.of("2026-09-08T01:00:00Z", "2026-09-10T15:59:59.999Z", "2026-09-14T15:59:59.999Z")
                .map(Instant::parse)
                .forEach(town::clockAt);
        town.clockAt(Instant.parse("2026-09-17T15:59:59.999Z"));
        submit(
                owed,
                "leader.charge",
                "DecideSummon",
                Map.of("decision", "grant", "reason", "学校说材料已经下单", "newDate", "2026-09-21"));
        assertRefused("supervisors.head", owed, 404, "还没有到出这份文书的时候");
        town.clockAt(Instant.parse("2026-09-21T15:59:59.999Z"));
        submit(owed, "leader.charge", "DecideSummon", Map.of("decision", "summon", "reason", "催办、督办都没有结果"));
        return owed;
    }

    private void criticised(String owed) {
        submit(
                owed,
                "task-force.clerk",
                "Summon",
                Map.of(
                        "heldOn", "2026-09-21",
                        "place", "镇政府二楼会议室",
                        "attendees", "分管领导、校长",
                        "minutes", "指出通道堵塞的危险，校长承诺二十三日前清完。",
                        "promisedOn", "2026-09-23"));
        town.clockAt(Instant.parse("2026-09-23T15:59:59.999Z"));
        submit(
                owed,
                "leader.principal",
                "DecideCriticism",
                Map.of(
                        "decision",
                        "criticise",
                        "reason",
                        "约谈时承诺的日期又过了",
                        "publicText",
                        "食堂后门疏散通道长期堵塞，约谈以后仍不整改，现予通报批评。"));
    }

    private ResponseEntity<byte[]> get(String post, String path) {
        return rest.withBasicAuth(post, Town.PASSWORD)
                .getForEntity("/api/documents/accountability-file/" + path, byte[].class);
    }

    private void assertRefused(String post, String key, int status, String message) {
        ResponseEntity<byte[]> answer = get(post, key + ".docx");
        assertThat(answer.getStatusCode().value()).as(post + " " + key).isEqualTo(status);
        assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains(message);
    }

    private String file(String post, String key) throws IOException {
        return text(paper(post, key + ".docx"));
    }

    private byte[] paper(String post, String path) throws IOException {
        ResponseEntity<byte[]> answer = get(post, path);
        assertThat(answer.getStatusCode().value())
                .as("%s %s: %s", post, path, new String(answer.getBody(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        Files.createDirectories(PAPERS);
        Files.write(PAPERS.resolve("account-" + path.replace('/', '-')), answer.getBody());
        return answer.getBody();
    }

    private static String text(byte[] docx) throws IOException {
        try (XWPFWordExtractor extractor = new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(docx)))) {
            return extractor.getText();
        }
    }

    /** The papers that are offered, as kind and key. */
    private List<String> offered(String post, String matter) {
        JsonNode offers = town.get(post, "/api/documents?key=" + matter).getBody();
        return Stream.iterate(0, n -> n < offers.size(), n -> n + 1)
                .map(offers::get)
                .filter(offer -> offer.get("kind").asText().equals("accountability-file"))
                .map(offer -> offer.get("key").asText())
                .toList();
    }

    private List<String> hashes(String key) {
        return jdbc.sql("select hash from dudao.case_log where case_key = ? order by sequence")
                .param(key)
                .query(String.class)
                .list();
    }

    private String lastHash(String key) {
        return jdbc.sql("select hash from dudao.case_head where case_key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    @Test
    void fileOfACriticisedUnitTellsWhatWasOwedWhoAnswersAndWhatWasDecidedWhy() throws IOException {
        String number = report("school-01", false);
        String owed = silentUntilSummoned(number, "school-01");
        assertThat(file("school-01.head", owed))
                .contains("决定约谈", "催办、督办都没有结果")
                .doesNotContain("约谈地点", "通报理由", "一票否决案件");
        criticised(owed);
        String order = jdbc.sql("select number from dudao.supervision_order where obligation = ?")
                .param(owed)
                .query(String.class)
                .single();
        String photo = jdbc.sql("select e.sha256 from dudao.evidence e join act_hi_procinst p"
                        + " on p.id_ = e.process_instance where p.business_key_ = ?")
                .param(number)
                .query(String.class)
                .single();

        List<String> told =
                town.get("school-01.clerk", "/api/notices").getBody().findValuesAsText("id");
        rest.withBasicAuth("school-01.clerk", Town.PASSWORD).put("/api/notices/seen", Map.of("notices", told));

        String file = file("supervisors.head", owed);
        assertThat(file)
                .contains("责任单位\t镇中心小学", "问责方式\t约谈、通报批评", "现在状态\t逾期，仍未办结")
                .contains("立案理由\t催办、督办都没有结果", "立案岗位\t镇 分管领导", "P5 督办无果")
                .contains("自2026年9月7日起3个工作日（当日不计）：2026年9月10日结束前", "期限调整\t没有调整")
                .contains("直接责任\t镇中心小学 安全员\t——")
                .contains("单位负责人\t镇中心小学 校长\t——")
                .contains("分管领导\t镇 分管领导\t2026年9月17日再给时间；2026年9月21日决定约谈")
                .contains("主要领导\t镇 主要领导\t2026年9月23日通报批评");
        assertThat(file)
                .as("who was addressed at each rung, by which rule")
                .contains("2026年9月10日 23:59\t催办\t镇中心小学 安全员、镇中心小学 校长\tP2 逾期")
                .contains("2026年9月14日 23:59\t签发督办单\t镇中心小学 校长\tP4 催办无果")
                .contains("2026年9月21日 23:59\t约谈\t镇中心小学\t——", "通报批评\t镇中心小学\tP6")
                .contains("督办单 " + order, "答复期限\t2026年9月17日", "期限内没有答复（2026年9月17日 23:59登记）");
        assertThat(file)
                .as("decisions with reason and rule")
                .contains("2026年9月17日 23:59\t镇 分管领导\t再给时间，至2026年9月21日\t学校说材料已经下单\tP5 督办无果")
                .contains("2026年9月21日 23:59\t镇 分管领导\t决定约谈\t催办、督办都没有结果\tP5 督办无果")
                .contains("2026年9月23日 23:59\t镇 主要领导\t通报批评，至2026年9月29日\t约谈时承诺的日期又过了\tP6 约谈后仍未履行")
                .contains("镇政府二楼会议室", "指出通道堵塞的危险，校长承诺二十三日前清完。", "记录岗位\t专项行动工作专班 经办人")
                .contains("通报内容\t食堂后门疏散通道长期堵塞，约谈以后仍不整改，现予通报批评。");
        assertThat(file)
                .as("evidence, notices, and the chain")
                .contains("四、证据（1件）", "通道.jpg", photo)
                .contains("五、告知（4次）", "等30个单位（1个看过）", "镇中心小学（2026年9月23日 23:59看过）", "提醒：", "催办：", order + "：")
                .contains("办理记录（" + hashes(owed).size() + "条）", "末条指纹：" + lastHash(owed))
                .contains(hashes(owed))
                .doesNotContain("一票否决案件", "{{", "null");
        paper("supervisors.head", owed + ".pdf");

        assertThat(offered("school-01.clerk", number)).containsExactly(owed);
        assertThat(offered("leader.charge", owed)).containsExactly(owed);
        assertThat(town.get("leader.charge", "/api/documents?key=" + owed)
                        .getBody()
                        .findValuesAsText("title"))
                .contains("镇中心小学 隐患整改");
        for (String post : List.of("school-01.clerk", "leader.principal", "task-force.clerk", "emergency.head")) {
            assertThat(get(post, owed + ".docx").getStatusCode().value())
                    .as(post)
                    .isEqualTo(200);
        }
        assertRefused("health.clerk", owed, 403, "您不能取它的文书");
        assertRefused("school-02.head", owed, 403, "您不能取它的文书");
        assertThat(offered("health.clerk", number)).isEmpty();
        assertThat(rest.getForEntity("/api/documents/accountability-file/" + owed + ".docx", String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
    }

    @Test
    void fileOfAVetoCaseHoldsTheLadderThatItGrewFromAndTakesItsPlace() throws IOException {
        String number = report("school-02", false);
        String owed = silentUntilSummoned(number, "school-02");
        criticised(owed);
        town.clockAt(Instant.parse("2026-09-29T15:59:59.999Z"));
        submit(owed, "leader.principal", "DecideVeto", Map.of("decision", "propose", "reason", "通报以后仍然不动"));
        String veto = CAMPAIGN + "/school-02/1";
        submit(veto, "school-02.head", "Statement", Map.of("statement", "杂物已经联系清运，请求从轻。"));
        submit(veto, "task-force.clerk", "Deliberate", Map.of("facts", "逾期属实，清运合同未签。", "recommendation", "uphold"));
        submit(veto, "leader.principal", "Decide", Map.of("decision", "uphold", "reason", "长期不作为，予以一票否决。"));

        String file = file("supervisors.head", veto);
        assertThat(file)
                .contains("约谈、通报批评、一票否决（已否决）", "通报以后仍然不动", "P7 通报后仍未履行")
                .contains("期限内没有答复", "指出通道堵塞的危险", "约谈时承诺的日期又过了")
                .contains("杂物已经联系清运，请求从轻。", "逾期属实，清运合同未签。", "长期不作为，予以一票否决。")
                .contains("通道.jpg", "义务的全部记录")
                .contains(hashes(owed))
                .contains(hashes(veto))
                .contains("末条指纹：" + lastHash(owed), "末条指纹：" + lastHash(veto));
        paper("supervisors.head", veto + ".pdf");

        assertThat(offered("school-02.clerk", number)).containsExactly(veto);
        assertThat(offered("school-02.clerk", owed)).containsExactly(veto);
        assertThat(offered("school-02.head", veto)).containsExactly(veto);
        assertThat(offered("school-02.head", CAMPAIGN + "/school-02")).containsExactly(veto);
        assertThat(file("school-02.head", owed)).as("what was linked before").contains("杂物已经联系清运，请求从轻。");
        assertThat(jdbc.sql("select content from dudao.veto_evidence where veto = ? and kind = '义务的全部记录'")
                        .param(veto)
                        .query(String.class)
                        .single())
                .as("times of Shanghai, posts by their names")
                .contains("2026年9月10日 23:59:59 催办；镇第二小学；P2 逾期", "镇 分管领导")
                .doesNotContain("T15:59", "Z ", "leader.charge");
    }

    @Test
    void fileAboutAReferralIsForPublicSecurityAndTheLeadersAlone() throws IOException {
        String number = report("school-03", true);
        String referral = jdbc.sql("select key from dudao.referral where source = ?")
                .param(number)
                .query(String.class)
                .single();
        String owed = obligation("referral", referral);
        // The 8th, two working days, three for the answer of the order.
        Stream.of("2026-09-08T15:59:59.999Z", "2026-09-10T15:59:59.999Z", "2026-09-15T15:59:59.999Z")
                .map(Instant::parse)
                .forEach(town::clockAt);
        submit(owed, "leader.charge", "DecideSummon", Map.of("decision", "summon", "reason", "线索迟迟没有接收"));

        assertThat(file("leader.principal", owed)).contains("派出所", "线索迟迟没有接收");
        assertThat(get("public-security.head", owed + ".docx").getStatusCode().value())
                .isEqualTo(200);
        for (String post :
                List.of("supervisors.head", "task-force.head", "school-03.head", "market-regulation.clerk")) {
            assertRefused(post, owed, 403, "您不能取它的文书");
            assertThat(offered(post, owed)).as(post).isEmpty();
            assertThat(offered(post, referral)).as(post).isEmpty();
            assertThat(offered(post, number)).as(post).isEmpty();
        }
        assertThat(offered("leader.charge", referral)).containsExactly(owed);
    }
}
