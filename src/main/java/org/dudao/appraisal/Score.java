package org.dudao.appraisal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dudao.plan.AppraisalRules;

/** The arithmetic of the score. */
final class Score {

    private static final int DECIMALS = 2;

    private Score() {}

    /**
     * What the indicators that count earn together of the weight that they have together, of 100; cut after two decimals,
     * so that nobody reaches a bar by rounding.
     *
     * @return null where none counts
     */
    static BigDecimal of(List<Line> lines) {
        int weight = 0;
        int earned = 0;
        for (Line line : lines) {
            if (line.counts()) {
                weight += line.weight();
                earned += line.weight() * line.earned();
            }
        }
        return weight == 0
                ? null
                : BigDecimal.valueOf(earned).divide(BigDecimal.valueOf(weight), DECIMALS, RoundingMode.DOWN);
    }

    /** @return null where there is no score */
    static Grade grade(BigDecimal score, AppraisalRules.Bars bars) {
        if (score == null) {
            return null;
        }
        if (reaches(score, bars.excellent())) {
            return Grade.EXCELLENT;
        }
        if (reaches(score, bars.good())) {
            return Grade.GOOD;
        }
        return reaches(score, bars.pass()) ? Grade.PASS : Grade.FAIL;
    }

    private static boolean reaches(BigDecimal score, int bar) {
        return score.compareTo(BigDecimal.valueOf(bar)) >= 0;
    }
}
