package org.dudao.obligation;

/** The unit has done what it owed (it may still have to be accepted); a ladder it stood on ends. */
public record ObligationSettled(Obligation obligation) {}
