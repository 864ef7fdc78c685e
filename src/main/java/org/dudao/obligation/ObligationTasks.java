package org.dudao.obligation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.dudao.evidence.EvidenceStore;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.ObligationRule;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/**
 * What the models call around each user task that fulfils an obligation. Such a task carries the property
 * {@code obligation} with the kind, and {@code acceptance=required} where somebody else has to accept the work.
 */
@Component("obligation")
public class ObligationTasks {

    public static final String KIND = "obligation";

    static final String REMINDER_POLICY = "reminder-policy";

    private static final String ACCEPTANCE = "acceptance";
    private static final Set<String> GIVEN = Set.of(
            "unit",
            "deadline",
            "remindAt",
            "briefing",
            "about",
            "posts",
            "ways",
            "handlers",
            "leftOver",
            "indicators",
            "bulletinText",
            "openMatters",
            "invitedUnits");

    private final Obligations obligations;
    private final CampaignPlans plans;
    private final IdentityService identity;
    private final ManagementService management;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final DecisionService decisions;
    private final EvidenceStore evidence;

    ObligationTasks(
            Obligations obligations,
            CampaignPlans plans,
            IdentityService identity,
            ManagementService management,
            RuntimeService runtime,
            TaskService tasks,
            DecisionService decisions,
            EvidenceStore evidence) {
        this.obligations = obligations;
        this.plans = plans;
        this.identity = identity;
        this.management = management;
        this.runtime = runtime;
        this.tasks = tasks;
        this.decisions = decisions;
        this.evidence = evidence;
    }

    /** The unit that owes the kind here: the one the plan names, or the school, area or hazard at hand. */
    public String owner(DelegateExecution execution, String kind) {
        return resolve(execution, rule(execution, kind).owedBy());
    }

    /** Opens the obligation (or hands it out again) and answers its deadline, which is the task's and its timer's. */
    public Date open(DelegateExecution execution, String kind) {
        ObligationRule rule = rule(execution, kind);
        UserTask task = taskFor(execution, kind);
        Obligation opened = obligations.open(
                rule,
                owner(execution, kind),
                resolve(execution, rule.owedTo()),
                new Obligations.Origin(
                        variable(execution, "campaign"),
                        variable(execution, "school"),
                        variable(execution, "matter"),
                        rule.name(),
                        execution.getProcessInstanceId(),
                        task.getId(),
                        "required".equals(property(task, ACCEPTANCE)),
                        remindDays(execution, kind)),
                rule.deadline().workingDaysFrom() == null
                        ? null
                        : (Integer) execution.getVariable(rule.deadline().workingDaysFrom()),
                agreed(execution, rule),
                rule.deadline().dayFrom() == null
                        ? null
                        : LocalDate.parse(variable(execution, rule.deadline().dayFrom())));
        return Date.from(opened.deadline());
    }

    /** When the ladder is entered with a reminder, if the obligation is not fulfilled by then. */
    public Date remindAt(DelegateExecution execution, String kind) {
        return Date.from(obligations
                .findLiving(execution.getProcessInstanceId(), kind, variable(execution, "matter"))
                .orElseThrow()
                .remindAt());
    }

    private int remindDays(DelegateExecution execution, String kind) {
        Object grade = execution.getVariable("grade");
        return ((Number) decisions
                        .evaluateDecisionTableByKey(REMINDER_POLICY)
                        .variables(Variables.putValue("kind", kind).putValue("grade", grade == null ? "none" : grade))
                        .evaluate()
                        .getSingleResult()
                        .getEntry("workingDaysBefore"))
                .intValue();
    }

    /** Tells several tasks of one name apart in a list: 学校自查（镇中心小学 A05 消防安全）. */
    public void label(DelegateTask task) {
        task.setName("%s（%s）".formatted(task.getName(), task.getVariable("about")));
    }

    /** The task was completed with its form. */
    public void submit(DelegateTask task) {
        String kind = property(task.getBpmnModelElementInstance(), KIND);
        Obligation obligation = obligations
                .findLiving(task.getProcessInstanceId(), kind, variable(task.getExecution(), "matter"))
                .orElseThrow(
                        () -> new IllegalStateException("task %s has no obligation %s".formatted(task.getId(), kind)));
        obligations.submit(obligation.id(), actor(), values(task), evidence.hashes(task.getId()));
    }

    public void accepted(DelegateExecution execution, String kind) {
        accepted(execution, kind, actor());
    }

    /** @param by whom the log is to name, where that is not the post that acts */
    public void accepted(DelegateExecution execution, String kind, String by) {
        obligations.accept(execution.getProcessInstanceId(), kind, variable(execution, "matter"), by);
    }

    public void returned(DelegateExecution execution, String kind, String reason) {
        returned(execution, kind, actor(), reason);
    }

    /** @param by whom the log is to name, where that is not the post that acts */
    public void returned(DelegateExecution execution, String kind, String by, String reason) {
        obligations.returned(execution.getProcessInstanceId(), kind, variable(execution, "matter"), by, reason);
    }

    public void passedOn(DelegateExecution execution, String kind, String to, String reason) {
        obligations.passedOn(
                execution.getProcessInstanceId(), kind, variable(execution, "matter"), actor(), to, reason);
    }

    /** Nothing more is owed in the process: what it is about does not take place. */
    public void waiveAll(DelegateExecution execution, String reason) {
        obligations.waiveAll(execution.getProcessInstanceId(), actor(), reason);
    }

    /** Gives the task of an open obligation to the post that answers for it by name. */
    public void handTo(Obligation obligation, String post) {
        tasksOf(obligation).forEach(task -> tasks.setAssignee(task.getId(), post));
    }

    /** Lets a process, and what is owed in it, belong to another campaign (W4). */
    public void takeOver(String processInstance, String campaign, String nameOfCampaign) {
        runtime.setVariable(processInstance, "campaign", campaign);
        obligations.takeOver(processInstance, campaign, nameOfCampaign, actor());
    }

    /** Lets the task's due date, and its timer where that has not fired, follow a deadline that was moved. */
    void moved(Obligation obligation) {
        tasksOf(obligation).forEach(task -> {
            task.setDueDate(Date.from(obligation.deadline()));
            tasks.saveTask(task);
            tasks.setVariableLocal(task.getId(), "deadline", task.getDueDate());
            tasks.setVariableLocal(task.getId(), "remindAt", Date.from(obligation.remindAt()));
            moveTimer(task, obligation);
        });
    }

    private List<Task> tasksOf(Obligation obligation) {
        return tasks
                .createTaskQuery()
                .processInstanceId(obligation.processInstance())
                .taskDefinitionKey(obligation.activity())
                .list()
                .stream()
                .filter(task -> Objects.equals(tasks.getVariable(task.getId(), "matter"), obligation.matter()))
                .toList();
    }

    private void moveTimer(Task task, Obligation obligation) {
        management
                .createJobQuery()
                .processInstanceId(obligation.processInstance())
                .activityId(obligation.activity() + "Due")
                .list()
                .stream()
                .filter(job -> task.getExecutionId().equals(job.getExecutionId()))
                .forEach(job -> management.setJobDuedate(job.getId(), Date.from(obligation.remindAt())));
    }

    /**
     * Nobody but a candidate takes or completes the task, an administrator included: who decides about a unit, and that
     * the unit itself does not, must not depend on who may assign tasks.
     */
    public void requireCandidate(DelegateTask task) {
        String post = "complete".equals(task.getEventName()) ? actor() : task.getAssignee();
        if (post != null && !isCandidate(task, post)) {
            throw new BadUserRequestException("只有指定的岗位才能办理“%s”，%s不能代办".formatted(task.getName(), post));
        }
    }

    private boolean isCandidate(DelegateTask task, String post) {
        return task.getCandidates().stream()
                .anyMatch(link -> post.equals(link.getUserId())
                        || link.getGroupId() != null
                                && identity.createUserQuery()
                                                .userId(post)
                                                .memberOfGroup(link.getGroupId())
                                                .count()
                                        > 0);
    }

    /** The post that acts now; null where a timer does. */
    public String actor() {
        Authentication current = identity.getCurrentAuthentication();
        return current == null ? null : current.getUserId();
    }

    private Obligations.Agreed agreed(DelegateExecution execution, ObligationRule rule) {
        String day = variable(execution, "agreedDeadline");
        if (rule.deadline().workingDaysFrom() == null || day == null) {
            return null;
        }
        execution.setVariable("agreedDeadline", null);
        return new Obligations.Agreed(LocalDate.parse(day), null, variable(execution, "agreedWhy"));
    }

    private ObligationRule rule(DelegateExecution execution, String kind) {
        return plan(execution)
                .obligation(kind)
                .orElseThrow(() -> new IllegalStateException("行动方案没有规定义务“%s”，请在方案文件的 obligations 里补上".formatted(kind)));
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(variable(execution, "campaign"));
    }

    private String resolve(DelegateExecution execution, String owner) {
        return switch (owner) {
            case "school" -> variable(execution, "school");
            case "each-unit" -> variable(execution, "matter");
            case "lead" ->
                plan(execution)
                        .area(variable(execution, "matter"))
                        .orElseThrow()
                        .lead();
            case "responsible" -> variable(execution, "rectifyingUnit");
            case "reinspector" -> variable(execution, "reinspectingUnit");
            case "handler" -> variable(execution, "handlingUnit");
            case "duty-unit" -> variable(execution, "dutyUnit");
            case "appraiser" -> variable(execution, "appraisingUnit");
            case "appraised" -> variable(execution, "appraisedUnit");
            case "convener" -> variable(execution, "conveningUnit");
            case "acceptor" -> variable(execution, "acceptingUnit");
            case "drill-reviewer" -> variable(execution, "drillReviewer");
            case "deliberating" -> variable(execution, "deliberatingUnit");
            default -> owner;
        };
    }

    private static UserTask taskFor(DelegateExecution execution, String kind) {
        Collection<UserTask> tasks = execution.getBpmnModelInstance().getModelElementsByType(UserTask.class);
        return tasks.stream()
                .filter(task -> kind.equals(property(task, KIND)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no user task for the obligation " + kind));
    }

    private static String property(UserTask task, String name) {
        if (task.getExtensionElements() == null) {
            return null;
        }
        return task.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElse(null);
    }

    private static String variable(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }

    /** What the form collected: the task's local variables without those that the model put there itself. */
    private static Map<String, Object> values(DelegateTask task) {
        Map<String, Object> values = new TreeMap<>();
        task.getExecution().getVariablesLocal().forEach((name, value) -> {
            if (!GIVEN.contains(name)) {
                values.put(
                        name,
                        value == null || value instanceof Number || value instanceof Boolean
                                ? value
                                : value.toString());
            }
        });
        return values;
    }
}
