package org.dudao.plan;

import java.time.LocalDate;

/**
 * When an obligation is due. Exactly one component is set, the others are null.
 *
 * @param on a fixed day: due at its end, in Asia/Shanghai
 * @param workingDays a number of working days after the obligation was opened
 * @param workingDaysFrom name of the process variable that holds that number
 */
public record Deadline(LocalDate on, Integer workingDays, String workingDaysFrom) {

    /** @throws IllegalArgumentException when none or more than one component is set */
    public Deadline {
        int set = (on == null ? 0 : 1) + (workingDays == null ? 0 : 1) + (workingDaysFrom == null ? 0 : 1);
        if (set != 1) {
            throw new IllegalArgumentException("A deadline takes exactly one of on, workingDays, workingDaysFrom");
        }
    }

    Deadline shiftedBy(long days) {
        return on == null ? this : new Deadline(on.plusDays(days), null, null);
    }
}
