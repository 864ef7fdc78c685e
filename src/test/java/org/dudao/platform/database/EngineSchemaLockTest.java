package org.dudao.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class EngineSchemaLockTest {

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = TestServer.start(directory, "dudao", "secret");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void twoNodesStartAtOnceOnAnEmptyDatabase() throws Exception {
        JdbcConnectionDetails database = server.createDatabase("two_nodes");
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<ProcessEngine>> engines = List.of(
                    nodes.submit(() -> build("node-1", database, together)),
                    nodes.submit(() -> build("node-2", database, together)));
            for (Future<ProcessEngine> engine : engines) {
                ProcessEngine built = engine.get(3, TimeUnit.MINUTES);
                assertThat(built.getManagementService().getTableCount()).isNotEmpty();
                built.close();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(isFree(database)).isTrue();
    }

    private static ProcessEngine build(String name, JdbcConnectionDetails database, CyclicBarrier together) {
        ProcessEngineConfigurationImpl configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName(name);
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUrl(database.getJdbcUrl());
        configuration.setJdbcUsername(database.getUsername());
        configuration.setJdbcPassword(database.getPassword());
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setProcessEnginePlugins(List.of(new StartTogether(together), new EngineSchemaLock(database)));
        return configuration.buildProcessEngine();
    }

    @Test
    void isHeldWhileTheEngineIsBuiltAndFreeAfterwards() throws Exception {
        JdbcConnectionDetails database = server.createDatabase("held");
        try (EngineSchemaLock lock = new EngineSchemaLock(database)) {
            lock.preInit(new StandaloneProcessEngineConfiguration());
            assertThat(isFree(database)).isFalse();
            lock.postProcessEngineBuild(null);
            assertThat(isFree(database)).isTrue();
        }
    }

    @Test
    void givesUpWithAReasonWhenTheOtherNodeHangs() throws Exception {
        JdbcConnectionDetails database = server.createDatabase("hanging");
        try (EngineSchemaLock hanging = new EngineSchemaLock(database);
                EngineSchemaLock late = new EngineSchemaLock(database, Duration.ofMillis(200))) {
            hanging.preInit(new StandaloneProcessEngineConfiguration());
            assertThatThrownBy(() -> late.preInit(new StandaloneProcessEngineConfiguration()))
                    .isInstanceOf(DatabaseStartupException.class)
                    .hasMessageContaining("另一个督导程序正在准备同一个数据库");
            hanging.postProcessEngineBuild(null);
            assertThatCode(() -> late.preInit(new StandaloneProcessEngineConfiguration()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void saysSoWhenTheDatabaseRefuses() {
        EngineSchemaLock lock = new EngineSchemaLock(server.details("held", "wrong"));
        assertThatThrownBy(() -> lock.preInit(new StandaloneProcessEngineConfiguration()))
                .isInstanceOf(DatabaseStartupException.class)
                .hasMessageContaining("无法使用数据库 jdbc:postgresql://localhost");
    }

    @Test
    void guardsTheEngineOfTheApplicationAndLetsGoWhenItsBuildFails() throws Exception {
        JdbcConnectionDetails database = server.createDatabase("failing");
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        CamundaBpmAutoConfiguration.class))
                .withUserConfiguration(DatabaseConfiguration.class, FailingBuild.class)
                .withPropertyValues(
                        "spring.datasource.url=" + database.getJdbcUrl(),
                        "spring.datasource.username=" + database.getUsername(),
                        "spring.datasource.password=" + database.getPassword(),
                        "camunda.bpm.job-execution.enabled=false")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("held while this fails: true"));
        assertThat(isFree(database)).isTrue();
    }

    @Configuration(proxyBeanMethods = false)
    static class FailingBuild {

        @Bean
        @Order(0)
        AbstractProcessEnginePlugin failing(JdbcConnectionDetails database) {
            return new AbstractProcessEnginePlugin() {
                @Override
                public void postProcessEngineBuild(ProcessEngine engine) {
                    throw new IllegalStateException("held while this fails: " + !isFree(database));
                }
            };
        }
    }

    private static boolean isFree(JdbcConnectionDetails database) {
        try (Connection connection = TestServer.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_try_advisory_lock(" + EngineSchemaLock.KEY + ")")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings two builds to the same point, so that they would collide without the lock. */
    private static final class StartTogether extends AbstractProcessEnginePlugin {

        private final CyclicBarrier together;

        private StartTogether(CyclicBarrier together) {
            this.together = together;
        }

        @Override
        public void preInit(ProcessEngineConfigurationImpl configuration) {
            try {
                together.await(1, TimeUnit.MINUTES);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
