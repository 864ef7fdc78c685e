package org.dudao.calendar;

import com.tyme.holiday.LegalHoliday;
import java.time.DayOfWeek;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** Which days are worked: the State Council's holidays and worked weekend days where published, else Monday to Friday. */
@Component
public class WorkingDays {

    /** Whether the day is worked in Asia/Shanghai. */
    public boolean isWorkingDay(LocalDate day) {
        LegalHoliday published = LegalHoliday.fromYmd(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        if (published != null) {
            return published.isWork();
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /**
     * Whether the State Council's holidays of the year are known here. Of a year that is not published yet, Monday to
     * Friday count as worked, and whoever computes with it has to say so.
     */
    public boolean isPublished(int year) {
        return LegalHoliday.fromYmd(year, 10, 1) != null;
    }

    /** Whether the day is closed as a public holiday, be it a weekday or not. */
    boolean isHoliday(LocalDate day) {
        LegalHoliday published = LegalHoliday.fromYmd(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        return published != null && !published.isWork();
    }

    /** Whether the day is a Saturday or Sunday that is worked in exchange for a holiday. */
    boolean isWorkedWeekend(LocalDate day) {
        return day.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue() && isWorkingDay(day);
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
}
