package org.dudao.appraisal;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The indicators that come from the obligations, the ladder, the ledger, the acceptances and the incidents. */
@Configuration
class OwnIndicators {

    /** The rungs in their order; of what leaders owe, the last one is the supervisors' review. */
    private static final List<String> RUNGS = List.of("urge", "supervise", "summon", "criticise", "veto");

    private static final String DUE = """
            select count(*) as due, count(*) filter (where settled_at <= deadline) as in_time
            from dudao.obligation where campaign = :campaign and unit = :unit and state <> 'WAIVED'
              and (settled_at is not null or deadline < :now) and (kind = 'rectification') = :rectification
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    OwnIndicators(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Bean
    IndicatorSource fulfilledInTimeIndicator() {
        return source("in-time", (campaign, unit) -> inTime(campaign, unit, false, "应办%d件，按期办结%d件"));
    }

    @Bean
    IndicatorSource rectifiedInTimeIndicator() {
        return source("rectified-in-time", (campaign, unit) -> inTime(campaign, unit, true, "应整改%d处，按期整改%d处"));
    }

    private Optional<Measured> inTime(String campaign, String unit, boolean rectification, String facts) {
        return jdbc.sql(DUE)
                .param("campaign", campaign)
                .param("unit", unit)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("rectification", rectification)
                .query((row, n) -> {
                    int due = row.getInt("due");
                    int inTime = row.getInt("in_time");
                    return due == 0 ? null : Measured.percent(inTime, due, facts.formatted(due, inTime));
                })
                .optional();
    }

    @Bean
    IndicatorSource ladderIndicator() {
        return source("ladder", (campaign, unit) -> {
            List<String> rungs =
                    jdbc.sql("""
                            select coalesce(rung, 'none') from dudao.obligation
                            where campaign = ? and unit = ? and state <> 'WAIVED'
                            """).params(campaign, unit).query(String.class).list();
            List<String> reached = rungs.stream().filter(RUNGS::contains).toList();
            int highest = reached.stream().mapToInt(RUNGS::indexOf).max().orElse(-1) + 1;
            return rungs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Measured(highest, "应办%d件，被催办督办%d件".formatted(rungs.size(), reached.size())));
        });
    }

    @Bean
    IndicatorSource reinspectionFailedIndicator() {
        return source("reinspection-failed", (campaign, unit) -> jdbc.sql("""
                        select count(*) as hazards, coalesce(sum(returns), 0) as returns from dudao.hazard
                        where campaign = ? and responsible_unit = ? and not crime
                        """)
                .params(campaign, unit)
                .query((row, n) -> row.getInt("hazards") == 0
                        ? null
                        : new Measured(row.getInt("returns"), "负责整改%d处隐患".formatted(row.getInt("hazards"))))
                .optional());
    }

    @Bean
    IndicatorSource acceptanceFailedIndicator() {
        return source("acceptance-failed", (campaign, unit) -> jdbc.sql(
                        "select acceptance_failures from dudao.school_run where campaign = ? and school = ?")
                .params(campaign, unit)
                .query((row, n) -> new Measured(row.getInt(1), "学校现场验收"))
                .optional());
    }

    /** Only a school is spared one; another unit is named as responsible for one, or has nothing to do with it. */
    @Bean
    IndicatorSource incidentsIndicator() {
        return source("incidents", (campaign, unit) -> jdbc.sql("""
                        select count(*) filter (where i.key is not null) as incidents,
                            exists (select 1 from dudao.school_run where campaign = :campaign and school = :unit) as school
                        from (values (1)) one
                        left join dudao.incident i on i.campaign = :campaign and (i.school = :unit or i.responsible = :unit)
                        """)
                .param("campaign", campaign)
                .param("unit", unit)
                .query((row, n) -> row.getInt("incidents") == 0 && !row.getBoolean("school")
                        ? null
                        : new Measured(row.getInt("incidents"), "以事件报告为准"))
                .optional());
    }

    private static IndicatorSource source(String indicator, BiFunction<String, String, Optional<Measured>> measure) {
        return new IndicatorSource() {
            @Override
            public String indicator() {
                return indicator;
            }

            @Override
            public Optional<Measured> measure(String campaign, String unit) {
                return measure.apply(campaign, unit);
            }
        };
    }
}
