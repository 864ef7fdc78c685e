package org.dudao.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** A PostgreSQL server that stands for the operator's: one role, which owns the databases and logs in by password. */
public final class TestServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final String user;
    private final String password;

    private TestServer(EmbeddedPostgres server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /** Starts a server in {@code directory} with the role {@code user}. */
    public static TestServer start(Path directory, String user, String password) throws IOException {
        Path passwordFile = Files.writeString(directory.resolve("password"), password + "\n");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("server"))
                .setOverrideWorkingDirectory(directory.resolve("programs").toFile())
                .setPGStartupWait(Duration.ofMinutes(1))
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setConnectConfig("password", password)
                .start();
        TestServer started = new TestServer(server, user, password);
        started.execute("CREATE ROLE \"" + user + "\" LOGIN PASSWORD '" + password + "'");
        return started;
    }

    public int port() {
        return server.getPort();
    }

    /** Creates an empty database of the role's. */
    public JdbcConnectionDetails createDatabase(String name) {
        execute("CREATE DATABASE \"" + name + "\" OWNER \"" + user + "\"");
        return details(name, password);
    }

    JdbcConnectionDetails details(String name, String givenPassword) {
        return new Details("jdbc:postgresql://localhost:" + port() + "/" + name, user, givenPassword);
    }

    static Connection connect(JdbcConnectionDetails database) throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private record Details(String url, String user, String secret) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return user;
        }

        @Override
        public String getPassword() {
            return secret;
        }
    }
}
