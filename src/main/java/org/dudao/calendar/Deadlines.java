package org.dudao.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Turns days into the instants at which they end, and instants into the words people read. */
@Component
public class Deadlines {

    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59, 999_000_000);
    private static final LocalTime START_OF_WORK = LocalTime.of(9, 0);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("M月d日");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss");

    private final WorkingDays workingDays;

    public Deadlines(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /** The first millisecond of the day in Asia/Shanghai. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    /** The last millisecond of the day in Asia/Shanghai: what is done in it is still in time. */
    public Instant endOf(LocalDate day) {
        return day.atTime(END_OF_DAY).atZone(ZONE).toInstant();
    }

    /** The end of the {@code count}-th working day after the day in which {@code from} lies; that day does not count. */
    public Instant endOfWorkingDaysAfter(Instant from, int count) {
        return endOf(workingDays.after(dayOf(from), count));
    }

    /**
     * How {@link #endOfWorkingDaysAfter} comes about, in Chinese that can be shown to the unit: from when, how many days,
     * which holidays and worked weekend days lie between, and whether a year was computed without its holidays.
     */
    public String arithmetic(Instant from, int count) {
        LocalDate first = dayOf(from);
        LocalDate last = workingDays.after(first, count);
        List<LocalDate> between = first.plusDays(1).datesUntil(last.plusDays(1)).toList();
        List<String> notes = new ArrayList<>(List.of("当日不计"));
        String holidays = days(between.stream().filter(workingDays::isHoliday).toList());
        String worked =
                days(between.stream().filter(workingDays::isWorkedInExchange).toList());
        if (!holidays.isEmpty()) {
            notes.add(holidays + "放假");
        }
        if (!worked.isEmpty()) {
            notes.add(worked + "上班");
        }
        between.stream()
                .map(LocalDate::getYear)
                .distinct()
                .filter(year -> !workingDays.isPublished(year))
                .forEach(year -> notes.add(year + "年放假安排尚未公布，按周末推算"));
        return "自%s起%d个工作日（%s）：%s结束前".formatted(DAY.format(first), count, String.join("；", notes), DAY.format(last));
    }

    /** Days in a row as 9月29日至10月6日, several runs with 、 between them. */
    private static String days(List<LocalDate> days) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < days.size(); i++) {
            boolean begins = i == 0 || !days.get(i - 1).plusDays(1).equals(days.get(i));
            boolean ends = i == days.size() - 1 || !days.get(i).plusDays(1).equals(days.get(i + 1));
            if (begins) {
                text.append(text.isEmpty() ? "" : "、").append(SHORT_DAY.format(days.get(i)));
            } else if (ends) {
                text.append("至").append(SHORT_DAY.format(days.get(i)));
            }
        }
        return text.toString();
    }

    /**
     * What a deadline becomes that is counted anew: as counted where it comes later, and where it comes earlier not before
     * the end of the next working day after {@code now}, so that an announcement makes nobody late.
     */
    public Instant recounted(Instant before, Instant counted, Instant now) {
        if (!counted.isBefore(before)) {
            return counted;
        }
        Instant soonest = endOfWorkingDaysAfter(now, 1);
        Instant later = counted.isBefore(soonest) ? soonest : counted;
        return later.isBefore(before) ? later : before;
    }

    /** Nine in the morning, in Asia/Shanghai, of the {@code count}-th working day before the deadline's own day. */
    public Instant morningOfWorkingDayBefore(Instant deadline, int count) {
        return morningOf(workingDays.before(dayOf(deadline), count));
    }

    /** Nine in the morning, in Asia/Shanghai, of the day, or where that is closed of the next working day after it. */
    public Instant morningOfWorkingDayFrom(LocalDate day) {
        return morningOf(workingDays.isWorkingDay(day) ? day : workingDays.after(day, 1));
    }

    private static Instant morningOf(LocalDate day) {
        return day.atTime(START_OF_WORK).atZone(ZONE).toInstant();
    }

    /** The day in Asia/Shanghai in which the instant lies. */
    public static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZONE);
    }

    /** The day as people read it, such as 2023年9月21日. */
    public static String inWords(Instant instant) {
        return DAY.format(dayOf(instant));
    }

    /** The time in Asia/Shanghai to the second, such as 2023年9月21日 08:30:00. */
    public static String secondInWords(Instant instant) {
        return SECOND.format(instant.atZone(ZONE));
    }
}
