package org.dudao.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;

/**
 * When a duty is to be done: one window of time after another, in Asia/Shanghai.
 *
 * @param weekdays for {@link Each#WEEKDAYS}, at least one: Monday to Friday count where they are worked, Saturday and
 *     Sunday always; else empty
 * @param workingDays for {@link Each#WORKING_DAYS}; else null
 * @param hours the windows of a day, none overlapping another, in the order of time; empty for the whole day
 * @param season the days of each year in which it is done; null for the whole year
 */
public record Rhythm(Each each, List<DayOfWeek> weekdays, Integer workingDays, List<Hours> hours, Season season) {

    /** Once in each of these. What counts working days has no window on a closed day. */
    public enum Each {
        WORKING_DAY,
        /** Closed or not. */
        DAY,
        WEEKDAYS,
        /** From the first to the last working day of a week that begins on Monday. */
        WEEK,
        /** From the first to the last working day of a calendar month. */
        MONTH,
        /** So many working days, one such period after another. */
        WORKING_DAYS
    }

    /** @param to not before {@code from}, itself outside */
    public record Hours(LocalTime from, LocalTime to) {}

    /** From one day to another, both inclusive; over New Year where the first comes later in the year. */
    public record Season(MonthDay from, MonthDay to) {

        boolean contains(LocalDate day) {
            MonthDay now = MonthDay.from(day);
            return from.isAfter(to) ? !now.isBefore(from) || !now.isAfter(to) : !now.isBefore(from) && !now.isAfter(to);
        }
    }

    /** @param closes what is done before or at it is in time */
    public record Window(Instant opens, Instant closes) {

        /** Such as 2026年9月11日07:00—08:00, or without times where it lasts whole days. */
        public String inWords() {
            ZonedDateTime from = opens.atZone(Deadlines.ZONE);
            ZonedDateTime to = closes.atZone(Deadlines.ZONE);
            String day = Deadlines.inWords(opens);
            if (!from.toLocalDate().equals(to.toLocalDate())) {
                return day + "至" + DAY.format(to);
            }
            boolean whole = from.toLocalTime().equals(LocalTime.MIN) && closes.equals(endOf(to.toLocalDate()));
            return whole ? day : day + TIME.format(from) + "—" + TIME.format(to);
        }
    }

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M月d日");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    public Rhythm {
        weekdays = List.copyOf(weekdays);
        hours = List.copyOf(hours);
    }

    /**
     * The first window that opens at or after an instant.
     *
     * @param worked whether a day is worked
     * @param first the duty's first day
     * @param last the duty's last day, inclusive
     * @return empty where there is none any more
     */
    public Optional<Window> next(Predicate<LocalDate> worked, LocalDate first, LocalDate last, Instant after) {
        Days days = new Days(worked, first, last);
        LocalDate day = Deadlines.dayOf(after).isBefore(first) ? first : Deadlines.dayOf(after);
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            Optional<Window> found = days.isDue(day)
                    ? windows(days, day)
                            .filter(window -> !window.opens().isBefore(after))
                            .findFirst()
                    : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The windows that open on this day. */
    private Stream<Window> windows(Days days, LocalDate day) {
        return switch (each) {
            case WORKING_DAY, DAY, WEEKDAYS ->
                hours.isEmpty()
                        ? Stream.of(new Window(startOf(day), endOf(day)))
                        : hours.stream().map(part -> new Window(at(day, part.from()), at(day, part.to())));
            case WEEK, MONTH ->
                beginning(day).datesUntil(day).anyMatch(days::isDue)
                        ? Stream.of()
                        : Stream.of(new Window(startOf(day), endOf(lastDay(days, day))));
            case WORKING_DAYS -> Stream.of(new Window(startOf(day), endOf(lastDay(days, day))));
        };
    }

    /**
     * When a window that has opened closes by these days; as before where none of its days is due any more.
     *
     * @param window as it was
     */
    public Instant closes(Predicate<LocalDate> worked, LocalDate first, LocalDate last, Window window) {
        Days days = new Days(worked, first, last);
        return switch (each) {
            case WORKING_DAY, DAY, WEEKDAYS -> window.closes();
            case WEEK, MONTH, WORKING_DAYS ->
                Optional.ofNullable(lastDay(days, Deadlines.dayOf(window.opens())))
                        .map(Rhythm::endOf)
                        .orElse(window.closes());
        };
    }

    /** Whether anything is due in a window by these days: a day that was closed afterwards asks for nothing. */
    public boolean isDue(Predicate<LocalDate> worked, LocalDate first, LocalDate last, Window window) {
        return Deadlines.dayOf(window.opens())
                .datesUntil(Deadlines.dayOf(window.closes()).plusDays(1))
                .anyMatch(new Days(worked, first, last)::isDue);
    }

    /** The last day that is due of the period that the day lies in; null where there is none from that day on. */
    private LocalDate lastDay(Days days, LocalDate day) {
        if (each != Each.WORKING_DAYS) {
            return day.datesUntil(end(day).plusDays(1))
                    .filter(days::isDue)
                    .reduce((one, other) -> other)
                    .orElse(null);
        }
        LocalDate found = null;
        int left = workingDays;
        for (LocalDate at = day; left > 0 && days.isIn(at); at = at.plusDays(1)) {
            if (days.isDue(at)) {
                found = at;
                left--;
            }
        }
        return found;
    }

    private LocalDate beginning(LocalDate day) {
        return each == Each.WEEK
                ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                : day.with(TemporalAdjusters.firstDayOfMonth());
    }

    private LocalDate end(LocalDate day) {
        return each == Each.WEEK
                ? day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY))
                : day.with(TemporalAdjusters.lastDayOfMonth());
    }

    /** The days of a duty, by one calendar. */
    private final class Days {

        private final Predicate<LocalDate> worked;
        private final LocalDate first;
        private final LocalDate last;

        Days(Predicate<LocalDate> worked, LocalDate first, LocalDate last) {
            this.worked = worked;
            this.first = first;
            this.last = last;
        }

        boolean isIn(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last) && (season == null || season.contains(day));
        }

        boolean isDue(LocalDate day) {
            return isIn(day)
                    && switch (each) {
                        case DAY -> true;
                        case WEEKDAYS ->
                            weekdays.contains(day.getDayOfWeek())
                                    && (day.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue()
                                            || worked.test(day));
                        default -> worked.test(day);
                    };
        }
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(Deadlines.ZONE).toInstant();
    }

    private static Instant startOf(LocalDate day) {
        return at(day, LocalTime.MIN);
    }

    private static Instant endOf(LocalDate day) {
        return startOf(day.plusDays(1)).minusMillis(1);
    }

    /** Such as 每个工作日07:00—08:00、16:00—17:30. */
    public String inWords() {
        String when =
                switch (each) {
                    case WORKING_DAY -> "每个工作日";
                    case DAY -> "每天";
                    case WEEKDAYS ->
                        "每" + weekdays.stream().map(Rhythm::inWords).collect(Collectors.joining("、"));
                    case WEEK -> "每周一次";
                    case MONTH -> "每月一次";
                    case WORKING_DAYS -> "每%d个工作日一次".formatted(workingDays);
                };
        return Stream.of(
                        when,
                        hours.stream()
                                .map(part -> part.from() + "—" + part.to())
                                .collect(Collectors.joining("、")),
                        season == null ? null : "（%s至%s）".formatted(DAY.format(season.from()), DAY.format(season.to())))
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
    }

    private static String inWords(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.CHINA);
    }
}
