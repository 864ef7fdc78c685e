package org.dudao.veto;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One case, and with its state the line of the register. What has not happened yet is null.
 *
 * @param key the business key, {@code <campaign>/<unit>/<n>}
 * @param trigger which of the three of W2e: weak-action, no-result, incident
 * @param rule the row of {@code veto-triggers} that let the case be opened, with its text
 * @param obligation the obligation on whose ladder it was proposed
 */
@Table(schema = "dudao", name = "veto_case")
public record VetoCase(
        @Id String key,
        String campaign,
        String unit,
        String trigger,
        String rule,
        String obligation,
        String reason,
        String proposedBy,
        Instant openedAt,
        State state,
        String statement,
        String statedBy,
        String facts,
        String recommendation,
        String deliberatedBy,
        String decisionReason,
        String decidedBy,
        Instant decidedAt,
        String appeal,
        String appealedBy,
        String reviewReason,
        String reviewedBy,
        Instant concludedAt) {

    /** OPEN until decided; IN_FORCE is what the appraisal counts. */
    public enum State {
        OPEN("办理中"),
        REJECTED("不予否决"),
        IN_FORCE("已否决"),
        REVOKED("已撤销");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
