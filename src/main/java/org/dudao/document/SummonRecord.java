package org.dudao.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dudao.caselog.CaseEntry;
import org.dudao.obligation.Obligation;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/** 约谈记录 (W2b, W2d): who decided on the talk and what came of it. Its key is the obligation's id. */
@Component
class SummonRecord implements Paper {

    /** The tags of what came of a talk. */
    static final String[] TALK = {"约谈日期", "约谈地点", "参加人员", "约谈内容", "承诺日期", "记录岗位", "记录时间"};

    private final Cases cases;
    private final CampaignPlans plans;

    SummonRecord(Cases cases, CampaignPlans plans) {
        this.cases = cases;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "summon-record";
    }

    @Override
    public String name() {
        return "约谈记录";
    }

    @Override
    public Template template() {
        return new Template(
                "summon-record.docx",
                Papers.tags("事项", "被约谈单位", "学校", "期限算法", "决定岗位", "决定时间", "决定理由", "决定依据")
                        .plusTexts(TALK));
    }

    @Override
    public List<String> keysFor(String matter) {
        return cases.obligations(matter).stream()
                .map(Obligation::id)
                .filter(id -> cases.last(id, "SUMMONED").isPresent())
                .toList();
    }

    @Override
    public Optional<Subject> find(String key) {
        return cases.find(Obligation.class, key).flatMap(owed -> cases.last(key, "SUMMONED")
                .map(talk -> new Subject(
                        key,
                        key,
                        plans.of(owed.campaign()).unitName(owed.unit()) + " " + Words.day(talk.at()),
                        owed.campaign(),
                        List.of(key),
                        () -> values(owed, talk))));
    }

    private Map<String, Object> values(Obligation owed, CaseEntry talk) {
        Plan plan = plans.of(owed.campaign());
        Optional<CaseEntry> decision = cases.last(owed.id(), "SUMMON_DECIDED");
        Map<String, Object> values = new HashMap<>(talk(talk, plan));
        values.put("事项", owed.title());
        values.put("被约谈单位", plan.unitName(owed.unit()));
        values.put("学校", owed.school() == null ? Words.NONE : plan.unitName(owed.school()));
        values.put("期限算法", owed.arithmetic());
        values.put("决定岗位", decision.map(entry -> plan.postName(entry.by())).orElse(Words.NONE));
        values.put("决定时间", decision.map(entry -> Words.moment(entry.at())).orElse(Words.NONE));
        values.put("决定理由", decision.map(entry -> Words.orNone(entry.text())).orElse(Words.NONE));
        values.put("决定依据", decision.map(entry -> Words.orNone(entry.rule())).orElse(Words.NONE));
        return values;
    }

    /** What came of a talk, for the tags {@link #TALK}. */
    static Map<String, Object> talk(CaseEntry talk, Plan plan) {
        Map<String, Object> form = Words.form(talk.details());
        return Map.of(
                "约谈日期", Words.formDay(form.get("heldOn")),
                "约谈地点", Words.orNone(form.get("place")),
                "参加人员", Words.orNone(form.get("attendees")),
                // A talk noted before its parts were kept apart has them all in one sentence.
                "约谈内容", Words.orNone(form.getOrDefault("minutes", talk.text())),
                "承诺日期", Words.day(talk.deadline()),
                "记录岗位", plan.postName(talk.by()),
                "记录时间", Words.moment(talk.at()));
    }
}
