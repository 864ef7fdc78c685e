package org.dudao.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL of our own that keeps its data, so that the application starts with one command and still runs on the
 * same engine as in production.
 *
 * <p>It listens on the loopback address only, on a random free port, and asks for a password: a random one, made with
 * the database and kept beside it in a file that only the owner reads. The application works as a role without the
 * superuser's rights; both roles share the password. One application at a time uses a data directory. Killing it loses
 * nothing that was committed: the server that is left behind is stopped by the next start.
 *
 * <pre>
 * application.lock     held while the application lives
 * postgres/            mode 700, since the library lets everybody write into its directory of programs
 *   password           mode 600
 *   programs/          PostgreSQL, unpacked
 *   17/                the data, by PostgreSQL's major version
 *   initializing       only while 17/ is not complete
 * </pre>
 */
final class EmbeddedDatabase implements AutoCloseable {

    /** Name of the application's database, and of the role that owns it. */
    static final String NAME = "dudao";

    private static final String MAJOR_VERSION = "17";
    // Replaying the log after a crash takes its time.
    private static final Duration START_WAIT = Duration.ofMinutes(2);
    private static final Duration STOP_WAIT = Duration.ofMinutes(1);
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

    private final DataDirectoryLock lock;
    private final Postmaster postmaster;
    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedDatabase(DataDirectoryLock lock, Postmaster postmaster, EmbeddedPostgres server, String password) {
        this.lock = lock;
        this.postmaster = postmaster;
        this.server = server;
        this.password = password;
    }

    /** Whether {@code directory} holds a complete database, of this or an earlier start. */
    static boolean exists(DataDirectory directory) {
        Path home = directory.path().resolve("postgres");
        return Files.exists(home.resolve(MAJOR_VERSION).resolve("PG_VERSION"))
                && !Files.exists(home.resolve("initializing"));
    }

    /**
     * Starts the server on {@code directory}, which it makes if need be, and returns when the database can be used.
     *
     * @throws DatabaseStartupException if another application uses the directory, or the server does not start
     */
    static EmbeddedDatabase start(DataDirectory directory) {
        try {
            Files.createDirectories(directory.path());
            DataDirectoryLock lock = DataDirectoryLock.acquire(directory.path());
            try {
                return start(lock, directory.path().toRealPath());
            } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
                lock.close();
                throw e;
            }
        } catch (DatabaseStartupException e) {
            throw e;
        } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
            throw cannotStart(directory.path(), e);
        }
    }

    private static EmbeddedDatabase start(DataDirectoryLock lock, Path directory) throws IOException, SQLException {
        Path home = directory.resolve("postgres");
        Path programs = home.resolve("programs");
        Path cluster = home.resolve(MAJOR_VERSION);
        Path initializing = home.resolve("initializing");
        Postmaster postmaster = new Postmaster(cluster, programs);
        if (!Files.isDirectory(home)) {
            Files.createDirectory(home, ownerOnly("rwx------"));
        }
        postmaster.stop();
        discardHalfUnpacked(programs);
        if (Files.exists(initializing)) {
            FileSystemUtils.deleteRecursively(cluster);
        }
        String password = password(home.resolve("password"), cluster, initializing);
        try {
            EmbeddedPostgres server = settings(cluster, programs, home.resolve("password"), password)
                    .setDataDirectoryCustomizer(initialized -> delete(initializing))
                    .start();
            createApplicationDatabase(server, password);
            return new EmbeddedDatabase(lock, postmaster, server, password);
        } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
            postmaster.stop();
            throw e;
        }
    }

    private static EmbeddedPostgres.Builder settings(Path cluster, Path programs, Path passwordFile, String password) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setOverrideWorkingDirectory(programs.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_WAIT)
                .setConnectConfig("password", password)
                // These become options of initdb behind the library's own "-A trust", and the last one counts.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                // The same order of texts on every system, and as docker-compose.yml sets it.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("max_connections", "100")
                .setServerConfig("timezone", "Asia/Shanghai");
        if (!WINDOWS) {
            builder.setServerConfig("unix_socket_directories", "");
        }
        if (LINUX) {
            // Lets go of a long query whose application was killed, or the next start would wait for its end.
            builder.setServerConfig("client_connection_check_interval", "1s");
        }
        return builder;
    }

    // Read while the data exist; made anew, before them, when they do not.
    private static String password(Path file, Path cluster, Path initializing) throws IOException {
        if (Files.exists(cluster.resolve("postgresql.conf"))) {
            if (!Files.exists(file)) {
                throw new DatabaseStartupException(
                        "缺少数据库密码文件 " + file + "，无法打开已有的数据。",
                        "请从备份中把这个文件放回原处；如果这些只是试用数据、不再需要，请换一个新的 DUDAO_DATA_DIR 再启动。",
                        null);
            }
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly("rw-------"));
        Files.writeString(file, password + "\n");
        if (!Files.exists(initializing)) {
            Files.createFile(initializing);
        }
        return password;
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    // The library takes any file that exists for a complete one; without its mark, unpacking was cut off.
    private static void discardHalfUnpacked(Path programs) throws IOException {
        if (!Files.isDirectory(programs)) {
            return;
        }
        List<Path> incomplete;
        try (Stream<Path> versions = Files.list(programs)) {
            incomplete = versions.filter(version -> !Files.exists(version.resolve(".exists")))
                    .toList();
        }
        for (Path version : incomplete) {
            FileSystemUtils.deleteRecursively(version);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void createApplicationDatabase(EmbeddedPostgres server, String password) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static DatabaseStartupException cannotStart(Path directory, Throwable cause) {
        if (String.valueOf(cause.getMessage()).contains("Missing postgres binaries")
                || String.valueOf(cause.getMessage()).contains("No Postgres binary found")) {
            return new DatabaseStartupException(
                    "这个安装包不带内置数据库，也没有指定要用的数据库。",
                    "请用环境变量 SPRING_DATASOURCE_URL、SPRING_DATASOURCE_USERNAME 和 SPRING_DATASOURCE_PASSWORD"
                            + " 指定 PostgreSQL 数据库后再启动。",
                    cause);
        }
        return new DatabaseStartupException(
                "内置数据库没有启动起来（数据目录 " + directory + "）。",
                "请检查：这个目录当前用户是否可以读写，磁盘是否已满；在容器里请用普通用户运行，不要用 root。" + "如仍不行，请把上面的日志交给管理员。",
                cause);
    }

    /** JDBC address of the application's database. */
    String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + NAME;
    }

    /** Password of the role {@link #NAME}. */
    String password() {
        return password;
    }

    /** Stops the server, waits for its end, and lets others use the directory. */
    @Override
    public void close() throws IOException {
        try {
            Optional<ProcessHandle> process = postmaster.find();
            server.close();
            // The library waits 5 s, and the last checkpoint of a busy server can take longer.
            process.ifPresent(running -> Postmaster.ended(running, STOP_WAIT));
        } finally {
            lock.close();
        }
    }
}
