package org.dudao.plan;

import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * When an obligation is due. Exactly one component is set, the others are null; {@code dayFrom} may stand with {@code
 * workingDays}.
 *
 * @param on a fixed day: due at its end, in Asia/Shanghai
 * @param workingDays a number of working days after the obligation was opened, or after the day of {@code dayFrom}
 * @param workingDaysFrom name of the process variable that holds that number
 * @param before what a document says with “…日前” and leaves open whether the day itself counts; {@link PlanCheck} lets no
 *     campaign be launched with it
 * @param dayFrom name of the process variable that holds a day agreed upon, such as that of a meeting: due at its end,
 *     or so many working days after it
 */
public record Deadline(LocalDate on, Integer workingDays, String workingDaysFrom, LocalDate before, String dayFrom) {

    /** @throws IllegalArgumentException when none or more than one component is set */
    public Deadline {
        if (Stream.of(on, dayFrom == null ? workingDays : null, workingDaysFrom, before, dayFrom)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new IllegalArgumentException(
                    "A deadline takes exactly one of on, workingDays, workingDaysFrom, before, dayFrom");
        }
    }

    public Deadline(LocalDate on, Integer workingDays, String workingDaysFrom, LocalDate before) {
        this(on, workingDays, workingDaysFrom, before, null);
    }

    public Deadline(LocalDate on, Integer workingDays, String workingDaysFrom) {
        this(on, workingDays, workingDaysFrom, null);
    }

    Deadline shiftedBy(long days) {
        return new Deadline(shifted(on, days), workingDays, workingDaysFrom, shifted(before, days), dayFrom);
    }

    private static LocalDate shifted(LocalDate day, long days) {
        return day == null ? null : day.plusDays(days);
    }
}
