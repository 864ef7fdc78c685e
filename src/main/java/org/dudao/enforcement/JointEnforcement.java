package org.dudao.enforcement;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One joint enforcement (W2c).
 *
 * @param key the business key, {@code <campaign>/joint/<n>}
 * @param school the school where it is, or the nearest one
 * @param area the focus area that it serves
 * @param day when it takes place, in Asia/Shanghai; another one after it was moved
 * @param leadUnit the unit that leads it and writes its record
 * @param facts what was checked and found in all, null before the record is written, as are {@code result}, {@code
 *     recordedBy} and {@code recordedAt}
 * @param cancelReason why it does not take place at all, null where it does, as is {@code cancelledBy}
 * @param closedAt null while anything of it is open
 */
@Table(schema = "dudao", name = "joint_enforcement")
public record JointEnforcement(
        @Id String key,
        String campaign,
        String school,
        String area,
        String place,
        String purpose,
        LocalDate day,
        String leadUnit,
        String convenedBy,
        Instant convenedAt,
        String facts,
        String result,
        String recordedBy,
        Instant recordedAt,
        String cancelReason,
        String cancelledBy,
        Instant closedAt) {

    /** What a post writes down to call one; the lead is found by the plan. */
    record Call(
            String campaign,
            String school,
            String area,
            String place,
            String purpose,
            LocalDate day,
            String leadUnit,
            String convenedBy) {}
}
