package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
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
import org.camunda.bpm.engine.task.Task;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.Post;
import org.dudao.platform.form.FormFiller;
import org.dudao.supervision.Reconciliation;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

/**
 * A town that goes through its campaign day by day. Its posts read the forms as they are shown and fill them in, and one
 * unit may leave its work undone. At every midnight ledger, processes and obligations say the same.
 */
abstract class WholeTown {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** So long may a task refuse what is filled in (a drill is not held before its day) until that is a fault. */
    private static final int PATIENCE = 40;

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
    private final Map<String, LocalDate> waiting = new HashMap<>();

    /** What was refused today and is tried again tomorrow. */
    private final Set<String> refused = new HashSet<>();

    private Town town;
    private Plan plan;
    private String idle;

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    /** @param idle the unit that does nothing */
    void goThrough(String planId, LocalDate first, LocalDate last, String idle) {
        // A chain of jobs can be long on such a day.
        town = new Town(rest, management);
        plan = plans.find(planId).orElseThrow();
        this.idle = idle;
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            goTo(day.atTime(7, 30).atZone(ZONE).toInstant());
            refused.clear();
            happens(day.toString());
            work();
            for (LocalTime time : List.of(LocalTime.of(12, 0), LocalTime.of(16, 30), LocalTime.of(22, 0))) {
                goTo(day.atTime(time).atZone(ZONE).toInstant());
                work();
            }
            goTo(day.plusDays(1).atStartOfDay(ZONE).toInstant());
            assertThat(reconciliation.run().differences())
                    .as("at the midnight after %s", day)
                    .isEmpty();
        }
    }

    /** What comes from outside, on its day. */
    abstract void happens(String day);

    /** What somebody decides otherwise than by taking the first choice. */
    abstract Map<String, Object> wishes(String task);

    void start(String post, String process, Map<String, Object> wishes) {
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

    /** Every post does what it finds in its list, until there is nothing left that it would or could do today. */
    private void work() {
        for (int round = 0; round < 60; round++) {
            List<Task> open = tasks.createTaskQuery().initializeFormKeys().orderByTaskCreateTime().asc().list().stream()
                    .filter(task -> !refused.contains(task.getId()) && !isLater(task) && !idle.equals(unitOf(task)))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            for (Task task : open) {
                if (!work(task)) {
                    refused.add(task.getId());
                }
            }
        }
        throw new IllegalStateException("the day comes to no end: " + done);
    }

    /** A drill is held on the day that was chosen for it; a joint enforcement is moved once, and takes place then. */
    private boolean isLater(Task task) {
        return switch (task.getTaskDefinitionKey()) {
            case "Hold" ->
                LocalDate.ofInstant(task.getDueDate().toInstant(), ZONE).isAfter(today());
            case "MoveOrCancel" -> !first("moved");
            default -> false;
        };
    }

    private String unitOf(Task task) {
        return (String) tasks.getVariable(task.getId(), "unit");
    }

    /** Answers whether it is done. */
    private boolean work(Task task) {
        if (tasks.createTaskQuery().taskId(task.getId()).count() == 0) {
            return true;
        }
        Map<String, Object> variables = tasks.getVariables(task.getId());
        List<String> refusals = new ArrayList<>();
        boolean submitted = candidates(task).stream()
                .anyMatch(post -> submit(
                        wishes(task.getTaskDefinitionKey()),
                        form(post, task),
                        name -> text(variables.get(name)),
                        (values, slots) -> {
                            slots.forEach(slot -> town.photo(post, task.getId(), slot));
                            return town.submit(post, task.getId(), values);
                        },
                        refusals));
        String key = task.getProcessDefinitionId().split(":")[0] + "/" + task.getTaskDefinitionKey();
        if (submitted) {
            done.merge(key, 1, Integer::sum);
        } else {
            LocalDate since = waiting.computeIfAbsent(task.getId(), id -> today());
            assertThat(since.plusDays(PATIENCE))
                    .as("%s, refused since %s: %s", task.getName(), since, refusals)
                    .isAfter(today());
        }
        return submitted;
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

    boolean first(String what) {
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

    LocalDate today() {
        return LocalDate.ofInstant(ClockUtil.getCurrentTime().toInstant(), ZONE);
    }

    /** Lets time pass: each timer fires at its own instant. */
    private void goTo(Instant target) {
        while (true) {
            Instant next = management
                    .createJobQuery()
                    .withRetriesLeft()
                    .duedateLowerThan(Date.from(target.plusMillis(1)))
                    .orderByJobDuedate()
                    .asc()
                    .listPage(0, 1)
                    .stream()
                    .map(job -> job.getDuedate().toInstant())
                    .findFirst()
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

    /** The processes that nobody has used. */
    Set<String> unused() {
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
