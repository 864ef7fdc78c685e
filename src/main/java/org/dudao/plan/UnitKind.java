package org.dudao.plan;

/** What a unit is in the campaign. A plan has exactly one unit of each of the first four kinds. */
public enum UnitKind {
    /** The town office (镇办公室): receives reports and plans. */
    OFFICE,
    /** The task force (工作专班): runs the campaign. */
    TASK_FORCE,
    /** The supervisors (督导组): watch, and accept on site. */
    SUPERVISORS,
    /** The town leaders (镇领导): decide. */
    LEADERS,
    /** A department that leads or supports focus areas. */
    DEPARTMENT,
    /** A village or community. */
    VILLAGE
}
