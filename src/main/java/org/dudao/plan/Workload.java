package org.dudao.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many matters fall due for each unit on each day, as far as it is known before the launch: what depends on the
 * hazards that will be found, and what is due some working days after something else, is left out.
 */
final class Workload {

    /** The model that runs once per school; {@link #CAMPAIGN} runs once. */
    private static final String SCHOOL = "school";

    private static final String CAMPAIGN = "campaign";

    private final Plan plan;
    private final Map<LocalDate, Map<String, Load>> loads = new TreeMap<>();

    private Workload(Plan plan) {
        this.plan = plan;
    }

    /**
     * What falls due for one unit or school on one day.
     *
     * @param matters how often each obligation falls due, by its name
     * @param rows the rows that these obligations serve
     */
    record Load(LocalDate day, String unit, Map<String, Integer> matters, TreeSet<String> rows) {

        int total() {
            return matters.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The loads above the plan's bound, in the order of time and unit. */
    static List<Load> above(int bound, Plan plan, List<ModelledObligation> models) {
        Workload workload = new Workload(plan);
        for (ObligationRule rule : plan.obligations()) {
            if (rule.deadline().on() != null) {
                models.stream()
                        .filter(model -> model.kind().equals(rule.kind()))
                        .forEach(model -> workload.add(rule, model));
            }
        }
        List<Load> above = new ArrayList<>();
        workload.loads.values().forEach(units -> units.values().stream()
                .filter(load -> load.total() > bound)
                .sorted(Comparator.comparing(Load::unit))
                .forEach(above::add));
        return above;
    }

    private void add(ObligationRule rule, ModelledObligation model) {
        if (rule.owedBy().equals("each-unit")) {
            plan.units().stream().filter(Unit::isParticipant).forEach(unit -> add(rule, unit.id()));
        } else if (rule.owedBy().equals("lead")) {
            plan.schools().forEach(school -> areas(school, InspectedBy.LEAD).stream()
                    .filter(area -> area.lead() != null)
                    .forEach(area -> add(rule, area.lead())));
        } else if (rule.owedBy().equals("school") && model.repeated()) {
            plan.schools().forEach(school -> areas(school, InspectedBy.SCHOOL).forEach(area -> add(rule, school.id())));
        } else if (rule.owedBy().equals("school")) {
            plan.schools().forEach(school -> add(rule, school.id()));
        } else if (plan.unit(rule.owedBy()).isPresent() && !model.repeated()) {
            if (model.process().equals(SCHOOL)) {
                plan.schools().forEach(school -> add(rule, rule.owedBy()));
            } else if (model.process().equals(CAMPAIGN)) {
                add(rule, rule.owedBy());
            }
        }
    }

    private List<Area> areas(School school, InspectedBy by) {
        return plan.areasFor(school).stream()
                .filter(area -> area.inspectedBy() == by)
                .toList();
    }

    private void add(ObligationRule rule, String unit) {
        LocalDate day = rule.deadline().on();
        Load load = loads.computeIfAbsent(day, key -> new LinkedHashMap<>())
                .computeIfAbsent(unit, key -> new Load(day, unit, new LinkedHashMap<>(), new TreeSet<>()));
        load.matters().merge(rule.name(), 1, Integer::sum);
        load.rows().add(rule.row());
    }
}
