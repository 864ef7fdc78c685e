package org.dudao.organization;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.HistoricTaskPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.task.TaskQuery;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.dudao.platform.confidential.ConfidentialProcesses;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Makes the units of all plans into groups, grants each kind of unit what it needs, and makes the filters of the task
 * list. Tasks are seen by their candidates alone; supervisors and leaders read all processes but what is confidential in
 * them (see {@link ConfidentialProcesses}), and change nothing.
 */
@Component
public class Organization implements InitializingBean {

    private static final String UNIT = "WORKFLOW";
    private static final List<Permission> READS = List.of(
            ProcessDefinitionPermissions.READ,
            ProcessDefinitionPermissions.READ_INSTANCE,
            ProcessDefinitionPermissions.READ_HISTORY,
            ProcessDefinitionPermissions.READ_TASK);
    private static final List<Permission> STARTS = List.of(Permissions.READ, Permissions.CREATE_INSTANCE);

    private final Plans plans;
    private final IdentityService identity;
    private final Grants grants;
    private final FilterService filters;
    private final TaskService tasks;
    private final ConfidentialProcesses confidential;

    Organization(
            Plans plans,
            IdentityService identity,
            Grants grants,
            FilterService filters,
            TaskService tasks,
            ConfidentialProcesses confidential) {
        this.plans = plans;
        this.identity = identity;
        this.grants = grants;
        this.filters = filters;
        this.tasks = tasks;
        this.confidential = confidential;
    }

    @Override
    public void afterPropertiesSet() {
        everyone();
        for (Plan plan : plans.all()) {
            plan.units().forEach(unit -> unit(plan, unit));
            plan.schools().forEach(school -> group(school.id(), school.name()));
            readers(plan);
        }
        filters();
    }

    private void everyone() {
        for (String application : List.of("tasklist", "welcome")) {
            grants.toEveryone(Resources.APPLICATION, application, Permissions.ACCESS);
        }
        grants.toEveryone(Resources.PROCESS_DEFINITION, ANY, Permissions.READ);
        for (String startedByAnybody : List.of("hazard", "incident", "waiver", "voice")) {
            grants.toEveryone(
                    Resources.PROCESS_DEFINITION, startedByAnybody, Permissions.READ, Permissions.CREATE_INSTANCE);
        }
        grants.toEveryone(Resources.PROCESS_INSTANCE, ANY, Permissions.CREATE);
    }

    private void unit(Plan plan, Unit unit) {
        group(unit.id(), unit.name());
        Set<String> starts = new TreeSet<>(
                switch (unit.kind()) {
                    case TASK_FORCE -> Set.of("campaign", "calendar-change", "joint-enforcement");
                    case OFFICE -> Set.of("calendar-change");
                    case DEPARTMENT -> Set.of("joint-enforcement");
                    default -> Set.of();
                });
        if (plan.convenes(unit)) {
            starts.add("meeting");
        }
        for (String process : starts) {
            grants.toGroup(unit.id(), Resources.PROCESS_DEFINITION, process, STARTS.toArray(Permission[]::new));
        }
        if (unit.kind() == UnitKind.SUPERVISORS
                || unit.kind() == UnitKind.LEADERS
                || unit.kind() == UnitKind.TASK_FORCE) {
            readsEverything(unit, starts);
        }
    }

    /** The unit that a process is for, where it is for the leaders and that one alone. */
    private void readers(Plan plan) {
        for (ConfidentialProcesses.Rule rule : confidential.rules()) {
            if (rule.readers() != null) {
                plan.obligation(rule.readers())
                        .flatMap(obligation -> plan.unit(obligation.owedBy()))
                        .ifPresent(unit -> grants.toGroup(
                                unit.id(),
                                Resources.PROCESS_DEFINITION,
                                rule.process(),
                                READS.toArray(Permission[]::new)));
            }
        }
    }

    /**
     * Process by process, since what is confidential is left out.
     *
     * @param starts the keys of the processes that the unit may start besides those that everybody may
     */
    private void readsEverything(Unit unit, Set<String> starts) {
        String group = unit.id();
        grants.toGroup(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grants.toGroup(group, Resources.PROCESS_DEFINITION, ANY, Permissions.READ);
        for (ConfidentialProcesses.Rule rule : confidential.rules()) {
            List<Permission> permissions = new ArrayList<>();
            if (rule.readers() == null || unit.kind() == UnitKind.LEADERS) {
                permissions.addAll(READS);
            }
            // The tasks would tell who takes part in it.
            if (rule.participants()) {
                permissions.remove(ProcessDefinitionPermissions.READ_TASK);
            }
            if (starts.contains(rule.process())) {
                permissions.addAll(STARTS);
            }
            if (!permissions.isEmpty()) {
                grants.toGroup(
                        group, Resources.PROCESS_DEFINITION, rule.process(), permissions.toArray(Permission[]::new));
            }
        }
        grants.toGroup(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grants.toGroup(group, Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ);
        grants.toGroup(group, Resources.DEPLOYMENT, ANY, Permissions.READ);
        grants.toGroup(group, Resources.HISTORIC_TASK, ANY, HistoricTaskPermissions.READ);
    }

    private void group(String id, String name) {
        Group group = identity.createGroupQuery().groupId(id).singleResult();
        if (group == null) {
            group = identity.newGroup(id);
            group.setType(UNIT);
        }
        group.setName(name);
        identity.saveGroup(group);
    }

    private void filters() {
        // The first one is what people see when they come: what their unit has to do, taken on or not.
        filter(1, "本单位待办", ours());
        filter(2, "我的任务", tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
        filter(
                3,
                "今日到期",
                ours().dueAfterExpression("${dateTime().withTimeAtStartOfDay()}")
                        .dueBeforeExpression("${dateTime().withTimeAtStartOfDay().plusDays(1)}"));
        filter(4, "已逾期", ours().dueBeforeExpression("${now()}"));
        filter(5, "全部", tasks.createTaskQuery());
    }

    private TaskQuery ours() {
        return tasks.createTaskQuery()
                .taskCandidateUserExpression("${currentUser()}")
                .includeAssignedTasks();
    }

    private void filter(int priority, String name, TaskQuery query) {
        Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name);
        }
        filter.setQuery(query);
        filter.setProperties(Map.of(
                "priority",
                priority,
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                List.of(Map.of("name", "about", "label", "事项"))));
        filters.saveFilter(filter);
        grants.toEveryone(Resources.FILTER, filter.getId(), Permissions.READ);
    }
}
