package org.dudao.obligation;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One thing that one unit owes by one deadline. It is opened with its user task and lives on when the task is sent
 * back; {@code rung} remembers how far it climbed.
 *
 * @param school null for what concerns no single school
 * @param matter what tells several of one kind within one process instance apart (area, unit, ledger number), or null
 * @param arithmetic how the deadline was computed, in words that can be shown to the unit
 * @param countedFrom from when the deadline's working days count; null where it is a fixed day
 * @param workingDays how many; null where it is a fixed day
 * @param remindAt when the ladder is entered with a reminder, not after the deadline; the deadline itself where there is
 *     no time for one
 * @param remindDays how many working days before the deadline's day the reminder goes out
 * @param onLadder whether the obligation has its instance of {@code escalation}
 * @param rung the highest rung reached, null before the first
 */
@Table(schema = "dudao", name = "obligation")
public record Obligation(
        @Id String id,
        String campaign,
        String school,
        String kind,
        String matter,
        String title,
        String unit,
        String owedTo,
        String processInstance,
        String activity,
        boolean acceptanceRequired,
        State state,
        Instant openedAt,
        Instant deadline,
        String arithmetic,
        Instant countedFrom,
        Integer workingDays,
        Instant remindAt,
        int remindDays,
        int returns,
        boolean onLadder,
        String rung,
        Instant settledAt,
        String settledBy) {

    /** OPEN: the unit has it to do. SUBMITTED: done, acceptance awaited. RETURNED: refused, not yet with the unit again.
     * WAIVED: no longer owed, though it may still be done. */
    public enum State {
        OPEN("在办"),
        SUBMITTED("已提交，待审核"),
        RETURNED("已退回"),
        FULFILLED("已履行"),
        WAIVED("已免除");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    Obligation open(Due newDue) {
        return with(State.OPEN, newDue, returns, onLadder, rung, null, null);
    }

    Obligation submitted(Instant at, String by) {
        return settled(acceptanceRequired ? State.SUBMITTED : State.FULFILLED, at, by);
    }

    Obligation accepted() {
        return settled(State.FULFILLED, settledAt, settledBy);
    }

    Obligation waived(Instant at, String by) {
        return settled(State.WAIVED, at, by);
    }

    Obligation returned() {
        return with(State.RETURNED, due(), returns + 1, onLadder, rung, null, null);
    }

    Obligation moved(Due newDue) {
        return with(state, newDue, returns, onLadder, rung, settledAt, settledBy);
    }

    Obligation ladder(boolean on, String newRung) {
        return with(state, due(), returns, on, newRung, settledAt, settledBy);
    }

    Obligation of(String newCampaign) {
        return with(newCampaign, state, due(), returns, onLadder, rung, settledAt, settledBy);
    }

    private Obligation settled(State newState, Instant at, String by) {
        return with(newState, due(), returns, onLadder, rung, at, by);
    }

    /** The deadline, how it came about, and when to remind of it; see the obligation's parts of the same names. */
    record Due(Instant deadline, String arithmetic, Instant countedFrom, Integer workingDays, Instant remindAt) {}

    private Due due() {
        return new Due(deadline, arithmetic, countedFrom, workingDays, remindAt);
    }

    private Obligation with(
            State newState,
            Due due,
            int newReturns,
            boolean newOnLadder,
            String newRung,
            Instant newSettledAt,
            String newSettledBy) {
        return with(campaign, newState, due, newReturns, newOnLadder, newRung, newSettledAt, newSettledBy);
    }

    private Obligation with(
            String newCampaign,
            State newState,
            Due due,
            int newReturns,
            boolean newOnLadder,
            String newRung,
            Instant newSettledAt,
            String newSettledBy) {
        return new Obligation(
                id,
                newCampaign,
                school,
                kind,
                matter,
                title,
                unit,
                owedTo,
                processInstance,
                activity,
                acceptanceRequired,
                newState,
                openedAt,
                due.deadline(),
                due.arithmetic(),
                due.countedFrom(),
                due.workingDays(),
                due.remindAt(),
                remindDays,
                newReturns,
                newOnLadder,
                newRung,
                newSettledAt,
                newSettledBy);
    }
}
