package org.dudao.plan;

/**
 * The upper two of the four levels of responsibility (row W2b).
 *
 * @param charge id of the post of the leader in charge (分管领导)
 * @param principal id of the post of the principal leader (主要领导)
 */
public record Leaders(String charge, String principal) {}
