package org.dudao.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dudao.caselog.CaseEntry;
import org.dudao.evidence.Evidence;
import org.dudao.evidence.EvidenceStore;
import org.dudao.hazard.Hazard;
import org.dudao.obligation.Obligation;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/** 整改通知单 (M2a): what is to be put right by when, and the photos before and after. Its key is the ledger number. */
@Component
class RectificationNotice implements Paper {

    private static final int WIDEST = 72;
    private static final int HIGHEST = 60;

    private static final Tags PHOTO = Tags.texts("说明").pictures("照片");

    private final Cases cases;
    private final EvidenceStore evidence;
    private final CampaignPlans plans;

    RectificationNotice(Cases cases, EvidenceStore evidence, CampaignPlans plans) {
        this.cases = cases;
        this.evidence = evidence;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "rectification-notice";
    }

    @Override
    public String name() {
        return "整改通知单";
    }

    @Override
    public Template template() {
        return new Template(
                "rectification-notice.docx",
                Papers.tags(
                                "学校", "整治重点", "检查事项", "地点", "隐患描述", "等级", "分级依据", "来源", "上报单位", "登记时间", "责任单位", "复查单位",
                                "责任人岗位", "整改期限", "期限算法", "状态", "退回次数", "整改措施", "整改岗位", "复查情况", "销号时间", "整改前说明", "整改后说明")
                        .list("整改前", PHOTO)
                        .list("整改后", PHOTO));
    }

    @Override
    public List<String> keysFor(String matter) {
        return hazard(matter).map(Hazard::number).stream().toList();
    }

    @Override
    public Optional<Subject> find(String key) {
        return hazard(key)
                .map(hazard -> new Subject(
                        hazard.number(),
                        hazard.number(),
                        hazard.number(),
                        hazard.campaign(),
                        List.of(key),
                        () -> values(hazard)));
    }

    private Optional<Hazard> hazard(String number) {
        return cases.find(Hazard.class, number);
    }

    private Map<String, Object> values(Hazard hazard) {
        Plan plan = plans.of(hazard.campaign());
        Optional<Obligation> due = cases.obligation(hazard.number(), "rectification");
        Optional<CaseEntry> reinspected =
                cases.obligation(hazard.number(), "reinspection").flatMap(owed -> cases.last(owed.id(), "SUBMITTED"));
        Map<String, Object> values = new HashMap<>();
        values.put("学校", plan.unitName(hazard.school()));
        values.put("整治重点", plan.area(hazard.area()).map(area -> area.name()).orElse(hazard.area()));
        values.put(
                "检查事项",
                plan.area(hazard.area()).stream()
                        .flatMap(area -> area.items().stream())
                        .filter(item -> item.id().equals(hazard.item()))
                        .map(item -> item.text())
                        .findFirst()
                        .orElse(Words.NONE));
        values.put("地点", hazard.place());
        values.put("隐患描述", hazard.description());
        values.put("等级", hazard.gradeInWords());
        values.put("分级依据", Words.orNone(hazard.gradingRule()));
        values.put("来源", hazard.source());
        values.put("上报单位", plan.unitName(hazard.reportingUnit()));
        values.put("登记时间", Words.moment(hazard.registeredAt()));
        values.put("责任单位", unit(plan, hazard.responsibleUnit()));
        values.put("复查单位", unit(plan, hazard.reinspectingUnit()));
        values.put("责任人岗位", hazard.namedPost() == null ? Words.NONE : plan.postName(hazard.namedPost()));
        values.put("整改期限", due.map(found -> Words.day(found.deadline())).orElse("接收后确定的期限"));
        values.put("期限算法", due.map(Obligation::arithmetic).orElse(Words.NONE));
        values.put("状态", hazard.state().word());
        values.put("退回次数", hazard.returns());
        values.put("整改措施", Words.orNone(hazard.measures()));
        values.put("整改岗位", hazard.rectifiedBy() == null ? Words.NONE : plan.postName(hazard.rectifiedBy()));
        values.put(
                "复查情况",
                reinspected
                        .map(entry -> Words.orNone(Words.form(entry.details()).get("findings")))
                        .orElse(Words.NONE));
        values.put("销号时间", Words.moment(hazard.closedAt()));
        List<Evidence> photos = photos(hazard.number());
        photos("整改前", photos.stream().filter(photo -> !isAfter(photo)).toList(), plan, values);
        photos("整改后", photos.stream().filter(RectificationNotice::isAfter).toList(), plan, values);
        return values;
    }

    private static String unit(Plan plan, String id) {
        return id == null ? Words.NONE : plan.unitName(id);
    }

    private static boolean isAfter(Evidence photo) {
        return photo.slot().equals("after") || photo.slot().equals("inspection");
    }

    private void photos(String list, List<Evidence> photos, Plan plan, Map<String, Object> values) {
        values.put(list + "说明", photos.isEmpty() ? "没有照片" : "共%d张".formatted(photos.size()));
        values.put(
                list,
                photos.stream()
                        .map(photo -> Map.of(
                                "照片", Picture.photo(evidence.shown(photo.id()), WIDEST, HIGHEST),
                                "说明",
                                        "%s%s %s上传，指纹%s"
                                                .formatted(
                                                        photo.slot().equals("inspection") ? "复查时：" : "",
                                                        Words.moment(photo.uploadedAt()),
                                                        plan.postName(photo.uploadedBy()),
                                                        photo.sha256().substring(0, 12))))
                        .toList());
    }

    private List<Evidence> photos(String number) {
        return evidence.ofProcess(cases.processOf(number).orElse(""), number).stream()
                .filter(Evidence::isPicture)
                .toList();
    }
}
