package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {

    @TempDir
    Path directory;

    private Path cluster;
    private Path programs;
    private Path pidFile;
    private Postmaster postmaster;

    @BeforeEach
    void layOut() throws IOException {
        cluster = Files.createDirectory(directory.resolve("17"));
        programs = directory.resolve("programs");
        pidFile = cluster.resolve("postmaster.pid");
        postmaster = new Postmaster(cluster, programs);
    }

    @Test
    void aPostgresOnOurDataIsOurs() {
        assertThat(postmaster.isOurs(new Info("/any/bin/postgres", "-D", cluster.toString(), "-p", "5432")))
                .isTrue();
    }

    @Test
    void aPostgresOnOtherDataIsNot() {
        assertThat(postmaster.isOurs(new Info("/any/bin/postgres", "-D", cluster + "-other")))
                .isFalse();
        assertThat(postmaster.isOurs(new Info("/any/bin/postgres", "-p", cluster.toString(), "-D")))
                .isFalse();
    }

    @Test
    void anotherProgramThatNamesOurDataIsNot() {
        assertThat(postmaster.isOurs(new Info("/bin/tar", "-D", cluster.toString())))
                .isFalse();
    }

    @Test
    void whereArgumentsAreHiddenTheProgramsPlaceDecides() {
        assertThat(postmaster.isOurs(new Info(programs.resolve("PG-1/bin/postgres.exe"))))
                .isTrue();
        assertThat(postmaster.isOurs(new Info(Path.of("/usr/bin/postgres")))).isFalse();
        assertThat(postmaster.isOurs(new Info(Optional.empty(), Optional.empty())))
                .isFalse();
    }

    @Test
    void whereTheProgramIsHiddenItsArgumentsDecide() {
        String[] arguments = {"-D", cluster.toString()};
        assertThat(postmaster.isOurs(new Info(Optional.empty(), Optional.of(arguments))))
                .isTrue();
    }

    @Test
    void aReusedNumberFreesTheDataAndSparesTheStranger() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(pidFile, stranger.pid() + "\n" + cluster + "\n");
            assertThat(postmaster.find()).isEmpty();
            postmaster.stop();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(pidFile).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void anEmptyFileIsRemoved() throws IOException {
        Files.createFile(pidFile);
        postmaster.stop();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void aDeadNumberIsLeftToPostgres() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(pidFile, dead.pid() + "\n");
        postmaster.stop();
        assertThat(postmaster.find()).isEmpty();
        assertThat(pidFile).exists();
    }

    @Test
    void nothingToDoWithoutAFile() throws IOException {
        postmaster.stop();
        assertThat(postmaster.find()).isEmpty();
    }

    @Test
    void saysWhenAProcessDoesNotEndInTime() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Postmaster.ended(sleeper.toHandle(), Duration.ofMillis(100)))
                    .isFalse();
        } finally {
            sleeper.destroyForcibly();
        }
        assertThat(Postmaster.ended(sleeper.toHandle(), Duration.ofSeconds(30))).isTrue();
    }

    private record Info(Optional<String> command, Optional<String[]> arguments) implements ProcessHandle.Info {

        Info(String command, String... arguments) {
            this(Optional.of(command), Optional.of(arguments));
        }

        Info(Path command) {
            this(Optional.of(command.toString()), Optional.empty());
        }

        @Override
        public Optional<String> commandLine() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> startInstant() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }
    }
}
