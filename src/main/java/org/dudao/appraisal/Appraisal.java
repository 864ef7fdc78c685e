package org.dudao.appraisal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The appraisal of one unit in one campaign (W3).
 *
 * @param key the business key, {@code <campaign>/appraisal/<unit>}
 * @param school whether the unit is a school; schools are ranked among themselves
 * @param score of 100; null where no indicator counts
 * @param byScore the grade by the score alone, null where there is no score; what holds is {@link #grade()}
 * @param vetoed whether a veto is in force against the unit now
 * @param objection null where the unit did not object
 * @param reviewReason null before the review
 * @param finalAt null while it is not final
 * @param rank among the schools, or among the other units, that are final; vetoed ones come last; null before
 */
public record Appraisal(
        String key,
        String campaign,
        String unit,
        boolean school,
        State state,
        BigDecimal score,
        Grade byScore,
        boolean vetoed,
        String objection,
        String objectedBy,
        String reviewReason,
        String reviewedBy,
        Instant calculatedAt,
        Instant finalAt,
        Integer rank,
        List<Line> lines) {

    /** Where it stands, with the word people read. */
    public enum State {
        PROVISIONAL("初评"),
        OBJECTED("复核异议"),
        FINAL("已定");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * The grade that holds now: a veto in force makes it 不合格 whatever the score (W2e), and when it is revoked the grade
     * by the score is there again.
     *
     * @return null where there is neither a score nor a veto
     */
    public Grade grade() {
        return vetoed ? Grade.FAIL : byScore;
    }

    /** The grade as people read it. */
    public String gradeInWords() {
        return Grade.word(grade());
    }

    /** The score as people read it. */
    public String scoreInWords() {
        return score == null ? "不计分" : score.stripTrailingZeros().toPlainString() + "分";
    }
}
