package org.dudao.browser;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.application.Town;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the stories in the browser have in common: the town over REST, its clock, and its people at desks and phones. */
@BrowserTest
abstract class BrowserStory {

    /** Monday morning in Shanghai, a week of five working days before it. */
    private static final Instant MONDAY = Instant.parse("2026-09-07T01:00:00Z");

    /** No story begins before the one that went before it. */
    private static final Instant FIRST = Instant.now();

    static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

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
