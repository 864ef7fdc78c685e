package org.dudao.obligation;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.Act;
import org.dudao.notice.Notices;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What happens on the rungs of the ladder: notices, numbered orders and their answers, what leaders decided; each noted
 * in the obligation's log. What comes next is the model's and the policy's to say.
 */
@Service
class Ladder {

    /** The rung of an obligation that has not climbed yet. */
    static final String NONE = "none";

    static final String URGE = "urge";
    static final String SUPERVISE = "supervise";
    static final String SUMMON = "summon";
    static final String CRITICISE = "criticise";
    static final String VETO = "veto";
    static final String REVIEW = "review";

    private final Obligations obligations;
    private final SupervisionOrderRepository orders;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final Notices notices;
    private final Deadlines deadlines;
    private final Clock clock;

    Ladder(
            Obligations obligations,
            SupervisionOrderRepository orders,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            Notices notices,
            Deadlines deadlines,
            Clock clock) {
        this.obligations = obligations;
        this.orders = orders;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.notices = notices;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    void enter(String id) {
        obligations.climb(id, true, obligations.get(id).rung());
    }

    void leave(String id) {
        Obligation obligation = obligations.climb(id, false, obligations.get(id).rung());
        obligations.note(Obligations.act(obligation, ObligationAct.LEFT));
    }

    boolean timeLeft(Instant deadline) {
        return clock.instant().isBefore(deadline);
    }

    /** The end of the last working day of the time granted from now on. */
    Instant waitUntil(int workingDays) {
        return deadlines.endOfWorkingDaysAfter(clock.instant(), workingDays);
    }

    Instant now() {
        return clock.instant();
    }

    void remind(String id) {
        Obligation obligation = obligations.get(id);
        notify(obligation, "提醒：“%s”将于%s到期，请按时办理。");
        obligations.note(Obligations.act(obligation, ObligationAct.REMINDED)
                .deadline(obligation.deadline(), obligation.arithmetic())
                .to(obligation.unit()));
    }

    void overdue(String id) {
        Obligation obligation = obligations.get(id);
        obligations.note(Obligations.act(obligation, ObligationAct.OVERDUE)
                .deadline(obligation.deadline(), obligation.arithmetic())
                .to(obligation.unit()));
    }

    void urge(String id, String rule, Instant until) {
        Obligation obligation = obligations.climb(id, true, URGE);
        notify(obligation, "催办：“%s”已于%s到期，尚未办理。请尽快在任务列表中办理。");
        note(obligation, ObligationAct.URGED, null, rule, until, null);
    }

    /** Issues the order and answers its number, such as 督办〔2023〕7号. */
    String supervise(String id, String rule, Instant answerBy) {
        long serial = jdbc.sql("select nextval('dudao.supervision_order_number')")
                .query(Long.class)
                .single();
        Instant now = clock.instant();
        String number = "督办〔%d〕%d号".formatted(Deadlines.dayOf(now).getYear(), serial);
        Obligation obligation = obligations.climb(id, true, SUPERVISE);
        aggregates.insert(
                new SupervisionOrder(number, id, obligation.unit(), rule, now, answerBy, null, null, null, null));
        notify(obligation, number + "：“%s”已于%s到期，催办后仍未办理，请负责人在期限内答复。");
        note(obligation, ObligationAct.SUPERVISED, null, rule, answerBy, number);
        return number;
    }

    void answered(String id, String number, String by, String answer, LocalDate promisedOn) {
        SupervisionOrder order = orders.findById(number).orElseThrow();
        orders.save(order.answered(answer, promisedOn, by, clock.instant()));
        note(
                obligations.get(id),
                ObligationAct.ANSWERED,
                by,
                null,
                deadlines.endOf(promisedOn),
                "%s：%s".formatted(number, answer));
    }

    /** The order that waits for its answer is to be answered by another time. */
    void answerBy(String id, Instant until) {
        jdbc.sql("update dudao.supervision_order set answer_by = ? where obligation = ? and answered_at is null"
                        + " and issued_at = (select max(issued_at) from dudao.supervision_order where obligation = ?)")
                .params(until.atOffset(ZoneOffset.UTC), id, id)
                .update();
    }

    void unanswered(String id, String number) {
        note(obligations.get(id), ObligationAct.UNANSWERED, null, null, null, number);
    }

    /** A person decided; on the rung of the obligation nothing has happened yet. */
    void decided(String id, ObligationAct act, String by, String rule, Instant until, String reason) {
        note(obligations.get(id), act, by, rule, until, reason);
    }

    void undecided(String id, String principal, String rule) {
        Obligation obligation = obligations.get(id);
        notices.ofObligation(id, principal, "“%s”逾期未办，是否约谈在期限内没有决定，请您决定。".formatted(obligation.title()));
        obligations.note(Obligations.act(obligation, ObligationAct.SUMMON_UNDECIDED)
                .rule(rule)
                .to(principal));
    }

    /** @param talk what the form collected about it */
    void summoned(String id, String by, LocalDate promisedOn, String minutes, Map<String, Object> talk) {
        Obligation obligation = obligations.climb(id, true, SUMMON);
        Instant until = deadlines.endOf(promisedOn);
        obligations.note(Obligations.act(obligation, ObligationAct.SUMMONED)
                .by(by)
                .to(obligation.unit())
                .text(minutes)
                .details(obligations.json(talk))
                .deadline(until, Deadlines.inWords(until) + "结束前"));
    }

    /** The criticism goes to every unit of the campaign; why it was decided is for those concerned. */
    void criticise(
            String id, String by, String rule, Instant until, String text, String reason, Iterable<String> units) {
        Obligation obligation = obligations.climb(id, true, CRITICISE);
        units.forEach(unit -> notices.ofObligation(id, unit, "通报批评：" + text));
        obligations.note(act(obligation, ObligationAct.CRITICISED, by, rule, until, text + "（理由：" + reason + "）")
                .details(obligations.json(Map.of("publicText", text, "reason", reason))));
    }

    void proposedVeto(String id, String by, String rule, String reason) {
        note(obligations.climb(id, true, VETO), ObligationAct.VETO_PROPOSED, by, rule, null, reason);
    }

    void vetoConcluded(String id, String veto, String outcome) {
        note(obligations.get(id), ObligationAct.VETO_CONCLUDED, null, null, null, veto + "：" + outcome);
    }

    void reviewed(String id, String by, String opinion, LocalDate reviewOn) {
        note(obligations.climb(id, true, REVIEW), ObligationAct.REVIEWED, by, null, deadlines.endOf(reviewOn), opinion);
    }

    private void note(Obligation obligation, ObligationAct what, String by, String rule, Instant until, String text) {
        obligations.note(act(obligation, what, by, rule, until, text));
    }

    private static Act act(
            Obligation obligation, ObligationAct what, String by, String rule, Instant until, String text) {
        Act act = Obligations.act(obligation, what)
                .by(by)
                .rule(rule)
                .to(obligation.unit())
                .text(text);
        return until == null ? act : act.deadline(until, Deadlines.inWords(until) + "结束前");
    }

    /** @param text takes the obligation's title and the day of its deadline */
    private void notify(Obligation obligation, String text) {
        notices.ofObligation(
                obligation.id(),
                obligation.unit(),
                text.formatted(obligation.title(), Deadlines.inWords(obligation.deadline())));
    }
}
