package org.dudao.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/** Turns days into the instants at which they end, and instants into the words people read. */
@Component
public class Deadlines {

    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59, 999_000_000);
    private static final LocalTime START_OF_WORK = LocalTime.of(9, 0);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");

    private final WorkingDays workingDays;

    public Deadlines(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /** The last millisecond of the day in Asia/Shanghai: what is done in it is still in time. */
    public Instant endOf(LocalDate day) {
        return day.atTime(END_OF_DAY).atZone(ZONE).toInstant();
    }

    /** The end of the {@code count}-th working day after the day in which {@code from} lies; that day does not count. */
    public Instant endOfWorkingDaysAfter(Instant from, int count) {
        return endOf(workingDays.after(dayOf(from), count));
    }

    /** Nine in the morning, in Asia/Shanghai, of the {@code count}-th working day before the deadline's own day. */
    public Instant morningOfWorkingDayBefore(Instant deadline, int count) {
        return workingDays
                .before(dayOf(deadline), count)
                .atTime(START_OF_WORK)
                .atZone(ZONE)
                .toInstant();
    }

    /** The day in Asia/Shanghai in which the instant lies. */
    public static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZONE);
    }

    /** The day as people read it, such as 2023年9月21日. */
    public static String inWords(Instant instant) {
        return DAY.format(dayOf(instant));
    }
}
