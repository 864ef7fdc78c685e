package org.dudao.plan;

/**
 * A post (岗位) in a unit or school; never a person's name.
 *
 * @param id also the id of the engine's user
 */
public record Post(String id, String name) {}
