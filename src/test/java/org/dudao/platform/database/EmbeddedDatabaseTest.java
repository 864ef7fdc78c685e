package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedDatabaseTest {

    @TempDir
    static Path parent;

    private static DataDirectory directory;
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws IOException {
        directory = new DataDirectory(parent.resolve("a place/data"));
        Path halfUnpacked = directory.path().resolve("postgres/programs/PG-0");
        Files.createDirectories(halfUnpacked);
        Files.createFile(halfUnpacked.resolve("postgres"));
        Path halfMade = Files.createDirectories(directory.path().resolve("postgres/17"));
        Files.createFile(halfMade.resolve("postgresql.conf"));
        Files.createFile(directory.path().resolve("postgres/initializing"));
        database = EmbeddedDatabase.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    @Order(1)
    void whatAStartLeftHalfDoneIsDoneAnew() {
        assertThat(directory.path().resolve("postgres/programs/PG-0")).doesNotExist();
        assertThat(directory.path().resolve("postgres/initializing")).doesNotExist();
        assertThat(directory.path().resolve("postgres/17/PG_VERSION")).exists();
    }

    @Test
    @Order(1)
    void writesAreDurable() throws SQLException {
        assertThat(query("SHOW fsync")).isEqualTo("on");
        assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(query("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    @Order(1)
    void onlyThisMachineReachesIt() throws SQLException {
        assertThat(query("SHOW listen_addresses")).isEqualTo("localhost");
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW unix_socket_directories")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEmpty();
        }
    }

    @Test
    @Order(1)
    void asksForThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "dudao", "guess"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "postgres", ""))
                .isInstanceOf(SQLException.class);
    }

    @Test
    @Order(1)
    void keepsThePasswordFromOtherUsers() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "needs file modes");
        Path file = directory.path().resolve("postgres/password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.path().resolve("postgres/17"))))
                .isEqualTo("rwx------");
    }

    @Test
    @Order(1)
    void theApplicationIsNoSuperuser() throws SQLException {
        assertThat(query("SELECT current_user || ' ' || current_setting('is_superuser')"))
                .isEqualTo("dudao off");
    }

    @Test
    @Order(1)
    void sortsTheSameOnEverySystem() throws SQLException {
        assertThat(query(
                        "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"))
                .isEqualTo("bC.UTF-8");
    }

    @Test
    @Order(2)
    void severalRunSideBySideEachOnItsOwnDirectory() throws IOException {
        try (EmbeddedDatabase other = EmbeddedDatabase.start(new DataDirectory(parent.resolve("other")))) {
            assertThat(other.jdbcUrl()).isNotEqualTo(database.jdbcUrl());
            assertThat(other.password()).isNotEqualTo(database.password());
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(DatabaseStartupException.class)
                    .hasMessageContaining("正被另一个运行中的督导程序使用");
        }
    }

    @Test
    @Order(3)
    void keepsItsDataOverARestart() throws IOException, SQLException {
        update("CREATE TABLE kept (what text)");
        update("INSERT INTO kept VALUES ('台账')");
        database.close();
        assertThat(directory.path().resolve("postgres/17/postmaster.pid")).doesNotExist();
        database = EmbeddedDatabase.start(directory);
        assertThat(query("SELECT what FROM kept")).isEqualTo("台账");
    }

    @Test
    @Order(4)
    void saysWhatIsMissingWhenThePasswordFileIsGone() throws IOException {
        database.close();
        Path file = directory.path().resolve("postgres/password");
        Path aside = parent.resolve("aside");
        Files.move(file, aside);
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(DatabaseStartupException.class)
                    .hasMessageContaining("缺少数据库密码文件");
        } finally {
            Files.move(aside, file);
            database = EmbeddedDatabase.start(directory);
        }
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void update(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.NAME, database.password());
    }
}
