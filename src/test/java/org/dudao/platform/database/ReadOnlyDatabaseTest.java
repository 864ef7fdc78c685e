package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.camunda.bpm.engine.ProcessEngine;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReadOnlyDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void readsAndRefusesToWrite() throws Exception {
        try (TestServer server = TestServer.start(directory, "operator", "secret")) {
            JdbcConnectionDetails database = server.createDatabase("readable");
            try (ConfigurableApplicationContext context = ReadOnlyDatabase.open(
                    Reader.class,
                    "--spring.datasource.url=" + database.getJdbcUrl(),
                    "--spring.datasource.username=operator",
                    "--spring.datasource.password=secret")) {
                JdbcClient jdbc = context.getBean(Reader.class).jdbc();

                assertThat(jdbc.sql("select 1").query(Integer.class).single()).isOne();
                assertThatThrownBy(() -> jdbc.sql("create table t (i int)").update())
                        .rootCause()
                        .hasMessageContaining("read-only transaction");
                assertThat(context.getBeanProvider(ProcessEngine.class).stream())
                        .isEmpty();
                assertThat(context.getBeanProvider(Flyway.class).stream()).isEmpty();
            }
        }
    }

    @Test
    void opensTheEmbeddedDatabaseThatAnApplicationLeft() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        assertThat(EmbeddedDatabase.exists(data)).isFalse();
        EmbeddedDatabase.start(data).close();
        assertThat(EmbeddedDatabase.exists(data)).isTrue();

        try (ConfigurableApplicationContext context =
                ReadOnlyDatabase.open(Reader.class, "--spring.datasource.url=", "--dudao.data-dir=" + data.path())) {
            assertThat(context.getBean(Reader.class)
                            .jdbc()
                            .sql("select current_database()")
                            .query(String.class)
                            .single())
                    .isEqualTo("dudao");
        }
    }

    record Reader(JdbcClient jdbc) {}
}
