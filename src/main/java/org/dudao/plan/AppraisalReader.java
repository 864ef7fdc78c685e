package org.dudao.plan;

import static org.dudao.plan.YamlProblems.suggestion;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dudao.plan.AppraisalRules.Bars;
import org.dudao.plan.AppraisalRules.Direction;
import org.dudao.plan.AppraisalRules.Goal;
import org.dudao.plan.AppraisalRules.Weight;

/** Reads the section {@code appraisal} of a plan file. */
final class AppraisalReader {

    static final List<String> KEYS = List.of("objectionWorkingDays", "reviewedBy", "bars", "indicators", "goals");

    private static final int NAME = 60;
    private static final int TEXT = 300;
    private static final int DAYS = 30;
    private static final int FULL = 100;

    private AppraisalReader() {}

    /**
     * @param section null where it is none
     * @param units the ids of the plan's units
     */
    static AppraisalRules read(YamlSection section, Set<String> units) {
        if (section == null) {
            return AppraisalRules.NONE;
        }
        Integer days = section.number("objectionWorkingDays", DAYS);
        String reviewedBy = section.has("reviewedBy") ? section.text("reviewedBy", NAME) : null;
        known(section, "reviewedBy", reviewedBy, units, "单位");
        Bars bars = bars(section.section("bars", "考评等次", List.of("excellent", "good", "pass")));
        Set<String> seen = new HashSet<>();
        List<Weight> indicators =
                section.filledList("indicators", "考评指标", List.of("id", "name", "weight"), each -> weight(each, seen));
        int sum = indicators.stream().mapToInt(Weight::weight).sum();
        if (!indicators.isEmpty() && sum != FULL) {
            section.problem("indicators", "考评指标的权重加起来是 " + sum + "，应当正好是 100，请改正");
        }
        List<Goal> goals = section.has("goals")
                ? section.list("goals", "工作目标", List.of("measure", "text", "better", "lastYear"), AppraisalReader::goal)
                : List.of();
        return new AppraisalRules(days == null ? 1 : days, reviewedBy, bars, indicators, goals);
    }

    private static Bars bars(YamlSection section) {
        if (section == null) {
            return null;
        }
        Integer excellent = section.number("excellent", FULL);
        Integer good = section.number("good", FULL);
        Integer pass = section.number("pass", FULL);
        if (excellent == null || good == null || pass == null) {
            return null;
        }
        if (excellent <= good || good <= pass) {
            section.problem("excellent", "考评等次的分数线要从高到低：优秀 excellent 高于良好 good，良好高于合格 pass，请改正");
        }
        return new Bars(excellent, good, pass);
    }

    private static Weight weight(YamlSection section, Set<String> seen) {
        String id = section.text("id", NAME);
        known(section, "id", id, AppraisalRules.INDICATORS.keySet(), "考评指标");
        if (id != null && !seen.add(id)) {
            section.problem("id", "考评指标“" + id + "”写了两次，请只留一个");
        }
        String name = section.text("name", NAME);
        Integer weight = section.number("weight", FULL);
        return id == null || name == null || weight == null ? null : new Weight(id, name, weight);
    }

    private static Goal goal(YamlSection section) {
        String measure = section.text("measure", NAME);
        known(section, "measure", measure, AppraisalRules.MEASURES.keySet(), "统计口径");
        String text = section.text("text", TEXT);
        Direction better = section.word("better", Direction.class);
        String lastYear = section.text("lastYear", NAME);
        if (lastYear != null && !lastYear.matches("0|[1-9][0-9]{0,5}")) {
            section.problem("lastYear", "工作目标的“lastYear”写成了“" + lastYear + "”，应当是上年的数字，0 或者正整数，请改正");
            return null;
        }
        if (lastYear != null && isPercentage(measure) && Integer.parseInt(lastYear) > FULL) {
            section.problem("lastYear", "“" + measure + "”是百分数，上年的“lastYear”写成了 " + lastYear + "，最大是 100，请改正");
        }
        return lastYear == null ? null : new Goal(measure, text, better, Integer.parseInt(lastYear));
    }

    private static boolean isPercentage(String measure) {
        return measure != null
                && AppraisalRules.MEASURES.containsKey(measure)
                && AppraisalRules.MEASURES.get(measure).isPercentage();
    }

    private static void known(YamlSection section, String key, String word, Collection<String> words, String what) {
        if (word != null && !words.contains(word)) {
            section.problem(key, "“" + key + "”写的" + what + "“" + word + "”不存在" + suggestion(word, words) + "请改正");
        }
    }
}
