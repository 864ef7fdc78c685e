package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.Rhythm.Each;
import org.dudao.plan.Rhythm.Hours;
import org.dudao.plan.Rhythm.Season;
import org.dudao.plan.Rhythm.Window;
import org.junit.jupiter.api.Test;

/**
 * M3a, S5: the windows of a duty. In 2023 29 September to 6 October are closed, 7 and 8 October (a weekend) worked; in
 * 2026 25 to 27 September and 1 to 7 October are closed, Sunday, 20 September, and Saturday, 10 October, worked.
 */
class RhythmTest {

    private static final Hours MORNING = new Hours(LocalTime.of(7, 0), LocalTime.of(8, 0));
    private static final Hours AFTERNOON = new Hours(LocalTime.of(16, 0), LocalTime.of(17, 30));

    private final WorkingDays days = new WorkingDays();

    private static Rhythm each(Each each, Hours... hours) {
        return new Rhythm(each, List.of(), null, List.of(hours), null);
    }

    private static Rhythm on(Season season, DayOfWeek... weekdays) {
        return new Rhythm(Each.WEEKDAYS, List.of(weekdays), null, List.of(), season);
    }

    private static Rhythm everyWorkingDays(int count) {
        return new Rhythm(Each.WORKING_DAYS, List.of(), count, List.of(), null);
    }

    /** All windows from the first day to the last, in words. */
    private List<String> windows(Rhythm rhythm, String first, String last) {
        List<String> found = new ArrayList<>();
        Instant after = LocalDate.parse(first).atStartOfDay(Deadlines.ZONE).toInstant();
        Optional<Window> next = rhythm.next(days::isWorkingDay, LocalDate.parse(first), LocalDate.parse(last), after);
        while (next.isPresent()) {
            found.add(next.get().inWords());
            next = rhythm.next(
                    days::isWorkingDay,
                    LocalDate.parse(first),
                    LocalDate.parse(last),
                    next.get().closes());
        }
        return found;
    }

    @Test
    void workingDaysPassOverTheHolidayAndTakeWorkedWeekendDays() {
        assertThat(windows(each(Each.WORKING_DAY), "2023-09-27", "2023-10-10"))
                .containsExactly("2023年9月27日", "2023年9月28日", "2023年10月7日", "2023年10月8日", "2023年10月9日", "2023年10月10日");
        assertThat(windows(each(Each.WORKING_DAY), "2026-09-18", "2026-10-12"))
                .containsExactly(
                        "2026年9月18日",
                        "2026年9月20日",
                        "2026年9月21日",
                        "2026年9月22日",
                        "2026年9月23日",
                        "2026年9月24日",
                        "2026年9月28日",
                        "2026年9月29日",
                        "2026年9月30日",
                        "2026年10月8日",
                        "2026年10月9日",
                        "2026年10月10日",
                        "2026年10月12日");
    }

    @Test
    void peakHoursAreExact() {
        Rhythm rhythm = each(Each.WORKING_DAY, MORNING, AFTERNOON);
        LocalDate first = LocalDate.parse("2026-09-08");
        LocalDate last = LocalDate.parse("2026-09-09");
        assertThat(windows(rhythm, "2026-09-08", "2026-09-09"))
                .containsExactly(
                        "2026年9月8日07:00—08:00", "2026年9月8日16:00—17:30", "2026年9月9日07:00—08:00", "2026年9月9日16:00—17:30");
        Instant seven = Instant.parse("2026-09-07T23:00:00Z");
        assertThat(rhythm.next(days::isWorkingDay, first, last, seven))
                .contains(new Window(seven, Instant.parse("2026-09-08T00:00:00Z")));
        assertThat(rhythm.next(days::isWorkingDay, first, last, seven.plusMillis(1)))
                .as("what has begun is passed over")
                .contains(new Window(Instant.parse("2026-09-08T08:00:00Z"), Instant.parse("2026-09-08T09:30:00Z")));
    }

    @Test
    void aWholeDayLastsToItsLastMillisecond() {
        assertThat(each(Each.DAY)
                        .next(
                                days::isWorkingDay,
                                LocalDate.parse("2026-10-01"),
                                LocalDate.parse("2026-10-01"),
                                Instant.EPOCH))
                .contains(new Window(Instant.parse("2026-09-30T16:00:00Z"), Instant.parse("2026-10-01T15:59:59.999Z")));
        assertThat(windows(each(Each.DAY), "2026-09-30", "2026-10-02")).hasSize(3);
    }

    @Test
    void weekdaysCountWhereTheyAreWorkedAndWeekendsAlways() {
        assertThat(windows(
                        on(null, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY, DayOfWeek.SUNDAY), "2026-09-20", "2026-10-11"))
                .containsExactly(
                        "2026年9月20日",
                        "2026年9月23日",
                        "2026年9月27日",
                        "2026年9月30日",
                        "2026年10月4日",
                        "2026年10月9日",
                        "2026年10月11日");
    }

    @Test
    void aWeekLastsFromItsFirstToItsLastWorkingDay() {
        assertThat(windows(each(Each.WEEK), "2023-09-20", "2023-10-13"))
                .as("the week of 2 October is worked on its weekend alone, and the first one begins in its middle")
                .containsExactly("2023年9月20日至9月22日", "2023年9月25日至9月28日", "2023年10月7日至10月8日", "2023年10月9日至10月13日");
        assertThat(windows(each(Each.WEEK), "2026-09-14", "2026-10-11"))
                .as("no window in a week without a working day, none of days that are closed")
                .containsExactly("2026年9月14日至9月20日", "2026年9月21日至9月24日", "2026年9月28日至9月30日", "2026年10月8日至10月10日");
    }

    @Test
    void aMonthLastsFromItsFirstToItsLastWorkingDayInTheDutysTime() {
        assertThat(windows(each(Each.MONTH), "2026-10-04", "2026-12-29"))
                .containsExactly("2026年10月8日至10月30日", "2026年11月2日至11月30日", "2026年12月1日至12月29日");
    }

    @Test
    void soManyWorkingDaysFollowEachOther() {
        assertThat(windows(everyWorkingDays(5), "2026-09-19", "2026-10-13"))
                .as("the last one is as long as the duty lasts")
                .containsExactly("2026年9月20日至9月24日", "2026年9月28日至10月9日", "2026年10月10日至10月13日");
        assertThat(windows(everyWorkingDays(1), "2026-09-30", "2026-10-08"))
                .containsExactly("2026年9月30日", "2026年10月8日");
    }

    @Test
    void aSeasonBeginsAndEndsOnItsDays() {
        Season summer = new Season(MonthDay.of(5, 1), MonthDay.of(10, 15));
        assertThat(windows(new Rhythm(Each.DAY, List.of(), null, List.of(), summer), "2026-10-14", "2027-05-02"))
                .containsExactly("2026年10月14日", "2026年10月15日", "2027年5月1日", "2027年5月2日");
        assertThat(windows(new Rhythm(Each.WEEK, List.of(), null, List.of(), summer), "2026-10-12", "2026-11-30"))
                .containsExactly("2026年10月12日至10月15日");
        assertThat(windows(new Rhythm(Each.WORKING_DAYS, List.of(), 3, List.of(), summer), "2026-10-14", "2027-05-10"))
                .as("no period reaches over the time in which nothing is due")
                .startsWith("2026年10月14日至10月15日")
                .element(1)
                .asString()
                .startsWith("2027年5月");
    }

    @Test
    void aSeasonMayLastOverNewYear() {
        Season winter = new Season(MonthDay.of(12, 31), MonthDay.of(1, 1));
        assertThat(windows(new Rhythm(Each.DAY, List.of(), null, List.of(), winter), "2026-12-01", "2027-02-01"))
                .containsExactly("2026年12月31日", "2027年1月1日");
    }

    @Test
    void nothingIsDueAfterTheLastDay() {
        assertThat(windows(each(Each.WORKING_DAY), "2026-10-01", "2026-10-07")).isEmpty();
        assertThat(windows(each(Each.MONTH), "2026-10-01", "2026-10-07")).isEmpty();
    }

    @Test
    void whatHasOpenedClosesByTheDaysAsTheyAreThen() {
        LocalDate first = LocalDate.parse("2026-09-07");
        LocalDate last = LocalDate.parse("2026-11-30");
        WorkingDays closedFriday = days.with(LocalDate.parse("2026-09-11"), LocalDate.parse("2026-09-11"), false);
        Window week = each(Each.WEEK)
                .next(days::isWorkingDay, first, last, Instant.EPOCH)
                .orElseThrow();
        assertThat(each(Each.WEEK).closes(closedFriday::isWorkingDay, first, last, week))
                .isEqualTo("2026-09-10T15:59:59.999Z");
        Window five = everyWorkingDays(5)
                .next(days::isWorkingDay, first, last, Instant.EPOCH)
                .orElseThrow();
        assertThat(everyWorkingDays(5).closes(closedFriday::isWorkingDay, first, last, five))
                .isEqualTo("2026-09-14T15:59:59.999Z");
        WorkingDays closedWeek = days.with(LocalDate.parse("2026-09-07"), LocalDate.parse("2026-09-13"), false);
        assertThat(each(Each.WEEK).closes(closedWeek::isWorkingDay, first, last, week))
                .isEqualTo(week.closes());
        assertThat(each(Each.WEEK).isDue(closedWeek::isWorkingDay, first, last, week))
                .isFalse();
        assertThat(each(Each.WEEK).isDue(closedFriday::isWorkingDay, first, last, week))
                .isTrue();
        assertThat(each(Each.DAY).isDue(closedWeek::isWorkingDay, first, last, week))
                .as("what does not count working days is due on closed ones")
                .isTrue();
    }

    @Test
    void isReadByPeople() {
        assertThat(each(Each.WORKING_DAY, MORNING, AFTERNOON).inWords()).isEqualTo("每个工作日07:00—08:00、16:00—17:30");
        assertThat(on(new Season(MonthDay.of(5, 1), MonthDay.of(10, 15)), DayOfWeek.WEDNESDAY, DayOfWeek.SUNDAY)
                        .inWords())
                .isEqualTo("每周三、周日（5月1日至10月15日）");
        assertThat(each(Each.DAY).inWords()).isEqualTo("每天");
        assertThat(each(Each.WEEK).inWords()).isEqualTo("每周一次");
        assertThat(each(Each.MONTH).inWords()).isEqualTo("每月一次");
        assertThat(everyWorkingDays(5).inWords()).isEqualTo("每5个工作日一次");
    }
}
