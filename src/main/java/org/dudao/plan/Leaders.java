package org.dudao.plan;

/**
 * The upper two levels of responsibility (W2b), by post.
 *
 * @param charge the leader in charge 分管领导
 * @param principal the principal leader 主要领导
 */
public record Leaders(String charge, String principal) {}
