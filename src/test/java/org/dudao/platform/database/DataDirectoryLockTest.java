package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {

    @TempDir
    Path directory;

    @Test
    void refusesASecondApplicationWhileTheFirstOneLives() throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        try (DataDirectoryLock first = DataDirectoryLock.acquire(directory)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirectoryLock.acquire(directory.resolve(".")))
                    .isInstanceOfSatisfying(DatabaseStartupException.class, refusal -> assertThat(refusal.action())
                            .contains(pid, "DUDAO_DATA_DIR"))
                    .hasMessageContaining("正被另一个运行中的督导程序使用")
                    .hasMessageContaining(pid);
        }
    }

    @Test
    void canBeTakenAgainAfterItWasGivenBack() throws IOException {
        DataDirectoryLock.acquire(directory).close();
        DataDirectoryLock.acquire(directory).close();
        assertThat(directory).isDirectoryContaining("glob:**/application.lock");
    }

    @Test
    void doesNotBelieveALockFileThatNobodyHolds() throws IOException {
        Files.writeString(directory.resolve("application.lock"), "999999999999");
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(directory)) {
            assertThat(lock).isNotNull();
            assertThat(directory.resolve("application.lock"))
                    .content()
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }
}
