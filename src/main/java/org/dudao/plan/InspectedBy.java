package org.dudao.plan;

/** Who works through the checklist of a focus area. */
public enum InspectedBy {
    /** Each school inspects itself. */
    SCHOOL,
    /** The area's lead inspects around the schools. */
    LEAD
}
