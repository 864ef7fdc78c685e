package org.dudao.document;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dudao.caselog.CaseEntry;
import org.dudao.evidence.Evidence;
import org.dudao.evidence.EvidenceStore;
import org.dudao.hazard.Hazard;
import org.dudao.obligation.Obligation;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.veto.VetoCase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * 问责案卷 (W2d, W2e): what was owed, who answers for it by post, who was told what and when, what was decided by whom and
 * why, the evidence and the log with their hashes. Its key is the id of an obligation for which somebody was summoned or
 * criticised, or that of a veto case. The file of a veto case holds the obligation that it grew from, too, so that a
 * matter has one file.
 */
@Component
class AccountabilityFile implements Paper {

    /** With the first of these the obligation becomes a case: a person has decided about people. */
    private static final Set<String> OPENING = Set.of("SUMMON_DECIDED", "SUMMONED", "CRITICISED", "VETO_PROPOSED");

    private static final Set<String> DECISIONS = Set.of(
            "SUMMON_DECIDED",
            "TIME_GRANTED",
            "CRITICISED",
            "VETO_PROPOSED",
            "REVIEWED",
            "WAIVED",
            "WAIVER_REFUSED",
            "VETO_OPENED",
            "VETOED",
            "REJECTED",
            "REVOKED",
            "KEPT");

    private static final Tags VETO = Tags.texts(
            "案件编号", "结果", "陈述申辩", "陈述岗位", "研判意见", "研判建议", "研判岗位", "决定理由", "决定岗位", "决定时间", "申诉", "申诉岗位", "复核意见", "复核岗位",
            "办结时间");

    private final Cases cases;
    private final JdbcClient jdbc;
    private final EvidenceStore evidence;
    private final CampaignPlans plans;

    AccountabilityFile(Cases cases, JdbcClient jdbc, EvidenceStore evidence, CampaignPlans plans) {
        this.cases = cases;
        this.jdbc = jdbc;
        this.evidence = evidence;
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
                Papers.tags("单位", "问责方式", "状态", "立案依据", "立案理由", "立案岗位", "立案时间", "证据数", "证据说明", "告知数", "告知说明")
                        .list("义务", OwedPart.OWED)
                        .list("责任", OwedPart.RESPONSIBLE)
                        .list("有督促", Tags.texts().list("督促", OwedPart.RUNG))
                        .list("督办单", OwedPart.ORDER)
                        .list("约谈", Tags.texts(SummonRecord.TALK))
                        .list("通报批评", OwedPart.CRITICISM)
                        .list("决定", Tags.texts("时间", "岗位", "处理", "理由", "依据"))
                        .list("一票否决", VETO)
                        .list("有证据", Tags.texts().list("证据", Tags.texts("序号", "种类", "内容", "指纹")))
                        .list("有告知", Tags.texts().list("告知", Tags.texts("时间", "对象", "内容")))
                        .list(
                                "记录册",
                                Tags.texts("名称", "记录数", "末条指纹")
                                        .list("记录", Tags.texts("序号", "时间", "行为", "岗位", "说明", "指纹"))));
    }

    /** Of an obligation from which a veto case grew only that case's. */
    @Override
    public List<String> keysFor(String matter) {
        List<Obligation> owed = cases.obligations(matter);
        Stream<String> vetoes = jdbc
                .sql("""
                        select key from dudao.veto_case
                        where key = :matter or campaign || '/' || unit = :matter or obligation in (:obligations)
                        order by opened_at, key
                        """)
                .param("matter", matter)
                .param(
                        "obligations",
                        Stream.concat(Stream.of(matter), owed.stream().map(Obligation::id))
                                .toList())
                .query(String.class)
                .list()
                .stream();
        Stream<String> others = owed.stream()
                .map(Obligation::id)
                .filter(id ->
                        opening(cases.entries(id)).isPresent() && vetoOf(id).isEmpty());
        return Stream.concat(others, vetoes).toList();
    }

    @Override
    public Optional<Subject> find(String key) {
        return cases.find(VetoCase.class, key)
                .or(() -> vetoOf(key))
                .map(this::subject)
                .or(() -> cases.find(Obligation.class, key)
                        .flatMap(owed -> opening(cases.entries(key)).map(opening -> subject(owed, opening))));
    }

    private Optional<VetoCase> vetoOf(String obligation) {
        return jdbc.sql(
                        "select key from dudao.veto_case where obligation = ? order by opened_at desc, key desc limit 1")
                .param(obligation)
                .query(String.class)
                .optional()
                .flatMap(key -> cases.find(VetoCase.class, key));
    }

    private static Optional<CaseEntry> opening(List<CaseEntry> entries) {
        return entries.stream().filter(entry -> OPENING.contains(entry.act())).findFirst();
    }

    private Subject subject(VetoCase veto) {
        return new Subject(
                veto.key(),
                veto.key(),
                plans.of(veto.campaign()).unitName(veto.unit()) + " " + Words.day(veto.openedAt()),
                veto.campaign(),
                Stream.of(veto.key(), veto.obligation())
                        .filter(Objects::nonNull)
                        .toList(),
                () -> values(veto));
    }

    private Subject subject(Obligation owed, CaseEntry opening) {
        return new Subject(
                owed.id(),
                owed.id(),
                plans.of(owed.campaign()).unitName(owed.unit()) + " " + owed.title(),
                owed.campaign(),
                List.of(owed.id()),
                () -> values(owed, opening));
    }

    private Map<String, Object> values(Obligation owed, CaseEntry opening) {
        Plan plan = plans.of(owed.campaign());
        List<CaseEntry> entries = cases.entries(owed.id());
        OwedPart part = part(plan, owed, entries);
        Map<String, Object> values = common(plan, owed.id(), owed, part);
        values.put("单位", plan.unitName(owed.unit()));
        values.put("问责方式", OwedPart.measures(entries));
        values.put("状态", part.state());
        values.put("立案依据", Words.orNone(opening.rule()));
        values.put("立案理由", reason(opening));
        values.put("立案岗位", plan.postName(opening.by()));
        values.put("立案时间", Words.moment(opening.at()));
        values.put("决定", decisions(plan, entries));
        values.put("一票否决", List.of());
        values.put("记录册", List.of(book(owed, entries, plan)));
        return values;
    }

    private Map<String, Object> values(VetoCase veto) {
        Plan plan = plans.of(veto.campaign());
        Obligation owed = veto.obligation() == null
                ? null
                : cases.find(Obligation.class, veto.obligation()).orElse(null);
        List<CaseEntry> ladder = owed == null ? List.of() : cases.entries(owed.id());
        List<CaseEntry> own = cases.entries(veto.key());
        List<CaseEntry> all = Stream.concat(ladder.stream(), own.stream())
                .sorted(Comparator.comparing(CaseEntry::at))
                .toList();
        Map<String, Object> values = common(plan, veto.key(), owed, owed == null ? null : part(plan, owed, all));
        values.put("单位", plan.unitName(veto.unit()));
        values.put(
                "问责方式",
                Stream.of(
                                OwedPart.measures(ladder),
                                "一票否决（%s）".formatted(veto.state().word()))
                        .filter(words -> !words.isEmpty())
                        .reduce((one, other) -> one + "、" + other)
                        .orElseThrow());
        values.put("状态", veto.state().word());
        values.put("立案依据", veto.rule());
        values.put("立案理由", veto.reason());
        values.put("立案岗位", post(plan, veto.proposedBy()));
        values.put("立案时间", Words.moment(veto.openedAt()));
        if (owed == null) {
            values.put("责任", OwedPart.responsible(plan, veto.unit(), all));
        }
        values.put("决定", decisions(plan, all));
        values.put("一票否决", List.of(veto(veto, own, plan)));
        values.put(
                "记录册",
                Stream.concat(
                                Stream.ofNullable(owed).map(one -> book(one, ladder, plan)),
                                Stream.of(book("一票否决案件的记录", veto.key(), own, plan)))
                        .toList());
        return values;
    }

    /** @param owed null for a veto case that grew from no obligation, as is {@code part} */
    private Map<String, Object> common(Plan plan, String key, Obligation owed, OwedPart part) {
        Map<String, Object> values = new HashMap<>();
        if (part == null) {
            Stream.of("义务", "有督促", "督办单", "约谈", "通报批评").forEach(list -> values.put(list, List.of()));
        } else {
            values.putAll(part.values());
        }
        List<Map<String, Object>> proofs = proofs(plan, key, owed);
        values.put("证据数", proofs.size());
        values.put("证据说明", proofs.isEmpty() ? "没有上传照片和文件。" : "指纹由照片、文件或者文字的全部内容算出，内容改动一点，指纹就不同。");
        values.put("有证据", section("证据", proofs));
        List<Map<String, Object>> notices = notices(plan, key, owed);
        values.put("告知数", notices.size());
        values.put("告知说明", notices.isEmpty() ? "还没有发出通知。" : "以下通知由系统按所列时间发出。");
        values.put("有告知", section("告知", notices));
        return values;
    }

    private OwedPart part(Plan plan, Obligation owed, List<CaseEntry> entries) {
        return new OwedPart(plan, owed, entries, cases.orders(owed.id()));
    }

    /** A part of the paper that is left out, its heading too, where its list is empty. */
    static List<Map<String, Object>> section(String list, List<Map<String, Object>> members) {
        return members.isEmpty() ? List.of() : List.of(Map.of(list, members));
    }

    private static String post(Plan plan, String id) {
        return id == null ? Words.NONE : plan.postName(id);
    }

    /** Of a criticism the text that was published is something else than the reason for it. */
    private static String reason(CaseEntry entry) {
        return Words.orNone(
                entry.act().equals("CRITICISED")
                        ? Words.form(entry.details()).getOrDefault("reason", Words.NONE)
                        : entry.text());
    }

    private static List<Map<String, Object>> decisions(Plan plan, List<CaseEntry> entries) {
        return entries.stream()
                .filter(entry -> DECISIONS.contains(entry.act()))
                .map(entry -> Map.<String, Object>of(
                        "时间", Words.moment(entry.at()),
                        "岗位", post(plan, entry.by()),
                        "处理", entry.word() + (entry.deadline() == null ? "" : "，至" + Words.day(entry.deadline())),
                        "理由", reason(entry),
                        "依据", Words.orNone(entry.rule())))
                .toList();
    }

    private static Map<String, Object> veto(VetoCase veto, List<CaseEntry> log, Plan plan) {
        Map<String, Object> values = new HashMap<>();
        values.put("案件编号", veto.key());
        values.put("结果", veto.state().word());
        values.put("陈述申辩", saidOrSilent(veto.statement(), "NOT_STATED", log));
        values.put("陈述岗位", post(plan, veto.statedBy()));
        values.put("研判意见", Words.orNone(veto.facts()));
        values.put("研判建议", Words.orNone(veto.recommendation()));
        values.put("研判岗位", post(plan, veto.deliberatedBy()));
        values.put("决定理由", Words.orNone(veto.decisionReason()));
        values.put("决定岗位", post(plan, veto.decidedBy()));
        values.put("决定时间", Words.moment(veto.decidedAt()));
        values.put("申诉", saidOrSilent(veto.appeal(), "NOT_APPEALED", log));
        values.put("申诉岗位", post(plan, veto.appealedBy()));
        values.put("复核意见", Words.orNone(veto.reviewReason()));
        values.put("复核岗位", post(plan, veto.reviewedBy()));
        values.put("办结时间", Words.moment(veto.concludedAt()));
        return values;
    }

    private static String saidOrSilent(String said, String silence, List<CaseEntry> log) {
        return said != null
                ? said
                : log.stream()
                        .filter(entry -> entry.act().equals(silence))
                        .map(CaseEntry::word)
                        .findFirst()
                        .orElse(Words.NONE);
    }

    /** The photos and files of the matter, then what was fixed in writing when a veto case was opened. */
    private List<Map<String, Object>> proofs(Plan plan, String key, Obligation owed) {
        Stream<Map<String, Object>> files = owed == null
                ? Stream.empty()
                : files(owed).stream()
                        .map(file -> Map.of(
                                "种类", file.isPicture() ? "照片" : "文件",
                                "内容",
                                        "%s，%s，%s上传"
                                                .formatted(
                                                        file.name(),
                                                        Words.moment(file.uploadedAt()),
                                                        plan.postName(file.uploadedBy())),
                                "指纹", file.sha256()));
        Stream<Map<String, Object>> fixed = jdbc
                .sql("select kind, content, sha256 from dudao.veto_evidence where veto = ? order by id")
                .param(key)
                .query((row, n) -> Map.<String, Object>of(
                        "种类", row.getString(1), "内容", row.getString(2).strip(), "指纹", row.getString(3)))
                .list()
                .stream();
        List<Map<String, Object>> all = Stream.concat(files, fixed).toList();
        return IntStream.range(0, all.size())
                .mapToObj(n -> {
                    Map<String, Object> numbered = new HashMap<>(all.get(n));
                    numbered.put("序号", n + 1);
                    return numbered;
                })
                .toList();
    }

    /** Of a hazard everything about it; of a school or a campaign, whose evidence is of many matters, what is its own. */
    private List<Evidence> files(Obligation owed) {
        return cases.matterOf(owed)
                .flatMap(number -> cases.find(Hazard.class, number))
                .map(hazard -> evidence.ofProcess(owed.processInstance(), hazard.number()))
                .orElseGet(() -> evidence.ofObligation(owed.id()));
    }

    /** Of the case, and of the obligation, with when each was first read; one that went to many at once stands in it once. */
    private List<Map<String, Object>> notices(Plan plan, String key, Obligation owed) {
        return jdbc.sql("""
                        select min(sent_at) as sent_at, array_agg(unit order by id) as units, text,
                            array_agg(s.at order by id) as seen
                        from dudao.notice
                        left join lateral (select min(seen_at) as at from dudao.notice_seen where notice = id) s on true
                        where matter = :key or obligation = :obligation
                        group by text, date_trunc('minute', sent_at) order by min(sent_at), min(id)
                        """)
                .param("key", key)
                .param("obligation", owed == null ? "" : owed.id())
                .query((row, n) -> {
                    String[] units = (String[]) row.getArray("units").getArray();
                    Timestamp[] seen = (Timestamp[]) row.getArray("seen").getArray();
                    return Map.<String, Object>of(
                            "时间", Words.moment(row.getTimestamp("sent_at").toInstant()),
                            "对象",
                                    units.length > 3
                                            ? "%s等%d个单位（%d个看过）"
                                                    .formatted(
                                                            plan.unitName(units[0]),
                                                            units.length,
                                                            Stream.of(seen)
                                                                    .filter(Objects::nonNull)
                                                                    .count())
                                            : IntStream.range(0, units.length)
                                                    .mapToObj(i -> plan.postName(plan.unitName(units[i]))
                                                            + (seen[i] == null
                                                                    ? ""
                                                                    : "（%s看过）"
                                                                            .formatted(
                                                                                    Words.moment(seen[i].toInstant()))))
                                                    .collect(Collectors.joining("、")),
                            "内容", row.getString("text"));
                })
                .list();
    }

    private Map<String, Object> book(Obligation owed, List<CaseEntry> entries, Plan plan) {
        return book("“" + owed.title() + "”的办理记录", owed.id(), entries, plan);
    }

    /** The log of one case, each row with the hash that the case's chain has for it. */
    private Map<String, Object> book(String name, String key, List<CaseEntry> entries, Plan plan) {
        List<String> hashes = cases.hashes(key);
        return Map.of(
                "名称",
                name,
                "记录数",
                entries.size(),
                "末条指纹",
                hashes.isEmpty() ? Words.NONE : hashes.get(hashes.size() - 1),
                "记录",
                IntStream.range(0, entries.size())
                        .mapToObj(n -> row(entries.get(n), hashes.get(n), plan))
                        .toList());
    }

    private static Map<String, Object> row(CaseEntry entry, String hash, Plan plan) {
        return Map.of(
                "序号",
                entry.sequence(),
                "时间",
                Words.moment(entry.at()),
                "行为",
                entry.word(),
                "岗位",
                entry.by() == null ? "系统" : plan.postName(entry.by()),
                "说明",
                Words.orNone(String.join(
                        "；",
                        Stream.of(entry.rule(), entry.text(), until(entry), proofs(entry))
                                .filter(Objects::nonNull)
                                .toList())),
                "指纹",
                hash);
    }

    private static String until(CaseEntry entry) {
        Instant deadline = entry.deadline();
        return deadline == null
                ? null
                : "期限" + Words.orNone(entry.arithmetic() == null ? Words.day(deadline) : entry.arithmetic());
    }

    private static String proofs(CaseEntry entry) {
        return entry.evidence().isEmpty()
                ? null
                : "附照片、文件%d件".formatted(entry.evidence().size());
    }
}
