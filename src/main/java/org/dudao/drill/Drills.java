package org.dudao.drill;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.dudao.drill.Drill.State;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of drills (M3c). */
@Service
public class Drills {

    private final DrillRepository repository;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final Clock clock;

    Drills(DrillRepository repository, JdbcAggregateTemplate aggregates, JdbcClient jdbc, Clock clock) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public Drill get(String key) {
        return repository.findForUpdate(key).orElseThrow(() -> new NoSuchElementException("no drill " + key));
    }

    List<Drill> all(String campaign) {
        return repository.findAll(campaign);
    }

    /** The ledger numbers of what drills of the campaign showed to be wanting, by the drill's key. */
    List<String> shortcomings(String key) {
        return jdbc.sql("select hazard from dudao.drill_shortcoming where drill = ? order by hazard")
                .param(key)
                .query(String.class)
                .list();
    }

    /** The keys of the campaign's drills that are started already. */
    Set<String> started(String campaign) {
        return new HashSet<>(jdbc.sql("select key from dudao.drill where campaign = ?")
                .param(campaign)
                .query(String.class)
                .list());
    }

    void start(String key, String campaign, String school, String scenario, String reviewingUnit) {
        aggregates.insert(new Drill(
                key,
                campaign,
                school,
                scenario,
                reviewingUnit,
                State.PLANNING,
                clock.instant(),
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null));
    }

    void state(String key, State state) {
        update("state = ?", key, state.name());
    }

    void scheduled(String key, LocalDate day, String place) {
        update("state = 'SCHEDULED', scheduled_on = ?, place = ?", key, day, place);
    }

    /** The reviewing unit set the day; the place stays. */
    void mustBeHeldOn(String key, LocalDate day) {
        update("state = 'SCHEDULED', scheduled_on = ?", key, day);
    }

    /** Answers how often it was postponed by now. */
    int postponed(String key, String reason, State state) {
        update("state = ?, postponements = postponements + 1, postponed_because = ?", key, state.name(), reason);
        return get(key).postponements();
    }

    void held(String key, LocalDate day, int participants, int evacuationMinutes, String course) {
        update(
                "state = 'HELD', held_on = ?, participants = ?, evacuation_minutes = ?, course = ?",
                key,
                day,
                participants,
                evacuationMinutes,
                course);
    }

    /** To be held again. */
    void rejected(String key, String by, String findings) {
        update("state = 'SCHEDULING', repetitions = repetitions + 1, findings = ?, reviewed_by = ?", key, findings, by);
    }

    /** It is over: well done, or with shortcomings that are hazards now. */
    void ended(String key, String by, String findings, State state) {
        update("state = ?, findings = ?, reviewed_by = ?, closed_at = ?", key, state.name(), findings, by, now());
    }

    void showed(String key, String hazard) {
        jdbc.sql("insert into dudao.drill_shortcoming (drill, hazard) values (?, ?)")
                .params(key, hazard)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private void update(String columns, String key, Object... values) {
        jdbc.sql("update dudao.drill set " + columns + " where key = ?")
                .params(Stream.concat(Arrays.stream(values), Stream.of(key)).toList())
                .update();
    }
}
