package org.dudao.bulletin;

import java.util.List;

/**
 * The figures of a bulletin, as they were when it was drafted: numbers only, and nothing of what was referred to public
 * security (M2b).
 *
 * @param good names of the units that did all in time and have no open hazard
 * @param ranking empty before the final bulletin
 * @param goals empty before the final bulletin
 */
public record Figures(
        List<Progress> schools,
        List<Progress> units,
        List<Area> areas,
        List<Rung> ladder,
        List<String> good,
        List<Ranked> ranking,
        List<Goal> goals) {

    /**
     * One school or unit.
     *
     * @param owed obligations that it has or had, without those that were waived
     * @param done of those, submitted or fulfilled
     * @param overdue of those, neither and past their deadline
     * @param hazards that it has to put right, or had
     * @param closed of those
     */
    public record Progress(String unit, String name, int owed, int done, int overdue, int hazards, int closed) {}

    /** Hazards of one focus area by their grade. */
    public record Area(String id, String name, int general, int serious, int major, int closed, int overdue) {

        public int total() {
            return general + serious + major;
        }
    }

    /** @param matters how many obligations stand on the rung now */
    public record Rung(String name, int matters) {}

    /** @param school whether it is ranked among the schools */
    public record Ranked(boolean school, Integer rank, String name, String score, String grade) {}

    /**
     * See {@link org.dudao.appraisal.Goals.Reached}.
     *
     * @param text the plan's own words, and what is counted for them
     */
    public record Goal(String text, String lastYear, String thisYear, String trend) {}
}
