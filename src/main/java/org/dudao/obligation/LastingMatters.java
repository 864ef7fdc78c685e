package org.dudao.obligation;

import java.util.List;
import org.dudao.plan.Plan;

/**
 * Matters that outlast the campaign they arose in and can go on in the next one, with their number, their history, their
 * deadlines and the rung they stand on (W4).
 */
public interface LastingMatters {

    /**
     * @param key the business key of its process
     * @param title one line that names it for the one who chooses
     * @param pressing whether it is taken over where only what presses is
     */
    record Matter(String key, String title, boolean pressing) {}

    /**
     * What closed campaigns left open and can go on under the plan, which knows its school, its area and the units that
     * take part; in the order of the keys. Cases of crime are with public security, and are not among them (M2b).
     */
    List<Matter> leftOver(Plan plan);

    /**
     * Lets the matter belong to another campaign.
     *
     * @param key of one of those that {@link #leftOver} answers
     */
    void takeOver(String key, String campaign);
}
