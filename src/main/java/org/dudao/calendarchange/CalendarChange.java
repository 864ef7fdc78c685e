package org.dudao.calendarchange;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * A change of the working days, from its first to its last day, in Asia/Shanghai.
 *
 * @param key {@code calendar/<n>}, the business key of its process
 * @param grounds which announcement it follows
 */
record CalendarChange(
        String key, LocalDate firstDay, LocalDate lastDay, Arrangement arrangement, String grounds, String proposedBy) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");

    enum Arrangement {
        CLOSED("放假", false),
        WORKED("上班", true),
        USUAL("恢复国家规定的安排", null);

        private final String word;
        private final Boolean worked;

        Arrangement(String word, Boolean worked) {
            this.word = word;
            this.worked = worked;
        }

        /** Null where the State Council's calendar is to hold again. */
        Boolean worked() {
            return worked;
        }
    }

    /** Such as 2023年9月5日至2023年9月6日放假. */
    String inWords() {
        String last = lastDay.equals(firstDay) ? "" : "至" + DAY.format(lastDay);
        return DAY.format(firstDay) + last + arrangement.word;
    }
}
