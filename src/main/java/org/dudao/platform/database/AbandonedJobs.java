package org.dudao.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the jobs that a killed application had taken, before the job executor starts. Otherwise the launch of a
 * campaign, say, would stand still until the jobs' lock time is over.
 *
 * <p>Only on the embedded database: there the {@link DataDirectoryLock} proves that nobody works on them any more. On a
 * server another node may, and the lock time decides.
 */
final class AbandonedJobs extends AbstractProcessEnginePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedJobs.class);

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        try (Connection connection =
                        engine.getProcessEngineConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            int freed = statement.executeUpdate("UPDATE act_ru_job SET rev_ = rev_ + 1, lock_owner_ = NULL,"
                    + " lock_exp_time_ = NULL WHERE lock_owner_ IS NOT NULL");
            if (freed > 0) {
                LOG.info("The application had been killed while it did {} jobs; they are done anew", freed);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot free the jobs of the application that was killed", e);
        }
    }
}
