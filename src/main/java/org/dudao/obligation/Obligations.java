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
     * one it had, and not before the working days the plan grants for rework have passed.
     *
     * @param days what the process says, where the rule takes its number of working days from there; null elsewhere
     * @param agreed a day agreed upon in a deliberation or disposal, takes precedence unless it has gone by; null where
     *     there is none
     */
    public Obligation open(
            ObligationRule rule, String unit, String owedTo, Origin origin, Integer days, Agreed agreed) {
        Optional<Obligation> living = repository.findLiving(origin.processInstance(), rule.kind(), origin.matter());
        Instant now = clock.instant();
        Optional<Computed> decided = Optional.ofNullable(agreed)
                .map(day -> day.computed(deadlines))
                .filter(day -> !day.deadline().isBefore(now));
        if (living.isPresent()) {
            Obligation before = living.get();
            Computed computed = decided.orElseGet(() -> onReturn(rule, before, now));
            Obligation reopened = repository.save(before.open(
                    computed.deadline(),
                    computed.arithmetic(),
                    remindAt(computed.deadline(), before.remindDays(), now)));
            log.append(act(reopened, ObligationAct.REOPENED)
                    .deadline(computed.deadline(), computed.arithmetic())
                    .to(reopened.unit()));
            return reopened;
        }
        Computed computed = decided.orElseGet(() -> compute(rule.deadline(), days, now));
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
    public void submit(String id, String by, Map<String, Object> submission) {
        Obligation submitted = repository.save(get(id).submitted(clock.instant(), by));
        log.append(act(submitted, ObligationAct.SUBMITTED).by(by).details(json(submission)));
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

    /** Moves the deadline of an obligation that is still owed; one that is submitted keeps its own. */
    public void move(Obligation obligation, Agreed agreed) {
        Computed computed = agreed.computed(deadlines);
        Obligation moved = repository.save(obligation.moved(
                computed.deadline(),
                computed.arithmetic(),
                remindAt(computed.deadline(), obligation.remindDays(), clock.instant())));
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

    private record Computed(Instant deadline, String arithmetic) {}

    /** A day on which somebody decided. */
    public record Agreed(LocalDate day, String by, String why) {

        private Computed computed(Deadlines deadlines) {
            Instant end = deadlines.endOf(day);
            return new Computed(end, "%s：%s结束前".formatted(why, Deadlines.inWords(end)));
        }
    }

    private Computed compute(Deadline deadline, Integer days, Instant from) {
        if (deadline.on() != null) {
            Instant end = deadlines.endOf(deadline.on());
            return new Computed(end, "方案规定：%s结束前".formatted(Deadlines.inWords(end)));
        }
        int count = deadline.workingDays() != null ? deadline.workingDays() : days;
        return new Computed(deadlines.endOfWorkingDaysAfter(from, count), deadlines.arithmetic(from, count));
    }

    private Computed onReturn(ObligationRule rule, Obligation before, Instant now) {
        if (rule.onReturn() == null) {
            return new Computed(before.deadline(), before.arithmetic());
        }
        Computed rework = compute(rule.onReturn(), null, now);
        return rework.deadline().isAfter(before.deadline())
                ? new Computed(rework.deadline(), "退回后重办，" + rework.arithmetic())
                : new Computed(before.deadline(), before.arithmetic());
    }

    private Instant remindAt(Instant deadline, int days, Instant now) {
        if (days == 0) {
            return deadline;
        }
        Instant morning = deadlines.morningOfWorkingDayBefore(deadline, days);
        return morning.isAfter(now) ? morning : deadline;
    }

    private String json(Map<String, Object> details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
