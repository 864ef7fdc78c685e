package org.dudao.plan;

/** Who inspects an area: each school itself, or the area's lead at each school. */
public enum InspectedBy {
    SCHOOL,
    LEAD
}
