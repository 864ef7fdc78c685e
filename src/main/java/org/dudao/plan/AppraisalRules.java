package org.dudao.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How units are appraised at the end (W3), besides the rules of the table {@code appraisal}.
 *
 * @param objectionWorkingDays how many working days a unit has to object to its provisional score
 * @param reviewedBy id of the unit that reviews objections; null for the task force
 * @param bars null where the plan holds no appraisal
 * @param indicators with their weights, whose sum is 100; empty where the plan holds no appraisal
 * @param goals what the plan wants to reach in the whole town (section 二)
 */
public record AppraisalRules(
        int objectionWorkingDays, String reviewedBy, Bars bars, List<Weight> indicators, List<Goal> goals) {

    private static final String PERCENT = "%";

    /** What holds where a plan says nothing: nobody is appraised. */
    public static final AppraisalRules NONE = new AppraisalRules(1, null, null, List.of(), List.of());

    /** What the table {@code appraisal} has rules for, with the greatest value each can take. */
    public static final Map<String, Integer> INDICATORS = Map.of(
            "in-time", 100,
            "ladder", 5,
            "rectified-in-time", 100,
            "reinspection-failed", 100_000,
            "acceptance-failed", 100_000,
            "incidents", 100_000,
            "drills", 100,
            "duties", 100);

    /**
     * What can be counted in the whole town for a goal. How far teachers and pupils are aware of safety nobody counts;
     * {@code drills-passed-percent} is what others saw them do: of all drills that the campaign asks of its schools, those
     * that the reviewing unit found good at the first go. One that was not held is among all. (How many were taught says
     * how much was tried, out of nobody knows how many; letters come back as often as the reviewing unit demands.)
     */
    public static final Map<String, Measure> MEASURES = Map.of(
            "incidents", new Measure("重特大事件", "起"),
            "casualties", new Measure("重特大事件伤亡", "人"),
            "hazards-closed-percent", new Measure("隐患销号率", PERCENT),
            "hazards-around", new Measure("周边隐患", "处"),
            "voices-solved-percent", new Measure("诉求解决率", PERCENT),
            "drills-passed-percent", new Measure("演练一次合格率", PERCENT));

    public AppraisalRules {
        indicators = List.copyOf(indicators);
        goals = List.copyOf(goals);
    }

    public boolean isHeld() {
        return !indicators.isEmpty();
    }

    public Optional<Weight> indicator(String id) {
        return indicators.stream()
                .filter(weight -> weight.indicator().equals(id))
                .findFirst();
    }

    /**
     * The scores from which on a unit is 优秀, 良好 and 合格; below {@code pass}, the bar, it is 不合格.
     *
     * @param excellent from 1 to 100, above {@code good}, which is above {@code pass}
     */
    public record Bars(int excellent, int good, int pass) {}

    /** @param weight in points of 100 */
    public record Weight(String indicator, String name, int weight) {}

    /**
     * @param name what is counted, as people read it
     * @param unit what stands behind the number
     */
    public record Measure(String name, String unit) {

        boolean isPercentage() {
            return PERCENT.equals(unit);
        }
    }

    /**
     * @param text the plan's own words
     * @param better which direction is the good one
     * @param lastYear the value of the year before, counted as {@code measure} is
     */
    public record Goal(String measure, String text, Direction better, int lastYear) {}

    /** Whether a goal wants less of what is counted, or more. */
    public enum Direction {
        FEWER,
        MORE
    }
}
