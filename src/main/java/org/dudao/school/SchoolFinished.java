package org.dudao.school;

/** A school has come to the end of its process. */
public record SchoolFinished(String campaign, String school) {}
