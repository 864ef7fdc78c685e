package org.dudao.bulletin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dudao.bulletin.Bulletin.State;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseLog;
import org.dudao.plan.Phase;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The bulletins of the campaigns, and the log of each. What was issued is kept as it was. */
@Service
public class Bulletins {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROWS = """
            select b.*, i.issued_at, i.issued_by, i.sha256, coalesce(i.title, b.title) as shown_title,
                coalesce(i.document_number, b.document_number) as shown_number, coalesce(i.body, b.body) as shown_body,
                s.signed, s.readers
            from dudao.bulletin b left join dudao.bulletin_issued i on i.bulletin = b.key
            cross join lateral (
                select count(*) filter (where o.state in ('SUBMITTED', 'FULFILLED')) as signed, count(*) as readers
                from dudao.obligation o join act_hi_procinst p on p.id_ = o.process_instance
                where p.business_key_ = b.key and o.kind = 'bulletin-sign' and o.state <> 'WAIVED') s
            """;

    private final JdbcClient jdbc;
    private final CaseLog log;
    private final Clock clock;
    private final FigureCounts counts;
    private final BulletinTimes times;

    Bulletins(JdbcClient jdbc, CaseLog log, Clock clock, FigureCounts counts, BulletinTimes times) {
        this.jdbc = jdbc;
        this.log = log;
        this.clock = clock;
        this.counts = counts;
        this.times = times;
    }

    /** @throws NoSuchElementException if there is none */
    public Bulletin get(String key) {
        return find(key).orElseThrow(() -> new NoSuchElementException("no bulletin " + key));
    }

    Optional<Bulletin> find(String key) {
        return jdbc.sql(ROWS + " where b.key = ?")
                .param(key)
                .query((row, n) -> bulletin(row))
                .optional();
    }

    /** The newest first. */
    public List<Bulletin> of(String campaign) {
        return jdbc.sql(ROWS + " where b.campaign = ? order by b.number desc")
                .param(campaign)
                .query((row, n) -> bulletin(row))
                .list();
    }

    /** Whether one of the campaign is not issued yet. */
    boolean anyUnissued(String campaign) {
        return jdbc.sql("select count(*) from dudao.bulletin where campaign = ? and state <> 'ISSUED'")
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The key of the campaign's next bulletin; those that ask at the same time wait for each other. */
    String nextKey(String campaign) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                .param("bulletin " + campaign)
                .query()
                .listOfRows();
        return "%s/bulletin/%d".formatted(campaign, lastNumber(campaign) + 1);
    }

    private int lastNumber(String campaign) {
        return jdbc.sql("select coalesce(max(number), 0) from dudao.bulletin where campaign = ?")
                .param(campaign)
                .query(Integer.class)
                .single();
    }

    /** Writes the draft from the data as it is now. */
    void draft(String key, String campaign, Plan plan, boolean last) {
        Instant now = clock.instant();
        int number = lastNumber(campaign) + 1;
        Instant since = jdbc.sql("""
                        select coalesce((select max(until) from dudao.bulletin where campaign = :campaign),
                            (select started_at from dudao.campaign where id = :campaign))
                        """)
                .param("campaign", campaign)
                .query(Timestamp.class)
                .single()
                .toInstant();
        String occasion = occasion(plan, since, now, last);
        Figures figures = counts.count(campaign, plan, now, last);
        jdbc.sql("""
                        insert into dudao.bulletin (key, campaign, number, final, since, until, occasion, figures, title,
                            document_number, body, state) values (?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, 'DRAFTING')
                        """)
                .params(
                        key,
                        campaign,
                        number,
                        last,
                        since.atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC),
                        occasion,
                        json(figures),
                        Draft.title(plan, number, last),
                        Draft.documentNumber(plan, now, number),
                        Draft.body(figures, occasion, since, now))
                .update();
        log.append(new Act(key, "DRAFTED", "从数据起草").text(occasion));
    }

    private String occasion(Plan plan, Instant since, Instant until, boolean last) {
        if (last) {
            return "专项行动结束";
        }
        List<Phase> ended = times.ended(plan, since, until);
        return ended.isEmpty() ? "每周通报" : ended.stream().map(Phase::name).collect(Collectors.joining("、")) + "结束";
    }

    void edited(String key, String by, String title, String documentNumber, String body) {
        jdbc.sql("""
                        update dudao.bulletin set state = 'APPROVING', edited_by = ?, title = ?, document_number = ?, body = ?
                        where key = ?
                        """).params(by, title, documentNumber, body, key).update();
        log.append(new Act(key, "EDITED", "编写送签").by(by).text(title));
    }

    void returned(String key, String by, String reason) {
        jdbc.sql("update dudao.bulletin set state = 'DRAFTING', return_reason = ? where key = ?")
                .params(reason, key)
                .update();
        log.append(new Act(key, "RETURNED", "退回修改").by(by).text(reason));
    }

    /** Freezes what was approved. */
    void issue(String key, String by) {
        Bulletin bulletin = get(key);
        String figures = json(bulletin.figures());
        String sha256 = sha256(bulletin.title(), bulletin.documentNumber(), bulletin.body(), figures);
        jdbc.sql("update dudao.bulletin set state = 'ISSUED' where key = ?")
                .param(key)
                .update();
        jdbc.sql("""
                        insert into dudao.bulletin_issued (bulletin, title, document_number, body, figures, issued_by, issued_at,
                            sha256) values (?, ?, ?, ?, ?::json, ?, ?, ?)
                        """)
                .params(
                        key,
                        bulletin.title(),
                        bulletin.documentNumber(),
                        bulletin.body(),
                        figures,
                        by,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        sha256)
                .update();
        log.append(new Act(key, "ISSUED", "印发")
                .by(by)
                .text(bulletin.documentNumber() + " " + bulletin.title())
                .evidence(List.of(sha256)));
    }

    /** Everybody has signed. */
    void close(String key) {
        jdbc.sql("update dudao.bulletin set closed_at = ? where key = ?")
                .params(clock.instant().atOffset(ZoneOffset.UTC), key)
                .update();
        log.append(new Act(key, "SIGNED", "全部签收"));
    }

    /** SHA-256 over the parts as a JSON list, so that no two texts read alike. */
    static String sha256(String... parts) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(JSON.writeValueAsString(parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Figures figures) {
        try {
            return JSON.writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bulletin bulletin(ResultSet row) throws SQLException {
        try {
            return new Bulletin(
                    row.getString("key"),
                    row.getString("campaign"),
                    row.getInt("number"),
                    row.getBoolean("final"),
                    instant(row, "since"),
                    instant(row, "until"),
                    row.getString("occasion"),
                    JSON.readValue(row.getString("figures"), Figures.class),
                    row.getString("shown_title"),
                    row.getString("shown_number"),
                    row.getString("shown_body"),
                    State.valueOf(row.getString("state")),
                    row.getString("edited_by"),
                    row.getString("return_reason"),
                    instant(row, "issued_at"),
                    row.getString("issued_by"),
                    row.getString("sha256"),
                    instant(row, "closed_at"),
                    row.getInt("signed"),
                    row.getInt("readers"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the figures of " + row.getString("key") + " cannot be read", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
