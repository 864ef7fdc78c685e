package org.dudao.plan;

import java.util.List;

/**
 * A school, kindergarten or teaching point.
 *
 * @param id also the id of the engine's group
 * @param profile ids of the profiles that hold for this school; may be empty
 * @param posts at least one, or {@link PlanCheck} finds an error
 */
public record School(String id, String name, List<String> profile, List<Post> posts) {

    public School {
        profile = List.copyOf(profile);
        posts = List.copyOf(posts);
    }
}
