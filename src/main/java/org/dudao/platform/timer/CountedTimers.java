package org.dudao.platform.timer;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.calendar.BusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DueDateBusinessCalendar;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.dudao.calendar.Deadlines;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Counts due dates and timers anew after the working days have changed: each is what its model's text says, read again
 * with the beginning of its task or timer. Those of obligations follow the obligation's own deadline instead.
 */
@Component
public class CountedTimers {

    /** Property of a timer that begins something: it follows the days exactly, for it makes nobody late. */
    private static final String RECOUNT = "recount";

    private static final String BEGIN = "begin";
    private static final Set<String> OF_OBLIGATIONS = Set.of("${deadline}", "${remindAt}");

    private final RepositoryService repository;
    private final ManagementService management;
    private final ProcessEngineConfigurationImpl engine;
    private final Deadlines deadlines;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CountedTimers(
            RepositoryService repository,
            ManagementService management,
            ProcessEngineConfiguration engine,
            Deadlines deadlines,
            Clock clock,
            ApplicationEventPublisher events) {
        this.repository = repository;
        this.management = management;
        this.engine = (ProcessEngineConfigurationImpl) engine;
        this.deadlines = deadlines;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Counts all of them anew, publishes a {@link DueDateMoved} for each that is another one now, and answers those. A
     * task and its timer move together and are one.
     */
    public List<DueDateMoved> recount() {
        List<DueDateMoved> moved = engine.getCommandExecutorTxRequired().execute(this::recount);
        moved.forEach(events::publishEvent);
        return moved;
    }

    private List<DueDateMoved> recount(CommandContext context) {
        List<DueDateMoved> moved = new ArrayList<>();
        for (var definition : repository.createProcessDefinitionQuery().list()) {
            var model = repository.getBpmnModelInstance(definition.getId());
            for (UserTask node : model.getModelElementsByType(UserTask.class)) {
                if (isCounted(node.getCamundaDueDate())) {
                    tasks(context, definition.getId(), node, moved);
                }
            }
            for (CatchEvent node : model.getModelElementsByType(CatchEvent.class)) {
                if (node.getEventDefinitions().stream().anyMatch(CountedTimers::isCounted)) {
                    timers(definition.getId(), node, moved);
                }
            }
        }
        return moved;
    }

    private static boolean isCounted(Object definition) {
        return definition instanceof TimerEventDefinition timer
                && (timer.getTimeDuration() != null
                        || timer.getTimeDate() != null
                                && isCounted(timer.getTimeDate().getTextContent()));
    }

    private static boolean isCounted(String text) {
        return text != null && !OF_OBLIGATIONS.contains(text.strip());
    }

    private void tasks(CommandContext context, String definition, UserTask node, List<DueDateMoved> moved) {
        for (Task found : engine.getTaskService()
                .createTaskQuery()
                .processDefinitionId(definition)
                .taskDefinitionKey(node.getId())
                .list()) {
            TaskEntity task = context.getTaskManager().findTaskById(found.getId());
            Date before = task.getDueDate();
            Object value = task.getTaskDefinition().getDueDateExpression().getValue(task);
            Date counted = value instanceof String text ? calendar().resolveDuedate(text, task) : (Date) value;
            Date after = recounted(before, counted);
            if (after != null && !after.equals(before)) {
                task.setDueDate(after);
                moved.add(
                        moved(task.getProcessInstance().getBusinessKey(), node.getId(), node.getName(), before, after));
            }
        }
    }

    private void timers(String definition, CatchEvent node, List<DueDateMoved> moved) {
        for (Job job : management
                .createJobQuery()
                .processDefinitionId(definition)
                .activityId(node.getId())
                .list()) {
            Date before = job.getDuedate();
            management.recalculateJobDuedate(job.getId(), true);
            Date counted = management
                    .createJobQuery()
                    .jobId(job.getId())
                    .singleResult()
                    .getDuedate();
            Date after = begins(node) ? counted : recounted(before, counted);
            if (!after.equals(counted)) {
                management.setJobDuedate(job.getId(), after);
            }
            if (!after.equals(before) && !(node instanceof BoundaryEvent)) {
                moved.add(moved(businessKey(job), node.getId(), node.getName(), before, after));
            }
        }
    }

    private static boolean begins(CatchEvent node) {
        return node.getExtensionElements() != null
                && node.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                        .flatMap(properties -> properties.getCamundaProperties().stream())
                        .anyMatch(property ->
                                RECOUNT.equals(property.getCamundaName()) && BEGIN.equals(property.getCamundaValue()));
    }

    private Date recounted(Date before, Date counted) {
        return before == null || counted == null
                ? counted
                : Date.from(deadlines.recounted(before.toInstant(), counted.toInstant(), clock.instant()));
    }

    private String businessKey(Job job) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(job.getProcessInstanceId())
                .singleResult()
                .getBusinessKey();
    }

    private static DueDateMoved moved(String businessKey, String activity, String name, Date before, Date after) {
        Instant old = before == null ? null : before.toInstant();
        return new DueDateMoved(businessKey, activity, name, old, after.toInstant());
    }

    private BusinessCalendar calendar() {
        return engine.getBusinessCalendarManager().getBusinessCalendar(DueDateBusinessCalendar.NAME);
    }
}
