package org.dudao.tasklist;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How long the tasks of a list still have, in working days: what Tasklist itself tells in days of the calendar. */
@RestController
class TaskDeadlineController {

    private static final int MOST = 200;

    private final TaskService tasks;
    private final WorkingDays workingDays;
    private final Clock clock;

    TaskDeadlineController(TaskService tasks, WorkingDays workingDays, Clock clock) {
        this.tasks = tasks;
        this.workingDays = workingDays;
        this.clock = clock;
    }

    /**
     * @param deadline an instant in UTC
     * @param overdue whether it has passed
     * @param workingDays after today up to the deadline's day in Asia/Shanghai, negative once it has passed
     */
    record TaskDeadline(String task, Instant deadline, boolean overdue, int workingDays) {}

    /** Of those tasks that the reader may see and that have a deadline. */
    @GetMapping("/api/task-deadlines")
    List<TaskDeadline> deadlines(@RequestParam List<String> task) {
        if (task.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        LocalDate today = Deadlines.dayOf(now);
        return tasks.createTaskQuery().taskIdIn(task.stream().limit(MOST).toArray(String[]::new)).list().stream()
                .filter(each -> each.getDueDate() != null)
                .map(each -> {
                    Instant deadline = each.getDueDate().toInstant();
                    return new TaskDeadline(
                            each.getId(),
                            deadline,
                            deadline.isBefore(now),
                            workingDays.between(today, Deadlines.dayOf(deadline)));
                })
                .toList();
    }
}
