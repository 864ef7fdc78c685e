package org.dudao.platform.timer;

import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.impl.calendar.BusinessCalendar;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDaySpan;

/** Lets due dates and timers say {@code 3 working days}; all else is left to the engine's own calendar. */
final class WorkingDayCalendar implements BusinessCalendar {

    private final Deadlines deadlines;
    private final BusinessCalendar engines;

    WorkingDayCalendar(Deadlines deadlines, BusinessCalendar engines) {
        this.deadlines = deadlines;
        this.engines = engines;
    }

    @Override
    public Date resolveDuedate(String description) {
        return counted(description, ClockUtil.getCurrentTime()).orElseGet(() -> engines.resolveDuedate(description));
    }

    @Override
    public Date resolveDuedate(String description, Date beginning) {
        return counted(description, beginning).orElseGet(() -> engines.resolveDuedate(description, beginning));
    }

    @Override
    public Date resolveDuedate(String description, Task task) {
        return counted(description, task.getCreateTime()).orElseGet(() -> engines.resolveDuedate(description, task));
    }

    private Optional<Date> counted(String description, Date beginning) {
        return WorkingDaySpan.parse(description)
                .map(span -> Date.from(deadlines.endOfWorkingDaysAfter(span.from(beginning.toInstant()), span.days())));
    }
}
