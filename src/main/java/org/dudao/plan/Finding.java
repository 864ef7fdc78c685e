package org.dudao.plan;

import java.util.List;

/**
 * One thing that the check of a plan (方案体检) found.
 *
 * @param rule id of the rule that found it, one of the constants of {@link PlanCheck}
 * @param rows the rows of the plan's demands and the focus areas that it concerns, such as S2 or A01; may be empty
 * @param sentence in Chinese: what is wrong, with the days and units concerned as the campaign will have them
 * @param remedy in Chinese: what to do; dates to be written into the plan file are those of the file
 */
public record Finding(Severity severity, String rule, List<String> rows, String sentence, String remedy) {

    public enum Severity {
        /** With it a campaign cannot be launched. */
        ERROR("必须先改"),
        /** Somebody has to see it and say so. */
        WARNING("提醒");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Finding {
        rows = List.copyOf(rows);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Both sentences, one after the other. */
    public String text() {
        return sentence + remedy;
    }
}
