package org.dudao.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The State Council's calendar against its notices, written down here once more, and the arithmetic on it. */
class WorkingDaysTest {

    /** First and last day off, then the weekend days that are worked. */
    private static final String NOTICES = """
            2022-12-31 2023-01-02
            2023-01-21 2023-01-27 2023-01-28 2023-01-29
            2023-04-05 2023-04-05
            2023-04-29 2023-05-03 2023-04-23 2023-05-06
            2023-06-22 2023-06-24 2023-06-25
            2023-09-29 2023-10-06 2023-10-07 2023-10-08
            2024-01-01 2024-01-01
            2024-02-10 2024-02-17 2024-02-04 2024-02-18
            2024-04-04 2024-04-06 2024-04-07
            2024-05-01 2024-05-05 2024-04-28 2024-05-11
            2024-06-10 2024-06-10
            2024-09-15 2024-09-17 2024-09-14
            2024-10-01 2024-10-07 2024-09-29 2024-10-12
            2025-01-01 2025-01-01
            2025-01-28 2025-02-04 2025-01-26 2025-02-08
            2025-04-04 2025-04-06
            2025-05-01 2025-05-05 2025-04-27
            2025-05-31 2025-06-02
            2025-10-01 2025-10-08 2025-09-28 2025-10-11
            2026-01-01 2026-01-03 2026-01-04
            2026-02-15 2026-02-23 2026-02-14 2026-02-28
            2026-04-04 2026-04-06
            2026-05-01 2026-05-05 2026-05-09
            2026-06-19 2026-06-21
            2026-09-25 2026-09-27
            2026-10-01 2026-10-07 2026-09-20 2026-10-10
            """;

    private static final Map<LocalDate, Boolean> WORKED = worked();

    private final WorkingDays days = new WorkingDays();
    private final Deadlines deadlines = new Deadlines(days);
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void ownZone() {
        TimeZone.setDefault(zone);
    }

    private static Map<LocalDate, Boolean> worked() {
        Map<LocalDate, Boolean> worked = new HashMap<>();
        LocalDate.of(2023, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .forEach(day -> worked.put(day, day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0));
        NOTICES.lines().map(line -> line.split(" ")).forEach(notice -> {
            LocalDate.parse(notice[0])
                    .datesUntil(LocalDate.parse(notice[1]).plusDays(1))
                    .forEach(day -> worked.replace(day, false));
            for (int i = 2; i < notice.length; i++) {
                worked.put(LocalDate.parse(notice[i]), true);
            }
        });
        return worked;
    }

    @Test
    void everyDayOfFourYearsIsAsTheNoticesSay() {
        List<LocalDate> different = new ArrayList<>();
        WORKED.forEach((day, isWorked) -> {
            if (days.isWorkingDay(day) != isWorked) {
                different.add(day);
            }
        });
        assertThat(WORKED).hasSize(1461);
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // Around the holidays of 2023 with both worked weekend days.
        "2023-09-27, 1, 2023-09-28",
        "2023-09-27, 2, 2023-10-07",
        "2023-09-27, 3, 2023-10-08",
        "2023-09-27, 4, 2023-10-09",
        "2023-09-30, 1, 2023-10-07",
        // The year's end, and a leap day.
        "2023-12-29, 1, 2024-01-02",
        "2024-12-31, 1, 2025-01-02",
        "2024-02-28, 1, 2024-02-29",
        "2024-02-28, 2, 2024-03-01",
        // Spring Festival with a worked Sunday before and after.
        "2024-02-02, 1, 2024-02-04",
        "2024-02-09, 1, 2024-02-18",
        "2026-02-13, 2, 2026-02-24",
        // A year whose holidays are not published: Monday to Friday.
        "2027-10-01, 1, 2027-10-04"
    })
    void countsWorkingDaysAfter(LocalDate day, int count, LocalDate expected) {
        assertThat(days.after(day, count)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"})
    void aDayEndsInShanghaiWhereverTheServerStands(String server) {
        TimeZone.setDefault(TimeZone.getTimeZone(server));

        assertThat(deadlines.endOf(LocalDate.of(2023, 9, 21))).isEqualTo("2023-09-21T15:59:59.999Z");
        // A quarter to midnight in Shanghai is still the 27th, a quarter past is the 28th.
        assertThat(deadlines.endOfWorkingDaysAfter(Instant.parse("2023-09-27T15:45:00Z"), 1))
                .isEqualTo("2023-09-28T15:59:59.999Z");
        assertThat(deadlines.endOfWorkingDaysAfter(Instant.parse("2023-09-27T16:15:00Z"), 1))
                .isEqualTo("2023-10-07T15:59:59.999Z");
        // The day on which New York's clocks go back.
        assertThat(deadlines.endOfWorkingDaysAfter(Instant.parse("2026-11-01T05:30:00Z"), 1))
                .isEqualTo("2026-11-02T15:59:59.999Z");
        assertThat(deadlines.morningOfWorkingDayBefore(Instant.parse("2023-10-08T15:59:59.999Z"), 2))
                .isEqualTo("2023-09-28T01:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-09-27T02:00:00Z | 3 | 自2023年9月27日起3个工作日（当日不计；9月29日至10月6日放假；10月7日至10月8日上班）：2023年10月8日结束前",
                "2026-09-07T02:00:00Z | 2 | 自2026年9月7日起2个工作日（当日不计）：2026年9月9日结束前",
                "2026-12-31T02:00:00Z | 1 | 自2026年12月31日起1个工作日（当日不计；2027年放假安排尚未公布，按周末推算）：2027年1月1日结束前"
            })
    void explainsHowADeadlineCameAbout(Instant from, int count, String words) {
        assertThat(deadlines.arithmetic(from, count)).isEqualTo(words);
    }

    @Test
    void knowsWhichYearsArePublished() {
        assertThat(days.isPublished(2023)).isTrue();
        assertThat(days.isPublished(2026)).isTrue();
        assertThat(days.isPublished(2027)).isFalse();
    }

    /** Against an oracle that only steps through the table above; 20,000 histories of one fixed seed. */
    @Test
    void agreesWithTheTableOnRandomDaysAndCounts() {
        Random random = new Random(20230910);
        for (int i = 0; i < 20_000; i++) {
            LocalDate day = LocalDate.of(2023, 1, 10).plusDays(random.nextInt(1300));
            int count = 1 + random.nextInt(30);
            LocalDate expected = step(day, count, 1);
            assertThat(days.after(day, count)).as("%s + %d", day, count).isEqualTo(expected);
            assertThat(days.isWorkingDay(expected)).isTrue();
            if (days.isWorkingDay(day)) {
                assertThat(days.before(expected, count))
                        .as("back from %s", expected)
                        .isEqualTo(day);
            }
            assertThat(days.after(day, count + 1)).isAfter(expected);
            assertThat(days.between(day, expected)).isEqualTo(count);
            assertThat(days.between(day, expected.minusDays(1))).isEqualTo(count - 1);
        }
    }

    private static LocalDate step(LocalDate day, int count, int direction) {
        LocalDate current = day;
        int left = count;
        while (left > 0) {
            current = current.plusDays(direction);
            left -= WORKED.get(current) ? 1 : 0;
        }
        return current;
    }

    @Test
    void refusesLessThanOneDay() {
        assertThatIllegalArgumentException().isThrownBy(() -> days.after(LocalDate.of(2023, 9, 1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> days.before(LocalDate.of(2023, 9, 1), 0));
    }

    /** From the last day before the National Day's holiday of 2023 to the two worked weekend days after it. */
    @ParameterizedTest
    @CsvSource({
        "2023-09-28, 2023-09-28, 0",
        "2023-09-28, 2023-10-06, 0",
        "2023-09-28, 2023-10-07, 1",
        "2023-09-28, 2023-10-08, 2",
        "2023-10-08, 2023-09-28, -2",
        "2023-09-20, 2023-09-25, 3",
        "2023-09-25, 2023-09-20, -3"
    })
    void countsTheWorkingDaysBetweenTwoDays(LocalDate from, LocalDate to, int expected) {
        assertThat(days.between(from, to)).isEqualTo(expected);
    }
}
