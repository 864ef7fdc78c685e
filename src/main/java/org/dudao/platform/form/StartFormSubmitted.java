package org.dudao.platform.form;

/**
 * A form that begins a process was accepted. Published inside the engine's transaction, which may still fail.
 *
 * @param form its key
 * @param post who submitted it
 */
public record StartFormSubmitted(String form, String post) {}
