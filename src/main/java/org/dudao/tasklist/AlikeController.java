package org.dudao.tasklist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tasks that may be done several at once, with the same answers. Which ones, and with which answers, says the model:
 * the property {@code alike} of the user task. Each is submitted on its own all the same, and checked as any other.
 */
@RestController
class AlikeController {

    private static final int MOST = 200;

    private final TaskService tasks;
    private final RepositoryService repository;
    private final IdentityService identity;

    AlikeController(TaskService tasks, RepositoryService repository, IdentityService identity) {
        this.identity = identity;
        this.tasks = tasks;
        this.repository = repository;
    }

    /** @param post the account that asks, and in whose name the tasks are claimed */
    record Desk(String post, List<Group> groups) {}

    record Group(String name, Alike alike, List<Item> tasks) {}

    /** @param deadline an instant in UTC, null where there is none */
    record Item(String id, String name, Instant deadline) {}

    /** The post's tasks, its unit's and its own, that may be done several at once; those that others hold left out. */
    @GetMapping("/api/tasks/alike")
    Desk alike() {
        String me = identity.getCurrentAuthentication().getUserId();
        Map<String, Group> groups = new LinkedHashMap<>();
        tasks
                .createTaskQuery()
                .taskCandidateUser(me)
                .includeAssignedTasks()
                .active()
                .orderByDueDate()
                .asc()
                .orderByTaskId()
                .asc()
                .listPage(0, MOST)
                .stream()
                .filter(task -> task.getAssignee() == null || task.getAssignee().equals(me))
                .forEach(task -> add(groups, task));
        return new Desk(me, List.copyOf(groups.values()));
    }

    private void add(Map<String, Group> groups, Task task) {
        UserTask modelled = repository
                .getBpmnModelInstance(task.getProcessDefinitionId())
                .getModelElementById(task.getTaskDefinitionKey());
        Alike.of(modelled).ifPresent(alike -> groups.computeIfAbsent(
                        task.getProcessDefinitionId() + "/" + task.getTaskDefinitionKey(),
                        key -> new Group(modelled.getName(), alike, new ArrayList<>()))
                .tasks()
                .add(new Item(
                        task.getId(),
                        task.getName(),
                        task.getDueDate() == null ? null : task.getDueDate().toInstant())));
    }
}
