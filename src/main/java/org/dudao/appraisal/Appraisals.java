package org.dudao.appraisal;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.dudao.appraisal.IndicatorSource.Measured;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.notice.Notices;
import org.dudao.plan.AppraisalRules;
import org.dudao.plan.Plan;
import org.dudao.plan.School;
import org.dudao.plan.Unit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The appraisals of the units (W3): their scores, their ranking, and the log of each. */
@Service
public class Appraisals {

    private static final String ROWS = """
            with appraised as (
                select a.*, exists (select 1 from dudao.veto_case v where v.campaign = a.campaign and v.unit = a.unit
                    and v.state = 'IN_FORCE') as vetoed
                from dudao.appraisal a where a.campaign = :campaign),
            ranked as (
                select key, (rank() over (partition by school order by vetoed, score desc nulls last))::int as place
                from appraised where state = 'FINAL')
            select a.*, r.place from appraised a left join ranked r using (key)
            """;

    private final JdbcClient jdbc;
    private final CaseLog log;
    private final Notices notices;
    private final Clock clock;
    private final Map<String, IndicatorSource> sources = new HashMap<>();

    Appraisals(JdbcClient jdbc, CaseLog log, Notices notices, Clock clock, List<IndicatorSource> sources) {
        this.jdbc = jdbc;
        this.log = log;
        this.notices = notices;
        this.clock = clock;
        sources.forEach(source -> this.sources.put(source.indicator(), source));
    }

    static String key(String campaign, String unit) {
        return "%s/appraisal/%s".formatted(campaign, unit);
    }

    /** Who is appraised and has no appraisal yet: schools, then departments and villages, in the plan's order. */
    List<String> pending(String campaign, Plan plan) {
        if (!plan.appraisal().isHeld()) {
            return List.of();
        }
        Set<String> begun = new HashSet<>(jdbc.sql("select unit from dudao.appraisal where campaign = ?")
                .param(campaign)
                .query(String.class)
                .list());
        List<String> pending = new ArrayList<>();
        plan.schools().stream().map(School::id).forEach(pending::add);
        plan.units().stream().filter(Unit::isParticipant).map(Unit::id).forEach(pending::add);
        pending.removeIf(begun::contains);
        return pending;
    }

    /** @param judge what the table {@code appraisal} says of an indicator's value, which may be null */
    void calculate(
            String campaign, String unit, Plan plan, BiFunction<String, Integer, Line.Judged> judge, String key) {
        List<Line> lines = plan.appraisal().indicators().stream()
                .map(weight -> {
                    Optional<Measured> measured = Optional.ofNullable(sources.get(weight.indicator()))
                            .flatMap(source -> source.measure(campaign, unit));
                    Integer value = measured.map(Measured::value).orElse(null);
                    Line.Judged judged = judge.apply(weight.indicator(), value);
                    return new Line(
                            weight.indicator(),
                            weight.name(),
                            weight.weight(),
                            value,
                            measured.map(Measured::facts).orElse("没有可考评的事项"),
                            judged.counts(),
                            judged.earned(),
                            judged.rule(),
                            null);
                })
                .toList();
        BigDecimal score = Score.of(lines);
        Grade grade = Score.grade(score, plan.appraisal().bars());
        jdbc.sql("""
                        insert into dudao.appraisal (key, campaign, unit, school, state, score, grade, calculated_at)
                        values (?, ?, ?, ?, 'PROVISIONAL', ?, ?, ?)
                        """)
                .params(
                        key,
                        campaign,
                        unit,
                        plan.school(unit).isPresent(),
                        score,
                        grade == null ? null : grade.name(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            jdbc.sql("""
                            insert into dudao.appraisal_indicator (appraisal, indicator, position, name, weight, value, facts,
                                counts, earned, rule) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(
                            key,
                            line.indicator(),
                            i,
                            line.name(),
                            line.weight(),
                            line.value(),
                            line.facts(),
                            line.counts(),
                            line.earned(),
                            line.rule())
                    .update();
        }
        Appraisal calculated = get(key);
        lines.forEach(line -> log.append(
                new Act(key, "MEASURED", "指标计分").to(unit).rule(line.rule()).text(line.inWords())));
        log.append(new Act(key, "CALCULATED", "初评")
                .to(unit)
                .text("初评%s，等次%s".formatted(calculated.scoreInWords(), Grade.word(grade))));
    }

    void agreed(String key, String by) {
        log.append(new Act(key, "AGREED", "对初评没有异议").by(by));
    }

    /** Silence is written down as what it is. */
    void silent(String key) {
        log.append(new Act(key, "NOT_OBJECTED", "期限内没有提出异议"));
    }

    void objected(String key, String by, String reviewer, String grounds) {
        update(key, "state = 'OBJECTED', objection = ?, objected_by = ?", grounds, by);
        log.append(new Act(key, "OBJECTED", "提出异议").by(by).to(reviewer).text(grounds));
    }

    /**
     * @param corrections the right values by their indicators; empty where the provisional score stands
     * @param bars of the plan
     */
    void reviewed(
            String key,
            String by,
            Map<String, Integer> corrections,
            String reason,
            AppraisalRules.Bars bars,
            BiFunction<String, Integer, Line.Judged> judge) {
        Appraisal before = get(key);
        List<Line> lines = new ArrayList<>();
        for (Line line : before.lines()) {
            Integer value = corrections.get(line.indicator());
            if (value == null) {
                lines.add(line);
                continue;
            }
            Line corrected = line.corrected(value, judge.apply(line.indicator(), value));
            jdbc.sql("""
                            update dudao.appraisal_indicator set value = ?, counts = ?, earned = ?, rule = ?, corrected_from = ?
                            where appraisal = ? and indicator = ?
                            """)
                    .params(
                            corrected.value(),
                            corrected.counts(),
                            corrected.earned(),
                            corrected.rule(),
                            corrected.correctedFrom(),
                            key,
                            line.indicator())
                    .update();
            log.append(new Act(key, "CORRECTED", "更正指标")
                    .by(by)
                    .to(before.unit())
                    .rule(corrected.rule())
                    .text(corrected.inWords()));
            lines.add(corrected);
        }
        BigDecimal score = Score.of(lines);
        Grade grade = Score.grade(score, bars);
        update(
                key,
                "score = ?, grade = ?, review_reason = ?, reviewed_by = ?",
                score,
                grade == null ? null : grade.name(),
                reason,
                by);
        log.append(new Act(key, "REVIEWED", corrections.isEmpty() ? "维持初评" : "更正初评")
                .by(by)
                .to(before.unit())
                .text(reason));
    }

    Appraisal finish(String key) {
        update(key, "state = 'FINAL', final_at = ?", clock.instant().atOffset(ZoneOffset.UTC));
        Appraisal done = get(key);
        String veto = done.vetoed()
                ? "一票否决在案，等次不合格（按得分为%s）".formatted(Grade.word(done.byScore()))
                : "等次" + done.gradeInWords();
        String text = "考评%s，%s".formatted(done.scoreInWords(), veto);
        log.append(new Act(key, "FINAL", "评定等次").to(done.unit()).text(text));
        notices.ofMatter(key, done.unit(), text);
        return done;
    }

    void vetoProposed(String key, String reason) {
        log.append(new Act(key, "VETO_PROPOSED", "提请一票否决立案").text(reason));
    }

    /** Whether a veto case against the unit is open or in force. */
    boolean isVetoUnderWay(String campaign, String unit) {
        return jdbc.sql(
                                "select count(*) from dudao.veto_case where campaign = ? and unit = ? and state in ('OPEN', 'IN_FORCE')")
                        .params(campaign, unit)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Whether all that were begun are final; those who ask at the same time do so one after the other. */
    boolean allFinal(String campaign) {
        jdbc.sql("select id from dudao.campaign where id = ? for update")
                .param(campaign)
                .query()
                .listOfRows();
        return jdbc.sql("select count(*) from dudao.appraisal where campaign = ? and state <> 'FINAL'")
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                == 0;
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** @throws NoSuchElementException if there is none */
    public Appraisal get(String key) {
        String campaign = key.substring(0, key.indexOf('/'));
        return read(campaign, " where a.key = :key", Map.of("key", key)).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no appraisal " + key));
    }

    /** All of the campaign: schools first, each group by rank, and those without one last. */
    public List<Appraisal> of(String campaign) {
        return read(campaign, "", Map.of());
    }

    private List<Appraisal> read(String campaign, String where, Map<String, Object> params) {
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        jdbc.sql("""
                        select i.* from dudao.appraisal_indicator i join dudao.appraisal a on a.key = i.appraisal
                        where a.campaign = ? order by i.appraisal, i.position
                        """).param(campaign).query(row -> {
            lines.computeIfAbsent(row.getString("appraisal"), key -> new ArrayList<>())
                    .add(line(row));
        });
        return jdbc.sql(ROWS + where + " order by a.school desc, r.place nulls last, a.unit")
                .param("campaign", campaign)
                .params(params)
                .query((row, n) -> appraisal(row, lines.getOrDefault(row.getString("key"), List.of())))
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getString("indicator"),
                row.getString("name"),
                row.getInt("weight"),
                row.getObject("value", Integer.class),
                row.getString("facts"),
                row.getBoolean("counts"),
                row.getInt("earned"),
                row.getString("rule"),
                row.getObject("corrected_from", Integer.class));
    }

    private static Appraisal appraisal(ResultSet row, List<Line> lines) throws SQLException {
        String grade = row.getString("grade");
        return new Appraisal(
                row.getString("key"),
                row.getString("campaign"),
                row.getString("unit"),
                row.getBoolean("school"),
                Appraisal.State.valueOf(row.getString("state")),
                row.getBigDecimal("score"),
                grade == null ? null : Grade.valueOf(grade),
                row.getBoolean("vetoed"),
                row.getString("objection"),
                row.getString("objected_by"),
                row.getString("review_reason"),
                row.getString("reviewed_by"),
                instant(row, "calculated_at"),
                instant(row, "final_at"),
                row.getObject("place", Integer.class),
                lines);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private void update(String key, String assignments, Object... values) {
        Object[] params = Arrays.copyOf(values, values.length + 1);
        params[values.length] = key;
        jdbc.sql("update dudao.appraisal set " + assignments + " where key = ?")
                .params(params)
                .update();
    }
}
