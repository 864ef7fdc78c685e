package org.dudao.calendarchange;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationAct;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plans;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.dudao.platform.timer.CountedTimers;
import org.dudao.platform.timer.DueDateMoved;
import org.springframework.stereotype.Component;

/** The model {@code calendar-change} (M2a): days that the town announces, business key {@code calendar/<n>}. */
@Component("calendarChangeProcess")
public class CalendarChangeProcess {

    public static final String KEY = "calendar-change";

    private static final int LONGEST_DAYS = 31;
    private static final int LATEST_DAYS_AFTER = 30;
    private static final Set<UnitKind> CONFIRMING = EnumSet.of(UnitKind.OFFICE, UnitKind.TASK_FORCE, UnitKind.LEADERS);

    private final CalendarChanges changes;
    private final WorkingDays workingDays;
    private final Obligations obligations;
    private final CountedTimers timers;
    private final ObligationTasks tasks;
    private final Plans plans;
    private final CampaignPlans campaignPlans;
    private final CaseLog log;
    private final Clock clock;

    CalendarChangeProcess(
            CalendarChanges changes,
            WorkingDays workingDays,
            Obligations obligations,
            CountedTimers timers,
            ObligationTasks tasks,
            Plans plans,
            CampaignPlans campaignPlans,
            CaseLog log,
            Clock clock) {
        this.changes = changes;
        this.workingDays = workingDays;
        this.obligations = obligations;
        this.timers = timers;
        this.tasks = tasks;
        this.plans = plans;
        this.campaignPlans = campaignPlans;
        this.log = log;
        this.clock = clock;
    }

    public void register(DelegateExecution execution) {
        LocalDate first = LocalDate.parse((String) execution.getVariable("firstDay"));
        LocalDate last = LocalDate.parse((String) execution.getVariable("lastDay"));
        CalendarChange change = new CalendarChange(
                changes.nextKey(),
                first,
                last,
                CalendarChange.Arrangement.valueOf((String) execution.getVariable("arrangement")),
                (String) execution.getVariable("grounds"),
                tasks.actor());
        require(change);
        execution.setProcessBusinessKey(change.key());
        changes.propose(change);
    }

    private void require(CalendarChange change) {
        if (change.lastDay().isBefore(change.firstDay())) {
            throw new BadUserRequestException("“到哪一天”早于“从哪一天”，请改正");
        }
        if (ChronoUnit.DAYS.between(change.firstDay(), change.lastDay()) >= LONGEST_DAYS) {
            throw new BadUserRequestException("一次最多调整%d天，请分几次提出".formatted(LONGEST_DAYS));
        }
        LocalDate earliest = Deadlines.dayOf(clock.instant()).minusDays(LATEST_DAYS_AFTER);
        if (change.firstDay().isBefore(earliest)) {
            throw new BadUserRequestException("“从哪一天”不能早于%s（最多补报%d天以前），请改正".formatted(earliest, LATEST_DAYS_AFTER));
        }
        WorkingDays changed = changed(change);
        if (change.firstDay()
                .datesUntil(change.lastDay().plusDays(1))
                .allMatch(day -> changed.isWorkingDay(day) == workingDays.isWorkingDay(day))) {
            throw new BadUserRequestException("%s：现在就是这样安排的，不用调整".formatted(change.inWords()));
        }
    }

    private WorkingDays changed(CalendarChange change) {
        return workingDays.with(
                change.firstDay(), change.lastDay(), change.arrangement().worked());
    }

    /** The units of the town that may confirm: office, task force, leaders. */
    public List<String> confirmers() {
        return plans.all().stream()
                .flatMap(plan -> plan.units().stream())
                .filter(unit -> CONFIRMING.contains(unit.kind()))
                .map(Unit::id)
                .distinct()
                .toList();
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return change(execution).inWords();
    }

    /** What is proposed, by whom, and which deadlines it would move, as Markdown. */
    public String briefing(DelegateExecution execution) {
        CalendarChange change = change(execution);
        List<String> shifts = obligations.shifts(new Deadlines(changed(change))).stream()
                .map(shift -> "%s %s：%s → %s"
                        .formatted(
                                campaignPlans
                                        .of(shift.obligation().campaign())
                                        .unitName(shift.obligation().unit()),
                                shift.obligation().title(),
                                Deadlines.inWords(shift.obligation().deadline()),
                                Deadlines.inWords(shift.deadline())))
                .toList();
        return new Briefing()
                .title(change.inWords())
                .line("依据和理由", change.grounds())
                .line("提出人", change.proposedBy())
                .line("影响", "%d项未到期的期限会变化".formatted(shifts.size()))
                .list("变化的期限（按现在推算）", shifts, "没有期限会变化。")
                .text();
    }

    /** Nobody confirms what they proposed themselves. */
    public void decided(DelegateTask task) {
        CalendarChange change = change(task.getExecution());
        if (change.proposedBy().equals(tasks.actor())) {
            throw new BadUserRequestException("提出的人不能自己确认，请让另一个岗位（镇办公室、工作专班或者镇领导）办理");
        }
        changes.decided(change, "confirm".equals(task.getVariable("decision")), tasks.actor(), (String)
                task.getVariable("reason"));
    }

    public void announce(DelegateExecution execution) {
        changes.announce(change(execution));
    }

    /** Counts every open deadline and every open wait anew, and writes down what was and what is. */
    public void recount(DelegateExecution execution) {
        CalendarChange change = change(execution);
        String by = changes.decidedBy(change.key());
        String why = "工作日调整：" + change.inWords();
        int deadlines = obligations.recount(by, why);
        List<DueDateMoved> waits = timers.recount();
        for (DueDateMoved wait : waits) {
            if (wait.businessKey() != null) {
                log.append(new Act(wait.businessKey(), ObligationAct.WAIT_MOVED.name(), ObligationAct.WAIT_MOVED.word())
                        .by(by)
                        .deadline(wait.after(), Deadlines.inWords(wait.after()) + "结束前")
                        .text("%s。“%s”原定%s结束前".formatted(why, wait.name(), Deadlines.inWords(wait.before()))));
            }
        }
        changes.recounted(change, deadlines, waits.size());
    }

    public void lapse(DelegateExecution execution) {
        changes.lapse(change(execution));
    }

    private CalendarChange change(DelegateExecution execution) {
        return changes.get(execution.getProcessBusinessKey());
    }
}
