package org.dudao.plan;

/** A post, such as {@code education.clerk}; its id is the engine's user. */
public record Post(String id, String name) {}
