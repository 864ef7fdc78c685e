package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.dudao.Photos;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/** The sample town's posts at work over REST, as Tasklist would do it, on a clock that the test sets. */
public class Town {

    public static final String PASSWORD = "rehearsal-of-the-sample";

    private final TestRestTemplate rest;
    private final ManagementService management;
    private final Set<String> aside = new HashSet<>();

    public Town(TestRestTemplate rest, ManagementService management) {
        this.rest = rest;
        this.management = management;
    }

    /** Lets jobs at these places of the models wait, as if nothing had time for them. */
    public Town leavingAside(String... activities) {
        aside.addAll(Set.of(activities));
        return this;
    }

    /** A task as the post sees it. */
    public record Task(String id, String key, String name, String instance) {}

    /** Sets the engine's clock and lets every job run that is due by then, those that come of it too. */
    public void clockAt(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
        runDueJobs();
    }

    public void runDueJobs() {
        for (int round = 0; round < 1000; round++) {
            Set<String> waiting = aside.stream()
                    .flatMap(place -> management.createJobQuery().activityId(place).list().stream())
                    .map(Job::getId)
                    .collect(Collectors.toSet());
            List<Job> due = management.createJobQuery().executable().list().stream()
                    .filter(job -> !waiting.contains(job.getId()))
                    .toList();
            if (due.isEmpty()) {
                return;
            }
            Job next = due.stream()
                    .min(Comparator.comparing(job -> job.getDuedate() == null ? new Date(0) : job.getDuedate()))
                    .orElseThrow();
            management.executeJob(next.getId());
        }
        throw new IllegalStateException("jobs do not come to an end");
    }

    public ResponseEntity<JsonNode> get(String post, String path) {
        return rest.withBasicAuth(post, PASSWORD).getForEntity(path, JsonNode.class);
    }

    public ResponseEntity<JsonNode> post(String post, String path, Object body) {
        return rest.withBasicAuth(post, PASSWORD).postForEntity(path, body, JsonNode.class);
    }

    /** Ledger, processes and obligations say the same. */
    public void assertClean() {
        JsonNode result = get("supervisors.head", "/api/reconciliation").getBody();
        assertThat(result.get("clean").asBoolean()).as("%s", result).isTrue();
    }

    /** Nobody has changed what was written into the log. */
    public void assertLogWhole() {
        assertThat(get("supervisors.head", "/api/log/verification")
                        .getBody()
                        .get("whole")
                        .asBoolean())
                .isTrue();
    }

    /** Puts a photo into the task's form. */
    public void photo(String post, String task, String slot) {
        rest.withBasicAuth(post, PASSWORD)
                .put(
                        "/api/tasks/" + task + "/evidence/" + UUID.randomUUID() + "?slot=" + slot + "&name=photo.jpg",
                        Photos.jpeg());
    }

    public ResponseEntity<JsonNode> start(String post, String process, Map<String, Object> values) {
        return post(post, "/engine-rest/process-definition/key/" + process + "/submit-form", variables(values));
    }

    public ResponseEntity<JsonNode> submit(String post, String task, Map<String, Object> values) {
        ResponseEntity<JsonNode> answer = post(post, "/engine-rest/task/" + task + "/submit-form", variables(values));
        runDueJobs();
        return answer;
    }

    /** The post's own tasks: its unit's and its own. */
    public List<Task> tasks(String post) {
        List<Task> tasks = new ArrayList<>();
        JsonNode found = get(
                        post,
                        "/engine-rest/task?includeAssignedTasks=true&sortBy=created&sortOrder=asc&candidateUser="
                                + post)
                .getBody();
        found.forEach(task -> tasks.add(new Task(
                task.get("id").asText(),
                task.get("taskDefinitionKey").asText(),
                task.get("name").asText(),
                task.get("processInstanceId").asText())));
        return tasks;
    }

    public JsonNode form(String post, String task) {
        return get(post, "/engine-rest/task/" + task + "/deployed-form").getBody();
    }

    public String variable(String post, String task, String name) {
        return get(post, "/engine-rest/task/" + task + "/form-variables?deserializeValues=false")
                .getBody()
                .path(name)
                .path("value")
                .asText(null);
    }

    public static Map<String, Object> variables(Map<String, Object> values) {
        Map<String, Object> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Map<String, Object> variable = new HashMap<>();
            variable.put("value", value instanceof Json json ? json.text() : value);
            if (value instanceof Json) {
                variable.put("type", "Json");
            }
            variables.put(name, variable);
        });
        return Map.of("variables", variables);
    }

    /** A value that Tasklist sends as Json, such as a checklist's. */
    public record Json(String text) {}

    public static boolean ok(HttpStatusCode status) {
        return status.is2xxSuccessful();
    }
}
