package org.dudao.education;

import java.time.LocalDate;

/**
 * One item of one school. All numbers are null until they are filled in.
 *
 * @param key {@code <campaign>/education/<school>/<item>}, the business key of its process
 * @param letters how many were handed out
 * @param slips how many came back; never more than were handed out
 * @param returns how often it was sent back
 */
record EducationRun(
        String key,
        LocalDate taughtOn,
        Integer sessions,
        Integer pupils,
        LocalDate handedOutOn,
        Integer letters,
        Integer slips,
        int returns) {

    /** Whether less than so many of a hundred letters came back. */
    boolean isBelow(int percent) {
        return letters != null && slips != null && slips * 100L < (long) percent * letters;
    }

    /** Such as 发出120份，收回114份，回收率95.0%; null before the slips are counted. */
    String share() {
        return slips == null ? null : "发出%d份，收回%d份，回收率%.1f%%".formatted(letters, slips, slips * 100.0 / letters);
    }
}
