package org.dudao.calendar;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of working days as models say it: {@code 3 working days}, counted from the moment at which a task or timer
 * comes into being, or {@code 3 working days after 2023-09-28T10:00:00+08:00}. It ends with the last of these days.
 *
 * @param days at least 1
 * @param from null where it is counted from the task's or timer's own beginning
 */
public record WorkingDaySpan(int days, Instant from) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4}) working days?(?: after (\\S+))?");

    public WorkingDaySpan {
        if (days < 1) {
            throw new IllegalArgumentException("working days must be at least 1, not " + days);
        }
    }

    /** @return empty where the text is no number of working days */
    public static Optional<WorkingDaySpan> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String from = matcher.group(2);
        return Optional.of(new WorkingDaySpan(
                Integer.parseInt(matcher.group(1)),
                from == null ? null : OffsetDateTime.parse(from).toInstant()));
    }

    /** @param beginning when the task or timer came into being */
    public Instant from(Instant beginning) {
        return from == null ? beginning : from;
    }

    @Override
    public String toString() {
        String count = days + " working days";
        return from == null
                ? count
                : count + " after "
                        + from.atZone(Deadlines.ZONE).toOffsetDateTime().truncatedTo(ChronoUnit.MILLIS);
    }
}
