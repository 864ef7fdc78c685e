package org.dudao.platform.rehearsal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.sql.DataSource;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps what was rehearsed and what was not apart: else pages would show rehearsed cases without saying so, or time
 * would run backwards in cases that are not. A sample in which nothing was ever started may become either.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RehearsalData extends AbstractProcessEnginePlugin {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private final boolean rehearsing;
    private final RehearsalMark mark;
    private final DataSource database;

    RehearsalData(boolean rehearsing, RehearsalMark mark, DataSource database) {
        this.database = database;
        this.rehearsing = rehearsing;
        this.mark = mark;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        Optional<Instant> rehearsed = mark.read();
        if (rehearsed.isPresent() == rehearsing) {
            return;
        }
        if (!anythingStarted()) {
            mark.remove();
        } else if (rehearsing) {
            throw new RehearsalRefused(
                    "数据目录 " + mark.file().getParent() + " 里已经有不是演练的数据，不能在它上面演练。",
                    "要演练，请用 DUDAO_DATA_DIR 指定一个新目录；不演练，请去掉 " + Rehearsal.START + " 和 " + Rehearsal.SPEED + "。");
        } else {
            throw new RehearsalRefused(
                    "数据目录 " + mark.file().getParent() + " 里是演练的数据（演练到" + TIME.format(rehearsed.get())
                            + "）。没有设置演练时间就不启动，免得把演练的数据当成真的。",
                    "要接着演练，请同时设置 " + Rehearsal.START + " 和 " + Rehearsal.SPEED + "；不演练，请用 DUDAO_DATA_DIR 指定另一个目录。");
        }
    }

    private boolean anythingStarted() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return first(statement, "select to_regclass('act_hi_procinst') is not null")
                    && first(statement, "select exists (select from act_hi_procinst)");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look into the database", e);
        }
    }

    private static boolean first(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
