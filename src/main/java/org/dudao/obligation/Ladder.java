package org.dudao.obligation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.ObligationEvent.What;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What the rungs of the ladder do: notices, numbered orders, their answers; each noted in the obligation's history. */
@Service
class Ladder {

    static final String URGE = "urge";
    static final String SUPERVISE = "supervise";

    private final Obligations obligations;
    private final SupervisionOrderRepository orders;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final Deadlines deadlines;
    private final Clock clock;

    Ladder(
            Obligations obligations,
            SupervisionOrderRepository orders,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            Deadlines deadlines,
            Clock clock) {
        this.obligations = obligations;
        this.orders = orders;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    Obligation enter(String id) {
        Obligation obligation = obligations.get(id);
        return obligations.climb(
                id,
                true,
                obligation.rung(),
                What.OVERDUE,
                null,
                "期限%s".formatted(Deadlines.inWords(obligation.deadline())));
    }

    /** The instant up to which a unit has time after an act now. */
    Instant waitUntil(int workingDays) {
        return deadlines.endOfWorkingDaysAfter(clock.instant(), workingDays);
    }

    void urge(String id, String rule) {
        Obligation obligation = obligations.climb(id, true, URGE, What.URGED, null, rule);
        jdbc.sql("insert into dudao.notice (obligation, unit, text, sent_at) values (?, ?, ?, ?)")
                .params(
                        id,
                        obligation.unit(),
                        "催办：“%s”已于%s到期，尚未办理。请尽快在任务列表中办理。"
                                .formatted(obligation.title(), Deadlines.inWords(obligation.deadline())),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Issues the order and answers its number, such as 督办〔2023〕7号. */
    String supervise(String id, String rule, int workingDays) {
        long serial = jdbc.sql("select nextval('dudao.supervision_order_number')")
                .query(Long.class)
                .single();
        Instant now = clock.instant();
        String number = "督办〔%d〕%d号".formatted(Deadlines.dayOf(now).getYear(), serial);
        Obligation obligation = obligations.climb(id, true, SUPERVISE, What.SUPERVISED, null, number + "，" + rule);
        aggregates.insert(new SupervisionOrder(
                number, id, obligation.unit(), rule, now, waitUntil(workingDays), null, null, null, null));
        return number;
    }

    void answered(String id, String number, String by, String answer, LocalDate promisedOn) {
        SupervisionOrder order = orders.findById(number).orElseThrow();
        orders.save(order.answered(answer, promisedOn, by, clock.instant()));
        obligations.climb(
                id, true, SUPERVISE, What.ANSWERED, by, "%s：%s（承诺%s完成）".formatted(number, answer, promisedOn));
    }

    void reviewed(String id, String by, String opinion, LocalDate reviewOn) {
        obligations.climb(id, true, SUPERVISE, What.REVIEWED, by, "%s（%s再核查）".formatted(opinion, reviewOn));
    }

    void leave(String id) {
        Obligation obligation = obligations.get(id);
        obligations.climb(id, false, obligation.rung(), What.LEFT, null, null);
    }
}
