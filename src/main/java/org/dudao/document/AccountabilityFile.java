package org.dudao.document;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dudao.caselog.CaseEntry;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.veto.VetoCase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * 问责案卷 (W2d, W2e): the evidence with its hashes, who was told what and when, what the unit said, and who decided, by
 * post. Its key is that of the veto case.
 */
@Component
class AccountabilityFile implements Paper {

    private final Cases cases;
    private final JdbcClient jdbc;
    private final CampaignPlans plans;

    AccountabilityFile(Cases cases, JdbcClient jdbc, CampaignPlans plans) {
        this.cases = cases;
        this.jdbc = jdbc;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "accountability-file";
    }

    @Override
    public String name() {
        return "问责案卷";
    }

    @Override
    public Template template() {
        return new Template(
                "accountability-file.docx",
                Papers.tags(
                                "单位", "立案依据", "提请理由", "提请岗位", "立案时间", "状态", "陈述申辩", "陈述岗位", "研判意见", "研判建议", "研判岗位",
                                "决定理由", "决定岗位", "决定时间", "申诉", "申诉岗位", "复核意见", "复核岗位", "办结时间", "证据数", "告知数", "记录数",
                                "末条指纹")
                        .list("证据", Tags.texts("序号", "种类", "内容", "指纹"))
                        .list("告知", Tags.texts("时间", "对象", "内容"))
                        .list("记录", Tags.texts("序号", "时间", "行为", "岗位", "说明", "指纹")));
    }

    @Override
    public List<String> keysFor(String matter) {
        return jdbc.sql(
                        "select key from dudao.veto_case where key = :matter or obligation = :matter order by opened_at, key")
                .param("matter", matter)
                .query(String.class)
                .list();
    }

    @Override
    public Optional<Subject> find(String key) {
        return cases.find(VetoCase.class, key)
                .map(veto -> new Subject(
                        key,
                        key,
                        plans.of(veto.campaign()).unitName(veto.unit()),
                        veto.campaign(),
                        Stream.of(key, veto.obligation())
                                .filter(Objects::nonNull)
                                .toList(),
                        () -> values(veto)));
    }

    private Map<String, Object> values(VetoCase veto) {
        Plan plan = plans.of(veto.campaign());
        Map<String, Object> values = new HashMap<>();
        values.put("单位", plan.unitName(veto.unit()));
        values.put("立案依据", veto.rule());
        values.put("提请理由", veto.reason());
        values.put("提请岗位", post(plan, veto.proposedBy()));
        values.put("立案时间", Words.moment(veto.openedAt()));
        values.put("状态", veto.state().word());
        values.put("陈述申辩", Words.orNone(veto.statement()));
        values.put("陈述岗位", post(plan, veto.statedBy()));
        values.put("研判意见", Words.orNone(veto.facts()));
        values.put("研判建议", Words.orNone(veto.recommendation()));
        values.put("研判岗位", post(plan, veto.deliberatedBy()));
        values.put("决定理由", Words.orNone(veto.decisionReason()));
        values.put("决定岗位", post(plan, veto.decidedBy()));
        values.put("决定时间", Words.moment(veto.decidedAt()));
        values.put("申诉", Words.orNone(veto.appeal()));
        values.put("申诉岗位", post(plan, veto.appealedBy()));
        values.put("复核意见", Words.orNone(veto.reviewReason()));
        values.put("复核岗位", post(plan, veto.reviewedBy()));
        values.put("办结时间", Words.moment(veto.concludedAt()));
        List<Map<String, Object>> evidence = evidence(veto.key());
        values.put("证据", evidence);
        values.put("证据数", evidence.size());
        List<Map<String, Object>> notices = notices(veto, plan);
        values.put("告知", notices);
        values.put("告知数", notices.size());
        List<Map<String, Object>> log = log(veto.key(), plan);
        values.put("记录", log);
        values.put("记录数", log.size());
        values.put("末条指纹", log.isEmpty() ? Words.NONE : log.get(log.size() - 1).get("指纹"));
        return values;
    }

    private static String post(Plan plan, String id) {
        return id == null ? Words.NONE : plan.postName(id);
    }

    private List<Map<String, Object>> evidence(String key) {
        return jdbc.sql("select kind, content, sha256 from dudao.veto_evidence where veto = ? order by id")
                .param(key)
                .query((row, n) -> Map.<String, Object>of(
                        "序号", n + 1, "种类", row.getString(1), "内容", row.getString(2), "指纹", row.getString(3)))
                .list();
    }

    /** Of the case, and of the obligation it came from to the unit itself; a notice to all stands in it once. */
    private List<Map<String, Object>> notices(VetoCase veto, Plan plan) {
        return jdbc.sql("""
                        select min(sent_at) as sent_at, array_agg(unit order by id) as units, text from dudao.notice
                        where matter = :key or obligation = :obligation group by text order by min(sent_at), min(id)
                        """)
                .param("key", veto.key())
                .param("obligation", veto.obligation() == null ? "" : veto.obligation())
                .query((row, n) -> {
                    String[] units = (String[]) row.getArray("units").getArray();
                    return Map.<String, Object>of(
                            "时间", Words.moment(row.getTimestamp("sent_at").toInstant()),
                            "对象",
                                    units.length > 3
                                            ? "%s等%d个单位".formatted(plan.unitName(units[0]), units.length)
                                            : String.join(
                                                    "、",
                                                    Stream.of(units)
                                                            .map(unit -> plan.postName(plan.unitName(unit)))
                                                            .toList()),
                            "内容", row.getString("text"));
                })
                .list();
    }

    /** Each row with the hash that the case's chain has for it. */
    private List<Map<String, Object>> log(String key, Plan plan) {
        List<String> hashes = jdbc.sql("select hash from dudao.case_log where case_key = ? order by sequence")
                .param(key)
                .query(String.class)
                .list();
        List<CaseEntry> entries = cases.entries(key);
        return IntStream.range(0, entries.size())
                .mapToObj(n -> {
                    CaseEntry entry = entries.get(n);
                    return Map.<String, Object>of(
                            "序号", entry.sequence(),
                            "时间", Words.moment(entry.at()),
                            "行为", entry.word(),
                            "岗位", entry.by() == null ? "系统" : plan.postName(entry.by()),
                            "说明",
                                    Words.orNone(String.join(
                                            "；",
                                            Stream.of(entry.rule(), entry.text(), until(entry.deadline()))
                                                    .filter(Objects::nonNull)
                                                    .toList())),
                            "指纹", hashes.get(n));
                })
                .toList();
    }

    private static String until(Instant deadline) {
        return deadline == null ? null : "期限" + Words.day(deadline);
    }
}
