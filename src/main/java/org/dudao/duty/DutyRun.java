package org.dudao.duty;

import java.time.LocalDate;

/**
 * One duty of one unit or school in one campaign.
 *
 * @param key {@code <campaign>/duty/<owner>/<duty>}, the business key of its process
 * @param lastDay inclusive
 */
record DutyRun(String key, String campaign, String duty, String owner, LocalDate firstDay, LocalDate lastDay) {}
