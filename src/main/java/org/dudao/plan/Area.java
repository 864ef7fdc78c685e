package org.dudao.plan;

import java.util.List;

/**
 * A focus area (整治重点).
 *
 * @param id such as A05
 * @param name a short name
 * @param title the heading in the words of the plan's document
 * @param lead id of the unit that answers for the area (牵头单位); null where the plan names none, with which {@link PlanCheck}
 *     lets no campaign be launched
 * @param support ids of the units that work along (配合单位); may be empty
 * @param items at least one
 */
public record Area(
        String id,
        String name,
        String title,
        InspectedBy inspectedBy,
        String lead,
        List<String> support,
        List<Item> items) {

    public Area {
        support = List.copyOf(support);
        items = List.copyOf(items);
    }
}
