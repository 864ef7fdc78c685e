package org.dudao.supervision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.Area;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.ObligationRule;
import org.dudao.plan.Phase;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The supervision board (W2a, W3, M1): schools by phase, the ladder, hazards, units. Everything is counted from the
 * tables, with the same number of queries however many schools and hazards there are.
 */
@Service
class Board {

    /** What came up on the way and belongs to no phase: hazards, deliberations, referrals. */
    static final String ON_THE_WAY = "on-the-way";

    private static final int MAX_PAGE = 500;

    /** The obligations of a campaign that the reader may see, filtered. */
    private static final String MATTERS = """
             from dudao.obligation o
            left join act_hi_procinst p on p.id_ = o.process_instance
            left join dudao.hazard h on h.number = p.business_key_
            left join dudao.referral r on r.key = p.business_key_
            where o.campaign = :campaign
              and (not coalesce(h.crime, r.key is not null) or :crime)
              and (:everything or r.key is not null or o.unit in (:units) or o.owed_to in (:units) or o.school in (:units)
                   or h.responsible_unit in (:units) or h.reinspecting_unit in (:units) or h.reporting_unit in (:units))
              and (cast(:school as text) is null or o.school = :school)
              and (cast(:unit as text) is null or o.unit = :unit)
              and (cast(:area as text) is null or o.matter = :area or h.area = :area)
            """;

    private static final String HAZARDS = """
             from dudao.hazard h where h.campaign = :campaign and (not h.crime or :crime)
              and (:everything or h.crime or h.school in (:units) or h.responsible_unit in (:units)
                   or h.reinspecting_unit in (:units) or h.reporting_unit in (:units))
              and (cast(:school as text) is null or h.school = :school)
              and (cast(:unit as text) is null or h.responsible_unit = :unit)
              and (cast(:area as text) is null or h.area = :area)
            """;

    private static final String OPEN = "o.state in ('OPEN', 'RETURNED')";
    private static final String OVERDUE = OPEN + " and o.deadline < :now";

    private final JdbcClient jdbc;
    private final CampaignPlans plans;
    private final WorkingDays workingDays;
    private final Clock clock;

    Board(JdbcClient jdbc, CampaignPlans plans, WorkingDays workingDays, Clock clock) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.workingDays = workingDays;
        this.clock = clock;
    }

    /** @param school ids; each null for all */
    record Filter(String school, String area, String unit) {}

    /**
     * @param campaigns all, the newest first
     * @param phases in the order of time, and last what belongs to no phase
     * @param everything whether all units are shown; else only what concerns the reader's own
     */
    record View(
            List<Named> campaigns,
            String campaign,
            LocalDate today,
            LocalDate end,
            int workingDaysLeft,
            boolean closed,
            boolean everything,
            List<PhaseView> phases,
            List<SchoolView> schools,
            List<Rung> ladder,
            List<AreaView> areas,
            List<DayView> days,
            List<UnitView> units,
            Choices choices) {}

    record Named(String id, String name) {}

    /** What a filter can be set to. */
    record Choices(List<Named> schools, List<Named> areas, List<Named> units) {}

    /** @param workingDaysLeft until the end of its last day, negative afterwards; null for what belongs to no phase */
    record PhaseView(String id, String name, LocalDate from, LocalDate to, Integer workingDaysLeft) {}

    /** @param processInstance null before the school's process began and after it ended */
    record SchoolView(
            String id,
            String name,
            String stateName,
            int acceptanceFailures,
            String processInstance,
            List<Cell> cells) {}

    /**
     * The obligations of one school in one phase.
     *
     * @param open to be done, overdue ones included
     * @param next the earliest deadline of what is to be done, null where nothing is
     * @param workingDays until then, negative where it has passed
     */
    record Cell(
            String phase,
            int total,
            int open,
            int overdue,
            int submitted,
            int done,
            Instant next,
            Integer workingDays) {}

    /** @param rung as the ladder names it; {@code none} between the reminder and the first act */
    record Rung(String rung, String name, int count) {}

    record AreaView(String id, String name, int general, int serious, int major, int ungraded, int open, int closed) {}

    /** @param open at the end of the day in Asia/Shanghai */
    record DayView(LocalDate day, int registered, int closed, int open) {}

    /** @param averageDays from opening to settling, one decimal; null where nothing is settled yet */
    record UnitView(String id, String name, int open, int overdue, int done, Double averageDays) {}

    private static final Map<String, String> RUNGS = rungs();

    private static Map<String, String> rungs() {
        Map<String, String> rungs = new LinkedHashMap<>();
        rungs.put("none", "提醒");
        rungs.put("urge", "催办");
        rungs.put("supervise", "督办");
        rungs.put("summon", "约谈");
        rungs.put("criticise", "通报批评");
        rungs.put("veto", "提请一票否决");
        rungs.put("review", "督导组研究");
        return rungs;
    }

    /**
     * @param campaign null for the one launched last
     * @throws NoSuchElementException if there is no such campaign, or none at all
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public View of(String campaign, Filter filter, Reader.Sight sight) {
        List<Launched> launched = launched();
        Launched chosen = chosen(launched, campaign);
        Plan plan = plans.of(chosen.id());
        Instant now = clock.instant();
        LocalDate today = Deadlines.dayOf(now);
        Map<String, Object> params = params(chosen.id(), filter, sight, now);
        List<PhaseView> phases = Stream.concat(
                        plan.phases().stream()
                                .map(phase -> new PhaseView(
                                        phase.id(),
                                        phase.name(),
                                        phase.from(),
                                        phase.to(),
                                        workingDays.between(today, phase.to()))),
                        Stream.of(new PhaseView(ON_THE_WAY, "隐患及其他", null, null, null)))
                .toList();
        return new View(
                named(launched),
                chosen.id(),
                today,
                plan.end(),
                workingDays.between(today, plan.end()),
                chosen.closed(),
                sight.everything(),
                phases,
                schools(plan, phases, filter, sight, params, today),
                ladder(params),
                areas(plan, params),
                days(params),
                units(plan, params),
                new Choices(
                        plan.schools().stream()
                                .filter(school ->
                                        sight.everything() || sight.units().contains(school.id()))
                                .map(school -> new Named(school.id(), school.name()))
                                .toList(),
                        plan.areas().stream()
                                .map(area -> new Named(area.id(), area.name()))
                                .toList(),
                        Stream.concat(
                                        plan.units().stream().map(unit -> new Named(unit.id(), unit.name())),
                                        plan.schools().stream().map(school -> new Named(school.id(), school.name())))
                                .filter(unit ->
                                        sight.everything() || sight.units().contains(unit.id()))
                                .toList()));
    }

    /** All campaigns, the one launched last first. */
    public List<Named> campaigns() {
        return named(launched());
    }

    private static List<Named> named(List<Launched> launched) {
        return launched.stream().map(each -> new Named(each.id(), each.name())).toList();
    }

    private record Launched(String id, String name, boolean closed) {}

    private List<Launched> launched() {
        return jdbc.sql("select id, name, closed_at is not null from dudao.campaign order by started_at desc, id desc")
                .query((row, n) -> new Launched(row.getString(1), row.getString(2), row.getBoolean(3)))
                .list();
    }

    private static Launched chosen(List<Launched> launched, String campaign) {
        if (launched.isEmpty()) {
            throw new NoSuchElementException("还没有启动过专项行动。请由工作专班在任务列表中发起");
        }
        return launched.stream()
                .filter(each -> campaign == null || each.id().equals(campaign))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("没有编号为“%s”的专项行动，请重新选择".formatted(campaign)));
    }

    private static Map<String, Object> params(String campaign, Filter filter, Reader.Sight sight, Instant now) {
        Map<String, Object> params = new HashMap<>();
        params.put("campaign", campaign);
        params.put("school", filter.school());
        params.put("area", filter.area());
        params.put("unit", filter.unit());
        params.put("crime", sight.crime());
        params.put("everything", sight.everything());
        params.put("units", sight.units().isEmpty() ? List.of("") : List.copyOf(sight.units()));
        params.put("now", now.atOffset(ZoneOffset.UTC));
        return params;
    }

    private record Count(
            String school, String kind, int total, int open, int overdue, int submitted, int done, Instant next) {}

    private List<SchoolView> schools(
            Plan plan,
            List<PhaseView> phases,
            Filter filter,
            Reader.Sight sight,
            Map<String, Object> params,
            LocalDate today) {
        Map<String, String> phaseOfKind = new HashMap<>();
        plan.obligations().forEach(rule -> phaseOfKind.put(rule.kind(), phaseOf(plan, rule)));
        Map<String, Map<String, List<Count>>> counts = new HashMap<>();
        jdbc.sql("select o.school, o.kind, count(*) as total, count(*) filter (where " + OPEN + ") as open,"
                        + " count(*) filter (where " + OVERDUE + ") as overdue,"
                        + " count(*) filter (where o.state = 'SUBMITTED') as submitted,"
                        + " count(*) filter (where o.state in ('FULFILLED', 'WAIVED')) as done,"
                        + " min(o.deadline) filter (where " + OPEN + ") as next"
                        + MATTERS + " and o.school is not null group by 1, 2")
                .params(params)
                .query((row, n) -> new Count(
                        row.getString("school"),
                        row.getString("kind"),
                        row.getInt("total"),
                        row.getInt("open"),
                        row.getInt("overdue"),
                        row.getInt("submitted"),
                        row.getInt("done"),
                        instant(row, "next")))
                .list()
                .forEach(count -> counts.computeIfAbsent(count.school(), key -> new HashMap<>())
                        .computeIfAbsent(phaseOfKind.getOrDefault(count.kind(), ON_THE_WAY), key -> new ArrayList<>())
                        .add(count));
        return jdbc
                .sql("""
                        select s.school, s.state, s.acceptance_failures, e.id_ as instance from dudao.school_run s
                        left join act_ru_execution e on e.id_ = s.process_instance
                        where s.campaign = :campaign order by s.position
                        """)
                .param("campaign", params.get("campaign"))
                .query((row, n) -> {
                    String id = row.getString("school");
                    Map<String, List<Count>> ofSchool = counts.getOrDefault(id, Map.of());
                    return new SchoolView(
                            id,
                            plan.unitName(id),
                            switch (row.getString("state")) {
                                case "PENDING" -> "待启动";
                                case "RUNNING" -> "进行中";
                                default -> "已办结";
                            },
                            row.getInt("acceptance_failures"),
                            row.getString("instance"),
                            phases.stream()
                                    .map(phase -> cell(phase.id(), ofSchool.getOrDefault(phase.id(), List.of()), today))
                                    .toList());
                })
                .list()
                .stream()
                .filter(school -> filter.school() == null || school.id().equals(filter.school()))
                .filter(school -> sight.everything() && filter.unit() == null && filter.area() == null
                        || school.cells().stream().anyMatch(cell -> cell.total() > 0))
                .toList();
    }

    private static String phaseOf(Plan plan, ObligationRule rule) {
        return plan.phaseOf(rule).map(Phase::id).orElse(ON_THE_WAY);
    }

    private Cell cell(String phase, List<Count> counts, LocalDate today) {
        Instant next = counts.stream()
                .map(Count::next)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Cell(
                phase,
                counts.stream().mapToInt(Count::total).sum(),
                counts.stream().mapToInt(Count::open).sum(),
                counts.stream().mapToInt(Count::overdue).sum(),
                counts.stream().mapToInt(Count::submitted).sum(),
                counts.stream().mapToInt(Count::done).sum(),
                next,
                next == null ? null : workingDays.between(today, Deadlines.dayOf(next)));
    }

    private List<Rung> ladder(Map<String, Object> params) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select coalesce(o.rung, 'none'), count(*)" + MATTERS + " and o.on_ladder group by 1")
                .params(params)
                .query((row, n) -> counts.put(row.getString(1), row.getInt(2)))
                .list();
        return RUNGS.entrySet().stream()
                .map(rung -> new Rung(rung.getKey(), rung.getValue(), counts.getOrDefault(rung.getKey(), 0)))
                .toList();
    }

    private List<AreaView> areas(Plan plan, Map<String, Object> params) {
        return jdbc.sql("select h.area, count(*) filter (where h.closed_at is null) as open,"
                        + " count(h.closed_at) as closed,"
                        + " count(*) filter (where h.grade = 'general') as general,"
                        + " count(*) filter (where h.grade = 'serious') as serious,"
                        + " count(*) filter (where h.grade = 'major') as major,"
                        + " count(*) filter (where h.grade is null) as ungraded" + HAZARDS + " group by 1 order by 1")
                .params(params)
                .query((row, n) -> new AreaView(
                        row.getString("area"),
                        areaName(plan, row.getString("area")),
                        row.getInt("general"),
                        row.getInt("serious"),
                        row.getInt("major"),
                        row.getInt("ungraded"),
                        row.getInt("open"),
                        row.getInt("closed")))
                .list();
    }

    private static String areaName(Plan plan, String id) {
        return plan.area(id).map(Area::name).orElse(id);
    }

    /** Every day from the first hazard's to the last one on which anything was registered or closed. */
    private List<DayView> days(Map<String, Object> params) {
        record Day(LocalDate day, int registered, int closed) {}
        List<Day> days = jdbc.sql("select day, sum(registered) as registered, sum(closed) as closed from ("
                        + "select (h.registered_at at time zone 'Asia/Shanghai')::date as day, 1 as registered, 0 as closed"
                        + HAZARDS
                        + " union all select (h.closed_at at time zone 'Asia/Shanghai')::date, 0, 1" + HAZARDS
                        + " and h.closed_at is not null) d group by 1 order by 1")
                .params(params)
                .query((row, n) ->
                        new Day(row.getObject("day", LocalDate.class), row.getInt("registered"), row.getInt("closed")))
                .list();
        List<DayView> views = new ArrayList<>();
        int open = 0;
        for (Day day : days) {
            open += day.registered() - day.closed();
            views.add(new DayView(day.day(), day.registered(), day.closed(), open));
        }
        return views;
    }

    private List<UnitView> units(Plan plan, Map<String, Object> params) {
        return jdbc.sql("select o.unit, count(*) filter (where " + OPEN + ") as open,"
                        + " count(*) filter (where " + OVERDUE + ") as overdue,"
                        + " count(*) filter (where o.settled_at is not null) as done,"
                        + " round(avg(extract(epoch from o.settled_at - o.opened_at)) / 86400, 1) as days"
                        + MATTERS + " group by 1 order by overdue desc, open desc, 1")
                .params(params)
                .query((row, n) -> new UnitView(
                        row.getString("unit"),
                        plan.unitName(row.getString("unit")),
                        row.getInt("open"),
                        row.getInt("overdue"),
                        row.getInt("done"),
                        row.getBigDecimal("days") == null
                                ? null
                                : row.getBigDecimal("days").doubleValue()))
                .list();
    }

    /** Which obligations a figure of the board stands for. */
    enum Which {
        ALL("true"),
        OPEN(Board.OPEN),
        OVERDUE(Board.OVERDUE),
        SUBMITTED("o.state = 'SUBMITTED'"),
        DONE("o.state in ('FULFILLED', 'WAIVED')"),
        SETTLED("o.settled_at is not null"),
        LADDER("o.on_ladder");

        private final String condition;

        Which(String condition) {
            this.condition = condition;
        }
    }

    record Matters(long total, List<Matter> items) {}

    /**
     * @param number the ledger number where it belongs to a hazard, else null
     * @param businessKey of its process, by which papers are found; null where it has none
     * @param workingDays until the deadline, negative where it has passed; null where nothing is left to be done
     * @param running whether its process still runs, so that Cockpit can open it
     */
    record Matter(
            String id,
            String title,
            String number,
            String businessKey,
            String school,
            String schoolName,
            String unit,
            String unitName,
            String stateName,
            String rungName,
            Instant deadline,
            Integer workingDays,
            String processInstance,
            boolean running) {}

    /**
     * The obligations behind a figure, the earliest deadline first.
     *
     * @param phase null for all
     * @param rung null for all
     */
    @Transactional(readOnly = true)
    public Matters matters(
            String campaign,
            Filter filter,
            Which which,
            String phase,
            String rung,
            int page,
            int size,
            Reader.Sight sight) {
        Launched chosen = chosen(launched(), campaign);
        Plan plan = plans.of(chosen.id());
        Instant now = clock.instant();
        LocalDate today = Deadlines.dayOf(now);
        Map<String, Object> params = params(chosen.id(), filter, sight, now);
        StringBuilder matters = new StringBuilder(MATTERS).append(" and ").append(which.condition);
        if (phase != null) {
            List<String> inPhases = plan.obligations().stream()
                    .filter(rule -> ON_THE_WAY.equals(phase)
                            ? !phaseOf(plan, rule).equals(ON_THE_WAY)
                            : phaseOf(plan, rule).equals(phase))
                    .map(ObligationRule::kind)
                    .toList();
            matters.append(ON_THE_WAY.equals(phase) ? " and o.kind not in (:kinds)" : " and o.kind in (:kinds)");
            params.put("kinds", inPhases.isEmpty() ? List.of("") : inPhases);
        }
        if (rung != null) {
            matters.append(" and coalesce(o.rung, 'none') = :rung");
            params.put("rung", rung);
        }
        long total = jdbc.sql("select count(*)" + matters)
                .params(params)
                .query(Long.class)
                .single();
        int limit = Math.min(Math.max(size, 1), MAX_PAGE);
        params.put("limit", limit);
        params.put("offset", (long) Math.max(page, 0) * limit);
        List<Matter> items = jdbc.sql("select o.*, h.number, p.business_key_, p.end_time_ is null as running" + matters
                        + " order by o.deadline, o.id limit :limit offset :offset")
                .params(params)
                .query(matter(plan, today))
                .list();
        return new Matters(total, items);
    }

    private RowMapper<Matter> matter(Plan plan, LocalDate today) {
        return (row, n) -> {
            String school = row.getString("school");
            Instant deadline = instant(row, "deadline");
            boolean toDo = List.of("OPEN", "RETURNED").contains(row.getString("state"));
            return new Matter(
                    row.getString("id"),
                    row.getString("title"),
                    row.getString("number"),
                    row.getString("business_key_"),
                    school,
                    school == null ? null : plan.unitName(school),
                    row.getString("unit"),
                    plan.unitName(row.getString("unit")),
                    Explanation.stateInWords(row.getString("state")),
                    row.getBoolean("on_ladder")
                            ? RUNGS.get(
                                    Optional.ofNullable(row.getString("rung")).orElse("none"))
                            : null,
                    deadline,
                    toDo ? workingDays.between(today, Deadlines.dayOf(deadline)) : null,
                    row.getString("process_instance"),
                    row.getBoolean("running"));
        };
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }
}
