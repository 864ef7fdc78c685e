package org.dudao.draft;

import java.time.Instant;

/**
 * What an account has entered into a form and not submitted yet.
 *
 * @param data a JSON object: the form's fields as form-js holds them
 * @param version changes with the data
 */
public record Draft(String data, String version, Instant savedAt) {}
