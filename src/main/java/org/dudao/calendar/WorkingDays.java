package org.dudao.calendar;

import com.tyme.holiday.LegalHoliday;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Which days are worked: what the town announced, else the State Council's holidays and worked weekend days where
 * published, else Monday to Friday.
 */
@Component
public class WorkingDays {

    private final Supplier<Map<LocalDate, Boolean>> announced;

    /** Without anything that a town announced. */
    public WorkingDays() {
        this(Map::of);
    }

    @Autowired
    WorkingDays(AnnouncedDays announced) {
        this(announced::inForce);
    }

    private WorkingDays(Supplier<Map<LocalDate, Boolean>> announced) {
        this.announced = announced;
    }

    /** The same with one more arrangement: each day from the first to the last worked, closed, or (null) as usual. */
    public WorkingDays with(LocalDate first, LocalDate last, Boolean worked) {
        Map<LocalDate, Boolean> days = new HashMap<>(announced.get());
        first.datesUntil(last.plusDays(1)).forEach(day -> {
            if (worked == null) {
                days.remove(day);
            } else {
                days.put(day, worked);
            }
        });
        return new WorkingDays(() -> days);
    }

    /** Whether the day is worked in Asia/Shanghai. */
    public boolean isWorkingDay(LocalDate day) {
        Boolean inTown = announced.get().get(day);
        if (inTown != null) {
            return inTown;
        }
        LegalHoliday published = published(day);
        return published != null ? published.isWork() : !isWeekend(day);
    }

    private static LegalHoliday published(LocalDate day) {
        return LegalHoliday.fromYmd(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    }

    /**
     * Whether the State Council's holidays of the year are known here. Of a year that is not published yet, Monday to
     * Friday count as worked, and whoever computes with it has to say so.
     */
    public boolean isPublished(int year) {
        return LegalHoliday.fromYmd(year, 10, 1) != null;
    }

    /** Whether the day is closed as a public holiday, be it a weekday or not, or because the town announced it. */
    boolean isHoliday(LocalDate day) {
        LegalHoliday published = published(day);
        return !isWorkingDay(day) && (!isWeekend(day) || published != null && !published.isWork());
    }

    /** Whether the day is worked although it is a Saturday, a Sunday or a public holiday. */
    boolean isWorkedInExchange(LocalDate day) {
        LegalHoliday published = published(day);
        return isWorkingDay(day) && (isWeekend(day) || published != null && !published.isWork());
    }

    /** The {@code count}-th working day before {@code day}, which itself does not count; {@code count} is at least 1. */
    public LocalDate before(LocalDate day, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("working days must be at least 1, not " + count);
        }
        LocalDate current = day;
        for (int left = count; left > 0; ) {
            current = current.minusDays(1);
            if (isWorkingDay(current)) {
                left--;
            }
        }
        return current;
    }

    /** The {@code count}-th working day after {@code day}, which itself does not count; {@code count} is at least 1. */
    public LocalDate after(LocalDate day, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("working days must be at least 1, not " + count);
        }
        LocalDate current = day;
        for (int left = count; left > 0; ) {
            current = current.plusDays(1);
            if (isWorkingDay(current)) {
                left--;
            }
        }
        return current;
    }

    /** How many working days lie after {@code day}, which itself does not count, up to and with {@code last}. */
    public int between(LocalDate day, LocalDate last) {
        int count = 0;
        for (LocalDate current = day.plusDays(1); !current.isAfter(last); current = current.plusDays(1)) {
            if (isWorkingDay(current)) {
                count++;
            }
        }
        return count;
    }
}
