package org.dudao.plan;

import java.util.List;

/**
 * A focus area (A01 to A14).
 *
 * @param title the plan's own heading
 * @param lead the unit that leads
 * @param support the units that work along
 */
public record Area(
        String id,
        String name,
        String title,
        InspectedBy inspectedBy,
        String lead,
        List<String> support,
        List<Item> items) {}
