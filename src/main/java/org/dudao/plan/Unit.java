package org.dudao.plan;

import java.util.List;

/** A unit of the town; its id is the engine's group, its posts are the engine's users. */
public record Unit(String id, String name, UnitKind kind, List<Post> posts) {}
