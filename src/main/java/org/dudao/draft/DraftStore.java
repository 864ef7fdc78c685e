package org.dudao.draft;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.dudao.platform.ApiProblem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps one draft per account and form. */
@Service
class DraftStore {

    private static final String START = "start/";

    private final JdbcClient jdbc;
    private final Clock clock;

    DraftStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The subject of a form that begins a process; that of a task's form is the task's id. */
    static String startForm(String form) {
        return START + form;
    }

    Optional<Draft> find(String account, String subject) {
        return jdbc.sql("select data, version, saved_at from dudao.draft where account = ? and subject = ?")
                .params(account, subject)
                .query((row, n) -> new Draft(
                        row.getString("data"),
                        row.getString("version"),
                        row.getTimestamp("saved_at").toInstant()))
                .optional();
    }

    /**
     * Keeps the draft in the place of the one before.
     *
     * @param replaces the version that may be written over, empty where none is known; null writes over any
     * @throws ApiProblem when the task is gone, or another version was saved in the meantime
     */
    @Transactional
    Draft save(String account, String subject, String data, String replaces) {
        if (!subject.startsWith(START) && !holdTask(subject)) {
            throw ApiProblem.notFound("这项任务已经办完，草稿不用再存。请刷新任务列表");
        }
        Draft draft = new Draft(data, version(data), clock.instant());
        int saved = jdbc.sql("""
                        insert into dudao.draft as kept (account, subject, data, version, saved_at)
                        values (:account, :subject, :data, :version, :savedAt)
                        on conflict (account, subject) do update
                            set data = excluded.data, version = excluded.version, saved_at = excluded.saved_at
                            where :anyway or kept.version in (:replaces, excluded.version)
                        """)
                .param("account", account)
                .param("subject", subject)
                .param("data", data)
                .param("version", draft.version())
                .param("savedAt", draft.savedAt().atOffset(ZoneOffset.UTC))
                .param("anyway", replaces == null)
                .param("replaces", replaces == null ? "" : replaces)
                .update();
        if (saved == 0) {
            throw ApiProblem.conflict("这张表单在别处又填过，这里填的没有存进草稿。请刷新页面，看看别处填的内容");
        }
        return draft;
    }

    /**
     * Lets nobody finish the task before the draft is in, so that none is left behind: whoever finishes it deletes the
     * drafts after the task.
     */
    private boolean holdTask(String task) {
        return jdbc.sql("select 1 from act_ru_task where id_ = ? for key share")
                .param(task)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private static String version(String data) {
        return UUID.nameUUIDFromBytes(data.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Transactional
    void clear(String account, String subject) {
        jdbc.sql("delete from dudao.draft where account = ? and subject = ?")
                .params(account, subject)
                .update();
    }

    /** The task is gone, and with it what anybody has drafted for it. */
    @Transactional
    void clearAll(String task) {
        jdbc.sql("delete from dudao.draft where subject = ?").param(task).update();
    }
}
