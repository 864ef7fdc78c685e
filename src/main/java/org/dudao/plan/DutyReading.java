package org.dudao.plan;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How the rhythm of a duty and its misses are written in a plan file. */
final class DutyReading {

    static final List<String> KEYS = List.of(
            "id", "rows", "name", "owedBy", "appliesTo", "where", "rhythm", "from", "until", "count", "form", "misses");
    static final List<String> EDUCATION_KEYS =
            List.of("id", "rows", "name", "appliesTo", "kind", "workingDays", "returnedPercent");

    /** Who can have a duty besides a unit by its id. */
    static final List<String> EACH = List.of(Duty.SCHOOL, UnitKind.DEPARTMENT.name(), UnitKind.VILLAGE.name());

    private static final List<String> RHYTHM = List.of("each", "on", "workingDays", "hours", "season");
    private static final int SHORT = 20;
    private static final int MOST_WORKING_DAYS = 60;
    private static final int MOST_MISSES = 100;
    private static final int LONGEST_PERIOD = 366;

    private DutyReading() {}

    /** What a duty's form asks. */
    enum Form {
        FULL,
        RECORD_ONLY
    }

    enum EducationKind {
        TEACHING,
        LETTER
    }

    private enum Each {
        WORKING_DAY,
        DAY,
        WEEK,
        MONTH
    }

    static Rhythm rhythm(YamlSection duty) {
        YamlSection section = duty.section("rhythm", "节奏", RHYTHM);
        if (section == null) {
            return null;
        }
        List<String> set =
                Stream.of("each", "on", "workingDays").filter(section::has).toList();
        if (set.size() != 1) {
            duty.problem(
                    "rhythm",
                    "节奏要在 each（WORKING_DAY、DAY、WEEK、MONTH）、on（星期几）、workingDays（每几个工作日）里正好写一个，这里写了 " + set.size()
                            + " 个，请改正");
            return null;
        }
        Each each = section.has("each") ? section.word("each", Each.class) : null;
        List<DayOfWeek> weekdays = weekdays(section);
        Integer workingDays = section.has("workingDays") ? section.number("workingDays", MOST_WORKING_DAYS) : null;
        List<Rhythm.Hours> hours = hours(section);
        boolean perDay = each == Each.WORKING_DAY || each == Each.DAY || section.has("on");
        if (!perDay && section.has("hours")) {
            section.problem("hours", "只有按天的节奏（each 为 WORKING_DAY、DAY，或者写了 on）才能写“hours”，请删去");
        }
        Rhythm.Each kind = each != null
                ? Rhythm.Each.valueOf(each.name())
                : section.has("on") ? Rhythm.Each.WEEKDAYS : Rhythm.Each.WORKING_DAYS;
        return new Rhythm(kind, weekdays, workingDays, hours, season(section));
    }

    private static List<DayOfWeek> weekdays(YamlSection section) {
        List<String> names =
                Arrays.stream(DayOfWeek.values()).map(DayOfWeek::name).toList();
        List<String> words = section.words("on", names, "星期几", "能写的有：" + String.join("、", names));
        if (section.has("on") && words.isEmpty()) {
            section.problem("on", "节奏的“on”至少要写一天，如 [MONDAY]，请补上");
        }
        return words.stream().map(DayOfWeek::valueOf).sorted().toList();
    }

    private static List<Rhythm.Hours> hours(YamlSection section) {
        List<Rhythm.Hours> hours = new ArrayList<>();
        for (String text : section.texts("hours", SHORT)) {
            Rhythm.Hours part = hours(section, text);
            if (part == null) {
                continue;
            }
            if (!part.from().isBefore(part.to())) {
                section.problem("hours", "时段“" + text + "”的结束不晚于开始，请改正");
            } else if (!hours.isEmpty()
                    && part.from().isBefore(hours.get(hours.size() - 1).to())) {
                section.problem("hours", "时段“" + text + "”和前一个重叠，请按先后排列，不要重叠");
            } else {
                hours.add(part);
            }
        }
        return hours;
    }

    private static Rhythm.Hours hours(YamlSection section, String text) {
        String[] ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                return new Rhythm.Hours(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
            }
        } catch (DateTimeParseException e) {
            // The same as any other text that is none.
        }
        section.problem("hours", "时段写成了“" + text + "”，请写成 07:00-08:00 这样（24小时制，时和分各2位）");
        return null;
    }

    private static Rhythm.Season season(YamlSection rhythm) {
        YamlSection section = rhythm.has("season") ? rhythm.section("season", "季节", List.of("from", "to")) : null;
        if (section == null) {
            return null;
        }
        MonthDay from = monthDay(section, "from");
        MonthDay to = monthDay(section, "to");
        return from == null || to == null ? null : new Rhythm.Season(from, to);
    }

    private static MonthDay monthDay(YamlSection section, String key) {
        String text = section.text(key, SHORT);
        try {
            return text == null ? null : MonthDay.parse("--" + text);
        } catch (DateTimeException e) {
            section.problem(key, "季节的“" + key + "”写成了“" + text + "”，请写成 05-01 这样（月2位、日2位）");
            return null;
        }
    }

    static Duty.Misses misses(YamlSection duty) {
        YamlSection section = duty.section("misses", "缺勤", List.of("inARow", "total", "withinDays"));
        if (section == null) {
            return null;
        }
        Integer inARow = section.has("inARow") ? section.number("inARow", MOST_MISSES) : null;
        Integer total = section.has("total") ? section.number("total", MOST_MISSES) : null;
        Integer withinDays = section.has("withinDays") ? section.number("withinDays", LONGEST_PERIOD) : null;
        if (section.has("total") != section.has("withinDays")) {
            duty.problem("misses", "缺勤的“total”和“withinDays”要一起写：多少天里一共缺几次，请补上另一个");
        } else if (!section.has("inARow") && !section.has("total")) {
            duty.problem("misses", "缺勤要写明缺几次才要说明：inARow（连续几次），或者 total 和 withinDays（多少天里一共几次），请补上");
        }
        return new Duty.Misses(inARow, total, withinDays);
    }
}
