package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code --verify-log} as an operator runs it: on the data of an application that has stopped. */
class VerifyLogIT {

    @TempDir
    Path directory;

    @Test
    void namesTheRowThatWasTamperedWithAndLeavesTheApplicationAlone() throws Exception {
        ChildApplication.Launcher launcher =
                ChildApplication.on(directory.resolve("data")).with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD);
        try (ChildApplication application = launcher.startAndWait()) {
            String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
            assertThat(application
                            .post(
                                    "task-force.head",
                                    Town.PASSWORD,
                                    "/engine-rest/process-definition/key/campaign/submit-form",
                                    Town.variables(Map.of("plan", "hekou-2023", "startDate", today)))
                            .ok())
                    .isTrue();
            assertVerified(launcher, 2, "正被另一个运行中的督导程序使用", "没有核对办理记录");
            assertThat(application.isUp()).isTrue();
            application.stop();
        }

        assertVerified(launcher, 0, "全部完好");

        try (ChildApplication application = launcher.arguments().startAndWait()) {
            try (Connection database = application.database();
                    Statement statement = database.createStatement()) {
                assertThat(statement.executeUpdate("update dudao.case_log set addressee = 'nobody' where sequence = 1"))
                        .isPositive();
            }
            application.stop();
        }

        assertVerified(launcher, 1, "第几条：第1条", "可能被改动", "立即备份");
    }

    private static void assertVerified(ChildApplication.Launcher launcher, int exitCode, String... words)
            throws Exception {
        try (ChildApplication command = launcher.arguments("--verify-log").start()) {
            assertThat(command.awaitExit()).as(command::output).isEqualTo(exitCode);
            assertThat(command.output())
                    .contains(words)
                    .doesNotContain("Tomcat started", "JobExecutor", "ProcessEngine", "\tat ");
        }
    }
}
