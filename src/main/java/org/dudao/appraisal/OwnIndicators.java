package org.dudao.appraisal;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.dudao.plan.AppraisalRules;
import org.dudao.plan.CampaignPlans;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The indicators that come from the obligations, the ladder, the ledger, the acceptances, the incidents, the drills and
 * the rounds of duties. No lapse counts in two of them that say how much was done in time: what is weighed by itself
 * ({@code rectified-in-time}, {@code drills}) is left out of {@code in-time}, and rounds are no obligations. How far the
 * unit had to be pressed ({@code ladder}) is another question, and is asked of all obligations.
 */
@Configuration
class OwnIndicators {

    /** The rungs in their order; of what leaders owe, the last one is the supervisors' review. */
    private static final List<String> RUNGS = List.of("urge", "supervise", "summon", "criticise", "veto");

    /** What is weighed by an indicator of its own, by that indicator. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "rectified-in-time", List.of("rectification"), "drills", List.of("drill-plan", "drill-schedule", "drill"));

    private static final String DUE = """
            select count(*) as due, count(*) filter (where settled_at <= deadline) as in_time
            from dudao.obligation where campaign = :campaign and unit = :unit and state <> 'WAIVED'
              and (settled_at is not null or deadline < :now) and (kind in (:kinds)) = :those
            """;

    /** One process is one drill. What was put off only after its day had gone by keeps the rung that it reached. */
    private static final String DRILLS = """
            select count(*) filter (where held or late) as due, count(*) filter (where held and not late) as in_time,
                count(*) filter (where held and not late and awaited) as awaited
            from (select bool_or(kind = 'drill' and settled_at is not null) as held,
                    bool_or(kind = 'drill' and state = 'SUBMITTED') as awaited,
                    bool_or(coalesce(settled_at > deadline, false) or (state = 'OPEN' and deadline < :now)
                        or (kind = 'drill' and coalesce(rung, 'none') in (:rungs))) as late
                from dudao.obligation where campaign = :campaign and unit = :unit and state <> 'WAIVED' and kind in (:kinds)
                group by process_instance) drill
            """;

    private static final String ROUNDS = """
            select count(*) filter (where state = 'HELD') as held,
                count(*) filter (where state = 'MISSED' and not unasked) as missed,
                count(*) filter (where unasked) as unasked
            from (select o.state, o.state = 'MISSED' and o.by_post is null and o.opened_at > o.closes_at as unasked
                from dudao.duty_round o join dudao.duty_run r on r.key = o.run
                where r.campaign = ? and r.owner = ?) round
            """;

    private final JdbcClient jdbc;
    private final CampaignPlans plans;
    private final Clock clock;

    OwnIndicators(JdbcClient jdbc, CampaignPlans plans, Clock clock) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.clock = clock;
    }

    /** Of all obligations but those that the campaign's plan weighs by an indicator of their own. */
    @Bean
    IndicatorSource fulfilledInTimeIndicator() {
        return source("in-time", (campaign, unit) -> {
            AppraisalRules rules = plans.of(campaign).appraisal();
            List<String> elsewhere = KINDS.entrySet().stream()
                    .filter(weighed -> rules.indicator(weighed.getKey()).isPresent())
                    .flatMap(weighed -> weighed.getValue().stream())
                    .toList();
            return inTime(campaign, unit, elsewhere.isEmpty() ? List.of("") : elsewhere, false, "应办%d件，按期办结%d件");
        });
    }

    @Bean
    IndicatorSource rectifiedInTimeIndicator() {
        return source(
                "rectified-in-time",
                (campaign, unit) -> inTime(campaign, unit, KINDS.get("rectified-in-time"), true, "应整改%d处，按期整改%d处"));
    }

    /** @param those whether the obligations of these kinds count, or all others */
    private Optional<Measured> inTime(String campaign, String unit, List<String> kinds, boolean those, String facts) {
        return jdbc.sql(DUE)
                .param("campaign", campaign)
                .param("unit", unit)
                .param("now", now())
                .param("kinds", kinds)
                .param("those", those)
                .query((row, n) -> {
                    int due = row.getInt("due");
                    int inTime = row.getInt("in_time");
                    return due == 0 ? null : Measured.percent(inTime, due, facts.formatted(due, inTime));
                })
                .optional();
    }

    /**
     * M3c: of the drills that were held, or of which a step fell due undone, those of which the school did every step in
     * time: plan on file, day set, held. A postponement moves the day and is no lapse, unless it was asked for after the
     * day. Until the drill is reviewed it counts as held: whether the review is late is the reviewing unit's affair, and
     * counts in its {@code in-time}. One that is to be held again counts when its new day has come.
     */
    @Bean
    IndicatorSource drillsIndicator() {
        return source("drills", (campaign, unit) -> jdbc.sql(DRILLS)
                .param("campaign", campaign)
                .param("unit", unit)
                .param("now", now())
                .param("kinds", KINDS.get("drills"))
                .param("rungs", RUNGS)
                .query((row, n) -> {
                    int due = row.getInt("due");
                    int inTime = row.getInt("in_time");
                    int awaited = row.getInt("awaited");
                    String facts = "到期演练%d场，预案、定日期、演练都按期的%d场".formatted(due, inTime);
                    return due == 0
                            ? null
                            : Measured.percent(
                                    inTime, due, awaited == 0 ? facts : facts + "，其中%d场待评议".formatted(awaited));
                })
                .optional());
    }

    /**
     * M3a, M3b, S5: of the rounds of all duties of the unit that are over, those that were done. A round whose days were
     * closed after all was not to be done. One whose task never came, because the system stood still until its time was
     * over, is nobody's miss: nobody could fill it in. A miss that was explained, or made up for, stays one: nobody
     * accepts either, and whether it was given in time counts in {@code in-time}. Who did it all the same objects to the
     * score.
     */
    @Bean
    IndicatorSource dutiesIndicator() {
        return source("duties", (campaign, unit) -> jdbc.sql(ROUNDS)
                .params(campaign, unit)
                .query((row, n) -> {
                    int held = row.getInt("held");
                    int missed = row.getInt("missed");
                    int unasked = row.getInt("unasked");
                    String facts = "应履行%d次，已履行%d次".formatted(held + missed, held)
                            + (missed == 0 ? "" : "，缺勤%d次，说明、补做过的也算".formatted(missed))
                            + (unasked == 0 ? "" : "；系统停机没有发出任务的%d次不算".formatted(unasked));
                    return held + missed == 0 ? null : Measured.percent(held, held + missed, facts);
                })
                .optional());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
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
