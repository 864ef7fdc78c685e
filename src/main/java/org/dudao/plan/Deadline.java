package org.dudao.plan;

import java.time.LocalDate;

/**
 * Until when; exactly one of the three is set.
 *
 * @param on a day; its end is the deadline
 * @param workingDays working days after the day on which the matter was handed out
 * @param workingDaysFrom the process variable that holds the number of working days
 */
public record Deadline(LocalDate on, Integer workingDays, String workingDaysFrom) {

    Deadline movedBy(long days) {
        return on == null ? this : new Deadline(on.plusDays(days), null, null);
    }
}
