package org.dudao.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.dudao.calendar.Deadlines;

/** Times and forms as they stand in papers; what is not there yet is a dash. */
final class Words {

    static final String NONE = "——";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Words() {}

    static String moment(Instant instant) {
        return instant == null ? NONE : MOMENT.format(instant.atZone(Deadlines.ZONE));
    }

    static String day(Instant instant) {
        return instant == null ? NONE : Deadlines.inWords(instant);
    }

    static String day(LocalDate day) {
        return day == null ? NONE : DAY.format(day);
    }

    /** A day as a form sends it. */
    static String formDay(Object written) {
        return written == null || written.toString().isEmpty() ? NONE : day(LocalDate.parse(written.toString()));
    }

    static String orNone(Object words) {
        return words == null || words.toString().isBlank() ? NONE : words.toString();
    }

    /** What a form collected; empty for null. */
    static Map<String, Object> form(String details) {
        try {
            return details == null ? Map.of() : JSON.readValue(details, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log holds JSON", e);
        }
    }
}
