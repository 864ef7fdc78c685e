package org.dudao.platform.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalClockTest {

    private static final Instant ORIGIN = Instant.parse("2023-09-10T00:00:00Z");

    // Real nanoseconds count from anywhere and may be negative.
    private long nanos = -42;
    private final List<Instant> written = new ArrayList<>();

    private RehearsalClock clock(Instant origin, int speed) {
        RehearsalClock clock = new RehearsalClock(origin, speed, () -> nanos, written::add);
        clock.start();
        return clock;
    }

    private void pass(long amount, TimeUnit unit) {
        nanos += unit.toNanos(amount);
    }

    private static Instant read(RehearsalClock clock) {
        return Instant.ofEpochMilli(clock.millis());
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,HOURS,2023-09-10T01:00:00Z",
        "1440,1,MINUTES,2023-09-11T00:00:00Z",
        "1440,1,MILLISECONDS,2023-09-10T00:00:01.440Z",
        "1440,500,MICROSECONDS,2023-09-10T00:00:00.720Z",
        "86400,61,SECONDS,2023-11-10T00:00:00Z",
        "86400,30,DAYS,9120-05-07T00:00:00Z"
    })
    void runsAsFastAsItIsTold(int speed, long amount, TimeUnit unit, Instant expected) {
        RehearsalClock clock = clock(ORIGIN, speed);
        assertThat(read(clock)).isEqualTo(ORIGIN);

        pass(amount, unit);

        assertThat(read(clock)).isEqualTo(expected);
    }

    @Test
    void standsStillUntilItIsStarted() {
        RehearsalClock clock = new RehearsalClock(ORIGIN, 1440, () -> nanos, written::add);
        pass(1, TimeUnit.HOURS);
        assertThat(read(clock)).isEqualTo(ORIGIN);

        clock.start();
        assertThat(read(clock)).isEqualTo(ORIGIN);
        pass(1, TimeUnit.MINUTES);
        assertThat(read(clock)).isEqualTo(ORIGIN.plus(Duration.ofDays(1)));
    }

    @Test
    void showsNothingLaterThanWhatIsWrittenDown() {
        RehearsalClock clock = clock(ORIGIN, 1440);
        for (int i = 0; i < 500; i++) {
            Instant shown = read(clock);
            assertThat(written.get(written.size() - 1)).isAfterOrEqualTo(shown);
            pass(97, TimeUnit.MILLISECONDS);
        }

        assertThat(written).isSorted().as("not at every look").hasSize(24);
    }

    @Test
    void goesOnAfterACrashFromWhereItNeverWas() {
        RehearsalClock first = clock(ORIGIN, 1440);
        pass(90, TimeUnit.SECONDS);
        Instant seen = read(first);

        Instant last = written.get(written.size() - 1);
        Instant next = read(clock(last, 1440));

        assertThat(next).isAfterOrEqualTo(seen).isBeforeOrEqualTo(seen.plus(RehearsalClock.AHEAD.multipliedBy(1440)));
    }

    @Test
    void stopsWhereItIs() {
        RehearsalClock clock = clock(ORIGIN, 1440);
        clock.millis();
        pass(1, TimeUnit.MINUTES);

        clock.stop();

        Instant dayAfter = ORIGIN.plus(Duration.ofDays(1));
        assertThat(written.get(written.size() - 1)).isEqualTo(dayAfter);
        pass(1, TimeUnit.MINUTES);
        assertThat(read(clock)).isEqualTo(dayAfter);
        assertThat(written.get(written.size() - 1)).isEqualTo(dayAfter);
    }
}
