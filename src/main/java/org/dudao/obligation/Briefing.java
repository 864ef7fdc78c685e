package org.dudao.obligation;

import java.util.List;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.CaseEntry;

/**
 * The text above a form's fields, as Markdown. What people wrote is escaped, and the whole stays below the 4,000
 * characters that a process variable can hold.
 */
public final class Briefing {

    private static final int MAX = 3500;
    private static final int MAX_VALUE = 600;
    private static final int LAST_EVENTS = 6;

    private final StringBuilder text = new StringBuilder();

    public Briefing title(String title) {
        text.append("### ").append(escape(title)).append("\n\n");
        return this;
    }

    /** A labelled line; left out where the value is null or blank. */
    public Briefing line(String label, String value) {
        if (value != null && !value.isBlank()) {
            text.append("- **")
                    .append(label)
                    .append("**：")
                    .append(escape(shorten(value)))
                    .append('\n');
        }
        return this;
    }

    /** A list under a heading; where there is no room for all, it says how many are left out. */
    public Briefing list(String heading, List<String> rows, String none) {
        return list(heading, rows, none, "请在台账中查看");
    }

    /** @param rest where to find those that are left out */
    public Briefing list(String heading, List<String> rows, String none, String rest) {
        text.append("\n**").append(heading).append("**\n\n");
        if (rows.isEmpty()) {
            text.append(none).append("\n");
        }
        int shown = 0;
        for (String row : rows) {
            if (text.length() > MAX - 700) {
                text.append("- ……另有")
                        .append(rows.size() - shown)
                        .append("项，")
                        .append(rest)
                        .append('\n');
                break;
            }
            text.append("- ").append(escape(shorten(row))).append('\n');
            shown++;
        }
        return this;
    }

    /** The last acts of a case, newest last. */
    public Briefing history(List<CaseEntry> events) {
        List<CaseEntry> last = events.subList(Math.max(0, events.size() - LAST_EVENTS), events.size());
        if (last.size() > 1) {
            text.append("\n**办理经过**\n\n");
            for (CaseEntry event : last) {
                text.append("- ")
                        .append(Deadlines.inWords(event.at()))
                        .append(' ')
                        .append(event.word());
                String said = event.text() == null ? event.arithmetic() : event.text();
                if (said != null && !said.isBlank()) {
                    text.append("：").append(escape(shorten(said)));
                }
                text.append('\n');
            }
        }
        return this;
    }

    public String text() {
        return text.length() <= MAX ? text.toString() : text.substring(0, MAX) + "……";
    }

    private static String shorten(String value) {
        return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "……";
    }

    private static String escape(String value) {
        return value.replaceAll("\\s+", " ").replaceAll("([\\\\`*_{}\\[\\]<>()#+!|&~-])", "\\\\$1");
    }
}
