package org.dudao.notice;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Tells units and posts in the application, in the transaction of what it tells of (W2e, W3). What was told stays as it
 * was, whatever becomes of its matter.
 */
@Service
public class Notices {

    private final JdbcClient jdbc;
    private final Clock clock;

    Notices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param obligation the id of the obligation that it is about
     * @param addressee a unit, or one post of the leaders
     * @param text Chinese, as the addressee reads it
     */
    public void ofObligation(String obligation, String addressee, String text) {
        write(obligation, null, addressee, text);
    }

    /**
     * @param key the business key of the case that it is about, which is no obligation's
     * @param addressee a unit, or one post of the leaders
     * @param text Chinese, as the addressee reads it
     */
    public void ofMatter(String key, String addressee, String text) {
        write(null, key, addressee, text);
    }

    private void write(String obligation, String matter, String addressee, String text) {
        jdbc.sql("insert into dudao.notice (obligation, matter, unit, text, sent_at) values (?, ?, ?, ?, ?)")
                .params(obligation, matter, addressee, text, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
