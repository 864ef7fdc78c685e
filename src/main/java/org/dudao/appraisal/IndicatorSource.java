package org.dudao.appraisal;

import java.util.Optional;

/** Where the value of one indicator comes from. An indicator that has no source is left out of every score. */
public interface IndicatorSource {

    /** One of {@link org.dudao.plan.AppraisalRules#INDICATORS}. */
    String indicator();

    /** @return empty where there is nothing to appraise the unit by */
    Optional<Measured> measure(String campaign, String unit);

    /**
     * @param value a whole percentage cut down, a number of times, or the rung of the ladder from 0 to 5
     * @param facts where it comes from, in Chinese that is shown to the unit
     */
    record Measured(int value, String facts) {

        /** @param done of {@code total}, which is not 0 */
        public static Measured percent(int done, int total, String facts) {
            return new Measured((int) (done * 100L / total), facts);
        }
    }
}
