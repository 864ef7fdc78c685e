package org.dudao.plan;

/**
 * A scenario that schools hold emergency drills for (M3c).
 *
 * @param id stands in business keys, such as fire
 * @param row the row of the plan's demands that it serves
 * @param hint what to see to, for the school
 * @param requires id of the profile that a school must have; null where every school holds it
 * @param area id of the focus area that its shortcomings belong to
 * @param reviewedBy id of the unit that reviews plan and drill; never a school
 * @param workingDays within how many working days after the plan is on file it is to be held
 */
public record DrillScenario(
        String id,
        String row,
        String name,
        String hint,
        String requires,
        String area,
        String reviewedBy,
        int workingDays) {

    public boolean appliesTo(School school) {
        return requires == null || school.profile().contains(requires);
    }
}
