package org.dudao.obligation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.plan.Deadline;
import org.dudao.plan.ObligationRule;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Opens, settles, returns and moves obligations, and keeps each one's history. */
@Service
public class Obligations {

    private static final String REWORK = "退回后重办，";

    private final ObligationRepository repository;
    private final JdbcAggregateTemplate aggregates;
    private final CaseLog log;
    private final ObjectMapper json;
    private final JdbcClient jdbc;
    private final Deadlines deadlines;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Obligations(
            ObligationRepository repository,
            JdbcAggregateTemplate aggregates,
            CaseLog log,
            ObjectMapper json,
            JdbcClient jdbc,
            Deadlines deadlines,
            Clock clock,
            ApplicationEventPublisher events) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.log = log;
        this.json = json;
        this.jdbc = jdbc;
        this.deadlines = deadlines;
        this.clock = clock;
        this.events = events;
    }

    /** Where an obligation arises: campaign, school (null where it concerns none) and the place in the model. */
    public record Origin(
            String campaign,
            String school,
            String matter,
            String title,
            String processInstance,
            String activity,
            boolean acceptanceRequired,
            int remindDays) {}

    /**
     * Opens the obligation, or, where it was returned, hands it out again with a new deadline: never earlier than the
     * one it had, and not before the working days the plan grants for rework have passed. Where it was waived with its
     * task, and is owed after all, its deadline is computed anew.
     *
     * @param days what the process says, where the rule takes its number of working days from there; null elsewhere
     * @param agreed a day agreed upon in a deliberation or disposal, takes precedence unless it has gone by; null where
     *     there is none
     * @param given what the process says, where the rule takes a day from there; null elsewhere
     */
    public Obligation open(
            ObligationRule rule,
            String unit,
            String owedTo,
            Origin origin,
            Integer days,
            Agreed agreed,
            LocalDate given) {
        Optional<Obligation> living = repository.findLiving(origin.processInstance(), rule.kind(), origin.matter());
        Instant now = clock.instant();
        Optional<Computed> decided = Optional.ofNullable(agreed)
                .map(day -> day.computed(deadlines))
                .filter(day -> !day.deadline().isBefore(now));
        if (living.isPresent()) {
            Obligation before = living.get();
            Computed computed = decided.orElseGet(() -> before.state() == Obligation.State.WAIVED
                    ? compute(rule, days, given, now)
                    : onReturn(rule, before, now));
            Obligation reopened = repository.save(before.open(due(computed, before.remindDays(), now)));
            log.append(act(reopened, ObligationAct.REOPENED)
                    .deadline(computed.deadline(), computed.arithmetic())
                    .to(reopened.unit()));
            return reopened;
        }
        Computed computed = decided.orElseGet(() -> compute(rule, days, given, now));
        Obligation opened = aggregates.insert(new Obligation(
                UUID.randomUUID().toString(),
                origin.campaign(),
                origin.school(),
                rule.kind(),
                origin.matter(),
                origin.title(),
                unit,
                owedTo,
                origin.processInstance(),
                origin.activity(),
                origin.acceptanceRequired(),
                Obligation.State.OPEN,
                now,
                computed.deadline(),
                computed.arithmetic(),
                computed.from(),
                computed.workingDays(),
                remindAt(computed.deadline(), origin.remindDays(), now),
                origin.remindDays(),
                0,
                false,
                null,
                null,
                null));
        log.append(act(opened, ObligationAct.OPENED)
                .deadline(computed.deadline(), computed.arithmetic())
                .to(unit)
                .rule("行动方案" + rule.row()));
        return opened;
    }

    /** The unit has done it. Fulfilled, or, where acceptance is required, submitted; its ladder ends either way. */
    public void submit(String id, String by, Map<String, Object> submission, List<String> evidence) {
        Obligation submitted = repository.save(get(id).submitted(clock.instant(), by));
        log.append(act(submitted, ObligationAct.SUBMITTED)
                .by(by)
                .details(json(submission))
                .evidence(evidence));
        events.publishEvent(new ObligationSettled(submitted));
    }

    /** Nothing is accepted where nothing was owed: a hazard put right on the spot never had to be rectified. */
    public void accept(String processInstance, String kind, String matter, String by) {
        findLiving(processInstance, kind, matter)
                .ifPresent(obligation -> log.append(act(repository.save(obligation.accepted()), ObligationAct.ACCEPTED)
                        .by(by)));
    }

    public void returned(String processInstance, String kind, String matter, String by, String reason) {
        findLiving(processInstance, kind, matter)
                .ifPresent(obligation -> log.append(act(repository.save(obligation.returned()), ObligationAct.RETURNED)
                        .by(by)
                        .to(obligation.unit())
                        .text(reason)));
    }

    /** The unit has done its part by passing the matter on in time; another one owes it from now on. */
    public void passedOn(String processInstance, String kind, String matter, String by, String to, String reason) {
        findLiving(processInstance, kind, matter)
                .ifPresent(obligation -> log.append(act(repository.save(obligation.accepted()), ObligationAct.PASSED_ON)
                        .by(by)
                        .to(to)
                        .text(reason)));
    }

    /** What is still owed in the process goes on in another campaign: same deadline, same rung, same history (W4). */
    void takeOver(String processInstance, String campaign, String nameOfCampaign, String by) {
        for (Obligation obligation : repository.findLivingIn(processInstance)) {
            Obligation taken = repository.save(obligation.of(campaign));
            log.append(act(taken, ObligationAct.TAKEN_OVER).by(by).text(nameOfCampaign));
            events.publishEvent(new ObligationTakenOver(taken));
        }
    }

    /** Moves the deadline of an obligation that is still owed; one that is submitted keeps its own. */
    public void move(Obligation obligation, Agreed agreed) {
        Computed computed = agreed.computed(deadlines);
        Obligation moved = repository.save(obligation.moved(due(computed, obligation.remindDays(), clock.instant())));
        log.append(act(moved, ObligationAct.MOVED)
                .by(agreed.by())
                .deadline(computed.deadline(), computed.arithmetic())
                .to(moved.unit())
                .text("原期限：" + obligation.arithmetic()));
        events.publishEvent(new DeadlineMoved(moved));
    }

    /** The obligation is no longer owed; its ladder ends. Whoever does it all the same still fulfils it. */
    public void waive(String id, String by, String reason) {
        Obligation waived = repository.save(get(id).waived(clock.instant(), by));
        log.append(act(waived, ObligationAct.WAIVED).by(by).to(waived.unit()).text(reason));
        events.publishEvent(new ObligationSettled(waived));
    }

    /** Waives all that the units still have to do in the process, whose tasks end. */
    void waiveAll(String processInstance, String by, String reason) {
        repository.findLivingIn(processInstance).stream()
                .filter(obligation -> obligation.state() == Obligation.State.OPEN)
                .forEach(obligation -> waive(obligation.id(), by, reason));
    }

    /**
     * Counts the deadlines of all open obligations anew after the working days have changed; timers and ladders follow.
     *
     * @param by the post that put the change in force
     * @param why the change, in words that can be shown to the unit
     * @return how many deadlines are other ones now
     */
    public int recount(String by, String why) {
        int moved = 0;
        for (String id : repository.findOpenIds()) {
            Obligation before = get(id);
            if (before.state() == Obligation.State.OPEN && recount(before, by, why)) {
                moved++;
            }
        }
        return moved;
    }

    private boolean recount(Obligation before, String by, String why) {
        Instant now = clock.instant();
        Computed counted = recounted(deadlines, before, now);
        Obligation after = before.moved(due(counted, before.remindDays(), now));
        boolean deadlineMoved = !after.deadline().equals(before.deadline());
        if (!deadlineMoved && (before.onLadder() || after.remindAt().equals(before.remindAt()))) {
            return false;
        }
        repository.save(after);
        if (deadlineMoved) {
            log.append(act(after, ObligationAct.MOVED)
                    .by(by)
                    .deadline(after.deadline(), after.arithmetic())
                    .to(after.unit())
                    .text("%s。原期限：%s".formatted(why, before.arithmetic())));
        }
        events.publishEvent(new DeadlineMoved(after));
        return deadlineMoved;
    }

    private static Computed recounted(Deadlines deadlines, Obligation before, Instant now) {
        if (before.workingDays() == null) {
            return asBefore(before);
        }
        Computed counted = counted(deadlines, before.countedFrom(), before.workingDays());
        Instant deadline = deadlines.recounted(before.deadline(), counted.deadline(), now);
        Computed result = deadline.equals(counted.deadline())
                ? counted
                : new Computed(
                        deadline,
                        "%s；期限不能因为调整而突然届满，留到%s结束前".formatted(counted.arithmetic(), Deadlines.inWords(deadline)),
                        counted.from(),
                        counted.workingDays());
        return before.arithmetic().startsWith(REWORK) ? result.withNote(REWORK) : result;
    }

    /** A deadline that would be another one by other working days. */
    public record Shift(Obligation obligation, Instant deadline) {}

    /** What {@link #recount} would move if these were the working days, the earliest deadline first. */
    public List<Shift> shifts(Deadlines byOtherDays) {
        Instant now = clock.instant();
        return repository.findCounted().stream()
                .map(obligation -> new Shift(
                        obligation, recounted(byOtherDays, obligation, now).deadline()))
                .filter(shift -> !shift.deadline().equals(shift.obligation().deadline()))
                .toList();
    }

    /** Notes an act of the ladder. */
    void note(Act act) {
        log.append(act);
    }

    /** Notes how far the obligation has climbed. */
    Obligation climb(String id, boolean onLadder, String rung) {
        return repository.save(get(id).ladder(onLadder, rung));
    }

    static Act act(Obligation obligation, ObligationAct act) {
        return new Act(obligation.id(), act.name(), act.word());
    }

    public Optional<Obligation> findLiving(String processInstance, String kind, String matter) {
        return repository.findLiving(processInstance, kind, matter);
    }

    public List<Obligation> findOpen(String campaign) {
        return repository.findOpen(campaign);
    }

    /** What the units still have to do, the earliest deadline first. */
    List<Obligation> openOf(List<String> units) {
        return repository.findOpenOf(units);
    }

    public List<CaseEntry> history(String id) {
        return log.read(id);
    }

    /** What the unit submitted last for a living obligation of the kind, one value a sentence; empty if nothing yet. */
    public Optional<String> lastSubmission(String processInstance, String kind) {
        return jdbc.sql("""
                        select string_agg(d.value, '；') from json_each_text((
                            select e.details from dudao.case_log e join dudao.obligation o on o.id = e.case_key
                            where o.process_instance = ? and o.kind = ? and e.act = 'SUBMITTED'
                            order by e.at desc, e.sequence desc limit 1)) d
                        """).params(processInstance, kind).query(String.class).optional();
    }

    Obligation get(String id) {
        return repository.findForUpdate(id).orElseThrow(() -> new NoSuchElementException("no obligation " + id));
    }

    /** @param from null, as the working days are, where the deadline is a fixed day */
    private record Computed(Instant deadline, String arithmetic, Instant from, Integer workingDays) {

        private Computed(Instant deadline, String arithmetic) {
            this(deadline, arithmetic, null, null);
        }

        private Computed withNote(String note) {
            return new Computed(deadline, note + arithmetic, from, workingDays);
        }
    }

    /** A day on which somebody decided. */
    public record Agreed(LocalDate day, String by, String why) {

        private Computed computed(Deadlines deadlines) {
            Instant end = deadlines.endOf(day);
            return new Computed(end, "%s：%s结束前".formatted(why, Deadlines.inWords(end)));
        }
    }

    private Computed compute(ObligationRule rule, Integer days, LocalDate given, Instant now) {
        return given == null
                ? compute(rule.deadline(), days, now)
                : onDay(given, rule.deadline().workingDays(), now);
    }

    private Computed compute(Deadline deadline, Integer days, Instant from) {
        if (deadline.on() != null) {
            Instant end = deadlines.endOf(deadline.on());
            return new Computed(end, "方案规定：%s结束前".formatted(Deadlines.inWords(end)));
        }
        int count = deadline.workingDays() != null ? deadline.workingDays() : days;
        return counted(deadlines, from, count);
    }

    /** The day has gone by where somebody was called in late: there is still the next working day. */
    private Computed onDay(LocalDate day, Integer workingDaysAfter, Instant now) {
        Computed computed = workingDaysAfter == null
                ? new Agreed(day, null, "约定的日期").computed(deadlines)
                : counted(deadlines, deadlines.startOf(day), workingDaysAfter);
        return computed.deadline().isBefore(now) ? counted(deadlines, now, 1) : computed;
    }

    private static Computed counted(Deadlines deadlines, Instant from, int count) {
        return new Computed(
                deadlines.endOfWorkingDaysAfter(from, count), deadlines.arithmetic(from, count), from, count);
    }

    private Obligation.Due due(Computed computed, int remindDays, Instant now) {
        return new Obligation.Due(
                computed.deadline(),
                computed.arithmetic(),
                computed.from(),
                computed.workingDays(),
                remindAt(computed.deadline(), remindDays, now));
    }

    private Computed onReturn(ObligationRule rule, Obligation before, Instant now) {
        if (rule.onReturn() == null) {
            return asBefore(before);
        }
        Computed rework = compute(rule.onReturn(), null, now);
        return rework.deadline().isAfter(before.deadline()) ? rework.withNote(REWORK) : asBefore(before);
    }

    private static Computed asBefore(Obligation before) {
        return new Computed(before.deadline(), before.arithmetic(), before.countedFrom(), before.workingDays());
    }

    private Instant remindAt(Instant deadline, int days, Instant now) {
        if (days == 0) {
            return deadline;
        }
        Instant morning = deadlines.morningOfWorkingDayBefore(deadline, days);
        return morning.isAfter(now) ? morning : deadline;
    }

    String json(Map<String, Object> details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
