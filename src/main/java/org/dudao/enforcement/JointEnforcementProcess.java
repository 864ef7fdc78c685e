package org.dudao.enforcement;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.CaseEntry;
import org.dudao.evidence.EvidenceStore;
import org.dudao.hazard.HazardProcess;
import org.dudao.hazard.NewHazard;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.plan.Area;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.dudao.platform.confidential.HistoryOfVariables;
import org.springframework.stereotype.Component;

/** The model {@code joint-enforcement} (W2c): departments act together, business key {@code <campaign>/joint/<n>}. */
@Component("jointEnforcementProcess")
public class JointEnforcementProcess {

    public static final String KEY = "joint-enforcement";
    static final String CONFIRM = "joint-confirm";

    private static final List<String> FINDING = List.of(
            "hazardPlace", "hazardDescription", "hazardSeverity", "foundPlace", "foundDescription", "foundSeverity");

    private final JointEnforcements joints;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final HazardProcess hazards;
    private final EvidenceStore evidence;
    private final HistoryOfVariables history;
    private final IdentityService identity;
    private final Deadlines deadlines;
    private final Clock clock;

    JointEnforcementProcess(
            JointEnforcements joints,
            CampaignPlans plans,
            ObligationTasks tasks,
            HazardProcess hazards,
            EvidenceStore evidence,
            HistoryOfVariables history,
            IdentityService identity,
            Deadlines deadlines,
            Clock clock) {
        this.joints = joints;
        this.plans = plans;
        this.tasks = tasks;
        this.hazards = hazards;
        this.evidence = evidence;
        this.history = history;
        this.identity = identity;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** Writes down what is planned, and whom it needs. */
    public void register(DelegateExecution execution) {
        String school = text(execution, "jointSchool");
        String areaId = text(execution, "jointArea");
        String campaign = plans.running(plan ->
                        plan.school(school).isPresent() && plan.area(areaId).isPresent())
                .orElseThrow(() -> new BadUserRequestException("所选的学校或者整治重点不在正在进行的专项行动中，请改选；还没有发起专项行动的，请联系工作专班"));
        Plan plan = plans.of(campaign);
        Area area = plan.area(areaId).orElseThrow();
        requireMayLead(plan, area);
        LocalDate day = LocalDate.parse(text(execution, "proposedOn"));
        requireTimeToConfirm(plan, day);
        Set<String> units = new LinkedHashSet<>(List.of(area.lead()));
        units.addAll(invited(execution, plan, area));
        JointEnforcement joint = joints.register(
                new JointEnforcement.Call(
                        campaign,
                        school,
                        areaId,
                        text(execution, "jointPlace"),
                        text(execution, "purpose"),
                        day,
                        area.lead(),
                        tasks.actor()),
                units);
        execution.setProcessBusinessKey(joint.key());
        execution.removeVariables(
                List.of("jointSchool", "jointArea", "jointPlace", "purpose", "proposedOn", "invitedDepartments"));
        execution.setVariable("campaign", campaign);
        execution.setVariable("conveningUnit", joint.leadUnit());
        execution.setVariable("jointDay", day.toString());
        execution.setVariable("arrangement", null);
    }

    private void requireMayLead(Plan plan, Area area) {
        String taskForce = taskForce(plan);
        if (!isMember(tasks.actor(), area.lead()) && !isMember(tasks.actor(), taskForce)) {
            throw new BadUserRequestException("“%s”的联合执法由牵头单位%s或者%s发起，您的单位不能发起。请改选本单位牵头的整治重点，或者请他们发起"
                    .formatted(area.name(), plan.unitName(area.lead()), plan.unitName(taskForce)));
        }
    }

    private static String taskForce(Plan plan) {
        return plan.unitOfKind(UnitKind.TASK_FORCE).orElseThrow().id();
    }

    private boolean isMember(String post, String unit) {
        return identity.createUserQuery().userId(post).memberOfGroup(unit).count() > 0;
    }

    /** Whoever is invited has the time that the plan gives for an answer before the day. */
    private void requireTimeToConfirm(Plan plan, LocalDate day) {
        Integer workingDays = plan.obligation(CONFIRM).orElseThrow().deadline().workingDays();
        LocalDate answered = Deadlines.dayOf(
                deadlines.endOfWorkingDaysAfter(clock.instant(), workingDays == null ? 0 : workingDays));
        if (!day.isAfter(answered)) {
            throw new BadUserRequestException("联合执法的日期%s太早：各单位要在%s结束前确认，请改选%s以后的日期".formatted(day, answered, answered));
        }
        if (day.isAfter(plan.end())) {
            throw new BadUserRequestException("联合执法的日期%s在专项行动结束（%s）以后，请改选".formatted(day, plan.end()));
        }
    }

    private static Collection<String> invited(DelegateExecution execution, Plan plan, Area area) {
        List<String> chosen = new ArrayList<>();
        if (execution.getVariable("invitedDepartments") instanceof SpinJsonNode list) {
            list.elements().forEach(unit -> chosen.add(unit.stringValue()));
        }
        List<String> units = chosen.isEmpty() ? area.support() : chosen;
        for (String unit : units) {
            if (!plan.unit(unit).map(Unit::isParticipant).orElse(false)) {
                throw new BadUserRequestException("本次专项行动没有受邀单位“%s”，请改选".formatted(unit));
            }
        }
        if (units.stream().allMatch(area.lead()::equals)) {
            throw new BadUserRequestException("“%s”没有配合单位，请至少勾选一个牵头单位以外的单位".formatted(area.name()));
        }
        return units;
    }

    /** The lead and all that are invited. */
    public Collection<String> participants(DelegateExecution execution) {
        return joints.participants(key(execution));
    }

    /** All but the lead, who wrote the record, and those that were excused. */
    public Collection<String> signatories(DelegateExecution execution) {
        return joints.participants(key(execution)).stream()
                .filter(unit -> !unit.equals(execution.getVariable("conveningUnit")))
                .toList();
    }

    /** The first millisecond of the day in Asia/Shanghai. */
    public Date dayBegins(DelegateExecution execution) {
        return Date.from(deadlines.startOf(joint(execution).day()));
    }

    /** The last millisecond of the day in Asia/Shanghai. */
    public Date dayOver(DelegateExecution execution) {
        return Date.from(deadlines.endOf(joint(execution).day()));
    }

    /** Who may move it or call it off: the unit that leads it, and the task force where that called it. */
    public Collection<String> conveners(DelegateExecution execution) {
        JointEnforcement joint = joint(execution);
        Set<String> units = new LinkedHashSet<>(List.of(joint.leadUnit()));
        String taskForce = taskForce(plan(execution));
        if (isMember(joint.convenedBy(), taskForce)) {
            units.add(taskForce);
        }
        return units;
    }

    /** Until the day is over, and only to a day on which it could have been called. */
    public void requirePossible(DelegateTask task) {
        LocalDate day = joint(task.getExecution()).day();
        if (clock.instant().isAfter(deadlines.endOf(day))) {
            throw new BadUserRequestException("联合执法的当天（%s）已经结束，不能再改期或者取消；没有进行的，请在联合检查记录里照实写".formatted(day));
        }
        if (!"move".equals(task.getVariable("decision"))) {
            return;
        }
        LocalDate newDay = LocalDate.parse((String) task.getVariable("newDay"));
        if (newDay.equals(day)) {
            throw new BadUserRequestException("新的日期和原来的一样，都是%s，请改选；照原定日期进行的，不用办这一项".formatted(day));
        }
        requireTimeToConfirm(plan(task.getExecution()), newDay);
    }

    /** What was still owed for the old day is owed no more; all are invited anew. */
    public void move(DelegateExecution execution) {
        LocalDate day = LocalDate.parse(text(execution, "arrangedDay"));
        String move = joints.moved(key(execution), tasks.actor(), day, text(execution, "arrangedBecause"));
        tasks.waiveAll(execution, "联合执法" + move);
        execution.setVariable("jointDay", day.toString());
        execution.setVariable("arrangement", null);
        execution.removeVariables(List.of("arrangedDay", "arrangedBecause"));
    }

    public void cancel(DelegateExecution execution) {
        String reason = text(execution, "arrangedBecause");
        joints.cancelled(key(execution), tasks.actor(), reason);
        tasks.waiveAll(execution, "联合执法取消：" + reason);
    }

    public void confirmed(DelegateTask task) {
        boolean comes = "come".equals(task.getVariable("decision"));
        joints.confirmed(key(task), unit(task), tasks.actor(), comes ? null : (String) task.getVariable("whyNot"));
    }

    public void excuseDecided(DelegateTask task) {
        joints.excuseDecided(
                key(task), unit(task), tasks.actor(), "excuse".equals(task.getVariable("decision")), (String)
                        task.getVariable("reason"));
    }

    /** Its photos are those of the hazard that is made of it. */
    public void onSite(DelegateTask task) {
        task.getExecution().setVariable("siteTask", task.getId());
        joints.onSite(
                key(task),
                unit(task),
                tasks.actor(),
                new JointEnforcements.OnSite(
                        number(task, "officers"),
                        number(task, "checked"),
                        number(task, "handled"),
                        (String) task.getVariable("found"),
                        (String) task.getVariable("measures")));
    }

    public void makeHazard(DelegateExecution execution) {
        found(execution, false);
    }

    /** Whoever finds a crime hands it to public security; nobody else reads of it from then on, in the engine neither (M2b). */
    public void refer(DelegateExecution execution) {
        found(execution, true);
        history.forget(execution, FINDING::contains);
    }

    private void found(DelegateExecution execution, boolean crime) {
        JointEnforcement joint = joint(execution);
        String unit = text(execution, "matter");
        String number = hazards.start(new NewHazard(
                joint.campaign(),
                joint.school(),
                joint.area(),
                null,
                text(execution, "foundPlace"),
                text(execution, "foundDescription"),
                text(execution, "foundSeverity"),
                false,
                null,
                crime,
                "联合执法",
                tasks.actor(),
                unit));
        joints.found(joint.key(), unit, tasks.actor(), number, crime);
        evidence.isAbout(text(execution, "siteTask"), number);
        // Each participant has these for itself; removed, they would come back as everybody's.
        List.of("foundPlace", "foundDescription", "foundSeverity", "siteTask")
                .forEach(name -> execution.setVariable(name, null));
    }

    public void recorded(DelegateTask task) {
        joints.recorded(
                key(task), tasks.actor(), (String) task.getVariable("facts"), (String) task.getVariable("result"));
    }

    public void signed(DelegateTask task) {
        boolean agrees = "agree".equals(task.getVariable("decision"));
        joints.signed(key(task), unit(task), tasks.actor(), agrees ? null : (String) task.getVariable("objection"));
    }

    public void close(DelegateExecution execution) {
        joints.close(key(execution));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        JointEnforcement joint = joint(execution);
        String unit = text(execution, "matter");
        return (unit == null ? "" : plan(execution).unitName(unit) + " ") + joint.day() + " " + joint.place();
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        JointEnforcement joint = joint(execution);
        Plan plan = plan(execution);
        List<CaseEntry> history = joints.history(joint.key());
        Briefing briefing = new Briefing()
                .title("联合执法 " + joint.key())
                .line("日期", joint.day().toString())
                .line("改期", JointEnforcements.lastMove(history))
                .line("地点", joint.place())
                .line("学校", plan.unitName(joint.school()))
                .line(
                        "整治重点",
                        joint.area() + " "
                                + plan.area(joint.area()).orElseThrow().name())
                .line("检查什么", joint.purpose())
                .line("牵头单位", plan.unitName(joint.leadUnit()))
                .line("检查情况", joint.facts())
                .line("处理结果", joint.result());
        String unit = text(execution, "matter");
        if (unit != null) {
            Participation own = joints.participation(joint.key(), unit);
            briefing.line("不能参加的理由", own.declineReason()).line("牵头单位的决定", own.decision());
        }
        return briefing.list(
                        "参加单位",
                        joints.participations(joint.key()).stream()
                                .map(part -> inWords(plan, part))
                                .toList(),
                        "")
                .list("登记的隐患", joints.findings(joint.key()), "还没有")
                .history(history)
                .text();
    }

    private static String inWords(Plan plan, Participation part) {
        String name = plan.unitName(part.unit()) + "：" + part.state().word();
        return part.recordedAt() == null
                ? name
                : "%s，%d人，检查%d处，处理%d处。%s；%s"
                        .formatted(
                                name, part.officers(), part.checked(), part.handled(), part.found(), part.measures());
    }

    private static int number(DelegateTask task, String name) {
        return ((Number) task.getVariable(name)).intValue();
    }

    private static String unit(DelegateTask task) {
        return text(task.getExecution(), "matter");
    }

    private static String key(DelegateTask task) {
        return key(task.getExecution());
    }

    private static String key(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private JointEnforcement joint(DelegateExecution execution) {
        return joints.get(key(execution));
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
