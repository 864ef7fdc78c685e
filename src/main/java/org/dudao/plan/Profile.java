package org.dudao.plan;

/**
 * Something that a school is or has and that decides which checklist items it is asked, such as {@code canteen} 有食堂.
 */
public record Profile(String id, String name) {}
