package org.dudao.referral;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.plan.CampaignNumbers;
import org.dudao.referral.Referral.State;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of what was referred to public security (M2b), and the log of each. */
@Service
public class Referrals {

    private final ReferralRepository repository;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CampaignNumbers numbers;
    private final CaseLog log;
    private final Clock clock;

    Referrals(
            ReferralRepository repository,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            CampaignNumbers numbers,
            CaseLog log,
            Clock clock) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.log = log;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public Referral get(String key) {
        return repository.findForUpdate(key).orElseThrow(() -> new NoSuchElementException("no referral " + key));
    }

    List<Referral> all(String campaign) {
        return repository.findAll(campaign);
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** Enters it under the campaign's next number; those referred at the same time wait for each other. */
    Referral register(NewReferral referred, String receivingUnit) {
        Referral referral = aggregates.insert(new Referral(
                numbers.nextKey(referred.campaign(), "referral", "referral"),
                referred.campaign(),
                referred.source(),
                referred.school(),
                referred.area(),
                referred.place(),
                referred.what(),
                referred.reason(),
                referred.referredBy(),
                referred.referringUnit(),
                clock.instant(),
                receivingUnit,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                State.RECEIVING,
                null));
        log.append(act(referral, "REFERRED", "移交公安")
                .by(referred.referredBy())
                .to(receivingUnit)
                .text(referred.reason()));
        return referral;
    }

    void received(String key, String by, String receiptNumber) {
        update(
                "receipt_number = ?, received_by = ?, received_at = ?, state = 'HANDLING'",
                key,
                receiptNumber,
                by,
                now());
        log.append(act(get(key), "RECEIVED", "公安接收").by(by).text(receiptNumber));
    }

    void reported(String key, String by, String result, String outcome) {
        update(
                "result = ?, outcome = ?, reported_by = ?, reported_at = ?, state = 'REPORTED'",
                key,
                result,
                outcome,
                by,
                now());
        log.append(act(get(key), "REPORTED", "反馈处理结果：" + Referral.resultInWords(result))
                .by(by)
                .text(outcome));
    }

    void asked(String key, String by, String request) {
        update("request = ?, state = 'HANDLING'", key, request);
        Referral referral = get(key);
        log.append(act(referral, "ASKED", "镇领导要求继续反馈")
                .by(by)
                .to(referral.receivingUnit())
                .text(request));
    }

    /** @param comment null where nothing was said */
    void noted(String key, String by, String comment) {
        update("noted_by = ?, state = 'NOTED', closed_at = ?", key, by, now());
        log.append(act(get(key), "NOTED", "镇领导阅知").by(by).text(comment));
    }

    /** No leader said anything in time; that is what is written down. */
    void silent(String key) {
        update("state = 'SILENT', closed_at = ?", key, now());
        log.append(act(get(key), "SILENT", "镇领导到期未表态，视为阅知"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Act act(Referral referral, String name, String word) {
        return new Act(referral.key(), name, word);
    }

    private void update(String columns, String key, Object... values) {
        jdbc.sql("update dudao.referral set " + columns + " where key = ?")
                .params(Stream.concat(Arrays.stream(values), Stream.of(key)).toList())
                .update();
    }
}
