package org.dudao.models;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dudao.calendar.WorkingDays;

/**
 * What must happen to one obligation, written down a second time: from the plan's rows and the text of the rules, as
 * plain Java that knows no engine, no table and no decision file. Only which days the State Council lets people work is
 * taken from {@link WorkingDays}, which is held against the notices elsewhere.
 */
final class LadderOracle {

    /** Where the matter stands on its ladder. */
    enum Stage {
        OFF,
        BEFORE_REMINDER,
        BEFORE_DEADLINE,
        WAIT,
        ANSWER,
        DECIDE_SUMMON,
        SUMMON,
        DECIDE_CRITICISM,
        DECIDE_VETO,
        CASE,
        REVIEW
    }

    enum State {
        OPEN,
        SUBMITTED,
        FULFILLED,
        WAIVED
    }

    /** @param deadline null where the act names none */
    record Step(String act, Instant at, Instant deadline) {}

    /** An end that is counted ({@code from} and {@code days} given) or a fixed day. */
    private record End(Instant at, Instant from, int days) {}

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final WorkingDays council = new WorkingDays();
    private final Map<LocalDate, Boolean> announced = new HashMap<>();
    private final boolean major;
    private final List<Step> steps = new ArrayList<>();

    private Instant now;
    private State state = State.OPEN;
    private Stage stage = Stage.OFF;
    private int rung;
    private End deadline;
    private Instant remindAt;
    private End until;
    private boolean principalTold;

    LadderOracle(boolean major, int days, Instant now) {
        this.major = major;
        this.now = now;
        due(counted(now, days));
        note("OPENED", deadline.at());
    }

    List<Step> steps() {
        return steps;
    }

    State state() {
        return state;
    }

    Stage stage() {
        return stage;
    }

    /** Who may decide on a summons: the leader in charge, and once it was not decided in time the principal leader. */
    String decider() {
        return principalTold ? "leader.principal" : "leader.charge";
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZONE);
    }

    // The calendar.

    boolean isWorked(LocalDate day) {
        return announced.getOrDefault(day, council.isWorkingDay(day));
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant().minusMillis(1);
    }

    private End counted(Instant from, int days) {
        LocalDate day = LocalDate.ofInstant(from, ZONE);
        int left = days;
        while (left > 0) {
            day = day.plusDays(1);
            left -= isWorked(day) ? 1 : 0;
        }
        return new End(endOf(day), from, days);
    }

    private static End fixed(LocalDate day) {
        return new End(endOf(day), null, 0);
    }

    /** The last day that may be promised or granted. */
    LocalDate latest(int days) {
        return LocalDate.ofInstant(counted(now, days).at(), ZONE);
    }

    private void due(End end) {
        deadline = end;
        LocalDate day = LocalDate.ofInstant(end.at(), ZONE);
        int left = major ? 1 : 2;
        while (left > 0) {
            day = day.minusDays(1);
            left -= isWorked(day) ? 1 : 0;
        }
        Instant morning = day.atTime(LocalTime.of(9, 0)).atZone(ZONE).toInstant();
        remindAt = morning.isAfter(now) ? morning : end.at();
    }

    /** An end that comes forward leaves the next working day. */
    private End again(End end) {
        if (end.from() == null) {
            return end;
        }
        Instant exact = counted(end.from(), end.days()).at();
        Instant result = exact;
        if (exact.isBefore(end.at())) {
            Instant soonest = counted(now, 1).at();
            result = exact.isBefore(soonest) ? soonest : exact;
            result = result.isBefore(end.at()) ? result : end.at();
        }
        return new End(result, end.from(), end.days());
    }

    // Time.

    /** @param running whether things happen when they are due, or all at the end because the server stood still */
    void pass(Instant to, boolean running) {
        for (Instant due = nextDue(); due != null && !due.isAfter(to); due = nextDue()) {
            now = running ? latest(now, due) : to;
            fire();
        }
        now = to;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Instant nextDue() {
        return switch (stage) {
            case OFF -> state == State.OPEN ? remindAt : null;
            case BEFORE_REMINDER -> remindAt;
            case BEFORE_DEADLINE -> deadline.at();
            case WAIT, ANSWER -> until.at();
            case DECIDE_SUMMON -> principalTold ? null : until.at();
            default -> null;
        };
    }

    private void fire() {
        switch (stage) {
            case OFF -> stage = Stage.BEFORE_REMINDER;
            case BEFORE_REMINDER -> {
                if (now.isBefore(deadline.at())) {
                    note("REMINDED", deadline.at());
                }
                stage = Stage.BEFORE_DEADLINE;
            }
            case BEFORE_DEADLINE -> {
                note("OVERDUE", deadline.at());
                next();
            }
            case WAIT -> next();
            case ANSWER -> {
                note("UNANSWERED", null);
                next();
            }
            case DECIDE_SUMMON -> {
                note("SUMMON_UNDECIDED", null);
                principalTold = true;
            }
            default -> throw new IllegalStateException(stage.name());
        }
    }

    /** Each rung follows the one before; none is left out. */
    private void next() {
        switch (rung) {
            case 0 -> {
                rung = 1;
                until = counted(now, major ? 1 : 2);
                note("URGED", until.at());
                stage = Stage.WAIT;
            }
            case 1 -> {
                rung = 2;
                until = counted(now, major ? 1 : 3);
                note("SUPERVISED", until.at());
                stage = Stage.ANSWER;
            }
            case 2 -> {
                until = counted(now, 2);
                principalTold = false;
                stage = Stage.DECIDE_SUMMON;
            }
            case 3 -> {
                until = counted(now, 3);
                stage = Stage.DECIDE_CRITICISM;
            }
            case 4 -> {
                until = counted(now, 3);
                stage = Stage.DECIDE_VETO;
            }
            default -> {
                until = counted(now, 3);
                stage = Stage.REVIEW;
            }
        }
    }

    // People.

    void answer(LocalDate promised) {
        note("ANSWERED", null);
        waitFor(fixed(promised));
    }

    void summon() {
        note("SUMMON_DECIDED", null);
        until = counted(now, 2);
        stage = Stage.SUMMON;
    }

    void talk(LocalDate promised) {
        note("SUMMONED", endOf(promised));
        rung = 3;
        waitFor(fixed(promised));
    }

    void criticise() {
        rung = 4;
        End end = counted(now, 3);
        note("CRITICISED", end.at());
        waitFor(end);
    }

    void propose() {
        note("VETO_PROPOSED", null);
        rung = 5;
        stage = Stage.CASE;
    }

    void conclude() {
        note("VETO_CONCLUDED", null);
        waitFor(new End(now, null, 0));
    }

    void review(LocalDate next) {
        note("REVIEWED", endOf(next));
        rung = 6;
        waitFor(fixed(next));
    }

    void grant(LocalDate day) {
        note("TIME_GRANTED", endOf(day));
        waitFor(fixed(day));
    }

    private void waitFor(End end) {
        until = end;
        stage = Stage.WAIT;
    }

    void fulfil() {
        state = State.SUBMITTED;
        note("SUBMITTED", null);
        leave();
    }

    void accept() {
        state = State.FULFILLED;
        note("ACCEPTED", null);
    }

    void sendBack() {
        note("RETURNED", null);
        End rework = counted(now, 2);
        due(rework.at().isAfter(deadline.at()) ? rework : deadline);
        state = State.OPEN;
        note("REOPENED", deadline.at());
    }

    void move(LocalDate day) {
        due(fixed(day));
        note("MOVED", deadline.at());
        startAgain();
    }

    void waive() {
        state = State.WAIVED;
        note("WAIVED", null);
        leave();
    }

    private void leave() {
        if (stage != Stage.OFF) {
            note("LEFT", null);
            stage = Stage.OFF;
        }
    }

    private void startAgain() {
        if (stage != Stage.OFF) {
            stage = Stage.BEFORE_REMINDER;
        }
    }

    /** The town announces that the day is worked, or closed, against what held until now. */
    void announce(LocalDate day) {
        announced.put(day, !isWorked(day));
        if (state == State.OPEN) {
            End before = deadline;
            End after = again(before);
            boolean moves = !after.at().equals(before.at());
            if (moves || stage == Stage.OFF) {
                due(after);
            }
            if (moves) {
                note("MOVED", after.at());
                if (now.isBefore(after.at())) {
                    startAgain();
                }
            }
        }
        if (List.of(Stage.WAIT, Stage.ANSWER, Stage.DECIDE_SUMMON, Stage.SUMMON, Stage.DECIDE_CRITICISM)
                        .contains(stage)
                || stage == Stage.DECIDE_VETO
                || stage == Stage.REVIEW) {
            End after = again(until);
            if (!after.at().equals(until.at())) {
                note("WAIT_MOVED", after.at());
            }
            until = after;
        }
    }

    private void note(String act, Instant end) {
        steps.add(new Step(act, now, end));
    }
}
