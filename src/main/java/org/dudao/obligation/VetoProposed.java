package org.dudao.obligation;

/**
 * Somebody by name, or a second failure, asks for a one-vote veto case (W2e).
 *
 * @param trigger which of the three: {@code weak-action}, {@code no-result}, {@code incident}
 * @param failures how often the unit failed acceptance; 0 where that is not the trigger
 * @param obligation the id of the obligation on whose ladder it was asked for; null where it was not the ladder
 * @param by the post that asks
 */
public record VetoProposed(
        String campaign, String unit, String trigger, int failures, String obligation, String reason, String by) {}
