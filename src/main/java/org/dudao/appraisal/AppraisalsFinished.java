package org.dudao.appraisal;

/** Every unit of the campaign has its final grade, or the plan appraises nobody. */
public record AppraisalsFinished(String campaign) {}
