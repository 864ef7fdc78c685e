package org.dudao.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * Something that is to be done again and again (M3a, M3b, S5, W4): who does it, where, when, and how many misses have to
 * be explained.
 *
 * @param id such as gate-watch
 * @param rows the rows of the plan's demands that it serves; at least one
 * @param owedBy id of a unit; {@link #SCHOOL}: each school; or the name of a {@link UnitKind}: each unit of that kind
 * @param appliesTo ids of profiles: it is asked of schools that have any of them; empty means of all schools
 * @param where places as people name them
 * @param from first day; null for the campaign's first
 * @param until last day, inclusive, which may lie after the campaign's; null for the campaign's last
 * @param count what the number to be filled in says, such as how many were there; null where no number is asked
 * @param recordOnly whether only that it was done is recorded: no number, no photo, no text (M3b)
 */
public record Duty(
        String id,
        List<String> rows,
        String name,
        String owedBy,
        List<String> appliesTo,
        String where,
        Rhythm rhythm,
        LocalDate from,
        LocalDate until,
        String count,
        boolean recordOnly,
        Misses misses) {

    /** Stands for each school. */
    public static final String SCHOOL = "school";

    public Duty {
        rows = List.copyOf(rows);
        appliesTo = List.copyOf(appliesTo);
    }

    /**
     * How many misses have to be explained; either or both.
     *
     * @param inARow so many one after another; null where they do not count
     * @param total so many in all within {@code withinDays}; null where they do not count
     * @param withinDays calendar days, counted back from the end of the last one; null together with {@code total}
     */
    public record Misses(Integer inARow, Integer total, Integer withinDays) {}

    Duty shiftedBy(long days) {
        return new Duty(
                id,
                rows,
                name,
                owedBy,
                appliesTo,
                where,
                rhythm,
                from == null ? null : from.plusDays(days),
                until == null ? null : until.plusDays(days),
                count,
                recordOnly,
                misses);
    }
}
