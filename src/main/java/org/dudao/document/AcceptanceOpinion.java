package org.dudao.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dudao.caselog.CaseEntry;
import org.dudao.hazard.Hazard;
import org.dudao.hazard.Hazards;
import org.dudao.obligation.Obligation;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/** 验收意见 (S3): what the team found at the school, each time it came. Its key is campaign and school. */
@Component
class AcceptanceOpinion implements Paper {

    private final Cases cases;
    private final Hazards hazards;
    private final CampaignPlans plans;

    AcceptanceOpinion(Cases cases, Hazards hazards, CampaignPlans plans) {
        this.cases = cases;
        this.hazards = hazards;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "acceptance-opinion";
    }

    @Override
    public String name() {
        return "验收意见";
    }

    @Override
    public Template template() {
        return new Template(
                "acceptance-opinion.docx",
                Papers.tags("学校", "验收单位", "验收结果", "验收人员", "验收情况", "验收岗位", "验收时间", "验收日期", "隐患总数", "已销号数", "未销号数")
                        .list("历次验收", Tags.texts("次数", "时间", "人员", "情况", "结果")));
    }

    @Override
    public List<String> keysFor(String matter) {
        return find(matter).isPresent() ? List.of(matter) : List.of();
    }

    @Override
    public Optional<Subject> find(String key) {
        List<Obligation> owed = cases.obligations(key).stream()
                .filter(obligation -> obligation.kind().equals("acceptance"))
                .toList();
        List<CaseEntry> visits = owed.stream()
                .flatMap(obligation -> cases.entries(obligation.id()).stream())
                .filter(entry -> entry.act().equals("SUBMITTED"))
                .toList();
        if (visits.isEmpty()) {
            return Optional.empty();
        }
        Obligation last = owed.get(owed.size() - 1);
        return Optional.of(new Subject(
                key,
                key,
                plans.of(last.campaign()).unitName(last.school()),
                last.campaign(),
                List.of(last.id()),
                () -> values(last, visits)));
    }

    private Map<String, Object> values(Obligation owed, List<CaseEntry> visits) {
        Plan plan = plans.of(owed.campaign());
        CaseEntry last = visits.get(visits.size() - 1);
        Map<String, Object> form = Words.form(last.details());
        List<Hazard> all = hazards.all(owed.campaign(), owed.school()).stream()
                .filter(hazard -> !hazard.crime())
                .toList();
        long open = all.stream().filter(hazard -> hazard.closedAt() == null).count();
        Map<String, Object> values = new HashMap<>();
        values.put("学校", plan.unitName(owed.school()));
        values.put("验收单位", plan.unitName(owed.unit()));
        values.put("验收结果", result(form));
        values.put("验收人员", Words.orNone(form.get("team")));
        values.put("验收情况", Words.orNone(form.get("findings")));
        values.put("验收岗位", plan.postName(last.by()));
        values.put("验收时间", Words.moment(last.at()));
        values.put("验收日期", Words.day(last.at()));
        values.put("隐患总数", all.size());
        values.put("已销号数", all.size() - open);
        values.put("未销号数", open);
        values.put(
                "历次验收",
                IntStream.range(0, visits.size())
                        .mapToObj(n -> visit(n + 1, visits.get(n)))
                        .toList());
        return values;
    }

    private static Map<String, Object> visit(int number, CaseEntry visit) {
        Map<String, Object> form = Words.form(visit.details());
        return Map.of(
                "次数", number,
                "时间", Words.moment(visit.at()),
                "人员", Words.orNone(form.get("team")),
                "情况", Words.orNone(form.get("findings")),
                "结果", result(form));
    }

    private static String result(Map<String, Object> form) {
        return "pass".equals(form.get("decision")) ? "通过" : "不通过";
    }
}
