package org.dudao.calendar;

import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The days for which the town announced something else than the State Council's calendar. A transaction reads them once
 * and, until it ends, nobody can change them: a deadline is never counted by one calendar and stored under another.
 */
@Component
public class AnnouncedDays {

    /** The lock's number in PostgreSQL: "days" in ASCII. */
    private static final long LOCK = 0x64617973L;

    private final JdbcClient jdbc;

    AnnouncedDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Each announced day, and whether it is worked. */
    public Map<LocalDate, Boolean> inForce() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.isActualTransactionActive()) {
            return read();
        }
        Days bound = (Days) TransactionSynchronizationManager.getResource(this);
        if (bound == null) {
            lock("pg_advisory_xact_lock_shared");
            bound = new Days(read());
            TransactionSynchronizationManager.bindResource(this, bound);
            TransactionSynchronizationManager.registerSynchronization(
                    new ResourceHolderSynchronization<Days, AnnouncedDays>(bound, this) {});
        }
        return bound.days;
    }

    /**
     * Puts an arrangement in force for each day from the first to the last, in the transaction at hand, which waits for
     * all that count with the days as they were. It must not have counted with them itself.
     *
     * @param worked null to go back to the State Council's calendar
     * @param change the key of the change that the days come from
     */
    public void announce(LocalDate first, LocalDate last, Boolean worked, String change) {
        if (TransactionSynchronizationManager.hasResource(this)) {
            throw new IllegalStateException("days were counted before they were changed");
        }
        lock("pg_advisory_xact_lock");
        jdbc.sql("delete from dudao.announced_day where day between ? and ?")
                .params(Date.valueOf(first), Date.valueOf(last))
                .update();
        if (worked != null) {
            jdbc.sql("insert into dudao.announced_day (day, worked, change)"
                            + " select day, ?, ? from generate_series(?, ?, interval '1 day') day")
                    .params(worked, change, Date.valueOf(first), Date.valueOf(last))
                    .update();
        }
    }

    private void lock(String function) {
        jdbc.sql("select " + function + "(?)").param(LOCK).query().listOfRows();
    }

    private Map<LocalDate, Boolean> read() {
        Map<LocalDate, Boolean> days = new HashMap<>();
        jdbc.sql("select day, worked from dudao.announced_day").query((RowCallbackHandler)
                row -> days.put(row.getDate("day").toLocalDate(), row.getBoolean("worked")));
        return days;
    }

    private static final class Days extends ResourceHolderSupport {

        private final Map<LocalDate, Boolean> days;

        private Days(Map<LocalDate, Boolean> days) {
            this.days = Map.copyOf(days);
        }
    }
}
