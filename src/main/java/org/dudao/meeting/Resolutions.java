package org.dudao.meeting;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.plan.CampaignNumbers;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of what meetings resolved (W3, W4), and the log of each. */
@Service
public class Resolutions {

    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CampaignNumbers numbers;
    private final CaseLog log;
    private final Clock clock;

    Resolutions(JdbcAggregateTemplate aggregates, JdbcClient jdbc, CampaignNumbers numbers, CaseLog log, Clock clock) {
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.log = log;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public Resolution get(String key) {
        Resolution found = aggregates.findById(key, Resolution.class);
        if (found == null) {
            throw new NoSuchElementException("no resolution " + key);
        }
        return found;
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** Enters it under the campaign's next number; those registered at the same time wait for each other. */
    Resolution register(Resolution.New resolved, String by) {
        Resolution resolution = aggregates.insert(new Resolution(
                numbers.nextKey(resolved.campaign(), "resolution", "resolution"),
                resolved.campaign(),
                resolved.meeting(),
                resolved.unit(),
                resolved.acceptingUnit(),
                resolved.what(),
                resolved.dueOn(),
                null,
                null,
                null,
                0,
                Resolution.State.CARRYING_OUT,
                null));
        log.append(new Act(resolution.key(), "RESOLVED", "会议议定")
                .by(by)
                .to(resolution.unit())
                .text(resolution.what()));
        return resolution;
    }

    void reported(String key, String by, String report) {
        required(jdbc.sql("""
                        update dudao.resolution set report = :report, reported_by = :by, reported_at = :now,
                            state = 'REPORTED' where key = :key
                        """)
                .param("report", report)
                .param("by", by)
                .param("now", now())
                .param("key", key)
                .update());
        log.append(new Act(key, "REPORTED", "报告落实情况").by(by).text(report));
    }

    void returned(String key, String by, String reason) {
        required(jdbc.sql("update dudao.resolution set returns = returns + 1, state = 'CARRYING_OUT' where key = ?")
                .param(key)
                .update());
        log.append(new Act(key, "RETURNED", "退回重办").by(by).to(get(key).unit()).text(reason));
    }

    void close(String key, String by, String opinion) {
        required(jdbc.sql("update dudao.resolution set state = 'CLOSED', closed_at = ? where key = ?")
                .params(now(), key)
                .update());
        log.append(new Act(key, "ACCEPTED", "验收通过").by(by).text(opinion));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static void required(int updated) {
        if (updated != 1) {
            throw new NoSuchElementException("no such resolution");
        }
    }
}
