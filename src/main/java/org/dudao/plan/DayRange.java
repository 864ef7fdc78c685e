package org.dudao.plan;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some days in a row.
 *
 * @param from first day
 * @param to last day, inclusive; not before {@code from}
 */
record DayRange(LocalDate from, LocalDate to) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("M月d日");

    /** The longest parts of the range of which every day fits, in the order of time. */
    List<DayRange> parts(Predicate<LocalDate> fits) {
        List<DayRange> parts = new ArrayList<>();
        LocalDate first = null;
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            if (!fits.test(day)) {
                first = null;
            } else if (first == null) {
                first = day;
                parts.add(new DayRange(day, day));
            } else {
                parts.set(parts.size() - 1, new DayRange(first, day));
            }
        }
        return parts;
    }

    /** The range together with the days right before and after it that fit, too. */
    DayRange grown(Predicate<LocalDate> fits) {
        LocalDate first = from;
        while (fits.test(first.minusDays(1))) {
            first = first.minusDays(1);
        }
        LocalDate last = to;
        while (fits.test(last.plusDays(1))) {
            last = last.plusDays(1);
        }
        return new DayRange(first, last);
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    long days() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** Such as 2023年9月29日至10月6日. */
    String inWords() {
        if (from.equals(to)) {
            return inWords(from);
        }
        return inWords(from) + "至" + (from.getYear() == to.getYear() ? SHORT.format(to) : DAY.format(to));
    }

    static String inWords(LocalDate day) {
        return DAY.format(day);
    }
}
