package org.dudao.platform.timer;

import java.time.Instant;

/**
 * The end of a task or of a wait is another one, because the working days have changed.
 *
 * @param businessKey of its process; null where that has none
 * @param activity its id in the model
 * @param name its name in Chinese
 * @param before null where it had none
 */
public record DueDateMoved(String businessKey, String activity, String name, Instant before, Instant after) {}
