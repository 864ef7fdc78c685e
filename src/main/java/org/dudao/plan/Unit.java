package org.dudao.plan;

import java.util.List;

/**
 * A unit that takes part in the campaign, other than a school.
 *
 * @param id also the id of the engine's group
 * @param posts at least one
 */
public record Unit(String id, String name, UnitKind kind, List<Post> posts) {

    public Unit {
        posts = List.copyOf(posts);
    }
}
