package org.dudao.obligation;

/**
 * Somebody by name asks for a one-vote veto case (W2e).
 *
 * @param trigger which of the three: {@code weak-action}, {@code no-result}, {@code incident}
 * @param obligation the id of the obligation on whose ladder it was asked for; null where it was not the ladder
 * @param by the post that asks
 */
public record VetoProposed(String campaign, String unit, String trigger, String obligation, String reason, String by) {}
