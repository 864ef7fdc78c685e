package org.dudao.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.Phase;
import org.dudao.plan.Plan;
import org.dudao.plan.PlanReader;
import org.junit.jupiter.api.Test;

/** W3: the instants of the bulletins; in 2023 the National Day holiday lasts from 29 September to 6 October. */
class BulletinTimesTest {

    private static final Plan PLAN = new PlanReader().read(Path.of("plans/hekou-2023.yaml"));

    private final BulletinTimes times = new BulletinTimes(new Deadlines(new WorkingDays()));

    private Instant next(String after) {
        return times.next(PLAN, Instant.parse(after));
    }

    @Test
    void everyWeekAndAfterEachPhaseAndOneWhereSeveralFallTogether() {
        List<String> made = new ArrayList<>();
        for (Instant at = Instant.parse("2023-09-10T16:00:00Z"); made.size() < 6; ) {
            at = times.next(PLAN, at);
            made.add(at.toString());
        }
        assertThat(made)
                .containsExactly(
                        "2023-09-15T01:00:00Z", // Friday, and the day after the launch
                        "2023-09-21T01:00:00Z", // the day after the inspection
                        "2023-09-22T01:00:00Z",
                        "2023-10-07T01:00:00Z", // two Fridays, and two phases that ended in the holiday
                        "2023-10-13T01:00:00Z",
                        "2023-10-20T01:00:00Z");
    }

    @Test
    void isTheSameUntilItsOwnInstantAndTheNextOneFromThenOn() {
        assertThat(next("2023-09-21T16:00:00Z")).isEqualTo("2023-09-22T01:00:00Z");
        assertThat(next("2023-09-22T00:59:59.999Z")).isEqualTo("2023-09-22T01:00:00Z");
        assertThat(next("2023-09-22T01:00:00Z")).isEqualTo("2023-10-07T01:00:00Z");
        assertThat(next("2023-10-07T00:59:59.999Z")).isEqualTo("2023-10-07T01:00:00Z");
        assertThat(next("2023-10-07T01:00:00Z")).isEqualTo("2023-10-13T01:00:00Z");
    }

    @Test
    void aFridayInTheSpringFestivalIsMadeUpForAfterIt() {
        Plan winter = PLAN.shiftedTo(LocalDate.parse("2024-01-01"));
        assertThat(times.next(winter, Instant.parse("2024-02-09T00:00:00Z")))
                .as("9 February 2024 is worked or not as published; 10 to 17 February are closed, 18 is worked")
                .isEqualTo(
                        new WorkingDays().isWorkingDay(LocalDate.parse("2024-02-09"))
                                ? "2024-02-09T01:00:00Z"
                                : "2024-02-18T01:00:00Z");
        assertThat(times.next(winter, Instant.parse("2024-02-10T00:00:00Z"))).isEqualTo("2024-02-18T01:00:00Z");
    }

    @Test
    void aPhaseBelongsToTheBulletinAfterItsLastMillisecond() {
        Instant end = Instant.parse("2023-09-20T15:59:59.999Z");
        assertThat(times.ended(PLAN, end.minusMillis(2), end.minusMillis(1))).isEmpty();
        assertThat(times.ended(PLAN, end.minusMillis(1), end))
                .extracting(Phase::id)
                .containsExactly("inspection");
        assertThat(times.ended(PLAN, end, end.plusMillis(1))).isEmpty();
        assertThat(times.ended(PLAN, Instant.parse("2023-09-22T01:00:00Z"), Instant.parse("2023-10-07T01:00:00Z")))
                .extracting(Phase::id)
                .containsExactly("acceptance", "consolidation");
    }
}
