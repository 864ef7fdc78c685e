package org.dudao.caselog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes and reads the log of cases. Each row holds the hash of the row before it in its case, and the case's head holds
 * the last one, so that a row that was changed, added, taken out or cut off at the end shows.
 */
@Service
public class CaseLog {

    /** What the first row of a case has for the hash of the row before. */
    static final String BEGINNING = "0".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;
    private final Clock clock;

    CaseLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Adds the act to its case with the time of now; writers of one case wait for each other, no others. */
    public CaseEntry append(Act act) {
        jdbc.sql("insert into dudao.case_head (case_key, entries, hash) values (?, 0, ?) on conflict do nothing")
                .params(act.caseKey, BEGINNING)
                .update();
        Head head = jdbc.sql("select entries, hash from dudao.case_head where case_key = ? for update")
                .param(act.caseKey)
                .query((row, n) -> new Head(row.getInt("entries"), row.getString("hash")))
                .single();
        CaseEntry entry = act.entry(head.entries() + 1, clock.instant().truncatedTo(ChronoUnit.MICROS));
        String hash = hash(head.hash(), entry);
        jdbc.sql("""
                        insert into dudao.case_log (case_key, sequence, at, act, word, by_post, rule, deadline, arithmetic,
                            addressee, text, details, evidence, hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)
                        """)
                .params(
                        entry.caseKey(),
                        entry.sequence(),
                        entry.at().atOffset(ZoneOffset.UTC),
                        entry.act(),
                        entry.word(),
                        entry.by(),
                        entry.rule(),
                        entry.deadline() == null ? null : entry.deadline().atOffset(ZoneOffset.UTC),
                        entry.arithmetic(),
                        entry.addressee(),
                        entry.text(),
                        entry.details(),
                        entry.evidence().toArray(String[]::new),
                        hash)
                .update();
        jdbc.sql("update dudao.case_head set entries = ?, hash = ? where case_key = ?")
                .params(entry.sequence(), hash, entry.caseKey())
                .update();
        return entry;
    }

    /** The acts of the case, oldest first; empty for an unknown one. */
    public List<CaseEntry> read(String caseKey) {
        return jdbc.sql("select * from dudao.case_log where case_key = ? order by sequence")
                .param(caseKey)
                .query((row, n) -> entry(row))
                .list();
    }

    /**
     * The first place at which the log is not as it was written.
     *
     * @param caseKey the case
     * @param sequence the number of the act within its case
     * @param at the time that the row bears; null where the row is missing
     * @param before the time of the row before it; null where there is none
     * @param sentence what is wrong, in Chinese
     */
    public record Break(String caseKey, int sequence, Instant at, Instant before, String sentence) {}

    /**
     * What a check of the whole log came to.
     *
     * @param cases how many cases were read, those of which only the head is left too
     * @param entries how many rows were read
     * @param broken the first break, cases in the order of their keys; empty where the log is whole
     */
    public record Check(int cases, long entries, Optional<Break> broken) {}

    /** The first break that {@link #check()} finds; empty where the log is whole. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Break> verify() {
        return check().broken();
    }

    /** Checks every row of every case. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Check check() {
        Chain chain = new Chain();
        jdbc.sql("""
                        select l.*, c.case_key as head_key, c.entries as head_entries, c.hash as head_hash
                        from dudao.case_log l full join dudao.case_head c on c.case_key = l.case_key
                        order by coalesce(l.case_key, c.case_key), l.sequence
                        """).query(row -> {
            chain.next(row);
        });
        return chain.end();
    }

    private record Head(int entries, String hash) {}

    /** Walks through the rows and keeps the first break. */
    private static final class Chain {
        private String caseKey;
        private int sequence;
        private String hash;
        private Head head;
        private Instant before;
        private int cases;
        private long entries;
        private Break found;

        void next(ResultSet row) throws SQLException {
            String key = row.getString("case_key") == null ? row.getString("head_key") : row.getString("case_key");
            if (!key.equals(caseKey)) {
                endOfCase();
                caseKey = key;
                sequence = 0;
                hash = BEGINNING;
                before = null;
                cases++;
                head = row.getString("head_key") == null
                        ? null
                        : new Head(row.getInt("head_entries"), row.getString("head_hash"));
            }
            if (row.getString("case_key") == null) {
                return;
            }
            CaseEntry entry = entry(row);
            entries++;
            if (entry.sequence() != sequence + 1) {
                found(sequence + 1, null, "缺少第%d条记录，可能被删除".formatted(sequence + 1));
            }
            String expected = hash(hash, entry);
            if (!expected.equals(row.getString("hash"))) {
                found(entry.sequence(), entry.at(), "第%d条记录“%s”与写入时不同，可能被改动".formatted(entry.sequence(), entry.word()));
            }
            sequence = entry.sequence();
            hash = row.getString("hash");
            before = entry.at();
        }

        Check end() {
            endOfCase();
            return new Check(cases, entries, Optional.ofNullable(found));
        }

        private void endOfCase() {
            if (caseKey == null || found != null) {
                return;
            }
            if (head == null) {
                found(1, null, "记录的末尾标记不见了，可能被删除");
            } else if (head.entries() > sequence) {
                found(sequence + 1, null, "末尾缺少%d条记录，可能被删除".formatted(head.entries() - sequence));
            } else if (head.entries() < sequence || !head.hash().equals(hash)) {
                found(sequence, before, "末尾标记与最后一条记录不一致，可能被改动");
            }
        }

        private void found(int number, Instant at, String sentence) {
            if (found == null) {
                found = new Break(caseKey, number, at, before, sentence);
            }
        }
    }

    private static CaseEntry entry(ResultSet row) throws SQLException {
        return new CaseEntry(
                row.getString("case_key"),
                row.getInt("sequence"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("act"),
                row.getString("word"),
                row.getString("by_post"),
                row.getString("rule"),
                instant(row, "deadline"),
                row.getString("arithmetic"),
                row.getString("addressee"),
                row.getString("text"),
                row.getString("details"),
                Arrays.asList((String[]) row.getArray("evidence").getArray()));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** SHA-256 over the hash before and all fields as a JSON list, so that no two acts read alike. */
    static String hash(String before, CaseEntry entry) {
        try {
            byte[] text = JSON.writeValueAsBytes(Arrays.asList(
                    before,
                    entry.caseKey(),
                    entry.sequence(),
                    entry.at().toString(),
                    entry.act(),
                    entry.word(),
                    entry.by(),
                    entry.rule(),
                    entry.deadline() == null ? null : entry.deadline().toString(),
                    entry.arithmetic(),
                    entry.addressee(),
                    entry.text(),
                    entry.details(),
                    entry.evidence()));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
