package org.dudao.plan;

import java.util.List;

/**
 * One checkable demand of a focus area.
 *
 * @param id the area's id and a number, such as A05-03
 * @param text the demand in the words of the plan's document
 * @param hint what to look at on site; empty where the plan gives none
 * @param appliesTo ids of profiles: the item is asked of schools that have any of them; empty means of all schools
 */
public record Item(String id, String text, String hint, List<String> appliesTo) {

    public Item {
        appliesTo = List.copyOf(appliesTo);
    }

    public boolean appliesTo(School school) {
        return appliesTo.isEmpty() || appliesTo.stream().anyMatch(school.profile()::contains);
    }

    /** What the names of the item's form fields and process variables begin with: A05_03 for A05-03. */
    public String fieldKey() {
        return id.replace('-', '_');
    }
}
