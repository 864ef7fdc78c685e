package org.dudao.platform.database;

/** The database cannot be used; says so in the operator's words, together with what to do about it. */
final class DatabaseStartupException extends RuntimeException {

    private final String action;

    /**
     * @param message what is wrong, in Chinese
     * @param action what the operator does next, in Chinese
     * @param cause null when nothing else went wrong
     */
    DatabaseStartupException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
