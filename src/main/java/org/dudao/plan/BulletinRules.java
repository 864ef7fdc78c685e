package org.dudao.plan;

import java.time.DayOfWeek;

/**
 * When bulletins are made (W3) besides those at the end of each phase and at the very end.
 *
 * @param weekday the day of the weekly one; a closed one is made up for on the next working day
 * @param series what the numbers of the bulletins begin with (发文机关代字); null where they get none beforehand
 */
public record BulletinRules(DayOfWeek weekday, String series) {

    /** What holds where a plan says nothing. */
    public static final BulletinRules DEFAULT = new BulletinRules(DayOfWeek.FRIDAY, null);
}
