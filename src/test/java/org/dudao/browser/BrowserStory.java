package org.dudao.browser;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.application.Town;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.bulletin.BulletinProcess;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the stories in the browser have in common: the town over REST, its clock, and its people at desks and phones. */
@BrowserTest
abstract class BrowserStory {

    /** Monday morning in Shanghai, a week of five working days before it. */
    private static final Instant MONDAY = Instant.parse("2026-09-07T01:00:00Z");

    /** No story begins before the one that went before it. */
    private static final Instant FIRST = Instant.now();

    /** The title of the bulletin that is issued. */
    static final String BULLETIN = "关于专项行动进展情况的通报";

    static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private AppraisalProcess appraisalProcess;

    @Autowired
    private BulletinProcess bulletinProcess;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    private int port;

    @RegisterExtension
    final Visits visits = new Visits();

    Town town;

    @BeforeEach
    void clock() {
        Visits.clockFrom(MONDAY.plus(Duration.between(FIRST, Instant.now())));
        town = new Town(rest, management);
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** A campaign over REST up to its schools' first tasks, unless a story before launched one. */
    void launched() {
        if (jdbc.sql("select count(*) from dudao.campaign").query(Long.class).single() > 0) {
            return;
        }
        town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"));
        town.runDueJobs();
        done("task-force.head", "DraftPlan", Map.of("planSummary", TEXT, "warningsConfirmed", true));
        done("town-office.clerk", "FormTaskForce", Map.of("leadPost", "镇 主要领导", "members", TEXT, "duties", TEXT));
        done("town-office.clerk", "IssuePlan", Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", "2026-09-08"));
    }

    private void done(String post, String key, Map<String, Object> values) {
        done(post, "", key, values);
    }

    private void done(String post, String about, String key, Map<String, Object> values) {
        String task = town.tasks(post).stream()
                .filter(each -> each.key().equals(key) && each.name().contains(about))
                .findFirst()
                .orElseThrow()
                .id();
        town.submit(post, task, values);
    }

    /** The supervisors report a hazard at a place that no other has; answers its number in the ledger. */
    String reported(String school, String place) {
        launched();
        Map<String, Object> values = new HashMap<>(Map.of(
                "school", school, "area", "A05", "place", place, "description", "疏散通道堆放杂物", "severity", "serious"));
        values.put("crime", false);
        values.put("fixedOnSpot", false);
        town.start("supervisors.head", "hazard", values);
        town.runDueJobs();
        return jdbc.sql("select number from dudao.hazard where place = ?")
                .param(place)
                .query(String.class)
                .single();
    }

    /** A reported hazard that the school has taken on and is to rectify; answers its number. */
    String toRectify(String school, String place) {
        String number = reported(school, place);
        done(school + ".clerk", place, "TakeOn", Map.of("decision", "take"));
        return number;
    }

    /**
     * A bulletin that was issued, one that is being written, and every unit with a provisional score: {@code school-01}
     * agreed to a good one, {@code school-02} objected, {@code school-06} has a veto in force. Once for all stories.
     */
    void published() {
        launched();
        if (jdbc.sql("select count(*) from dudao.appraisal").query(Long.class).single() > 0) {
            return;
        }
        settled("school-01", true);
        settled("school-02", false);
        settled("school-06", true);
        settled("education", true);
        settled("water", false);
        DelegateExecution campaign = mock(DelegateExecution.class);
        when(campaign.getVariable("campaign")).thenReturn("hekou-2023");
        transaction.executeWithoutResult(status -> {
            bulletinProcess.startNext(campaign);
            appraisalProcess.startNext(campaign);
        });
        town.runDueJobs();
        Map<String, Object> edited = Map.of(
                "bulletinTitle",
                BULLETIN,
                "documentNumber",
                "河办通报〔2026〕1号",
                "body",
                "一、总体进展\n各学校已经签收行动方案，开始自查。\n二、下一步要求\n请各单位抓好落实。");
        done("town-office.clerk", "EditBulletin", edited);
        done("task-force.head", "ApproveBulletin", Map.of("decision", "issue"));
        done("school-01.clerk", "SignBulletin", Map.of("confirmed", true));
        transaction.executeWithoutResult(status -> bulletinProcess.startNext(campaign));

        done("school-01.clerk", "Objection", Map.of("decision", "agree"));
        done("school-02.clerk", "Objection", Map.of("decision", "object", "grounds", "报告是按期送的，收发登记可以证明。"));
        done("school-06.clerk", "Objection", Map.of("decision", "agree"));
        transaction.executeWithoutResult(status -> events.publishEvent(
                new VetoProposed("hekou-2023", "school-06", "no-result", 2, null, "第二次验收仍不通过", "supervisors.clerk")));
        done("school-06.head", "镇第二幼儿园", "Statement", Map.of("statement", "施工没有结束，现已整改完成。"));
        done(
                "task-force.clerk",
                "镇第二幼儿园",
                "Deliberate",
                Map.of("facts", "两次验收记录属实，原因部分采纳。", "recommendation", "uphold"));
        done("leader.principal", "镇第二幼儿园", "Decide", Map.of("decision", "uphold", "reason", "两次验收不通过，事实清楚，予以一票否决。"));
    }

    /** Something that the unit owed and did, in time or late. */
    private void settled(String unit, boolean inTime) {
        jdbc.sql("""
                        insert into dudao.obligation (id, campaign, kind, title, unit, owed_to, process_instance, activity,
                            acceptance_required, state, opened_at, deadline, arithmetic, remind_at, settled_at)
                        values (?, 'hekou-2023', 'self-report', '报送', ?, 'town-office', 'over', 'Over', false, 'FULFILLED',
                            '2026-06-01T00:00:00Z', '2026-06-10T15:59:59.999Z', '方案规定', '2026-06-10T15:59:59.999Z', ?::timestamptz)
                        """)
                .params("published-" + unit, unit, inTime ? "2026-06-10T15:00:00Z" : "2026-06-11T15:00:00Z")
                .update();
    }

    /** The post at a desk, in Chinese. */
    Visitor desk(String post) {
        return visits.visit(url(), post, false, "zh-CN");
    }

    /** The post with a phone, in Chinese. */
    Visitor phone(String post) {
        return visits.visit(url(), post, true, "zh-CN");
    }

    /** The post at a desk whose browser speaks English. */
    Visitor english(String post) {
        return visits.visit(url(), post, false, "en-US");
    }

    String url() {
        return "http://localhost:" + port;
    }
}
