package org.dudao.obligation;

import java.time.Instant;

/** The deadline of an open obligation is another one now. */
public record DeadlineMoved(Obligation obligation, Instant deadline) {}
