package org.dudao.veto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.notice.Notices;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.veto.VetoCase.State;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The register of one-vote veto cases, their evidence, and what each step wrote down. */
@Service
public class Vetoes {

    private final VetoRepository cases;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CaseLog log;
    private final Notices notices;
    private final CampaignPlans plans;
    private final Clock clock;

    Vetoes(
            VetoRepository cases,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            CaseLog log,
            Notices notices,
            CampaignPlans plans,
            Clock clock) {
        this.plans = plans;
        this.cases = cases;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.log = log;
        this.notices = notices;
        this.clock = clock;
    }

    /** Whether a veto stands against the unit in the campaign: then its appraisal is 不合格 whatever the score. */
    public boolean inForce(String campaign, String unit) {
        return jdbc.sql("select count(*) from dudao.veto_case where campaign = ? and unit = ? and state = 'IN_FORCE'")
                        .params(campaign, unit)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** @throws NoSuchElementException if there is no such case */
    public VetoCase get(String key) {
        return cases.findForUpdate(key).orElseThrow(() -> new NoSuchElementException("no veto case " + key));
    }

    /** The key of the unit's next case in the campaign; cases proposed at the same time wait for each other. */
    String nextKey(String campaign, String unit) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                .param("veto " + campaign + "/" + unit)
                .query()
                .listOfRows();
        int cases = jdbc.sql("select count(*) from dudao.veto_case where campaign = ? and unit = ?")
                .params(campaign, unit)
                .query(Integer.class)
                .single();
        return "%s/%s/%d".formatted(campaign, unit, cases + 1);
    }

    void open(VetoCase opened) {
        aggregates.insert(opened);
        log.append(act(opened.key(), "VETO_OPENED", "立案")
                .by(opened.proposedBy())
                .to(opened.unit())
                .rule(opened.rule())
                .text(opened.reason()));
        String history =
                opened.obligation() == null ? "" : transcript(opened.obligation(), plans.of(opened.campaign()));
        evidence(opened.key(), "提请理由", opened.reason());
        if (!history.isEmpty()) {
            evidence(opened.key(), "义务的全部记录", history);
        }
        jdbc.sql("""
                        select number || '，' || to_char(issued_at at time zone 'Asia/Shanghai', 'FMYYYY年FMMM月FMDD日')
                            || '签发，要求' || to_char(answer_by at time zone 'Asia/Shanghai', 'FMYYYY年FMMM月FMDD日')
                            || '结束前答复；' || coalesce('答复：' || answer, '未答复')
                        from dudao.supervision_order where unit = ? and obligation in
                            (select id from dudao.obligation where campaign = ?) order by issued_at, number
                        """)
                .params(opened.unit(), opened.campaign())
                .query(String.class)
                .list()
                .forEach(order -> evidence(opened.key(), "督办单", order));
        jdbc.sql("""
                        select to_char(n.sent_at at time zone 'Asia/Shanghai', 'FMYYYY年FMMM月FMDD日 HH24:MI') || ' ' || n.text
                        from dudao.notice n
                        where n.unit = ? and n.obligation = ? order by n.sent_at, n.id
                        """)
                .params(opened.unit(), opened.obligation())
                .query(String.class)
                .list()
                .forEach(notice -> evidence(opened.key(), "通知", notice));
        jdbc.sql("""
                        select '第' || acceptance_failures || '次验收不通过' from dudao.school_run
                        where campaign = ? and school = ? and acceptance_failures > 0
                        """)
                .params(opened.campaign(), opened.unit())
                .query(String.class)
                .list()
                .forEach(failures -> evidence(opened.key(), "验收", failures));
    }

    private String transcript(String obligation, Plan plan) {
        StringBuilder text = new StringBuilder();
        for (CaseEntry entry : log.read(obligation)) {
            text.append(entry.sequence())
                    .append(' ')
                    .append(Deadlines.secondInWords(entry.at()))
                    .append(' ')
                    .append(entry.word());
            for (String part : new String[] {
                entry.by() == null ? null : plan.postName(entry.by()),
                entry.addressee() == null ? null : plan.postName(plan.unitName(entry.addressee())),
                entry.rule(),
                entry.arithmetic(),
                entry.text() == null ? entry.details() : entry.text()
            }) {
                if (part != null) {
                    text.append("；").append(part);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void evidence(String veto, String kind, String content) {
        jdbc.sql("insert into dudao.veto_evidence (veto, kind, content, sha256) values (?, ?, ?, ?)")
                .params(veto, kind, content, sha256(content))
                .update();
    }

    /** The pieces of evidence, as lines for people: kind, content, and the hash that is its fingerprint. */
    List<String> evidence(String veto) {
        return jdbc.sql("select kind || '：' || content || '（指纹' || left(sha256, 12) || '）' from dudao.veto_evidence"
                        + " where veto = ? order by id")
                .param(veto)
                .query(String.class)
                .list();
    }

    List<CaseEntry> history(String veto) {
        return log.read(veto);
    }

    void stated(String key, String by, String statement) {
        update(key, "statement = ?, stated_by = ?", statement, by);
        log.append(act(key, "STATED", "陈述申辩").by(by).text(statement));
    }

    /** Silence is recorded and counts for nothing else. */
    void silent(String key) {
        log.append(act(key, "NOT_STATED", "期限内没有陈述"));
    }

    void deliberated(String key, String by, String facts, String recommendation) {
        update(key, "facts = ?, recommendation = ?, deliberated_by = ?", facts, recommendation, by);
        log.append(act(key, "DELIBERATED", "研判").by(by).text(recommendation + "：" + facts));
    }

    void decided(String key, String by, String reason) {
        update(
                key,
                "decision_reason = ?, decided_by = ?, decided_at = ?",
                reason,
                by,
                clock.instant().atOffset(ZoneOffset.UTC));
    }

    void register(String key, Iterable<String> units) {
        VetoCase decided = state(key, State.IN_FORCE);
        log.append(act(key, "VETOED", "一票否决")
                .by(decided.decidedBy())
                .to(decided.unit())
                .text(decided.decisionReason()));
        units.forEach(unit -> notices.ofMatter(key, unit, "一票否决：" + decided.decisionReason()));
    }

    void reject(String key) {
        VetoCase decided = state(key, State.REJECTED);
        log.append(act(key, "REJECTED", "不予否决")
                .by(decided.decidedBy())
                .to(decided.unit())
                .text(decided.decisionReason()));
        notices.ofMatter(key, decided.unit(), "经研究决定，对你单位不予一票否决：" + decided.decisionReason());
    }

    void appealed(String key, String by, String grounds) {
        update(key, "appeal = ?, appealed_by = ?", grounds, by);
        log.append(act(key, "APPEALED", "申诉").by(by).text(grounds));
    }

    void notAppealed(String key) {
        log.append(act(key, "NOT_APPEALED", "期限内没有申诉"));
    }

    void reviewed(String key, String by, String reason) {
        update(key, "review_reason = ?, reviewed_by = ?", reason, by);
    }

    /** Restores everything: the register, and with it the appraisal; the history stays. */
    void revoke(String key, Iterable<String> units) {
        VetoCase revoked = state(key, State.REVOKED);
        log.append(act(key, "REVOKED", "撤销否决")
                .by(revoked.reviewedBy())
                .to(revoked.unit())
                .text(revoked.reviewReason()));
        units.forEach(unit -> notices.ofMatter(key, unit, "撤销一票否决：" + revoked.reviewReason()));
    }

    void keep(String key) {
        VetoCase kept = get(key);
        log.append(
                act(key, "KEPT", "维持否决").by(kept.reviewedBy()).to(kept.unit()).text(kept.reviewReason()));
        notices.ofMatter(key, kept.unit(), "申诉复核，维持一票否决：" + kept.reviewReason());
    }

    VetoCase conclude(String key) {
        update(key, "concluded_at = ?", clock.instant().atOffset(ZoneOffset.UTC));
        VetoCase concluded = get(key);
        log.append(act(key, "CONCLUDED", "案件办结").text(concluded.state().word()));
        return concluded;
    }

    Instant now() {
        return clock.instant();
    }

    private VetoCase state(String key, State state) {
        update(key, "state = ?", state.name());
        return get(key);
    }

    private void update(String key, String assignments, Object... values) {
        Object[] params = Arrays.copyOf(values, values.length + 1);
        params[values.length] = key;
        jdbc.sql("update dudao.veto_case set " + assignments + " where key = ?")
                .params(params)
                .update();
    }

    private static Act act(String key, String name, String word) {
        return new Act(key, name, word);
    }

    static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
