package org.dudao.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.SupervisionOrder;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.stereotype.Component;

/** 督办单 (W2b): a numbered order and its answer. Its key is the order's number. */
@Component
class SupervisionOrderPaper implements Paper {

    private final Cases cases;
    private final CampaignPlans plans;

    SupervisionOrderPaper(Cases cases, CampaignPlans plans) {
        this.cases = cases;
        this.plans = plans;
    }

    @Override
    public String kind() {
        return "supervision-order";
    }

    @Override
    public String name() {
        return "督办单";
    }

    @Override
    public Template template() {
        return new Template(
                "supervision-order.docx",
                Papers.tags(
                        "事项", "责任单位", "学校", "原定期限", "期限算法", "依据", "签发时间", "答复期限", "答复内容", "答复岗位", "答复时间", "承诺日期",
                        "签发日期"));
    }

    @Override
    public List<String> keysFor(String matter) {
        return cases.obligations(matter).stream()
                .flatMap(obligation -> cases.orders(obligation.id()).stream())
                .map(SupervisionOrder::number)
                .toList();
    }

    @Override
    public Optional<Subject> find(String key) {
        return cases.find(SupervisionOrder.class, key).map(this::subject);
    }

    private Subject subject(SupervisionOrder order) {
        Obligation owed = cases.find(Obligation.class, order.obligation()).orElseThrow();
        return new Subject(
                owed.id(),
                order.number(),
                order.number(),
                owed.campaign(),
                List.of(owed.id()),
                () -> values(order, owed));
    }

    private Map<String, Object> values(SupervisionOrder order, Obligation owed) {
        Plan plan = plans.of(owed.campaign());
        Map<String, Object> values = new HashMap<>();
        values.put("事项", owed.title());
        values.put("责任单位", plan.unitName(order.unit()));
        values.put("学校", owed.school() == null ? Words.NONE : plan.unitName(owed.school()));
        values.put("原定期限", Words.day(owed.deadline()));
        values.put("期限算法", owed.arithmetic());
        values.put("依据", order.rule());
        values.put("签发时间", Words.moment(order.issuedAt()));
        values.put("签发日期", Words.day(order.issuedAt()));
        values.put("答复期限", Words.day(order.answerBy()));
        values.put("答复内容", order.answeredAt() == null ? "尚未答复" : order.answer());
        values.put("答复岗位", order.answeredBy() == null ? Words.NONE : plan.postName(order.answeredBy()));
        values.put("答复时间", Words.moment(order.answeredAt()));
        values.put("承诺日期", Words.day(order.promisedOn()));
        return values;
    }
}
