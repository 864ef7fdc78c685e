package org.dudao.obligation;

/** The deadline of an open obligation is another one now. */
public record DeadlineMoved(Obligation obligation) {}
