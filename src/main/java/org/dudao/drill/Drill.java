package org.dudao.drill;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One scenario's drill at one school (M3c). Days are those of Asia/Shanghai; numbers stand for people, no name does.
 *
 * @param key the business key, {@code <campaign>/drill/<school>/<scenario>}
 * @param reviewingUnit the unit that reviews plan and drill, never the school
 * @param scheduledOn the day on which it is to be held, null before one was set
 * @param place null before a day was set
 * @param postponements how often the school could not hold it on the day
 * @param postponedBecause why it could not last, null where it never did
 * @param heldOn the day on which it was held last, null before, as are {@code participants}, {@code evacuationMinutes}
 *     and {@code course}
 * @param repetitions how often the reviewing unit had it held again
 * @param findings what the reviewing unit found last, null before, as is {@code reviewedBy}
 * @param closedAt null while it is open
 */
@Table(schema = "dudao", name = "drill")
public record Drill(
        @Id String key,
        String campaign,
        String school,
        String scenario,
        String reviewingUnit,
        State state,
        Instant startedAt,
        LocalDate scheduledOn,
        String place,
        int postponements,
        String postponedBecause,
        LocalDate heldOn,
        Integer participants,
        Integer evacuationMinutes,
        String course,
        int repetitions,
        String findings,
        String reviewedBy,
        Instant closedAt) {

    /** Where it stands, with the word people read. */
    public enum State {
        PLANNING("待报送预案"),
        PLAN_REVIEW("预案审核中"),
        SCHEDULING("待定日期"),
        SCHEDULED("待演练"),
        POSTPONING("待决定能否延期"),
        HELD("待评议"),
        PASSED("演练合格"),
        IMPROVING("演练完成，不足已登记为隐患");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
