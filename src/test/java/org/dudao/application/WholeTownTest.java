package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.Post;
import org.dudao.platform.form.FormFiller;
import org.dudao.supervision.Reconciliation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

/**
 * S0 to W4: the whole town through the whole campaign, day by day as in 2023. Its posts read the forms as they are shown
 * and fill them in; one school does nothing until it is summoned, and what happens besides (hazards, an incident, what is raised, meetings)
 * happens on its day. At every midnight ledger, processes and obligations say the same, and by the end every process of the
 * house has been used.
 */
@ApplicationTest
class WholeTownTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FIRST = LocalDate.parse("2023-09-10");
    private static final LocalDate LAST = LocalDate.parse("2023-11-30");

    /** What this school owes stays undone. */
    private static final String IDLE = "school-08";

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private ManagementService management;

    @Autowired
    private TaskService tasks;

    @Autowired
    private HistoryService history;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private Plans plans;

    private final FormFiller filler = new FormFiller();
    private final Map<String, String> forms = new HashMap<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private final Set<String> once = new HashSet<>();

    private Town town;
    private Plan plan;

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    @Test
    void theWholeTownGoesThroughTheWholeCampaign() {
        town = new Town(rest, management);
        plan = plans.find("hekou-2023").orElseThrow();
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            goTo(day.atTime(9, 0).atZone(ZONE).toInstant());
            happens(day);
            work(day);
            goTo(day.atTime(17, 30).atZone(ZONE).toInstant());
            work(day);
            goTo(day.plusDays(1).atStartOfDay(ZONE).toInstant());
            assertThat(reconciliation.run().differences())
                    .as("at the midnight after %s", day)
                    .isEmpty();
        }
        System.out.println(done);
        assertThat(unused()).as("processes that nobody used").isEmpty();
    }

    /** What comes from outside, on its day. */
    private void happens(LocalDate day) {
        switch (day.toString()) {
            case "2023-09-10" ->
                start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2023-09-10"));
            case "2023-09-14" ->
                start("market-regulation.clerk", "hazard", Map.of("school", "school-04", "area", "A10"));
            case "2023-09-18" ->
                start(
                        "culture-tourism.clerk",
                        "hazard",
                        Map.of("school", "school-05", "area", "A13", "crime", true, "severity", "serious"));
            case "2023-09-19" -> start("school-02.clerk", "voice", Map.of("aboutSchool", "school-02"));
            case "2023-09-20" ->
                start(
                        "town-office.clerk",
                        "calendar-change",
                        Map.of("firstDay", "2023-10-12", "lastDay", "2023-10-12"));
            case "2023-09-25" -> start("school-03.head", "incident", Map.of("school", "school-03", "dead", 0));
            case "2023-09-26" -> start(IDLE + ".head", "waiver", Map.of());
            default -> {
                // An ordinary day.
            }
        }
    }

    private void start(String post, String process, Map<String, Object> wishes) {
        String form = town.get(post, "/engine-rest/process-definition/key/" + process + "/deployed-start-form")
                .getBody()
                .toString();
        List<String> refusals = new ArrayList<>();
        boolean started =
                submit(wishes, form, name -> null, (values, slots) -> town.start(post, process, values), refusals);
        assertThat(started)
                .as("%s by %s on %s: %s", process, post, today(), refusals)
                .isTrue();
        town.runDueJobs();
    }

    /** Every post does what it finds in its list, until there is nothing left that it would do today. */
    private void work(LocalDate day) {
        for (int round = 0; round < 50; round++) {
            List<Task> open = tasks.createTaskQuery().initializeFormKeys().orderByTaskCreateTime().asc().list().stream()
                    .filter(task -> !isLeftUndone(task))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            open.forEach(this::work);
        }
        throw new IllegalStateException("the day comes to no end: " + done);
    }

    private boolean isLeftUndone(Task task) {
        return IDLE.equals(unitOf(task));
    }

    private String unitOf(Task task) {
        return (String) tasks.getVariable(task.getId(), "unit");
    }

    private void work(Task task) {
        if (tasks.createTaskQuery().taskId(task.getId()).count() == 0) {
            return;
        }
        Map<String, Object> wishes = wishes(task);
        List<String> refusals = new ArrayList<>();
        boolean submitted = candidates(task).stream()
                .anyMatch(post -> submit(
                        wishes,
                        form(post, task),
                        name -> text(tasks.getVariable(task.getId(), name)),
                        (values, slots) -> {
                            slots.forEach(slot -> town.photo(post, task.getId(), slot));
                            return town.submit(post, task.getId(), values);
                        },
                        refusals));
        assertThat(submitted)
                .as("%s on %s: %s", task.getName(), today(), refusals)
                .isTrue();
        done.merge(task.getProcessDefinitionId().split(":")[0] + "/" + task.getTaskDefinitionKey(), 1, Integer::sum);
    }

    private interface Submission {
        ResponseEntity<JsonNode> send(Map<String, Object> values, List<String> slots);
    }

    /** Where a day is asked for it is today, or, where that is refused, one that lies ahead. */
    private boolean submit(
            Map<String, Object> wishes,
            String form,
            Function<String, String> variables,
            Submission submission,
            List<String> refusals) {
        for (int ahead : List.of(0, 10, 5, 3)) {
            FormFiller.Filled filled = filler.fill(form, wishes, variables, today().plusDays(ahead));
            Map<String, Object> values = new LinkedHashMap<>(filled.values());
            filled.lists().forEach(key -> values.computeIfPresent(key, (k, list) -> new Town.Json((String) list)));
            ResponseEntity<JsonNode> answer = submission.send(values, ahead == 0 ? filled.slots() : List.of());
            if (answer.getStatusCode().is2xxSuccessful()) {
                return true;
            }
            refusals.add(String.valueOf(answer.getBody()));
        }
        return false;
    }

    private String form(String post, Task task) {
        String reference = task.getCamundaFormRef() == null
                ? task.getId()
                : task.getCamundaFormRef().getKey();
        return forms.computeIfAbsent(
                reference, key -> town.form(post, task.getId()).toString());
    }

    private Map<String, Object> wishes(Task task) {
        return switch (task.getTaskDefinitionKey()) {
            case "ReviewReport" -> first("report returned") ? Map.of("decision", "return") : Map.of();
            case "Rectify" -> first("unable") ? Map.of("decision", "unable") : Map.of();
            default -> Map.of();
        };
    }

    private boolean first(String what) {
        return once.add(what);
    }

    /** The posts that may try it; whether one may in the end is for the model to say. */
    private List<String> candidates(Task task) {
        if (task.getAssignee() != null) {
            return List.of(task.getAssignee());
        }
        return tasks.getIdentityLinksForTask(task.getId()).stream()
                .flatMap(link ->
                        link.getUserId() != null ? Stream.of(link.getUserId()) : posts(link.getGroupId()).stream())
                .distinct()
                .toList();
    }

    private List<String> posts(String unit) {
        return plan.postsOf(unit).stream().map(Post::id).toList();
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(ClockUtil.getCurrentTime().toInstant(), ZONE);
    }

    /** Lets time pass: each timer fires at its own instant. */
    private void goTo(Instant target) {
        while (true) {
            Instant next = management
                    .createJobQuery()
                    .withRetriesLeft()
                    .duedateLowerThan(Date.from(target.plusMillis(1)))
                    .list()
                    .stream()
                    .map(Job::getDuedate)
                    .filter(due -> due != null)
                    .map(Date::toInstant)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            if (next == null) {
                break;
            }
            town.clockAt(next.isBefore(now()) ? now() : next);
        }
        town.clockAt(target);
    }

    private static Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }

    private Set<String> unused() {
        Set<String> unused = new TreeSet<>();
        for (ProcessDefinition definition :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            if (history.createHistoricProcessInstanceQuery()
                            .processDefinitionKey(definition.getKey())
                            .count()
                    == 0) {
                unused.add(definition.getKey());
            }
        }
        return unused;
    }
}
