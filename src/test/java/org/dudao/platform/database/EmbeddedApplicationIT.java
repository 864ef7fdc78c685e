package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dudao.application.ChildApplication;
import org.dudao.application.ChildApplication.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.util.FileSystemUtils;

/**
 * What an operator sees who starts the application with one command, starts it twice, kills it, and stops it. One
 * application goes through it all, as an ordinary user even where the build runs as root.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedApplicationIT {

    private static final int NOBODY = 65534;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static Path directory;
    private static ChildApplication.Launcher launcher;
    private static ChildApplication application;

    @BeforeAll
    static void start() throws Exception {
        directory = Files.createTempDirectory("dudao-embedded-application");
        launcher = ChildApplication.on(directory.resolve("data"));
        if (ROOT && Files.isExecutable(SETPRIV)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            // Root's home, and with it the Maven repository, is closed to others.
            launcher.classPath(readableCopyOfTheClassPath(directory.resolve("programs")))
                    .through(List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            Files.setAttribute(directory, "unix:uid", NOBODY);
        }
        application = launcher.startAndWait();
    }

    @AfterAll
    static void stop() throws IOException {
        if (application != null) {
            application.close();
        }
        FileSystemUtils.deleteRecursively(directory);
    }

    @Test
    @Order(1)
    void runsAsAnOrdinaryUser() throws IOException {
        assumeTrue(!ROOT || Files.isExecutable(SETPRIV), "root needs " + SETPRIV + " to become an ordinary user");
        assertThat(application.process().info().user()).isPresent().get().isNotEqualTo("root");
        assertThat(Files.getOwner(directory.resolve("data/postgres/password")).getName())
                .isNotEqualTo("root");
    }

    @Test
    @Order(1)
    void printsThePasswordOfTheSampleAndKeepsItToItsOwner() throws Exception {
        Path file = directory.resolve("data/sample-password.txt");
        assertThat(application.output()).contains(samplePassword()).contains(file.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(get("school-01.clerk", "/engine-rest/task").ok()).isTrue();
    }

    @Test
    @Order(2)
    void refusesASecondApplicationOnTheSameDataAndGoesOnUnharmed() throws Exception {
        List<String> before = definitions();
        try (ChildApplication second = launcher.start()) {
            assertThat(second.awaitExit()).isNotZero();
            assertThat(second.output())
                    .contains("正被另一个运行中的督导程序使用（进程号 " + application.process().pid() + "）")
                    .contains("请直接在浏览器中打开它", "DUDAO_DATA_DIR")
                    .doesNotContain("\tat ");
        }
        assertThat(application.isUp()).isTrue();
        assertThat(definitions()).isEqualTo(before);
        assertThat(application.databaseServer()).isPresent();
    }

    @Test
    @Order(3)
    void killedAndRestartedAtOnceItHasItsCampaignAndDeploysNothingNew() throws Exception {
        Answer started = application.post(
                "task-force.head",
                samplePassword(),
                "/engine-rest/process-definition/key/campaign/submit-form",
                Map.of(
                        "variables",
                        Map.of(
                                "plan",
                                Map.of("value", "hekou-2023"),
                                "startDate",
                                Map.of("value", LocalDate.now().toString()))));
        assertThat(started.ok()).as("%s", started).isTrue();
        JsonNode campaigns = campaigns();
        assertThat(campaigns).hasSize(1);
        List<String> definitions = definitions();
        ProcessHandle database = application.databaseServer().orElseThrow();

        application.kill();
        assertThat(database.isAlive()).as("left behind").isTrue();
        ChildApplication killed = application;
        application = launcher.startAndWait();

        assertThat(database.isAlive()).as("left behind for good").isFalse();
        killed.close();
        assertThat(application.isUp()).isTrue();
        assertThat(campaigns()).isEqualTo(campaigns);
        assertThat(query("select id || ' ' || process_instance from dudao.campaign"))
                .containsExactly("hekou-2023 " + campaigns.get(0).get("id").asText());
        assertThat(definitions()).isEqualTo(definitions);
        assertThat(application.output()).doesNotContain(samplePassword());
        assertThat(get("supervisors.head", "/api/reconciliation")
                        .body()
                        .path("clean")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @Order(4)
    void stopsItsDatabaseWhenItIsStopped() throws Exception {
        ProcessHandle database = application.databaseServer().orElseThrow();
        int terminated = 128 + 15;
        assertThat(application.stop()).isEqualTo(terminated);
        assertThat(database.isAlive()).isFalse();
        assertThat(application.databaseServer()).isEmpty();
        assertThat(application.output()).doesNotContain(" ERROR ", "This connection has been closed");
    }

    private static JsonNode campaigns() throws Exception {
        return get("supervisors.head", "/engine-rest/process-instance?businessKey=hekou-2023")
                .body();
    }

    private static Answer get(String user, String path) throws Exception {
        return application.get(user, samplePassword(), path);
    }

    private static String samplePassword() throws IOException {
        return Files.readString(directory.resolve("data/sample-password.txt")).strip();
    }

    /** Every deployment and every version of every definition. */
    private static List<String> definitions() throws Exception {
        List<String> definitions = query("""
                select 'deployment ' || id_ from act_re_deployment
                union all select id_ || ' ' || version_ from act_re_procdef
                union all select id_ || ' ' || version_ from act_re_decision_def
                union all select id_ || ' ' || version_ from act_re_camformdef
                order by 1
                """);
        assertThat(definitions).hasSizeGreaterThan(10);
        return definitions;
    }

    private static List<String> query(String sql) throws Exception {
        List<String> texts = new ArrayList<>();
        try (Connection connection = application.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static String readableCopyOfTheClassPath(Path target) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : ChildApplication.applicationClassPath().split(File.pathSeparator)) {
            Path copy = target.resolve(copies.size() + "-" + Path.of(entry).getFileName());
            FileSystemUtils.copyRecursively(Path.of(entry), copy);
            copies.add(copy.toString());
        }
        Files.walkFileTree(target, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                return FileVisitResult.CONTINUE;
            }
        });
        return copies.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
