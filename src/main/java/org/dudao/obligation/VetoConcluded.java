package org.dudao.obligation;

/**
 * A veto case that came from a ladder is at its end.
 *
 * @param veto the case's business key
 * @param outcome how it ended, in the words people read
 */
public record VetoConcluded(String obligation, String veto, String outcome) {}
