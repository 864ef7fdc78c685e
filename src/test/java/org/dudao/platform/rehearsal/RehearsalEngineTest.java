package org.dudao.platform.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.dudao.platform.EngineClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearsalEngineTest {

    private static final Instant START = Instant.parse("2023-09-10T00:00:00Z");
    private static final int SPEED = 1440;

    @TempDir
    Path directory;

    private final StandaloneInMemProcessEngineConfiguration configuration =
            new StandaloneInMemProcessEngineConfiguration();

    @AfterEach
    void realTime() {
        ClockUtil.reset();
    }

    private RehearsalEngine engine(int speed) {
        return new RehearsalEngine(new Rehearsal(START, speed), RehearsalMark.in(directory));
    }

    @Test
    void engineAndApplicationShareOneTime() {
        Clock application = new EngineClock(ZoneOffset.UTC);
        try (RehearsalEngine engine = engine(1)) {
            engine.preInit(configuration);
            assertThat(application.instant()).isEqualTo(START);

            engine.onApplicationEvent(null);
            Instant before = ClockUtil.getCurrentTime().toInstant();
            await().until(() -> application.instant().isAfter(before));
            assertThat(ClockUtil.getCurrentTime().toInstant()).isAfter(before);
        }
        Instant stopped = application.instant();
        assertThat(stopped).isAfter(START);
        assertThat(ClockUtil.getCurrentTime().toInstant())
                .as("time stands still")
                .isEqualTo(stopped);
        assertThat(RehearsalMark.in(directory).read()).hasValue(stopped);
    }

    @ParameterizedTest
    @CsvSource({"2023-10-12T00:30:00Z,2023-10-12T00:30:00Z", "2023-09-01T00:00:00Z,2023-09-10T00:00:00Z"})
    void goesOnFromTheLaterOfStartAndLast(Instant last, Instant expected) {
        RehearsalMark.in(directory).write(last);
        try (RehearsalEngine engine = engine(1)) {
            engine.preInit(configuration);

            assertThat(ClockUtil.getCurrentTime().toInstant()).isEqualTo(expected);
        }
    }

    @Test
    void stretchesWhatTheEngineMeansInRealTime() {
        DefaultJobExecutor executor = new DefaultJobExecutor();
        executor.setLockTimeInMillis(60_000);
        configuration.setJobExecutor(executor);
        configuration.setLoginDelayBase(3);
        configuration.setLoginDelayMaxTime(60);

        try (RehearsalEngine engine = engine(SPEED)) {
            engine.postInit(configuration);
        }

        assertThat(executor.getLockTimeInMillis()).isEqualTo(60_000 * SPEED);
        assertThat(executor.getMaxWait()).isLessThanOrEqualTo(1_000);
        assertThat(executor.getWaitTimeInMillis()).isPositive().isLessThan((int) executor.getMaxWait());
        assertThat(configuration.getLoginDelayBase()).isEqualTo(3 * SPEED);
        assertThat(configuration.getLoginDelayMaxTime()).isEqualTo(60 * SPEED);
    }

    @Test
    void theLongestLockFitsAtTheHighestSpeed() {
        DefaultJobExecutor executor = new DefaultJobExecutor();
        executor.setLockTimeInMillis(60_000);
        configuration.setJobExecutor(executor);

        try (RehearsalEngine engine = engine(Rehearsal.FASTEST)) {
            engine.postInit(configuration);
        }

        assertThat(executor.getLockTimeInMillis()).isEqualTo(Integer.MAX_VALUE);
    }
}
