package org.dudao.obligation;

/** The obligation belongs to another campaign now (W4); a ladder it stands on goes along. */
public record ObligationTakenOver(Obligation obligation) {}
