package org.dudao.meeting;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One thing that a meeting resolved (W3, W4).
 *
 * @param key the business key, {@code <campaign>/resolution/<n>}
 * @param meeting the meeting's key
 * @param unit the unit that carries it out
 * @param acceptingUnit the unit that accepts it, never the same
 * @param dueOn the last day, in Asia/Shanghai
 * @param report what the unit reported last, null before, as are {@code reportedBy} and {@code reportedAt}
 * @param closedAt null before it was accepted
 */
@Table(schema = "dudao", name = "resolution")
public record Resolution(
        @Id String key,
        String campaign,
        String meeting,
        String unit,
        String acceptingUnit,
        String what,
        LocalDate dueOn,
        String report,
        String reportedBy,
        Instant reportedAt,
        int returns,
        State state,
        Instant closedAt) {

    public enum State {
        CARRYING_OUT("落实中"),
        REPORTED("待验收"),
        CLOSED("已办结");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** As a meeting resolves it. */
    record New(String campaign, String meeting, String unit, String acceptingUnit, String what, LocalDate dueOn) {}
}
