package org.dudao.platform.rehearsal;

/** The rehearsal cannot begin; says so in the operator's words, together with what to do about it. */
final class RehearsalRefused extends RuntimeException {

    private final String action;

    /**
     * @param message what is wrong, in Chinese
     * @param action what the operator does next, in Chinese
     */
    RehearsalRefused(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
