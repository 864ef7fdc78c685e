package org.dudao.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dudao.platform.ApiProblem;
import org.dudao.platform.form.FormAttachments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps evidence: in a basket that can still be changed until its form is submitted, and for good from then on. */
@Service
public class EvidenceStore implements FormAttachments {

    private static final int MOST_IN_BASKET = 30;
    private static final int LONGEST_NAME = 100;
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final Clock clock;

    EvidenceStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The basket of a form that begins a process: each post has its own. */
    public static String startForm(String form, String post) {
        return "start/" + form + "/" + post;
    }

    /** What comes with a file. */
    public record Upload(
            String id,
            String basket,
            String processInstance,
            String obligation,
            String slot,
            String name,
            String originalSha256,
            String by) {}

    /**
     * Takes a file in; sent again under the same id, it is the same one.
     *
     * @throws ApiProblem when it is not taken, in Chinese
     */
    @Transactional
    public Evidence put(Upload upload, byte[] content) {
        Optional<Evidence> known = find(upload.id());
        if (known.isPresent()) {
            if (!known.get().uploadedBy().equals(upload.by())
                    || !known.get().basket().equals(upload.basket())) {
                throw ApiProblem.badRequest("这个文件的编号已经有人用了，请重新选择文件再传");
            }
            return known.get();
        }
        String name = readable(upload.name());
        EvidenceContent checked = EvidenceContent.of(name, content);
        jdbc.sql("delete from dudao.evidence where uploaded_by = ? and handed_in_at is null"
                        + " and basket like 'start/%' and uploaded_at < ?")
                .params(upload.by(), clock.instant().minus(FORGOTTEN).atOffset(ZoneOffset.UTC))
                .update();
        if (inBasket(upload.basket()).size() >= MOST_IN_BASKET) {
            throw ApiProblem.badRequest("最多上传%d个文件，已经满了。请删掉不要的再传".formatted(MOST_IN_BASKET));
        }
        jdbc.sql("""
                        insert into dudao.evidence (id, basket, process_instance, obligation, slot, name, type, size,
                            sha256, original_sha256, uploaded_by, uploaded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(1, upload.id())
                .param(2, upload.basket())
                .param(3, upload.processInstance(), Types.VARCHAR)
                .param(4, upload.obligation(), Types.VARCHAR)
                .param(5, upload.slot())
                .param(6, name)
                .param(7, checked.type())
                .param(8, content.length)
                .param(9, sha256(content))
                .param(10, upload.originalSha256(), Types.VARCHAR)
                .param(11, upload.by())
                .param(12, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("insert into dudao.evidence_content (id, content, shown, thumbnail) values (?, ?, ?, ?)")
                .param(1, upload.id())
                .param(2, content)
                .param(3, checked.shown() == content ? null : checked.shown(), Types.BINARY)
                .param(4, checked.thumbnail(), Types.BINARY)
                .update();
        return find(upload.id()).orElseThrow();
    }

    private static String readable(String name) {
        String plain = name.replaceAll(".*[/\\\\]", "")
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\"<>]", "")
                .strip();
        if (plain.isEmpty()) {
            return "照片";
        }
        return plain.length() > LONGEST_NAME ? plain.substring(plain.length() - LONGEST_NAME) : plain;
    }

    public Optional<Evidence> find(String id) {
        return jdbc.sql("select * from dudao.evidence where id = ?")
                .param(id)
                .query((row, n) -> evidence(row))
                .optional();
    }

    /** What lies in the basket, the oldest first. */
    public List<Evidence> inBasket(String basket) {
        return jdbc.sql("select * from dudao.evidence where basket = ? order by uploaded_at, id")
                .param(basket)
                .query((row, n) -> evidence(row))
                .list();
    }

    /** What was handed in before in the same process, or with the finding that it is about; the oldest first. */
    public List<Evidence> ofProcess(String processInstance, String hazard) {
        return jdbc.sql("select * from dudao.evidence where (process_instance = ? or hazard = ?)"
                        + " and handed_in_at is not null order by uploaded_at, id")
                .param(1, processInstance)
                .param(2, hazard, Types.VARCHAR)
                .query((row, n) -> evidence(row))
                .list();
    }

    /**
     * What was handed in with the tasks that the obligation was fulfilled by, the oldest first; without what is about a
     * hazard, which belongs to that one.
     */
    public List<Evidence> ofObligation(String obligation) {
        return jdbc.sql("select * from dudao.evidence where obligation = ? and hazard is null"
                        + " and handed_in_at is not null order by uploaded_at, id")
                .param(obligation)
                .query((row, n) -> evidence(row))
                .list();
    }

    /** Takes a file back whose form is not submitted yet. */
    @Transactional
    public void takeBack(String id) {
        jdbc.sql("delete from dudao.evidence where id = ? and handed_in_at is null")
                .param(id)
                .update();
    }

    /** The hashes of what was handed in with a task, for the log. */
    public List<String> hashes(String task) {
        return inBasket(task).stream().map(Evidence::sha256).toList();
    }

    /** What an inspection showed at one item is about the hazard that was registered from it. */
    public void isAbout(String processInstance, String slot, String hazard) {
        jdbc.sql("update dudao.evidence set hazard = ? where process_instance = ? and slot = ? and hazard is null")
                .params(hazard, processInstance, slot)
                .update();
    }

    /** What was handed in with a task is about the hazard that was registered from it. */
    public void isAbout(String task, String hazard) {
        jdbc.sql("update dudao.evidence set hazard = ? where basket = ?")
                .params(hazard, task)
                .update();
    }

    /** What others get to see of it. */
    public byte[] shown(String id) {
        return bytes("coalesce(shown, content)", id);
    }

    /** A small picture of it; null where it is none. */
    public byte[] thumbnail(String id) {
        return bytes("thumbnail", id);
    }

    private byte[] bytes(String column, String id) {
        return jdbc.sql("select " + column + " from dudao.evidence_content where id = ?")
                .param(id)
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    @Override
    public int ready(String basket, String slot) {
        return (int) inBasket(basket).stream()
                .filter(evidence -> evidence.slot().equals(slot))
                .count();
    }

    @Override
    public String basketOfStartForm(String form, String post) {
        return startForm(form, post);
    }

    @Override
    public void handedIn(String basket, String processInstance) {
        // A start form's basket is free for the next time.
        jdbc.sql("""
                        update dudao.evidence set handed_in_at = ?, process_instance = ?,
                            basket = case when basket like 'start/%' then basket || '/' || ? else basket end
                        where basket = ? and handed_in_at is null
                        """)
                .params(clock.instant().atOffset(ZoneOffset.UTC), processInstance, processInstance, basket)
                .update();
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        return new Evidence(
                row.getString("id"),
                row.getString("basket"),
                row.getString("process_instance"),
                row.getString("obligation"),
                row.getString("hazard"),
                row.getString("slot"),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"),
                row.getString("sha256"),
                row.getString("original_sha256"),
                row.getString("uploaded_by"),
                row.getTimestamp("uploaded_at").toInstant(),
                row.getTimestamp("handed_in_at") == null
                        ? null
                        : row.getTimestamp("handed_in_at").toInstant());
    }
}
