package org.dudao.plan;

/** What a unit is in a campaign. */
public enum UnitKind {
    OFFICE,
    TASK_FORCE,
    SUPERVISORS,
    LEADERS,
    DEPARTMENT,
    VILLAGE
}
