package org.dudao.plan;

import java.util.Set;

/**
 * One kind of obligation (义务): what is owed, by whom, to whom and by when.
 *
 * @param kind names the kind in models and tables, such as self-report
 * @param row the row of the plan's demands that it serves, such as S2
 * @param owedBy id of a unit, or one of {@link #ROLES}
 * @param owedTo id of a unit, or one of {@link #ROLES}
 * @param deadline when it is due for the first time
 * @param onReturn when it is due again after it was returned for rework; null where there is no review
 */
public record ObligationRule(
        String kind, String row, String name, String owedBy, String owedTo, Deadline deadline, Deadline onReturn) {

    /** Words that stand for a unit which is only known when the obligation is opened. */
    public static final Set<String> ROLES = Set.of(
            "school", // the school concerned
            "each-unit", // every unit on its own
            "lead", // the lead of the area concerned
            "responsible", // the unit that answers for the hazard
            "reinspector", // the unit that re-inspects the hazard
            "handler", // the unit that answers for what was raised
            "duty-unit", // the unit or school that has the duty
            "appraiser", // the unit that reviews an objection to an appraisal: never the one concerned
            "appraised", // the unit that is appraised
            "convener", // the unit that leads a joint enforcement or called a meeting
            "acceptor", // the unit that accepts what a meeting resolved: never the one that carries it out
            "drill-reviewer", // the unit that reviews a drill and its plan
            "deliberating"); // the unit that deliberates on a veto case: never the one concerned

    ObligationRule shiftedBy(long days) {
        return new ObligationRule(
                kind,
                row,
                name,
                owedBy,
                owedTo,
                deadline.shiftedBy(days),
                onReturn == null ? null : onReturn.shiftedBy(days));
    }
}
