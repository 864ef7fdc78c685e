package org.dudao.plan;

import java.util.List;

/**
 * One thing to check, in the plan's own words.
 *
 * @param appliesTo profile ids of which a school needs one to be asked; empty for all schools
 */
public record Item(String id, String text, String hint, List<String> appliesTo) {

    public boolean appliesTo(School school) {
        return appliesTo.isEmpty() || appliesTo.stream().anyMatch(school.profile()::contains);
    }

    /** The id as the start of a form field's key, such as A05_03. */
    public String fieldKey() {
        return id.replace('-', '_');
    }
}
