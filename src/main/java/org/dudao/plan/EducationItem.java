package org.dudao.plan;

import java.util.List;

/**
 * Something that schools teach, or a letter that they hand out to parents and whose slips come back (A14, M4). Of it
 * only numbers are known.
 *
 * @param id such as drowning
 * @param rows the rows of the plan's demands that it serves; at least one
 * @param appliesTo ids of profiles: it is asked of schools that have any of them; empty means of all schools
 * @param letter whether it is a letter with slips
 * @param workingDays how many a school has for it
 * @param returnedPercent how many of a hundred letters have to come back with their slips before the reviewing unit may
 *     accept; 0 where any number will do
 */
public record EducationItem(
        String id,
        List<String> rows,
        String name,
        List<String> appliesTo,
        boolean letter,
        int workingDays,
        int returnedPercent) {

    public EducationItem {
        rows = List.copyOf(rows);
        appliesTo = List.copyOf(appliesTo);
    }
}
