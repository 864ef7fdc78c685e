package org.dudao.plan;

/**
 * What is owed by whom until when.
 *
 * @param row the row of the plan it comes from
 * @param owedBy a unit, or one of the words school, each-unit, lead, responsible, reinspector
 * @param onReturn the time for rework; null where the first deadline stays
 */
public record ObligationRule(
        String kind, String row, String name, String owedBy, String owedTo, Deadline deadline, Deadline onReturn) {

    ObligationRule movedBy(long days) {
        return new ObligationRule(
                kind,
                row,
                name,
                owedBy,
                owedTo,
                deadline.movedBy(days),
                onReturn == null ? null : onReturn.movedBy(days));
    }
}
