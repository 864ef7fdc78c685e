package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.Post;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** S0 to S4, A01 to A14, M1, M2a, M2c, W1, W2a: the sample town's campaign from launch to close, by its real posts. */
@ApplicationTest
class CampaignApplicationTest {

    private static final String CAMPAIGN = "hekou-2023";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private Plans plans;

    private Town town;
    private Plan plan;
    private final Set<String> once = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private final List<String> schoolsOfHazards = List.of("school-01", "school-02", "school-03");

    @BeforeEach
    void town() {
        // What is done again and again, and appraisals, are for the test of the whole town.
        town = new Town(rest, management).leavingAside("StartDuties", "StartAppraisals");
        plan = plans.find(CAMPAIGN).orElseThrow();
        ClockUtil.setCurrentTime(java.util.Date.from(Instant.parse("2026-09-07T01:00:00Z")));
    }

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    @Test
    void wholeCampaignWithReturnsFailedAcceptanceAndDeliberation() {
        assertThat(town.start("task-force.head", "campaign", Map.of("plan", CAMPAIGN, "startDate", "2026-09-07"))
                        .getStatusCode()
                        .is2xxSuccessful())
                .isTrue();
        town.runDueJobs();
        town.assertClean();

        // A hazard reported by a department on an ordinary day (S3), one crime (M2b).
        report("market-regulation.clerk", "school-04", "A10", "general", false);
        report("culture-tourism.clerk", "school-05", "A11", "serious", true);
        held.add("Reinspect");

        play();
        town.assertClean();
        assertThat(once).contains("ReviewReport returned", "Acceptance failed", "TakeOn objected", "Rectify unable");
        JsonNode open = ledger("supervisors.head", "&open=true");
        assertThat(open.get("total").asInt()).as("held at re-inspection").isPositive();

        held.clear();
        play();
        assertThat(once).contains("Reinspect returned", "Disposal extended");
        assertThat(ledger("supervisors.head", "&open=true").get("total").asInt())
                .isZero();
        assertThat(ledger("supervisors.head", "&state=CLOSED").get("total").asInt())
                .isGreaterThanOrEqualTo(4);
        town.assertClean();

        town.clockAt(Instant.parse("2026-11-08T16:00:00Z"));
        play();
        town.assertClean();
        assertThat(town.get("admin", "/engine-rest/process-instance/count")
                        .getBody()
                        .get("count")
                        .asInt())
                .as("everything but the campaign, which waits for what was left aside, has come to its end")
                .isEqualTo(1);
    }

    private void report(String post, String school, String area, String severity, boolean crime) {
        Map<String, Object> values = new HashMap<>();
        values.put("school", school);
        values.put("area", area);
        values.put("place", "校门东侧");
        values.put("description", "摊点占用人行通道");
        values.put("severity", severity);
        values.put("fixedOnSpot", false);
        values.put("crime", crime);
        var answer = town.start(post, "hazard", values);
        assertThat(answer.getStatusCode().is2xxSuccessful())
                .as("%s", answer.getBody())
                .isTrue();
    }

    /** Every post does what is in its list, again and again until all lists are empty (but for what is held back). */
    private void play() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (String post : posts()) {
                for (Town.Task task : town.tasks(post)) {
                    if (!held.contains(task.key())) {
                        var answer = town.submit(post, task.id(), answers(post, task));
                        assertThat(answer.getStatusCode().is2xxSuccessful())
                                .as("%s %s: %s", post, task.key(), answer.getBody())
                                .isTrue();
                        worked = true;
                    }
                }
            }
        }
    }

    private List<String> posts() {
        List<String> posts = new ArrayList<>();
        plan.units().forEach(unit -> unit.posts().stream().map(Post::id).forEach(posts::add));
        plan.schools().forEach(school -> school.posts().stream().map(Post::id).forEach(posts::add));
        return posts;
    }

    private Map<String, Object> answers(String post, Town.Task task) {
        String text = "已按方案要求落实，情况属实，材料齐全。";
        String soon = LocalDate.of(2026, 12, 1).toString();
        Map<String, Object> values = new HashMap<>();
        switch (task.key()) {
            case "DraftPlan" -> values.putAll(Map.of("planSummary", text, "warningsConfirmed", true));
            case "FormTaskForce" -> values.putAll(Map.of("leadPost", "镇 主要领导", "members", text, "duties", text));
            case "IssuePlan" -> values.putAll(Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", "2026-09-08"));
            case "Mobilisation" ->
                values.putAll(Map.of("heldOn", "2026-09-09", "place", "镇政府会议室", "attendance", 60, "minutes", text));
            case "Publicity" ->
                values.putAll(Map.of("channels", new Town.Json("[\"banner\",\"letter\"]"), "reach", 3000, "note", ""));
            case "SignPlan" -> values.putAll(Map.of("confirmed", true, "contactPost", "安全员", "note", ""));
            case "Organise" ->
                values.putAll(Map.of(
                        "leaderPost",
                        "校长",
                        "memberCount",
                        7,
                        "goals",
                        text,
                        "measures",
                        text,
                        "meetingOn",
                        "2026-09-09"));
            case "SelfInspection", "PerimeterInspection" -> inspect(post, task, values);
            case "SelfReport" -> values.putAll(Map.of("summary", text, "selfFixed", ""));
            case "ReviewReport" -> decide(values, first("ReviewReport returned") ? "return" : "accept", text);
            case "SchoolPlan" ->
                values.putAll(Map.of("goals", text, "measures", text, "responsiblePost", "校长", "finishBy", soon));
            case "ReviewSchoolPlan" -> decide(values, first("ReviewSchoolPlan returned") ? "return" : "accept", text);
            case "Acceptance" ->
                values.putAll(Map.of(
                        "decision",
                        first("Acceptance failed") ? "fail" : "pass",
                        "team",
                        "督导组、应急管理站",
                        "findings",
                        text));
            case "Rework" -> values.put("measures", text);
            case "Disposal" -> {
                String posts = town.variable(post, task.id(), "posts");
                boolean extend = first("Disposal extended");
                values.put("decision", extend ? "extend" : first("Disposal listed") ? "listed" : "solve");
                if (!"solve".equals(values.get("decision"))) {
                    values.put("namedPost", firstValue(posts));
                    values.put("newDeadline", soon);
                }
                values.put("reason", text);
            }
            case "SchoolSummary", "TownSummary" ->
                values.putAll(Map.of("summary", text, "problems", text, "suggestions", text));
            case "CloseCampaign" -> values.putAll(Map.of("openItemsConfirmed", true, "conclusion", text));
            case "TakeOn" -> {
                boolean object = first("TakeOn objected");
                values.put("decision", object ? "object" : "take");
                if (object) {
                    values.put("comment", text);
                }
            }
            case "Reassign" -> values.putAll(Map.of("responsibleUnit", "urban-management", "comment", text));
            case "Rectify" -> {
                boolean unable = first("Rectify unable");
                values.put("decision", unable ? "unable" : "done");
                values.put(unable ? "reason" : "measures", text);
                if (!unable) {
                    town.photo(post, task.id(), "after");
                }
            }
            case "Deliberate" ->
                values.putAll(Map.of(
                        "cause",
                        text,
                        "decision",
                        "listed",
                        "namedPost",
                        firstValue(town.variable(post, task.id(), "posts")),
                        "newDeadline",
                        "2026-10-30",
                        "measures",
                        text));
            case "Reinspect" -> {
                boolean back = first("Reinspect returned");
                values.put("decision", back ? "return" : "pass");
                values.put("findings", text);
                if (back) {
                    values.put("comment", text);
                }
            }
            case "Referral" -> values.put("receiptNumber", "接2026-031");
            case "Outcome" -> values.putAll(Map.of("result", "filed", "outcome", text));
            case "TakeNote" -> {
                boolean more = first("TakeNote more");
                values.put("decision", more ? "more" : "noted");
                if (more) {
                    values.put("request", text);
                }
            }
            default -> throw new IllegalStateException("no answer for " + task);
        }
        return values;
    }

    /** Fills the inspection form as it is shown; three schools find a hazard at the first item of A05 and A09. */
    private void inspect(String post, Town.Task task, Map<String, Object> values) {
        JsonNode form = town.form(post, task.id());
        String profile = town.variable(post, task.id(), "profile");
        String school = town.variable(post, task.id(), "school");
        String area = town.variable(post, task.id(), "matter");
        boolean hazard = schoolsOfHazards.contains(school) && (area.equals("A05") || area.equals("A09"));
        List<String> keys = new ArrayList<>();
        results(form, profile, keys);
        assertThat(keys).as("items of %s for %s", area, school).isNotEmpty();
        for (String key : keys) {
            values.put(key, "ok");
        }
        if (hazard) {
            String item = keys.get(0).replace("_result", "");
            values.put(item + "_result", "hazard");
            values.put(item + "_place", "教学楼一层");
            values.put(item + "_description", "疏散通道堆放杂物，影响通行");
            values.put(item + "_severity", "serious");
            boolean fixed = first("fixed on the spot");
            values.put(item + "_fixed", fixed);
            if (fixed) {
                values.put(item + "_measures", "当场清理");
            }
        }
        values.put("inspectors", "安全员、值班领导");
        values.put("remark", "");
    }

    private void results(JsonNode component, String profile, List<String> keys) {
        String hide = component.path("conditional").path("hide").asText("");
        if (hide.contains("profile")
                && plan.profiles().stream()
                        .noneMatch(word ->
                                hide.contains('"' + word.id() + '"') && profile.contains('"' + word.id() + '"'))) {
            return;
        }
        if (component.path("key").asText("").endsWith("_result")) {
            keys.add(component.get("key").asText());
        }
        component.path("components").forEach(child -> results(child, profile, keys));
    }

    private static void decide(Map<String, Object> values, String decision, String text) {
        values.put("decision", decision);
        if (decision.equals("return")) {
            values.put("comment", text);
        }
    }

    private static String firstValue(String posts) {
        return posts.replaceAll("(?s).*?\"value\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private boolean first(String what) {
        return once.add(what);
    }

    private JsonNode ledger(String post, String filter) {
        return town.get(post, "/api/ledger?campaign=" + CAMPAIGN + filter).getBody();
    }
}
