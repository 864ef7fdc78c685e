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

/** 一校一策 (M1, S3): a school's own plan with its open hazards. Its key is campaign and school. */
@Component
class SchoolPlanPaper implements Paper {

    private static final Tags HAZARD =
            Tags.texts("序号", "编号", "整治重点", "地点", "隐患描述", "等级", "责任单位", "责任人岗位", "整改期限", "整改措施", "状态");

    private final Cases cases;
    private final Hazards hazards;
    private final CampaignPlans plans;

    SchoolPlanPaper(Cases cases, Hazards hazards, CampaignPlans plans) {
        this.cases = cases;
        this.hazards = hazards;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "school-plan";
    }

    @Override
    public String name() {
        return "一校一策整改方案";
    }

    @Override
    public Template template() {
        return new Template(
                "school-plan.docx",
                Papers.tags("学校", "整治目标", "整治措施", "责任人岗位", "完成日期", "报送岗位", "报送时间", "审核单位", "审核结果", "隐患数", "隐患说明")
                        .list("隐患", HAZARD));
    }

    @Override
    public List<String> keysFor(String matter) {
        return find(matter).isPresent() ? List.of(matter) : List.of();
    }

    @Override
    public Optional<Subject> find(String key) {
        return cases.obligation(key, "school-plan").flatMap(owed -> cases.last(owed.id(), "SUBMITTED")
                .map(handedIn -> new Subject(
                        key,
                        key,
                        plans.of(owed.campaign()).unitName(owed.school()),
                        owed.campaign(),
                        List.of(owed.id()),
                        () -> values(owed, handedIn))));
    }

    private Map<String, Object> values(Obligation owed, CaseEntry handedIn) {
        Plan plan = plans.of(owed.campaign());
        Map<String, Object> form = Words.form(handedIn.details());
        // Cases of crime are not for the eyes of all who see a school's plan (M2b).
        List<Hazard> open = hazards.open(owed.campaign(), owed.school()).stream()
                .filter(hazard -> !hazard.crime())
                .toList();
        Map<String, Object> values = new HashMap<>();
        values.put("学校", plan.unitName(owed.school()));
        values.put("整治目标", Words.orNone(form.get("goals")));
        values.put("整治措施", Words.orNone(form.get("measures")));
        values.put("责任人岗位", Words.orNone(form.get("responsiblePost")));
        values.put("完成日期", Words.formDay(form.get("finishBy")));
        values.put("报送岗位", plan.postName(handedIn.by()));
        values.put("报送时间", Words.moment(handedIn.at()));
        values.put("审核单位", plan.unitName(owed.owedTo()));
        values.put(
                "审核结果",
                switch (owed.state()) {
                    case FULFILLED -> "审核通过";
                    case RETURNED, OPEN -> "已退回，重新报送中";
                    case WAIVED -> "已免除";
                    case SUBMITTED -> "待审核";
                });
        values.put("隐患数", open.size());
        values.put("隐患说明", open.isEmpty() ? "没有未销号的隐患。" : "以下%d处隐患尚未销号，逐项整改：".formatted(open.size()));
        values.put(
                "隐患",
                IntStream.range(0, open.size())
                        .mapToObj(n -> row(plan, n + 1, open.get(n)))
                        .toList());
        return values;
    }

    private Map<String, Object> row(Plan plan, int number, Hazard hazard) {
        Map<String, Object> row = new HashMap<>();
        row.put("序号", number);
        row.put("编号", hazard.number());
        row.put("整治重点", plan.area(hazard.area()).map(area -> area.name()).orElse(hazard.area()));
        row.put("地点", hazard.place());
        row.put("隐患描述", hazard.description());
        row.put("等级", hazard.gradeInWords());
        row.put("责任单位", hazard.responsibleUnit() == null ? Words.NONE : plan.unitName(hazard.responsibleUnit()));
        row.put("责任人岗位", hazard.namedPost() == null ? Words.NONE : plan.postName(hazard.namedPost()));
        row.put(
                "整改期限",
                cases.obligation(hazard.number(), "rectification")
                        .map(owed -> Words.day(owed.deadline()))
                        .orElse(Words.NONE));
        row.put("整改措施", Words.orNone(hazard.measures()));
        row.put("状态", hazard.state().word());
        return row;
    }
}
