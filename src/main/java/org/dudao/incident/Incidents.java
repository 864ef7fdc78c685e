package org.dudao.incident;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.dudao.notice.Notices;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The incidents of a campaign, and who was told of them when. Numbers of persons only, never names. */
@Service
class Incidents {

    private final JdbcClient jdbc;
    private final CaseLog log;
    private final Notices notices;
    private final Clock clock;

    Incidents(JdbcClient jdbc, CaseLog log, Notices notices, Clock clock) {
        this.jdbc = jdbc;
        this.log = log;
        this.notices = notices;
        this.clock = clock;
    }

    /** @param happenedOn a day in Asia/Shanghai */
    record Report(
            String campaign,
            String school,
            LocalDate happenedOn,
            String place,
            String what,
            int injured,
            int dead,
            String by) {

        String inWords() {
            return "%s，%s：%s。受伤%d人，死亡%d人".formatted(happenedOn, place, what, injured, dead);
        }
    }

    /** Writes the incident down, tells everybody named, and answers its key: {@code <campaign>/incident/<n>}. */
    String register(Report report, Iterable<String> toTell) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                .param("incident " + report.campaign())
                .query()
                .listOfRows();
        int before = jdbc.sql("select count(*) from dudao.incident where campaign = ?")
                .param(report.campaign())
                .query(Integer.class)
                .single();
        String key = "%s/incident/%d".formatted(report.campaign(), before + 1);
        jdbc.sql("""
                        insert into dudao.incident (key, campaign, school, happened_on, place, what, injured, dead,
                            reported_by, reported_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        key,
                        report.campaign(),
                        report.school(),
                        report.happenedOn(),
                        report.place(),
                        report.what(),
                        report.injured(),
                        report.dead(),
                        report.by(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        for (String addressee : toTell) {
            notices.ofMatter(key, addressee, "重特大事件报告：" + report.inWords());
            log.append(new Act(key, "REPORTED", "即时报告")
                    .by(report.by())
                    .to(addressee)
                    .text(report.inWords()));
        }
        return key;
    }

    void decided(String key, String by, boolean veto, String reason) {
        log.append(
                new Act(key, "DECIDED", veto ? "决定提请一票否决" : "决定不提请一票否决").by(by).text(reason));
    }

    void close(String key) {
        jdbc.sql("update dudao.incident set closed_at = ? where key = ?")
                .params(clock.instant().atOffset(ZoneOffset.UTC), key)
                .update();
        log.append(new Act(key, "CLOSED", "事件办结"));
    }

    String inWords(String key) {
        return jdbc.sql("select happened_on || '，' || place || '：' || what || '。受伤' || injured || '人，死亡' || dead || '人'"
                        + " from dudao.incident where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }
}
