package org.dudao.browser;

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
    static final Instant MONDAY = Instant.parse("2026-09-07T01:00:00Z");

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
        Visits.clockFrom(MONDAY);
        town = new Town(rest, management);
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** Launches a campaign over REST unless a story before did. */
    void launched() {
        if (jdbc.sql("select count(*) from dudao.campaign").query(Long.class).single() == 0) {
            town.start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2026-09-07"));
            town.runDueJobs();
        }
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
        String task = town.tasks(school + ".clerk").stream()
                .filter(each -> each.key().equals("TakeOn") && each.name().contains(place))
                .findFirst()
                .orElseThrow()
                .id();
        town.submit(school + ".clerk", task, Map.of("decision", "take"));
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
