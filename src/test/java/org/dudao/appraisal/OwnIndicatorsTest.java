package org.dudao.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.dudao.plan.AppraisalRules;
import org.dudao.plan.AppraisalRules.Direction;
import org.dudao.plan.AppraisalRules.Goal;
import org.dudao.plan.AppraisalRules.Weight;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * W3, M3c, M3a: what the indicators of drills and duties count on PostgreSQL, that no lapse counts twice, and what the town
 * can show of 师生安全意识 (section 二).
 */
class OwnIndicatorsTest {

    private static final String DEADLINE = "2026-09-15T15:59:59.999Z";
    private static final String LATE = "2026-09-15T16:00:00Z";
    private static final Instant NOW = Instant.parse("2026-11-10T02:00:00Z");

    private static EmbeddedPostgres server;
    private static JdbcClient jdbc;

    private final CampaignPlans plans = mock(CampaignPlans.class);

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        DataSource database = server.getPostgresDatabase();
        Flyway.configure()
                .dataSource(database)
                .schemas("dudao")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(database);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void aCampaign() {
        jdbc.sql("truncate dudao.campaign_plan, dudao.campaign, dudao.obligation cascade")
                .update();
        for (String campaign : List.of("town", "other")) {
            jdbc.sql("insert into dudao.campaign_plan (campaign, plan, start_date, source) values (?, 'town', ?, '')")
                    .params(campaign, LocalDate.parse("2026-09-07"))
                    .update();
            jdbc.sql("""
                            insert into dudao.campaign (id, name, end_date, process_instance, schools_open, started_at)
                            values (?, '专项行动', '2026-11-07', 'over', 0, now())
                            """).param(campaign).update();
        }
        weighing("in-time", "rectified-in-time", "drills", "duties");
    }

    private void weighing(String... indicators) {
        Plan plan = mock(Plan.class);
        when(plan.appraisal())
                .thenReturn(new AppraisalRules(
                        3,
                        null,
                        null,
                        Stream.of(indicators)
                                .map(indicator -> new Weight(indicator, indicator, 1))
                                .toList(),
                        List.of(new Goal("drills-passed-percent", "师生安全意识和防范能力明显增强", Direction.MORE, 72))));
        when(plans.of(anyString())).thenReturn(plan);
    }

    private OwnIndicators at(Instant now) {
        return new OwnIndicators(jdbc, plans, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Optional<Measured> drills(Instant now) {
        return at(now).drillsIndicator().measure("town", "school-01");
    }

    private Optional<Measured> inTime() {
        return at(NOW).fulfilledInTimeIndicator().measure("town", "school-01");
    }

    private Optional<Measured> duties() {
        return at(NOW).dutiesIndicator().measure("town", "school-01");
    }

    /** One step of a drill, due at {@link #DEADLINE}. */
    private void step(
            String campaign, String unit, String drill, String kind, String state, String settled, String rung) {
        jdbc.sql("""
                        insert into dudao.obligation (id, campaign, kind, title, unit, owed_to, process_instance, activity,
                            acceptance_required, state, opened_at, deadline, arithmetic, remind_at, rung, settled_at)
                        values (?, ?, ?, '演练', ?, 'emergency', ?, 'Hold', false, ?, '2026-09-07T00:00:00Z', ?::timestamptz,
                            '方案规定', ?::timestamptz, ?, ?::timestamptz)
                        """)
                .params(
                        UUID.randomUUID().toString(),
                        campaign,
                        kind,
                        unit,
                        drill,
                        state,
                        DEADLINE,
                        DEADLINE,
                        rung,
                        settled)
                .update();
    }

    private void step(String drill, String kind, String state, String settled) {
        step("town", "school-01", drill, kind, state, settled, null);
    }

    /** All three steps by their last instant, held as the state says. */
    private void drill(String drill, String state) {
        step(drill, "drill-plan", "FULFILLED", DEADLINE);
        step(drill, "drill-schedule", "FULFILLED", DEADLINE);
        step(drill, "drill", state, DEADLINE);
    }

    private void round(String run, int number, String state, String by, String opened, String closes) {
        jdbc.sql("""
                        insert into dudao.duty_round (run, number, opens_at, closes_at, state, opened_at, settled_at, by_post)
                        values (?, ?, ?::timestamptz - interval '1 hour', ?::timestamptz, ?, ?::timestamptz,
                            case when ? in ('HELD', 'MISSED', 'VOID') then ?::timestamptz end, ?)
                        """)
                .params(run, number, closes, closes, state, opened, state, closes, by)
                .update();
    }

    private String duty(String campaign, String duty, String owner) {
        String key = "%s/duty/%s/%s".formatted(campaign, owner, duty);
        jdbc.sql("""
                        insert into dudao.duty_run (key, campaign, duty, owner, first_day, last_day, state, started_at)
                        values (?, ?, ?, ?, '2026-09-08', '2026-11-07', 'RUNNING', now())
                        """).params(key, campaign, duty, owner).update();
        return key;
    }

    private void round(String run, int number, String state, String by) {
        round(run, number, state, by, "2026-09-08T07:00:00Z", "2026-09-08T08:00:00Z");
    }

    // Drills.

    @Test
    void noDrillNothingToAppraise() {
        assertThat(drills(NOW)).isEmpty();
        step("town", "emergency", "fire", "drill-review", "OPEN", null, "urge");
        assertThat(at(NOW).drillsIndicator().measure("town", "emergency"))
                .as("who reviews drills holds none")
                .isEmpty();
    }

    @Test
    void allDrillsHeldInTime() {
        drill("fire", "FULFILLED");
        drill("explosion", "FULFILLED");
        assertThat(drills(NOW)).contains(new Measured(100, "到期演练2场，预案、定日期、演练都按期的2场"));
    }

    @Test
    void whatAnotherUnitHasYetToReviewIsHeld() {
        drill("fire", "FULFILLED");
        drill("explosion", "SUBMITTED");
        assertThat(drills(NOW)).contains(new Measured(100, "到期演练2场，预案、定日期、演练都按期的2场，其中1场待评议"));
    }

    @Test
    void oneLateStepMakesTheDrillLateAndOnlyOnce() {
        drill("fire", "FULFILLED");
        drill("explosion", "FULFILLED");
        step("food", "drill-plan", "FULFILLED", LATE);
        step("food", "drill-schedule", "FULFILLED", LATE);
        step("food", "drill", "FULFILLED", LATE);
        step("mass", "drill-plan", "FULFILLED", DEADLINE);
        step("mass", "drill-schedule", "FULFILLED", LATE);
        step("mass", "drill", "SUBMITTED", DEADLINE);
        assertThat(drills(NOW)).contains(new Measured(50, "到期演练4场，预案、定日期、演练都按期的2场"));
    }

    @ParameterizedTest
    @CsvSource({"drill-plan", "drill-schedule", "drill"})
    void whatIsUndoneIsDueAfterItsDeadlineAndNotAtIt(String kind) {
        step("fire", kind, "OPEN", null);
        assertThat(drills(Instant.parse(DEADLINE))).as("at the deadline").isEmpty();
        assertThat(drills(Instant.parse(DEADLINE).plusMillis(1))).contains(new Measured(0, "到期演练1场，预案、定日期、演练都按期的0场"));
    }

    @Test
    void whatIsUnderWayInTimeIsNotDueYet() {
        step("fire", "drill-plan", "SUBMITTED", DEADLINE);
        step("explosion", "drill-plan", "FULFILLED", DEADLINE);
        step("explosion", "drill-schedule", "FULFILLED", DEADLINE);
        assertThat(drills(NOW)).isEmpty();
    }

    @Test
    void postponedOrToBeHeldAgainItIsDueOnItsNewDay() {
        step("fire", "drill-plan", "FULFILLED", DEADLINE);
        step("fire", "drill-schedule", "FULFILLED", DEADLINE);
        step("fire", "drill", "RETURNED", null);
        assertThat(drills(NOW)).as("another day is being set").isEmpty();
        step("fire", "drill-schedule", "OPEN", null);
        assertThat(drills(NOW)).as("the school sets none").map(Measured::value).contains(0);
    }

    @Test
    void whoAsksForAnotherDayAfterTheDayWasLate() {
        step("fire", "drill-plan", "FULFILLED", DEADLINE);
        step("town", "school-01", "fire", "drill", "FULFILLED", DEADLINE, "urge");
        assertThat(drills(NOW)).map(Measured::value).contains(0);
        jdbc.sql("update dudao.obligation set rung = 'remind' where kind = 'drill'")
                .update();
        assertThat(drills(NOW))
                .as("a reminder is no lapse")
                .map(Measured::value)
                .contains(100);
    }

    @Test
    void whatWasWaivedIsNotOwed() {
        step("fire", "drill-plan", "WAIVED", LATE);
        step("explosion", "drill-plan", "FULFILLED", DEADLINE);
        step("explosion", "drill-schedule", "FULFILLED", DEADLINE);
        step("explosion", "drill", "WAIVED", LATE);
        assertThat(drills(NOW)).isEmpty();
    }

    @Test
    void othersAndOtherCampaignsDoNotCount() {
        drill("fire", "FULFILLED");
        step("town", "school-02", "far", "drill", "FULFILLED", LATE, null);
        step("other", "school-01", "before", "drill", "FULFILLED", LATE, null);
        assertThat(drills(NOW)).map(Measured::value).contains(100);
    }

    // The same lapse does not count twice.

    @Test
    void stepsOfDrillsCountInTheirOwnIndicatorAlone() {
        step("fire", "drill-plan", "OPEN", null);
        step("report", "self-report", "FULFILLED", DEADLINE);
        step("hazard", "rectification", "FULFILLED", LATE);
        assertThat(inTime()).contains(new Measured(100, "应办1件，按期办结1件"));
        assertThat(at(NOW).rectifiedInTimeIndicator().measure("town", "school-01"))
                .contains(new Measured(0, "应整改1处，按期整改0处"));
        assertThat(at(NOW).ladderIndicator().measure("town", "school-01"))
                .as("how far it had to be pressed is asked of all")
                .contains(new Measured(0, "应办3件，被催办督办0件"));
    }

    @Test
    void whatThePlanWeighsByNoIndicatorOfItsOwnCountsWithTheObligations() {
        weighing("in-time", "rectified-in-time");
        step("fire", "drill-plan", "OPEN", null);
        step("hazard", "rectification", "FULFILLED", LATE);
        assertThat(inTime()).contains(new Measured(0, "应办1件，按期办结0件"));
        weighing("in-time");
        assertThat(inTime()).contains(new Measured(0, "应办2件，按期办结0件"));
    }

    @Test
    void theReviewingUnitsLateReviewIsItsOwn() {
        step("town", "emergency", "fire", "drill-review", "FULFILLED", LATE, null);
        assertThat(at(NOW).fulfilledInTimeIndicator().measure("town", "emergency"))
                .contains(new Measured(0, "应办1件，按期办结0件"));
    }

    @Test
    void anExplanationIsOwedBesideTheMiss() {
        round(duty("town", "gate-watch", "school-01"), 1, "MISSED", "school-01.clerk");
        step("gate", "duty-missed", "FULFILLED", DEADLINE);
        assertThat(duties())
                .as("explained, it stays a miss")
                .map(Measured::value)
                .contains(0);
        assertThat(inTime())
                .as("and was explained in time")
                .map(Measured::value)
                .contains(100);
    }

    // Rounds of duties.

    @Test
    void noRoundThatIsOverNothingToAppraise() {
        assertThat(duties()).isEmpty();
        String gate = duty("town", "gate-watch", "school-01");
        round(gate, 1, "VOID", null);
        round(gate, 2, "OPEN", null);
        assertThat(duties()).as("closed after all, or its window is not over").isEmpty();
    }

    @Test
    void roundsOfAllDutiesCountTogether() {
        String gate = duty("town", "gate-watch", "school-01");
        for (int number = 1; number <= 18; number++) {
            round(gate, number, "HELD", "school-01.clerk");
        }
        round(gate, 19, "VOID", null);
        round(gate, 20, "PLANNED", null, null, "2026-09-30T00:00:00Z");
        assertThat(duties()).contains(new Measured(100, "应履行18次，已履行18次"));
        String dining = duty("town", "dining", "school-01");
        round(dining, 1, "MISSED", null);
        assertThat(duties()).as("18 of 19, cut down").contains(new Measured(94, "应履行19次，已履行18次，缺勤1次，说明、补做过的也算"));
        round(dining, 2, "HELD", "school-01.clerk");
        assertThat(duties()).as("19 of 20").map(Measured::value).contains(95);
    }

    /** The same as the explanation says of it: the task came after the window was over. */
    @Test
    void whatTheSystemSleptThroughIsNobodysMiss() {
        String gate = duty("town", "gate-watch", "school-01");
        String closes = "2026-09-08T08:00:00Z";
        round(gate, 1, "MISSED", null, "2026-09-08T08:00:00.001Z", closes);
        assertThat(duties()).isEmpty();
        round(gate, 2, "HELD", "school-01.clerk");
        round(gate, 3, "MISSED", null, closes, closes);
        assertThat(duties())
                .as("a task that came at the window's last instant did come")
                .contains(new Measured(50, "应履行2次，已履行1次，缺勤1次，说明、补做过的也算；系统停机没有发出任务的1次不算"));
    }

    @Test
    void dutiesOfOthersAndOfOtherCampaignsDoNotCount() {
        round(duty("town", "gate-watch", "school-01"), 1, "HELD", "school-01.clerk");
        round(duty("town", "gate-watch", "school-02"), 1, "MISSED", null);
        round(duty("other", "gate-watch", "school-01"), 1, "MISSED", null);
        assertThat(duties()).map(Measured::value).contains(100);
    }

    // The goal.

    private void row(String school, String state, int repetitions) {
        jdbc.sql("""
                        insert into dudao.drill (key, campaign, school, scenario, reviewing_unit, state, started_at, postponements,
                            repetitions, closed_at)
                        values (?, 'town', ?, 'fire', 'emergency', ?, now(), 3, ?,
                            case when ? in ('PASSED', 'IMPROVING') then now() end)
                        """)
                .params("town/drill/%s/fire".formatted(school), school, state, repetitions, state)
                .update();
    }

    private Goals.Reached goal() {
        return new Goals(jdbc).of("town", plans.of("town")).get(0);
    }

    @Test
    void drillsThatOthersFoundGoodAtTheFirstGoOfAll() {
        assertThat(goal())
                .isEqualTo(new Goals.Reached(
                        "drills-passed-percent", "演练一次合格率", "师生安全意识和防范能力明显增强", "%", 72, null, "暂无数据"));
        row("school-01", "PASSED", 0);
        assertThat(goal()).satisfies(reached -> assertThat(reached.thisYear()).isEqualTo(100));
        row("school-02", "PASSED", 1);
        row("school-03", "IMPROVING", 0);
        assertThat(goal())
                .as("one of three: one had to be repeated, one showed shortcomings")
                .satisfies(reached -> assertThat(reached.thisYear()).isEqualTo(33))
                .satisfies(reached -> assertThat(reached.trend()).isEqualTo("变差"));
        row("school-04", "PLANNING", 0);
        assertThat(goal())
                .as("that nobody held it is no reason to leave it out")
                .satisfies(reached -> assertThat(reached.thisYear()).isEqualTo(25));
    }
}
