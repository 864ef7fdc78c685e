package org.dudao.platform.rehearsal;

import java.time.Instant;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.joda.time.DateTimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the engine live in the rehearsal's time. The engine's clock asks Joda-Time, whose source of time can be
 * replaced; the application's own clock asks the engine's.
 */
final class RehearsalEngine extends AbstractProcessEnginePlugin
        implements ApplicationListener<ApplicationReadyEvent>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalEngine.class);

    // Real time. With a day a minute, a timer is late by less than a quarter of an hour.
    private static final int SHORTEST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 500;

    private final Rehearsal rehearsal;
    private final RehearsalMark mark;
    private RehearsalClock clock;

    RehearsalEngine(Rehearsal rehearsal, RehearsalMark mark) {
        this.rehearsal = rehearsal;
        this.mark = mark;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        Instant start = rehearsal.start();
        Instant origin = mark.read().filter(last -> last.isAfter(start)).orElse(start);
        clock = new RehearsalClock(origin, rehearsal.speed(), System::nanoTime, mark::write);
        DateTimeUtils.setCurrentMillisProvider(clock::millis);
        LOG.warn("This is a rehearsal: it is {}, and time runs {} times as fast", origin, rehearsal.speed());
    }

    /** What the engine measures by its clock, but means in real time, grows with the speed. */
    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        JobExecutor executor = configuration.getJobExecutor();
        executor.setLockTimeInMillis(faster(executor.getLockTimeInMillis()));
        executor.setWaitTimeInMillis(SHORTEST_WAIT_MILLIS);
        executor.setMaxWait(LONGEST_WAIT_MILLIS);
        configuration.setLoginDelayBase(faster(configuration.getLoginDelayBase()));
        configuration.setLoginDelayMaxTime(faster(configuration.getLoginDelayMaxTime()));
    }

    /** Time runs from the moment at which somebody can look at it. */
    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        clock.start();
    }

    private int faster(int duration) {
        return (int) Math.min(Integer.MAX_VALUE, (long) duration * rehearsal.speed());
    }

    /**
     * Lets time stand still; the engine has been closed by then. Real time does not come back, lest a job that is still
     * at it writes an instant years ahead.
     */
    @Override
    public void close() {
        if (clock != null) {
            clock.stop();
        }
    }
}
