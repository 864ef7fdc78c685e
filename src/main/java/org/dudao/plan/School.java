package org.dudao.plan;

import java.util.List;

/**
 * A school that takes part.
 *
 * @param profile the ids of what it is and has
 */
public record School(String id, String name, List<String> profile, List<Post> posts) {}
