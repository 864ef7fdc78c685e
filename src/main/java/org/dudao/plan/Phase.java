package org.dudao.plan;

import java.time.LocalDate;

/** A phase of the plan (S1 to S4); both days belong to it. */
public record Phase(String id, String row, String name, LocalDate from, LocalDate to) {

    Phase movedBy(long days) {
        return new Phase(id, row, name, from.plusDays(days), to.plusDays(days));
    }
}
