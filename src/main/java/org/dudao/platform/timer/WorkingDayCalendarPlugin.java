package org.dudao.platform.timer;

import org.camunda.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DueDateBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.MapBusinessCalendarManager;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.dudao.calendar.Deadlines;
import org.springframework.stereotype.Component;

/** Makes working days the engine's business calendar. */
@Component
class WorkingDayCalendarPlugin extends AbstractProcessEnginePlugin {

    private final Deadlines deadlines;

    WorkingDayCalendarPlugin(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        MapBusinessCalendarManager calendars = new MapBusinessCalendarManager();
        calendars.addBusinessCalendar(
                DurationBusinessCalendar.NAME, new WorkingDayCalendar(deadlines, new DurationBusinessCalendar()));
        calendars.addBusinessCalendar(
                DueDateBusinessCalendar.NAME, new WorkingDayCalendar(deadlines, new DueDateBusinessCalendar()));
        calendars.addBusinessCalendar(CycleBusinessCalendar.NAME, new CycleBusinessCalendar());
        configuration.setBusinessCalendarManager(calendars);
    }
}
