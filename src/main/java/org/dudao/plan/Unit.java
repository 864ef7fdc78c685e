package org.dudao.plan;

import java.util.List;

/**
 * A unit that takes part in the campaign, other than a school.
 *
 * @param id also the id of the engine's group
 * @param posts at least one, or {@link PlanCheck} finds an error
 */
public record Unit(String id, String name, UnitKind kind, List<Post> posts) {

    public Unit {
        posts = List.copyOf(posts);
    }

    /** Whether it takes part as a department or village does, and signs for the plan (S1). */
    public boolean isParticipant() {
        return kind == UnitKind.DEPARTMENT || kind == UnitKind.VILLAGE;
    }
}
