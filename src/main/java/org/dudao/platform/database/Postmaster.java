package org.dudao.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database server process of one data directory, as {@code postmaster.pid} names it. It outlives an application
 * that was killed, and must be gone before the next server starts on the same files.
 *
 * <p>Use it only while holding the {@link DataDirectoryLock}: then no living application needs the process.
 */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration WAIT_AFTER_TERM = Duration.ofSeconds(15);
    private static final Duration WAIT_AFTER_INT = Duration.ofSeconds(60);

    private final Path cluster;
    private final Path binaries;

    /**
     * @param cluster PostgreSQL's data directory; need not exist
     * @param binaries the directory under which the application unpacks its PostgreSQL programs
     */
    Postmaster(Path cluster, Path binaries) {
        this.cluster = cluster.toAbsolutePath().normalize();
        this.binaries = binaries.toAbsolutePath().normalize();
    }

    /** The living server of this data directory, empty if there is none. */
    Optional<ProcessHandle> find() throws IOException {
        return namedProcess().filter(process -> isOurs(process.info()));
    }

    /**
     * Ends the living server of this data directory and waits for its end. Without one it removes a
     * {@code postmaster.pid} whose number now belongs to a stranger: PostgreSQL would take him for a living server.
     *
     * @throws DatabaseStartupException if the server does not end
     */
    void stop() throws IOException {
        Optional<ProcessHandle> named = namedProcess();
        if (named.isEmpty()) {
            removeIfUnreadable();
            return;
        }
        ProcessHandle process = named.get();
        if (!isOurs(process.info())) {
            LOG.info("Process {} is not the database server that {} speaks of", process.pid(), pidFile());
            Files.deleteIfExists(pidFile());
            return;
        }
        LOG.info("A database server, process {}, was left behind; it is stopped first", process.pid());
        process.destroy();
        if (!ended(process, WAIT_AFTER_TERM)) {
            interrupt(process);
            if (!ended(process, WAIT_AFTER_INT)) {
                throw new DatabaseStartupException(
                        "上次运行留下的数据库进程（进程号 " + process.pid() + "）没有停下来，本次启动已停止，数据没有改动。",
                        "请重新启动这台电脑后再启动督导；或者请管理员先结束进程 " + process.pid() + "。",
                        null);
            }
        }
    }

    /** Waits for {@code process} to end; false if it still lives after {@code wait}. */
    static boolean ended(ProcessHandle process, Duration wait) {
        try {
            process.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether this is a PostgreSQL server on our data directory. By its arguments where the system shows them, by the
     * place of its program where not (Windows).
     */
    boolean isOurs(ProcessHandle.Info process) {
        Optional<Path> program = process.command().map(Path::of);
        if (program.isPresent() && !isPostgres(program.get())) {
            return false;
        }
        Optional<String[]> arguments = process.arguments();
        if (arguments.isPresent()) {
            List<String> list = Arrays.asList(arguments.get());
            int option = list.indexOf("-D");
            return option >= 0
                    && option + 1 < list.size()
                    && Path.of(list.get(option + 1)).normalize().equals(cluster);
        }
        return program.isPresent() && program.get().startsWith(binaries);
    }

    private static boolean isPostgres(Path program) {
        String name = String.valueOf(program.getFileName());
        return name.equals("postgres") || name.equalsIgnoreCase("postgres.exe");
    }

    private Optional<ProcessHandle> namedProcess() throws IOException {
        return readPid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    }

    private Optional<Long> readPid() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        return Files.readString(pidFile())
                .lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    // PostgreSQL refuses to start on an empty file, which a power failure can leave. A dead number it handles itself.
    private void removeIfUnreadable() throws IOException {
        if (readPid().isEmpty()) {
            Files.deleteIfExists(pidFile());
        }
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    // SIGTERM waits for every client to leave; somebody's forgotten psql would keep the server for ever.
    private static void interrupt(ProcessHandle process) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .inheritIO()
                    .start();
        }
    }
}
