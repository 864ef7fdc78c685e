package org.dudao.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.dudao.duty.DutyRound.State;
import org.dudao.plan.Rhythm;
import org.dudao.plan.Rhythm.Window;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of duties and of each time at which one was to be done, and the log of what became of it. */
@Service
class Duties {

    private static final String COLUMNS = "number, opens_at, closes_at, state, opened_at, by_post, count, remark";

    private final JdbcClient jdbc;
    private final WorkingDays workingDays;
    private final Deadlines deadlines;
    private final CaseLog log;
    private final Clock clock;

    Duties(JdbcClient jdbc, WorkingDays workingDays, Deadlines deadlines, CaseLog log, Clock clock) {
        this.jdbc = jdbc;
        this.workingDays = workingDays;
        this.deadlines = deadlines;
        this.log = log;
        this.clock = clock;
    }

    static String key(String campaign, String owner, String duty) {
        return "%s/duty/%s/%s".formatted(campaign, owner, duty);
    }

    /** The keys of all that have begun, ended ones included. */
    Set<String> begun(String campaign) {
        return new HashSet<>(jdbc.sql("select key from dudao.duty_run where campaign = ?")
                .param(campaign)
                .query(String.class)
                .list());
    }

    /** A duty is first done on the day after its process began: nobody misses what has begun already. */
    DutyRun begin(String campaign, String duty, String owner, LocalDate firstDay, LocalDate lastDay) {
        LocalDate tomorrow = Deadlines.dayOf(clock.instant()).plusDays(1);
        DutyRun run = new DutyRun(
                key(campaign, owner, duty),
                campaign,
                duty,
                owner,
                firstDay.isBefore(tomorrow) ? tomorrow : firstDay,
                lastDay);
        jdbc.sql("""
                        insert into dudao.duty_run (key, campaign, duty, owner, first_day, last_day, state, started_at)
                        values (?, ?, ?, ?, ?, ?, 'RUNNING', ?)
                        """)
                .params(run.key(), campaign, duty, owner, run.firstDay(), lastDay, now())
                .update();
        return run;
    }

    void began(String key, String processInstance) {
        jdbc.sql("update dudao.duty_run set process_instance = ? where key = ?")
                .params(processInstance, key)
                .update();
    }

    DutyRun get(String key) {
        return jdbc.sql("select * from dudao.duty_run where key = ?")
                .param(key)
                .query((row, n) -> new DutyRun(
                        key,
                        row.getString("campaign"),
                        row.getString("duty"),
                        row.getString("owner"),
                        row.getObject("first_day", LocalDate.class),
                        row.getObject("last_day", LocalDate.class)))
                .single();
    }

    /** Plans the next round after the last one; answers whether there is one, else the duty is over. */
    boolean planNext(String key, Rhythm rhythm) {
        DutyRun run = get(key);
        Optional<Window> next = rhythm.next(workingDays::isWorkingDay, run.firstDay(), run.lastDay(), lastEnd(run));
        next.ifPresentOrElse(
                window -> jdbc.sql("""
                                insert into dudao.duty_round (run, number, opens_at, closes_at, state)
                                select ?, count(*) + 1, ?, ?, 'PLANNED' from dudao.duty_round where run = ?
                                """)
                        .params(key, utc(window.opens()), utc(window.closes()), key)
                        .update(),
                () -> jdbc.sql("update dudao.duty_run set state = 'FINISHED', finished_at = ? where key = ?")
                        .params(now(), key)
                        .update());
        return next.isPresent();
    }

    private Instant lastEnd(DutyRun run) {
        return jdbc
                .sql("select max(closes_at) as last from dudao.duty_round where run = ? and state <> 'PLANNED'")
                .param(run.key())
                .query((row, n) -> instant(row, "last"))
                .list()
                .stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> run.firstDay().atStartOfDay(Deadlines.ZONE).toInstant());
    }

    /** The round that is planned or open. */
    DutyRound living(String key) {
        return jdbc.sql("select " + COLUMNS + " from dudao.duty_round where run = ? and state in ('PLANNED', 'OPEN')")
                .param(key)
                .query(Duties::round)
                .single();
    }

    private DutyRound last(String key) {
        return jdbc.sql("select " + COLUMNS + " from dudao.duty_round where run = ? order by number desc limit 1")
                .param(key)
                .query(Duties::round)
                .single();
    }

    /**
     * When the planned round opens, by the calendar in force: a day that was closed is passed over, one that is worked
     * now has its round, unless it has begun already.
     */
    Instant opens(String key, Rhythm rhythm) {
        DutyRound planned = living(key);
        Instant now = clock.instant();
        if (!planned.window().opens().isAfter(now)) {
            return planned.window().opens();
        }
        DutyRun run = get(key);
        Instant last = lastEnd(run);
        Window window = rhythm.next(
                        workingDays::isWorkingDay, run.firstDay(), run.lastDay(), last.isAfter(now) ? last : now)
                .orElseGet(() -> {
                    // Nothing is left to do: it opens and closes with the duty itself.
                    Instant end = deadlines.endOf(run.lastDay());
                    return new Window(end, end);
                });
        move(key, planned, window);
        return window.opens();
    }

    /** When the round that is open closes, by the calendar in force; a change makes nobody late. */
    Instant closes(String key, Rhythm rhythm) {
        DutyRound open = living(key);
        DutyRun run = get(key);
        Instant before = open.window().closes();
        Instant counted = rhythm.closes(workingDays::isWorkingDay, run.firstDay(), run.lastDay(), open.window());
        Instant after = deadlines.recounted(before, counted, clock.instant());
        move(key, open, new Window(open.window().opens(), after));
        return after;
    }

    private void move(String key, DutyRound round, Window window) {
        if (!window.equals(round.window())) {
            jdbc.sql("update dudao.duty_round set opens_at = ?, closes_at = ? where run = ? and number = ?")
                    .params(utc(window.opens()), utc(window.closes()), key, round.number())
                    .update();
        }
    }

    DutyRound open(String key) {
        jdbc.sql("update dudao.duty_round set state = 'OPEN', opened_at = ? where run = ? and state = 'PLANNED'")
                .params(now(), key)
                .update();
        return living(key);
    }

    /** The unit itself says whether it was done. */
    void filledIn(String key, boolean held, String by, Integer count, String remark) {
        settle(key, held ? State.HELD : State.MISSED, by, count, remark);
    }

    /** The window has closed and nobody has said anything; nothing was due where its days were closed meanwhile. */
    void closed(String key, Rhythm rhythm) {
        DutyRun run = get(key);
        boolean due = rhythm.isDue(
                workingDays::isWorkingDay,
                run.firstDay(),
                run.lastDay(),
                living(key).window());
        settle(key, due ? State.MISSED : State.VOID, null, null, null);
    }

    private void settle(String key, State state, String by, Integer count, String remark) {
        jdbc.sql("""
                        update dudao.duty_round set state = ?, by_post = ?, count = ?, remark = ?, settled_at = ?
                        where run = ? and state = 'OPEN'
                        """).params(state.name(), by, count, remark, now(), key).update();
    }

    State lastState(String key) {
        return last(key).state();
    }

    /** Misses one after another up to the last round, since it was done or an explanation was asked. */
    int missedInARow(String key) {
        return jdbc.sql("""
                        select count(*) from dudao.duty_round where run = :run and state = 'MISSED' and number > (
                            select coalesce(max(number), 0) from dudao.duty_round where run = :run and (state = 'HELD' or asked))
                        """).param("run", key).query(Integer.class).single();
    }

    /** Misses in so many days up to the end of the last round, since an explanation was asked. */
    int missedWithin(String key, int days) {
        Instant since = last(key).window().closes().minus(Duration.ofDays(days));
        return missed(key, true).stream()
                .filter(round -> round.window().closes().isAfter(since))
                .toList()
                .size();
    }

    /**
     * @param unasked those for which no explanation was asked yet; else those that the last asked one covers and later
     */
    List<DutyRound> missed(String key, boolean unasked) {
        return jdbc.sql("select " + COLUMNS + """
                         from dudao.duty_round where run = :run and state = 'MISSED' and number > (
                            select coalesce(max(number), 0) from dudao.duty_round
                            where run = :run and asked and (:unasked or number < (
                                select max(number) from dudao.duty_round where run = :run and asked)))
                        order by number
                        """)
                .param("run", key)
                .param("unasked", unasked)
                .query(Duties::round)
                .list();
    }

    /** What follows from the last round by the policy is written down. */
    void follows(String key, String rule, boolean asked) {
        DutyRun run = get(key);
        DutyRound round = last(key);
        jdbc.sql("update dudao.duty_round set rule = ?, asked = ? where run = ? and number = ?")
                .params(rule, asked, key, round.number())
                .update();
        log.append(new Act(key, round.state().name(), round.state().word())
                .by(round.by())
                .to(run.owner())
                .rule(rule)
                .text(round.state() == State.MISSED ? round.inWords() : said(round)));
    }

    private static String said(DutyRound round) {
        return round.window().inWords()
                + (round.count() == null ? "" : "，数量" + round.count())
                + (round.remark() == null ? "" : "，" + round.remark());
    }

    private static DutyRound round(ResultSet row, int n) throws SQLException {
        return new DutyRound(
                row.getInt("number"),
                new Window(instant(row, "opens_at"), instant(row, "closes_at")),
                State.valueOf(row.getString("state")),
                instant(row, "opened_at"),
                row.getString("by_post"),
                row.getObject("count", Integer.class),
                row.getString("remark"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
