package org.dudao.meeting;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.springframework.stereotype.Component;

/** The model {@code meeting} (W3, W4, W1): a meeting and its minutes, business key {@code <campaign>/meeting/<n>}. */
@Component("meetingProcess")
public class MeetingProcess {

    public static final String KEY = "meeting";
    static final String AGENDA = "meeting-agenda";
    static final String NOTICE = "meeting-notice";

    private final Meetings meetings;
    private final OpenMatters openMatters;
    private final ResolutionProcess resolutions;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final IdentityService identity;
    private final Deadlines deadlines;
    private final Clock clock;

    MeetingProcess(
            Meetings meetings,
            OpenMatters openMatters,
            ResolutionProcess resolutions,
            CampaignPlans plans,
            ObligationTasks tasks,
            IdentityService identity,
            Deadlines deadlines,
            Clock clock) {
        this.meetings = meetings;
        this.openMatters = openMatters;
        this.resolutions = resolutions;
        this.plans = plans;
        this.tasks = tasks;
        this.identity = identity;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** Writes down what the meeting is to be about, and whom it is called for. */
    public void convene(DelegateExecution execution) {
        String campaign = plans.running(plan -> convener(plan) != null)
                .orElseThrow(() -> new BadUserRequestException("您的单位不在正在进行的专项行动中，或者按方案不召集会议。请工作专班、镇领导或者方案指定的单位召集"));
        Plan plan = plans.of(campaign);
        LocalDate day = LocalDate.parse(text(execution, "meetingOn"));
        requireTimeToCall(plan, day);
        String convener = convener(plan);
        Set<String> units = new LinkedHashSet<>(texts(execution.getVariable("invitedTo")));
        units.remove(convener);
        if (units.isEmpty()) {
            throw new BadUserRequestException("会议没有别的单位参加，请至少选一个召集单位以外的单位或者学校");
        }
        for (String unit : units) {
            if (plan.unit(unit).isEmpty() && plan.school(unit).isEmpty()) {
                throw new BadUserRequestException("本次专项行动没有单位“%s”，请改选".formatted(unit));
            }
        }
        Meeting meeting = meetings.register(
                new Meeting.Call(
                        campaign,
                        text(execution, "meetingKind"),
                        text(execution, "topic"),
                        day,
                        text(execution, "meetingPlace"),
                        convener,
                        tasks.actor()),
                units);
        execution.setProcessBusinessKey(meeting.key());
        execution.removeVariables(List.of("meetingKind", "topic", "meetingOn", "meetingPlace", "invitedTo"));
        execution.setVariable("campaign", campaign);
        execution.setVariable("conveningUnit", convener);
        execution.setVariable("meetingDay", day.toString());
    }

    /** The unit of the post that acts which may call meetings by this plan; null where it has none. */
    private String convener(Plan plan) {
        return plan.units().stream()
                .filter(plan::convenes)
                .map(Unit::id)
                .filter(unit -> identity.createUserQuery()
                                .userId(tasks.actor())
                                .memberOfGroup(unit)
                                .count()
                        > 0)
                .findFirst()
                .orElse(null);
    }

    /** The convener has its time for the agenda, and the units have theirs to sign for the notice. */
    private void requireTimeToCall(Plan plan, LocalDate day) {
        int workingDays = Stream.of(AGENDA, NOTICE)
                .map(kind -> plan.obligation(kind).orElseThrow().deadline().workingDays())
                .mapToInt(days -> days == null ? 0 : days)
                .sum();
        LocalDate signed = Deadlines.dayOf(deadlines.endOfWorkingDaysAfter(clock.instant(), workingDays));
        if (!day.isAfter(signed)) {
            throw new BadUserRequestException("开会的日期%s太早：审定议题、签收通知要到%s结束，请改选%s以后的日期".formatted(day, signed, signed));
        }
        if (day.isAfter(plan.end())) {
            throw new BadUserRequestException("开会的日期%s在专项行动结束（%s）以后，请改选".formatted(day, plan.end()));
        }
    }

    /** What is open, as options for the agenda. */
    public SpinJsonNode openMatters(DelegateExecution execution) {
        return Spin.JSON(openMatters.of(text(execution, "campaign")).stream()
                .map(matter -> option(matter.id(), matter.label()))
                .toList());
    }

    /** Whom it was called for, as options for who came. */
    public SpinJsonNode invitedUnits(DelegateExecution execution) {
        Plan plan = plan(execution);
        return Spin.JSON(invited(execution).stream()
                .map(unit -> option(unit, plan.unitName(unit)))
                .toList());
    }

    public Collection<String> invited(DelegateExecution execution) {
        return meetings.invitations(key(execution)).stream()
                .map(Invitation::unit)
                .toList();
    }

    /** What was ticked is on the agenda by the words in which it was offered, then what was added. */
    public void agendaSet(DelegateTask task) {
        List<String> chosen = texts(task.getVariable("items"));
        List<String> agenda = new ArrayList<>();
        ((SpinJsonNode) task.getVariable("openMatters"))
                .elements().stream()
                        .filter(matter -> chosen.contains(matter.prop("value").stringValue()))
                        .forEach(matter -> agenda.add(matter.prop("label").stringValue()));
        String added = (String) task.getVariable("otherItems");
        if (added != null) {
            added.lines().map(String::strip).filter(each -> !each.isEmpty()).forEach(agenda::add);
        }
        if (agenda.isEmpty()) {
            throw new BadUserRequestException("还没有议题，请至少勾选一项，或者在“补充议题”里写明议什么");
        }
        meetings.agendaSet(key(task), tasks.actor(), String.join("\n", agenda));
    }

    public void noticeSigned(DelegateTask task) {
        boolean comes = "attend".equals(task.getVariable("decision"));
        meetings.noticeSigned(
                key(task),
                text(task.getExecution(), "matter"),
                tasks.actor(),
                comes ? (String) task.getVariable("attendee") : null,
                comes ? null : (String) task.getVariable("absenceReason"));
    }

    public void minuted(DelegateTask task) {
        if ("cancel".equals(task.getVariable("decision"))) {
            meetings.cancelled(key(task), tasks.actor(), (String) task.getVariable("cancelReason"));
            return;
        }
        LocalDate heldOn = LocalDate.parse((String) task.getVariable("heldOn"));
        LocalDate today = today();
        if (heldOn.isAfter(today)) {
            throw new BadUserRequestException("开会的日期%s还没有到，会开完再来填写纪要".formatted(heldOn));
        }
        meetings.held(
                key(task),
                tasks.actor(),
                (String) task.getVariable("chair"),
                "%s，%s。%s".formatted(heldOn, task.getVariable("heldAt"), task.getVariable("minutes")),
                texts(task.getVariable("attended")));
    }

    /** Nobody has to sign for the notice of a meeting that does not take place. */
    public void cancel(DelegateExecution execution) {
        tasks.waiveAll(execution, "会议取消：" + meetings.get(key(execution)).cancelReason());
    }

    public void requireFuture(DelegateTask task) {
        String day = (String) task.getVariable("resolutionOn");
        boolean resolves = !"none".equals(task.getVariable("decision"));
        if (resolves && !LocalDate.parse(day).isAfter(today())) {
            throw new BadUserRequestException("办完的日期%s必须晚于今天（%s），请重新选择".formatted(day, today()));
        }
    }

    public void startResolution(DelegateExecution execution) {
        Plan plan = plan(execution);
        String unit = text(execution, "resolvedUnit");
        if (plan.unit(unit).isEmpty() && plan.school(unit).isEmpty()) {
            throw new BadUserRequestException("本次专项行动没有单位“%s”，请改选".formatted(unit));
        }
        Resolution resolution = resolutions.start(new Resolution.New(
                text(execution, "campaign"),
                key(execution),
                unit,
                acceptingUnit(plan, unit, text(execution, "conveningUnit")),
                text(execution, "resolvedWhat"),
                LocalDate.parse(text(execution, "resolvedDay"))));
        meetings.resolved(key(execution), tasks.actor(), resolution);
        execution.removeVariables(List.of("resolvedUnit", "resolvedWhat", "resolvedDay"));
    }

    /** Nobody accepts their own work: what the convener carries out itself, the supervisors look at. */
    private static String acceptingUnit(Plan plan, String unit, String convener) {
        return unit.equals(convener)
                ? plan.unitOfKind(UnitKind.SUPERVISORS).orElseThrow().id()
                : convener;
    }

    public void close(DelegateExecution execution) {
        meetings.close(key(execution));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        Meeting meeting = meetings.get(key(execution));
        String unit = text(execution, "matter");
        return (unit == null ? "" : plan(execution).unitName(unit) + " ") + meeting.day() + " " + meeting.topic();
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Meeting meeting = meetings.get(key(execution));
        Plan plan = plan(execution);
        Briefing briefing = new Briefing()
                .title(meeting.kindInWords() + " " + meeting.key())
                .line("主题", meeting.topic())
                .line("日期", meeting.day().toString())
                .line("地点", meeting.place())
                .line("召集单位", plan.unitName(meeting.conveningUnit()))
                .line("主持", meeting.chair())
                .line("纪要", meeting.minutes());
        if (meeting.agenda() == null) {
            briefing.list(
                    "还没有办完的事",
                    openMatters.of(meeting.campaign()).stream()
                            .map(OpenMatters.Matter::label)
                            .toList(),
                    "没有，请在“补充议题”里写明议什么",
                    "请在下面的“列入议题”里查看");
        } else {
            briefing.list("议题", meeting.agenda().lines().toList(), "");
        }
        return briefing.list(
                        "参加单位",
                        meetings.invitations(meeting.key()).stream()
                                .map(invitation -> inWords(plan, invitation))
                                .toList(),
                        "")
                .history(meetings.history(meeting.key()))
                .text();
    }

    private static String inWords(Plan plan, Invitation invitation) {
        String name = plan.unitName(invitation.unit());
        if (invitation.attended() != null) {
            return name + (invitation.attended() ? "：出席" : "：缺席");
        }
        if (invitation.signedAt() == null) {
            return name + "：未签收";
        }
        return invitation.absenceReason() == null
                ? name + "：" + invitation.attendee()
                : name + "：不能参加，" + invitation.absenceReason();
    }

    private LocalDate today() {
        return Deadlines.dayOf(clock.instant());
    }

    private static List<String> texts(Object chosen) {
        return chosen instanceof SpinJsonNode list
                ? list.elements().stream().map(SpinJsonNode::stringValue).toList()
                : List.of();
    }

    private static Map<String, String> option(String value, String label) {
        return Map.of("label", label, "value", value);
    }

    private static String key(DelegateTask task) {
        return key(task.getExecution());
    }

    private static String key(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
