package org.dudao.hazard;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dudao.hazard.Hazard.State;
import org.dudao.plan.Area;
import org.dudao.plan.InspectedBy;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The ledger: registers hazards and notes each step. */
@Service
public class Hazards {

    private final HazardRepository repository;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Hazards(
            HazardRepository repository,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** Enters the hazard under the campaign's next ledger number and answers it. */
    String register(NewHazard found) {
        int serial = jdbc.sql(
                        "update dudao.campaign set last_hazard = last_hazard + 1 where id = ? returning last_hazard")
                .param(found.campaign())
                .query(Integer.class)
                .single();
        String number = "%s-H%04d".formatted(found.campaign(), serial);
        aggregates.insert(new Hazard(
                number,
                found.campaign(),
                found.school(),
                found.area(),
                found.item(),
                found.place(),
                found.description(),
                found.severity(),
                null,
                null,
                found.source(),
                found.reportedBy(),
                found.reportingUnit(),
                null,
                null,
                null,
                State.REGISTERED,
                false,
                found.fixedOnSpot(),
                found.crime(),
                found.measures(),
                found.fixedOnSpot() ? found.reportedBy() : null,
                0,
                clock.instant(),
                null));
        return number;
    }

    /**
     * Who answers for a hazard: the school within its walls, the lead outside them. Nobody re-inspects their own work:
     * the lead looks at what a school did, the supervisors at what a lead did.
     */
    void assign(String number, Plan plan, String grade, String rule) {
        Hazard hazard = get(number);
        Area area = plan.area(hazard.area()).orElseThrow();
        String responsible = area.inspectedBy() == InspectedBy.SCHOOL ? hazard.school() : area.lead();
        set(number, Map.of("grade", grade, "grading_rule", rule));
        assignTo(number, plan, responsible);
    }

    void assignTo(String number, Plan plan, String responsible) {
        Hazard hazard = get(number);
        Area area = plan.area(hazard.area()).orElseThrow();
        String supervisors = plan.unitOfKind(UnitKind.SUPERVISORS).orElseThrow().id();
        String reinspecting = responsible.equals(area.lead()) ? supervisors : area.lead();
        Map<String, Object> values = new HashMap<>();
        values.put("responsible_unit", responsible);
        values.put("reinspecting_unit", reinspecting);
        values.put("state", State.ASSIGNED.name());
        // A post named before belongs to the unit that answered for it then.
        values.put("named_post", null);
        set(number, values);
    }

    void state(String number, State state) {
        set(number, Map.of("state", state.name()));
    }

    void rectified(String number, String by, String measures) {
        Map<String, Object> values = new HashMap<>();
        values.put("rectified_by", by);
        values.put("measures", measures);
        set(number, values);
    }

    void returned(String number) {
        set(number, Map.of("returns", get(number).returns() + 1, "state", State.RECTIFYING.name()));
    }

    void decided(String number, String namedPost, boolean listed) {
        Map<String, Object> values = new HashMap<>();
        values.put("named_post", namedPost);
        values.put("listed", listed);
        set(number, values);
    }

    void end(String number, State state) {
        set(number, Map.of("state", state.name(), "closed_at", clock.instant().atOffset(ZoneOffset.UTC)));
        events.publishEvent(new HazardEnded(number, state.word()));
    }

    /** What closed campaigns left open, without cases of crime, in the order of the ledger numbers. */
    List<Hazard> leftOver() {
        return repository.findLeftOver();
    }

    void takeOver(String number, String campaign) {
        set(number, Map.of("taken_over_from", get(number).campaign(), "campaign", campaign));
    }

    public Hazard get(String number) {
        return repository.findById(number).orElseThrow(() -> new IllegalArgumentException("no hazard " + number));
    }

    public Optional<Hazard> find(String number) {
        return repository.findById(number);
    }

    public List<Hazard> open(String campaign) {
        return repository.findOpen(campaign);
    }

    public List<Hazard> open(String campaign, String school) {
        return repository.findOpen(campaign, school);
    }

    public List<Hazard> all(String campaign, String school) {
        return repository.findAll(campaign, school);
    }

    /** The running campaign that has the school; the one launched last where there are several. */
    public Optional<String> campaignOf(String school) {
        return jdbc.sql("""
                        select c.id from dudao.campaign c join dudao.school_run s on s.campaign = c.id
                        where s.school = ? and c.closed_at is null order by c.started_at desc limit 1
                        """).param(school).query(String.class).optional();
    }

    private void set(String number, Map<String, Object> values) {
        List<String> columns = List.copyOf(values.keySet());
        StringBuilder sql = new StringBuilder("update dudao.hazard set ");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(columns.get(i)).append(" = :").append(columns.get(i));
        }
        int updated = jdbc.sql(sql.append(" where number = :number").toString())
                .params(values)
                .param("number", number)
                .update();
        if (updated != 1) {
            throw new IllegalArgumentException("no hazard " + number);
        }
    }
}
