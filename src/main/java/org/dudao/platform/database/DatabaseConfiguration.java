package org.dudao.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Connects Spring Boot's data source, and with it Flyway and the engine, to the embedded database or to the server that
 * {@code spring.datasource.url} names.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    DatabaseMode databaseMode(Environment environment) {
        return DatabaseMode.of(environment);
    }

    @Bean
    DataDirectory dataDirectory(Environment environment) {
        return DataDirectory.of(environment);
    }

    // Closed as a bean, hence after the engine and the pool, which depend on it.
    @Bean
    @ConditionalOnEmbeddedDatabase
    EmbeddedDatabase embeddedDatabase(DataDirectory directory) {
        return EmbeddedDatabase.start(directory);
    }

    @Bean
    @ConditionalOnEmbeddedDatabase
    JdbcConnectionDetails embeddedDatabaseConnection(EmbeddedDatabase database) {
        return new EmbeddedConnection(database.jdbcUrl(), database.password());
    }

    @Bean
    @ConditionalOnEmbeddedDatabase
    AbandonedJobs abandonedJobs() {
        return new AbandonedJobs();
    }

    @Bean
    EngineSchemaLock engineSchemaLock(JdbcConnectionDetails database) {
        return new EngineSchemaLock(database);
    }

    /**
     * Has the driver send rows of a batch together, which makes launching a campaign a fifth faster. An operator who
     * writes {@code reWriteBatchedInserts} into the address has the last word.
     */
    @Bean
    static BeanPostProcessor batchedInserts() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.getDataSourceProperties().putIfAbsent("reWriteBatchedInserts", "true");
                }
                return bean;
            }
        };
    }

    private record EmbeddedConnection(String url, String password) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return EmbeddedDatabase.NAME;
        }

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public String toString() {
            return url;
        }
    }
}
