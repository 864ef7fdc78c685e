package org.dudao.plan;

import java.util.Map;

/**
 * Who answers for what is raised (M4).
 *
 * @param handledBy unit ids by the ids of focus areas; an area that is not here goes to its lead
 * @param otherwise id of the unit that answers for what belongs to no area; null for the town office
 * @param visitedBy id of the unit that visits schools and marks what it heard there; null where any unit may
 */
public record VoiceRules(Map<String, String> handledBy, String otherwise, String visitedBy) {

    /** What holds where a plan says nothing. */
    public static final VoiceRules DEFAULT = new VoiceRules(Map.of(), null, null);

    public VoiceRules {
        handledBy = Map.copyOf(handledBy);
    }
}
