package org.dudao.obligation;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A numbered order (督办单) to a unit, to be answered by its head; the answer's fields are null until then. */
@Table(schema = "dudao", name = "supervision_order")
public record SupervisionOrder(
        @Id String number,
        String obligation,
        String unit,
        String rule,
        Instant issuedAt,
        Instant answerBy,
        String answer,
        LocalDate promisedOn,
        String answeredBy,
        Instant answeredAt) {

    SupervisionOrder answered(String text, LocalDate promised, String by, Instant at) {
        return new SupervisionOrder(number, obligation, unit, rule, issuedAt, answerBy, text, promised, by, at);
    }
}
