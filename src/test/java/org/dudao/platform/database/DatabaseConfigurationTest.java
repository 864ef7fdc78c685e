package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.core.BaseConnection;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class DatabaseConfigurationTest {

    @TempDir
    Path directory;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
            .withUserConfiguration(DatabaseConfiguration.class);

    @Test
    void runsOnItsOwnDatabaseWhenNoneIsNamed() {
        application
                .withPropertyValues("dudao.data-dir=" + directory.resolve("data"), "spring.datasource.url=")
                .run(context -> {
                    assertThat(context.getBean(DatabaseMode.class).embedded()).isTrue();
                    assertThat(context.getBean(DataDirectory.class).path().resolve("application.lock"))
                            .exists();
                    assertThat(rewritesBatches(context)).isTrue();
                    context.getBean(org.flywaydb.core.Flyway.class).migrate();
                });
        assertThat(directory).isDirectoryRecursivelyContaining("glob:**/PG_VERSION");
        assertThat(directory).isDirectoryNotContaining("glob:**/postmaster.pid");
    }

    @Test
    void runsOnTheNamedServerAndStartsNoneOfItsOwn() throws Exception {
        try (TestServer server = TestServer.start(directory, "operator", "secret")) {
            JdbcConnectionDetails database = server.createDatabase("named");
            ApplicationContextRunner named = application.withPropertyValues(
                    "dudao.data-dir=" + directory.resolve("unused"),
                    "spring.datasource.username=operator",
                    "spring.datasource.password=secret");
            named.withPropertyValues("spring.datasource.url=" + database.getJdbcUrl())
                    .run(context -> {
                        assertThat(context.getBean(DatabaseMode.class).embedded())
                                .isFalse();
                        assertThat(context).doesNotHaveBean(EmbeddedDatabase.class);
                        assertThat(rewritesBatches(context)).isTrue();
                    });
            named.withPropertyValues("spring.datasource.url=" + database.getJdbcUrl() + "?reWriteBatchedInserts=false")
                    .run(context -> assertThat(rewritesBatches(context)).isFalse());
            assertThat(directory.resolve("unused")).doesNotExist();
        }
    }

    @Test
    void keepsItsDataInTheWorkingDirectoryUnlessToldOtherwise() {
        assertThat(DataDirectory.of(new MockEnvironment()).path())
                .isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(DataDirectory.of(new MockEnvironment().withProperty("dudao.data-dir", "/srv/dudao/../dudao"))
                        .path())
                .isEqualTo(Path.of("/srv/dudao"));
    }

    private static boolean rewritesBatches(ApplicationContext context) throws SQLException {
        try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            return connection.unwrap(BaseConnection.class).getQueryExecutor().isReWriteBatchedInsertsEnabled();
        }
    }
}
