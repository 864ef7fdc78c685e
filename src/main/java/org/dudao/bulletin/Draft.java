package org.dudao.bulletin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.bulletin.Figures.Area;
import org.dudao.bulletin.Figures.Progress;
import org.dudao.bulletin.Figures.Ranked;
import org.dudao.calendar.Deadlines;
import org.dudao.plan.Plan;

/** The words of a bulletin before anybody edits them. Paragraphs stand on lines of their own. */
final class Draft {

    /** What a form's field takes. */
    static final int MAX = 3800;

    private static final int NAMES = 10;
    private static final String[] ORDINALS = {"一", "二", "三", "四", "五", "六"};

    private final List<String> sections = new ArrayList<>();

    private Draft() {}

    static String title(Plan plan, int number, boolean last) {
        return last ? "关于%s情况的总通报".formatted(plan.campaign()) : "关于%s进展情况的通报（第%d期）".formatted(plan.campaign(), number);
    }

    /** Such as 河办通报〔2026〕3号; empty where the plan names no series. */
    static String documentNumber(Plan plan, Instant at, int number) {
        String series = plan.bulletins().series();
        return series == null
                ? ""
                : "%s〔%d〕%d号".formatted(series, Deadlines.dayOf(at).getYear(), number);
    }

    static String body(Figures figures, String occasion, Instant since, Instant until) {
        Draft draft = new Draft();
        draft.progress(figures);
        draft.hazards(figures.areas());
        draft.overdue(figures);
        draft.good(figures.good());
        draft.appraisal(figures);
        String text = "%s至%s（%s），专项行动进展情况如下。\n%s\n请各单位对照附表查找差距，逾期的事项立即办理，没有整改到位的隐患按期整改。"
                .formatted(
                        Deadlines.inWords(since),
                        Deadlines.inWords(until),
                        occasion,
                        String.join("\n", draft.sections));
        return text.length() <= MAX ? text : text.substring(0, MAX - 2) + "……";
    }

    private void section(String title, String text) {
        sections.add("%s、%s\n%s".formatted(ORDINALS[sections.size()], title, text));
    }

    private void progress(Figures figures) {
        List<Progress> all = all(figures);
        int owed = all.stream().mapToInt(Progress::owed).sum();
        int done = all.stream().mapToInt(Progress::done).sum();
        int overdue = all.stream().mapToInt(Progress::overdue).sum();
        section(
                "总体进展",
                "%d所学校和%d个单位应办事项%d件，已办%d件，逾期未办%d件。"
                        .formatted(figures.schools().size(), figures.units().size(), owed, done, overdue));
    }

    private void hazards(List<Area> areas) {
        int total = areas.stream().mapToInt(Area::total).sum();
        if (total == 0) {
            section("隐患排查整治", "没有登记隐患。");
            return;
        }
        int closed = areas.stream().mapToInt(Area::closed).sum();
        String most = names(areas.stream()
                .filter(area -> area.total() > 0)
                .sorted(Comparator.comparingInt(Area::total).reversed())
                .limit(3)
                .map(area -> "%s%d处".formatted(area.name(), area.total()))
                .toList());
        section(
                "隐患排查整治",
                "累计登记隐患%d处（一般%d处、较大%d处、重大%d处），已办结%d处，未办结%d处，其中逾期未整改%d处。隐患较多的是：%s。"
                        .formatted(
                                total,
                                areas.stream().mapToInt(Area::general).sum(),
                                areas.stream().mapToInt(Area::serious).sum(),
                                areas.stream().mapToInt(Area::major).sum(),
                                closed,
                                total - closed,
                                areas.stream().mapToInt(Area::overdue).sum(),
                                most));
    }

    private void overdue(Figures figures) {
        List<String> late = all(figures).stream()
                .filter(each -> each.overdue() > 0)
                .sorted(Comparator.comparingInt(Progress::overdue).reversed())
                .map(each -> "%s%d件".formatted(each.name(), each.overdue()))
                .toList();
        String ladder = figures.ladder().isEmpty()
                ? "没有在催办督办的事项。"
                : "正在%s。"
                        .formatted(names(figures.ladder().stream()
                                .map(rung -> "%s%d件".formatted(rung.name(), rung.matters()))
                                .toList()));
        section("逾期和催办督办", (late.isEmpty() ? "没有逾期未办的事项。" : "逾期未办的有：%s。".formatted(names(late))) + ladder);
    }

    private void good(List<String> good) {
        if (!good.isEmpty()) {
            section("好的做法", "%s应办事项全部按期办结，隐患全部整改到位。".formatted(names(good)));
        }
    }

    private void appraisal(Figures figures) {
        if (!figures.ranking().isEmpty()) {
            List<String> grades = Stream.of("优秀", "良好", "合格", "不合格")
                    .map(grade -> {
                        List<String> units = figures.ranking().stream()
                                .filter(ranked -> ranked.grade().equals(grade))
                                .map(Ranked::name)
                                .toList();
                        return units.isEmpty() ? null : "%s：%s".formatted(grade, names(units));
                    })
                    .filter(text -> text != null)
                    .toList();
            section("考评结果", String.join("。", grades) + "。");
        }
        if (!figures.goals().isEmpty()) {
            section(
                    "工作目标",
                    String.join(
                            "",
                            figures.goals().stream()
                                    .map(goal -> "%s：上年%s，今年%s，%s。"
                                            .formatted(goal.text(), goal.lastYear(), goal.thisYear(), goal.trend()))
                                    .toList()));
        }
    }

    private static List<Progress> all(Figures figures) {
        return Stream.concat(figures.schools().stream(), figures.units().stream())
                .toList();
    }

    private static String names(List<String> names) {
        return names.size() <= NAMES
                ? String.join("、", names)
                : "%s等%d个".formatted(String.join("、", names.subList(0, NAMES)), names.size());
    }
}
