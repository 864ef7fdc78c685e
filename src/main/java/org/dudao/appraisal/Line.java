package org.dudao.appraisal;

import java.math.BigDecimal;

/**
 * One indicator in the appraisal of one unit.
 *
 * @param weight in points of 100
 * @param value null where there is nothing to appraise
 * @param facts where the value comes from
 * @param counts whether it counts in the score
 * @param earned percent of the weight
 * @param rule the row of the table {@code appraisal} that said so, with its text
 * @param correctedFrom the value before the review of an objection; null where it was not corrected
 */
public record Line(
        String indicator,
        String name,
        int weight,
        Integer value,
        String facts,
        boolean counts,
        int earned,
        String rule,
        Integer correctedFrom) {

    /** What the table {@code appraisal} says of a value. */
    public record Judged(boolean counts, int earned, String rule) {}

    Line corrected(int newValue, Judged judged) {
        return new Line(
                indicator,
                name,
                weight,
                newValue,
                facts,
                judged.counts(),
                judged.earned(),
                judged.rule(),
                correctedFrom == null ? value : correctedFrom);
    }

    /** What it earns of its weight; null where it does not count. */
    public BigDecimal points() {
        return counts ? BigDecimal.valueOf((long) weight * earned, 2) : null;
    }

    /** The value as people read it. */
    public String valueInWords() {
        return value == null ? "不计分" : inWords(value);
    }

    private String inWords(int value) {
        return switch (indicator) {
            case "in-time", "rectified-in-time", "drills", "duties" -> value + "%";
            case "ladder" -> rung(value);
            default -> value + "次";
        };
    }

    private static String rung(int value) {
        return switch (value) {
            case 0 -> "没有被催办";
            case 1 -> "催办";
            case 2 -> "督办";
            case 3 -> "约谈";
            case 4 -> "通报批评";
            default -> "提请一票否决";
        };
    }

    /** Such as 义务按期履行：96%（应办25件，按期办结24件），20分得100%。K2 …. */
    public String inWords() {
        String corrected = correctedFrom == null ? "" : "，更正前为%s".formatted(inWords(correctedFrom));
        return counts
                ? "%s：%s（%s%s），%d分得%d%%。%s".formatted(name, valueInWords(), facts, corrected, weight, earned, rule)
                : "%s：%s。%s".formatted(name, valueInWords(), rule);
    }
}
