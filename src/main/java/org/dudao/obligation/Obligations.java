package org.dudao.obligation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.ObligationEvent.What;
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
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Deadlines deadlines;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Obligations(
            ObligationRepository repository,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            ObjectMapper json,
            Deadlines deadlines,
            Clock clock,
            ApplicationEventPublisher events) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.json = json;
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
            boolean acceptanceRequired) {}

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
            Obligation reopened = repository.save(before.open(computed.deadline(), computed.arithmetic()));
            record(reopened, What.REOPENED, null, computed.arithmetic(), null);
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
                0,
                false,
                null,
                null,
                null));
        record(opened, What.OPENED, null, computed.arithmetic(), null);
        return opened;
    }

    /** The unit has done it. Fulfilled, or, where acceptance is required, submitted; its ladder ends either way. */
    public void submit(String id, String by, Map<String, Object> submission) {
        Obligation submitted = repository.save(get(id).submitted(clock.instant(), by));
        record(submitted, What.SUBMITTED, by, null, submission);
        events.publishEvent(new ObligationSettled(submitted));
    }

    /** Nothing is accepted where nothing was owed: a hazard put right on the spot never had to be rectified. */
    public void accept(String processInstance, String kind, String matter, String by) {
        findLiving(processInstance, kind, matter)
                .ifPresent(obligation -> record(repository.save(obligation.accepted()), What.ACCEPTED, by, null, null));
    }

    public void returned(String processInstance, String kind, String matter, String by, String reason) {
        findLiving(processInstance, kind, matter)
                .ifPresent(
                        obligation -> record(repository.save(obligation.returned()), What.RETURNED, by, reason, null));
    }

    /** Moves the deadline of an obligation that is still owed; one that is submitted keeps its own. */
    public void move(Obligation obligation, Agreed agreed) {
        Computed computed = agreed.computed(deadlines);
        Obligation moved = repository.save(obligation.moved(computed.deadline(), computed.arithmetic()));
        record(moved, What.MOVED, agreed.by(), computed.arithmetic(), null);
        events.publishEvent(new DeadlineMoved(moved, computed.deadline()));
    }

    /** Notes an act of the ladder and how far the obligation has climbed. */
    Obligation climb(String id, boolean onLadder, String rung, What what, String by, String text) {
        Obligation climbed = repository.save(get(id).ladder(onLadder, rung));
        record(climbed, what, by, text, null);
        return climbed;
    }

    public Optional<Obligation> findLiving(String processInstance, String kind, String matter) {
        return repository.findLiving(processInstance, kind, matter);
    }

    public List<Obligation> findOpen(String campaign) {
        return repository.findOpen(campaign);
    }

    public List<ObligationEvent> history(String id) {
        return jdbc.sql("select at, what, by_post, text from dudao.obligation_event where obligation = ? order by id")
                .param(id)
                .query((row, n) -> new ObligationEvent(
                        row.getTimestamp("at").toInstant(),
                        What.valueOf(row.getString("what")),
                        row.getString("by_post"),
                        row.getString("text")))
                .list();
    }

    /** What the unit submitted last for a living obligation of the kind, one value a sentence; empty if nothing yet. */
    public Optional<String> lastSubmission(String processInstance, String kind) {
        return jdbc.sql("""
                        select string_agg(d.value, '；') from jsonb_each_text((
                            select e.details from dudao.obligation_event e join dudao.obligation o on o.id = e.obligation
                            where o.process_instance = ? and o.kind = ? and e.what = 'SUBMITTED'
                            order by e.id desc limit 1)) d
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
        Instant end = deadlines.endOfWorkingDaysAfter(from, count);
        return new Computed(
                end, "自%s起%d个工作日（当日不计）：%s结束前".formatted(Deadlines.inWords(from), count, Deadlines.inWords(end)));
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

    private void record(Obligation obligation, What what, String by, String text, Map<String, Object> details) {
        try {
            jdbc.sql("""
                            insert into dudao.obligation_event (obligation, at, what, by_post, text, details)
                            values (?, ?, ?, ?, ?, ?::jsonb)
                            """)
                    .params(
                            obligation.id(),
                            clock.instant().atOffset(ZoneOffset.UTC),
                            what.name(),
                            by,
                            text,
                            details == null ? null : json.writeValueAsString(details))
                    .update();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
