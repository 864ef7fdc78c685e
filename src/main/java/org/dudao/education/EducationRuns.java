package org.dudao.education;

import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of what each school teaches and hands out, as numbers. */
@Service
class EducationRuns {

    private final JdbcClient jdbc;
    private final Clock clock;

    EducationRuns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    static String key(String campaign, String school, String item) {
        return "%s/education/%s/%s".formatted(campaign, school, item);
    }

    /** The keys of all that have begun, ended ones included. */
    Set<String> begun(String campaign) {
        return new HashSet<>(jdbc.sql("select key from dudao.education_item where campaign = ?")
                .param(campaign)
                .query(String.class)
                .list());
    }

    String begin(String campaign, String school, String item, boolean letter) {
        String key = key(campaign, school, item);
        jdbc.sql("insert into dudao.education_item (key, campaign, school, item, state, started_at)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(key, campaign, school, item, letter ? "HANDING_OUT" : "TEACHING", now())
                .update();
        return key;
    }

    void began(String key, String processInstance) {
        jdbc.sql("update dudao.education_item set process_instance = ? where key = ?")
                .params(processInstance, key)
                .update();
    }

    EducationRun get(String key) {
        return jdbc.sql("select * from dudao.education_item where key = ? for update")
                .param(key)
                .query((row, n) -> new EducationRun(
                        key,
                        row.getObject("taught_on", LocalDate.class),
                        row.getObject("sessions", Integer.class),
                        row.getObject("pupils", Integer.class),
                        row.getObject("handed_out_on", LocalDate.class),
                        row.getObject("letters", Integer.class),
                        row.getObject("slips", Integer.class),
                        row.getInt("returns")))
                .single();
    }

    void taught(String key, LocalDate on, int sessions, int pupils) {
        jdbc.sql("update dudao.education_item set taught_on = ?, sessions = ?, pupils = ?, state = 'REVIEWING'"
                        + " where key = ?")
                .params(Date.valueOf(on), sessions, pupils, key)
                .update();
    }

    void handedOut(String key, LocalDate on, int letters) {
        jdbc.sql("update dudao.education_item set handed_out_on = ?, letters = ?, state = 'COLLECTING' where key = ?")
                .params(Date.valueOf(on), letters, key)
                .update();
    }

    void collected(String key, int slips) {
        jdbc.sql("update dudao.education_item set slips = ?, state = 'REVIEWING' where key = ?")
                .params(slips, key)
                .update();
    }

    void returned(String key, boolean letter) {
        jdbc.sql("update dudao.education_item set returns = returns + 1, state = ? where key = ?")
                .params(letter ? "COLLECTING" : "TEACHING", key)
                .update();
    }

    void accepted(String key) {
        jdbc.sql("update dudao.education_item set state = 'ACCEPTED', accepted_at = ? where key = ?")
                .params(now(), key)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
