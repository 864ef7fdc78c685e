package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dudao.application.ChildApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** The application on a PostgreSQL server that the operator names: several nodes, no sample. */
class ServerApplicationIT {

    private static final Pattern PRINTED = Pattern.compile("管理员账号 admin 的初始密码（[^）]+）：(\\S+)");

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = TestServer.start(directory, "operator", "secret");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void twoNodesThatStartAtOnceOnAnEmptyDatabaseSetItUpOnceAndPrintOnePassword() throws Exception {
        JdbcConnectionDetails database = server.createDatabase("two_nodes");
        try (ChildApplication one = node(database).start();
                ChildApplication other = node(database).start()) {
            one.awaitUp();
            other.awaitUp();

            List<String> passwords = Stream.of(one, other)
                    .flatMap(node -> PRINTED.matcher(node.output()).results())
                    .map(printed -> printed.group(1))
                    .toList();
            assertThat(passwords).as("printed once, by one of them").hasSize(1);
            for (ChildApplication node : List.of(one, other)) {
                assertThat(node.get("admin", passwords.get(0), "/engine-rest/user")
                                .body()
                                .findValuesAsText("id"))
                        .containsExactly("admin");
            }
            assertThat(query(database, "select id_ from act_re_deployment")).hasSize(1);
            assertThat(query(database, "select key_ from act_re_procdef"))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(query(database, "select name_ from act_ru_filter"))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(query(database, "select version from dudao.flyway_schema_history where version is not null"))
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
            assertThat(
                            query(
                                    database,
                                    "select table_schema from information_schema.tables where lower(table_name) = 'act_ru_job'"))
                    .containsExactly("public");
        }
    }

    @Test
    void startsWithoutSampleAndWithTheAdministratorsGivenPassword() throws Exception {
        String password = "Given-by-the-operator-1";
        JdbcConnectionDetails database = server.createDatabase("given_password");
        try (ChildApplication node = node(database)
                .with("DUDAO_ADMIN_PASSWORD", password)
                .with("DUDAO_SAMPLE_PASSWORD", password)
                .startAndWait()) {
            assertThat(node.get("admin", password, "/engine-rest/user").body().findValuesAsText("id"))
                    .containsExactly("admin");
            assertThat(node.get("task-force.head", password, "/engine-rest/task")
                            .status())
                    .isEqualTo(401);
            assertThat(node.get("admin", "admin", "/engine-rest/user").status()).isEqualTo(401);
            assertThat(node.output()).doesNotContain(password).doesNotContainPattern(PRINTED);
            assertThat(query(database, "select id from dudao.campaign")).isEmpty();
            assertThat(directory.resolve("unused")).doesNotExist();
        }
    }

    private static ChildApplication.Launcher node(JdbcConnectionDetails database) {
        return ChildApplication.on(directory.resolve("unused"))
                .with("SPRING_DATASOURCE_URL", database.getJdbcUrl())
                .with("SPRING_DATASOURCE_USERNAME", database.getUsername())
                .with("SPRING_DATASOURCE_PASSWORD", database.getPassword());
    }

    private static List<String> query(JdbcConnectionDetails database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = TestServer.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
