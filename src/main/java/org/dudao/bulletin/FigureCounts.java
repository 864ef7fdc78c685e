package org.dudao.bulletin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dudao.appraisal.Appraisals;
import org.dudao.appraisal.Goals;
import org.dudao.plan.Area;
import org.dudao.plan.Plan;
import org.dudao.plan.Unit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Counts the figures of a bulletin from the tables. */
@Service
class FigureCounts {

    private static final Map<String, String> RUNGS = new LinkedHashMap<>();

    static {
        RUNGS.put("urge", "催办");
        RUNGS.put("supervise", "督办");
        RUNGS.put("summon", "约谈");
        RUNGS.put("criticise", "通报批评");
        RUNGS.put("veto", "提请一票否决");
    }

    private static final String PROGRESS = """
            select coalesce(o.unit, h.responsible_unit) as unit, coalesce(o.owed, 0) as owed, coalesce(o.done, 0) as done,
                coalesce(o.overdue, 0) as overdue, coalesce(h.hazards, 0) as hazards, coalesce(h.closed, 0) as closed,
                coalesce(o.late, 0) as late
            from (select unit, count(*) as owed, count(*) filter (where state in ('SUBMITTED', 'FULFILLED')) as done,
                    count(*) filter (where state in ('OPEN', 'RETURNED') and deadline < :now) as overdue,
                    count(*) filter (where settled_at > deadline) as late
                from dudao.obligation where campaign = :campaign and state <> 'WAIVED' and kind <> 'referral' group by 1) o
            full join (select responsible_unit, count(*) as hazards, count(closed_at) as closed
                from dudao.hazard where campaign = :campaign and not crime and responsible_unit is not null group by 1) h
                on h.responsible_unit = o.unit
            """;

    private static final String AREAS = """
            select area, count(*) filter (where coalesce(grade, severity) = 'general') as general,
                count(*) filter (where coalesce(grade, severity) = 'serious') as serious,
                count(*) filter (where coalesce(grade, severity) = 'major') as major, count(closed_at) as closed,
                count(*) filter (where exists (select 1 from dudao.obligation o join act_ru_execution e on e.id_ = o.process_instance
                    where e.business_key_ = h.number and o.kind = 'rectification' and o.state in ('OPEN', 'RETURNED')
                      and o.deadline < :now)) as overdue
            from dudao.hazard h where campaign = :campaign and not crime group by 1 order by 1
            """;

    private final JdbcClient jdbc;
    private final Appraisals appraisals;
    private final Goals goals;

    FigureCounts(JdbcClient jdbc, Appraisals appraisals, Goals goals) {
        this.jdbc = jdbc;
        this.appraisals = appraisals;
        this.goals = goals;
    }

    private record Counted(Figures.Progress progress, int late) {}

    /** @param last whether the ranking and the goals belong to it */
    Figures count(String campaign, Plan plan, Instant now, boolean last) {
        Map<String, Counted> counted = new HashMap<>();
        jdbc.sql(PROGRESS)
                .param("campaign", campaign)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    String unit = row.getString("unit");
                    counted.put(
                            unit,
                            new Counted(
                                    new Figures.Progress(
                                            unit,
                                            plan.unitName(unit),
                                            row.getInt("owed"),
                                            row.getInt("done"),
                                            row.getInt("overdue"),
                                            row.getInt("hazards"),
                                            row.getInt("closed")),
                                    row.getInt("late")));
                });
        List<Counted> schools = plan.schools().stream()
                .map(school -> counted.getOrDefault(school.id(), nothing(school.id(), school.name())))
                .toList();
        List<Counted> units = plan.units().stream()
                .filter(Unit::isParticipant)
                .map(unit -> counted.getOrDefault(unit.id(), nothing(unit.id(), unit.name())))
                .toList();
        List<Counted> all = new ArrayList<>(schools);
        all.addAll(units);
        return new Figures(
                schools.stream().map(Counted::progress).toList(),
                units.stream().map(Counted::progress).toList(),
                areas(campaign, plan, now),
                ladder(campaign),
                all.stream()
                        .filter(FigureCounts::isGood)
                        .map(each -> each.progress().name())
                        .toList(),
                last ? ranking(campaign, plan) : List.of(),
                last ? goals(campaign, plan) : List.of());
    }

    private static Counted nothing(String unit, String name) {
        return new Counted(new Figures.Progress(unit, name, 0, 0, 0, 0, 0), 0);
    }

    private static boolean isGood(Counted counted) {
        Figures.Progress progress = counted.progress();
        return progress.done() > 0
                && counted.late() == 0
                && progress.overdue() == 0
                && progress.closed() == progress.hazards();
    }

    private List<Figures.Area> areas(String campaign, Plan plan, Instant now) {
        return jdbc.sql(AREAS)
                .param("campaign", campaign)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Figures.Area(
                        row.getString("area"),
                        plan.area(row.getString("area")).map(Area::name).orElse(row.getString("area")),
                        row.getInt("general"),
                        row.getInt("serious"),
                        row.getInt("major"),
                        row.getInt("closed"),
                        row.getInt("overdue")))
                .list();
    }

    private List<Figures.Rung> ladder(String campaign) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql(
                        "select rung, count(*) as n from dudao.obligation where campaign = ? and on_ladder and rung is not null"
                                + " and kind <> 'referral' group by 1")
                .param(campaign)
                .query(row -> {
                    counts.put(row.getString("rung"), row.getInt("n"));
                });
        return RUNGS.entrySet().stream()
                .filter(rung -> counts.containsKey(rung.getKey()))
                .map(rung -> new Figures.Rung(rung.getValue(), counts.get(rung.getKey())))
                .toList();
    }

    private List<Figures.Ranked> ranking(String campaign, Plan plan) {
        return appraisals.of(campaign).stream()
                .map(appraisal -> new Figures.Ranked(
                        appraisal.school(),
                        appraisal.rank(),
                        plan.unitName(appraisal.unit()),
                        appraisal.scoreInWords(),
                        appraisal.gradeInWords()))
                .toList();
    }

    private List<Figures.Goal> goals(String campaign, Plan plan) {
        return goals.of(campaign, plan).stream()
                .map(goal -> new Figures.Goal(
                        "%s（%s）".formatted(goal.text(), goal.name()),
                        goal.lastYear() + goal.unit(),
                        goal.thisYear() == null ? "暂无数据" : goal.thisYear() + goal.unit(),
                        goal.trend()))
                .toList();
    }
}
