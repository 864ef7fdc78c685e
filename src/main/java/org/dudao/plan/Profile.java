package org.dudao.plan;

/** Something that a school is or has, and that decides what it is asked. */
public record Profile(String id, String name) {}
