package org.dudao.plan;

import java.time.LocalDate;

/**
 * A phase (阶段) of the campaign.
 *
 * @param row the row of the plan's demands that the phase serves, such as S1
 * @param from first day, in Asia/Shanghai
 * @param to last day, inclusive, in Asia/Shanghai
 */
public record Phase(String id, String row, String name, LocalDate from, LocalDate to) {

    Phase shiftedBy(long days) {
        return new Phase(id, row, name, from.plusDays(days), to.plusDays(days));
    }
}
