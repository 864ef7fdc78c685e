package org.dudao.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Lets one node at a time build its engine on a database. Without it, of two nodes that start at once on an empty
 * database one dies, since both create the engine's tables.
 *
 * <p>It is an advisory lock of PostgreSQL on a connection outside the pool, so that a small pool cannot starve the very
 * build it protects. A build that fails lets go when the application context closes, and a node that dies when its
 * connection breaks. The connection must reach the server itself or a pooler in session mode.
 */
// Last, so that whatever other plugins write when the engine is built is protected too.
@Order(Ordered.LOWEST_PRECEDENCE)
final class EngineSchemaLock extends AbstractProcessEnginePlugin implements AutoCloseable {

    /** The lock's number in PostgreSQL: "dudao" in ASCII. */
    static final long KEY = 0x647564616fL;

    private static final Logger LOG = LoggerFactory.getLogger(EngineSchemaLock.class);
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcConnectionDetails database;
    private final Duration wait;
    private Connection connection;

    EngineSchemaLock(JdbcConnectionDetails database) {
        this(database, WAIT);
    }

    EngineSchemaLock(JdbcConnectionDetails database, Duration wait) {
        this.database = database;
        this.wait = wait;
    }

    @Override
    public synchronized void preInit(ProcessEngineConfigurationImpl configuration) {
        if (connection != null) {
            throw new IllegalStateException("one engine is being built under this lock already");
        }
        connection = connect();
        try (Statement statement = connection.createStatement()) {
            if (!tryLock(statement)) {
                LOG.info("Another node prepares the database; waiting for it, up to {}", wait);
                statement.execute("SET lock_timeout = " + wait.toMillis());
                statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
            }
        } catch (SQLException e) {
            close();
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new DatabaseStartupException(
                        "另一个督导程序正在准备同一个数据库，等了 " + wait.toSeconds() + " 秒还没有完成。",
                        "请先看另一个程序的日志：等它启动完成，或者把它停掉，然后再启动这一个。",
                        e);
            }
            throw unusable(e);
        }
    }

    @Override
    public void postProcessEngineBuild(ProcessEngine processEngine) {
        close();
    }

    private static boolean tryLock(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private DatabaseStartupException unusable(SQLException cause) {
        return new DatabaseStartupException(
                "无法使用数据库 " + database.getJdbcUrl().replaceFirst("\\?.*", "") + "。",
                "请检查数据库是否已经启动，以及 SPRING_DATASOURCE_URL、SPRING_DATASOURCE_USERNAME、"
                        + "SPRING_DATASOURCE_PASSWORD 是否正确，然后再启动督导。",
                cause);
    }

    /** Lets go of the lock if it is held. */
    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The connection that held the lock did not close properly", e);
        } finally {
            connection = null;
        }
    }
}
