package org.dudao.platform.database;

import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The configured database alone, for a command that reads it: without engine, web server and migrations, and PostgreSQL
 * itself refuses to change anything.
 */
public final class ReadOnlyDatabase {

    private ReadOnlyDatabase() {}

    /**
     * Opens the database that settings and {@code args} name; closing the context closes it.
     *
     * @param bean a class that gets a {@code JdbcClient}, a {@code Clock} and transactions
     * @throws RuntimeException if the database cannot be used or does not exist; the operator has been told by then
     */
    public static <T> ConfigurableApplicationContext open(Class<T> bean, String... args) {
        String[] settings = Stream.concat(
                        Stream.of(args),
                        Stream.of(
                                "--spring.datasource.hikari.read-only=true",
                                "--spring.datasource.hikari.data-source-properties.readOnlyMode=always",
                                // Rows come in portions, so that a log of any length fits into memory.
                                "--spring.datasource.hikari.data-source-properties.defaultRowFetchSize=1000",
                                "--spring.datasource.hikari.maximum-pool-size=1",
                                "--logging.level.root=WARN",
                                // It would repeat in English what the operator is told in Chinese.
                                "--logging.level.org.springframework.context=ERROR"))
                .toArray(String[]::new);
        return new SpringApplicationBuilder(
                        DatabaseConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .initializers((GenericApplicationContext context) -> {
                    refuseToCreate(context.getEnvironment());
                    context.registerBean(Clock.class, Clock::systemUTC);
                    context.registerBean(bean);
                })
                .run(settings);
    }

    private static void refuseToCreate(Environment environment) {
        DataDirectory directory = DataDirectory.of(environment);
        if (DatabaseMode.of(environment).embedded() && !EmbeddedDatabase.exists(directory)) {
            throw new DatabaseStartupException(
                    "数据目录 " + directory.path() + " 里没有督导的数据库。",
                    "请用环境变量 DUDAO_DATA_DIR 写明数据所在的目录；用的是数据库服务器的，请写明 SPRING_DATASOURCE_URL。",
                    null);
        }
    }
}
