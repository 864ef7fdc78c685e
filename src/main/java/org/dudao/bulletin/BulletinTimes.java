package org.dudao.bulletin;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;
import org.dudao.plan.Phase;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/** When the bulletins of a campaign are made. */
@Component
class BulletinTimes {

    /** No run of closed days is longer, so that a week before it can be made up for only after the day that is asked for. */
    private static final int LONGEST_BREAK = 60;

    private final Deadlines deadlines;

    BulletinTimes(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /**
     * When the next one is made: nine in the morning, in Asia/Shanghai, of the plan's weekday or of the day after a phase,
     * and where that day is closed of the next working day.
     *
     * @return the earliest such instant after {@code after}
     */
    Instant next(Plan plan, Instant after) {
        LocalDate first = Deadlines.dayOf(after)
                .minusDays(LONGEST_BREAK)
                .with(TemporalAdjusters.nextOrSame(plan.bulletins().weekday()));
        Stream<LocalDate> weekly = Stream.iterate(first, day -> day.plusWeeks(1));
        Instant nextWeekly = weekly.map(deadlines::morningOfWorkingDayFrom)
                .filter(morning -> morning.isAfter(after))
                .findFirst()
                .orElseThrow();
        return plan.phases().stream()
                .map(this::afterwards)
                .filter(morning -> morning.isAfter(after) && morning.isBefore(nextWeekly))
                .min(Instant::compareTo)
                .orElse(nextWeekly);
    }

    private Instant afterwards(Phase phase) {
        return deadlines.morningOfWorkingDayFrom(phase.to().plusDays(1));
    }

    /** The phases that ended after {@code since} and not after {@code until}. */
    List<Phase> ended(Plan plan, Instant since, Instant until) {
        return plan.phases().stream()
                .filter(phase -> {
                    Instant end = deadlines.endOf(phase.to());
                    return end.isAfter(since) && !end.isAfter(until);
                })
                .toList();
    }
}
