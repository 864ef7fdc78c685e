package org.dudao.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dudao.caselog.CaseEntry;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.SupervisionOrder;
import org.dudao.plan.Plan;
import org.dudao.plan.Post;

/** What an accountability file says of one obligation: what was owed, who answers for it, and each rung of its ladder. */
final class OwedPart {

    static final Tags OWED = Tags.texts("事项", "学校", "向谁负责", "交办时间", "期限", "期限算法", "期限调整", "办理情况");
    static final Tags RESPONSIBLE = Tags.texts("层级", "岗位", "经办");
    static final Tags RUNG = Tags.texts("时间", "级别", "对象", "依据", "期限");
    static final Tags ORDER = Tags.texts("督办单号", "签发时间", "依据", "答复期限", "答复内容", "答复岗位", "答复时间", "承诺日期");
    static final Tags CRITICISM = Tags.texts("通报时间", "通报岗位", "通报理由", "通报内容");

    private static final Set<String> RUNGS =
            Set.of("REMINDED", "URGED", "SUPERVISED", "SUMMON_UNDECIDED", "SUMMONED", "CRITICISED", "VETO_PROPOSED");

    private final Plan plan;
    private final Obligation owed;
    private final List<CaseEntry> entries;
    private final List<SupervisionOrder> orders;

    /** @param entries of the obligation and of the veto case that grew from it, the oldest first */
    OwedPart(Plan plan, Obligation owed, List<CaseEntry> entries, List<SupervisionOrder> orders) {
        this.plan = plan;
        this.owed = owed;
        this.entries = entries;
        this.orders = orders;
    }

    Map<String, Object> values() {
        return Map.of(
                "义务", List.of(owed()),
                "责任", responsible(plan, owed.unit(), entries),
                "有督促",
                        AccountabilityFile.section(
                                "督促", of(RUNGS::contains).map(this::rung).toList()),
                "督办单", orders.stream().map(this::order).toList(),
                "约谈",
                        of("SUMMONED"::equals)
                                .map(talk -> SummonRecord.talk(talk, plan))
                                .toList(),
                "通报批评", of("CRITICISED"::equals).map(this::criticism).toList());
    }

    /** Where the deadline has passed without another one since, that is said. */
    String state() {
        boolean overdue = owed.state() == Obligation.State.OPEN
                && of(Set.of("OVERDUE", "REOPENED", "MOVED")::contains)
                        .reduce((earlier, later) -> later)
                        .filter(entry -> entry.act().equals("OVERDUE"))
                        .isPresent();
        return overdue ? "逾期，仍未办结" : owed.state().word();
    }

    private Stream<CaseEntry> of(Predicate<String> act) {
        return entries.stream().filter(entry -> act.test(entry.act()));
    }

    private Map<String, Object> owed() {
        CaseEntry opened = of("OPENED"::equals).findFirst().orElse(null);
        String adjusted = of(Set.of("REOPENED", "MOVED")::contains)
                .map(entry -> "%s%s：%s".formatted(Words.day(entry.at()), entry.word(), entry.arithmetic()))
                .collect(Collectors.joining("\n"));
        return Map.of(
                "事项",
                owed.title(),
                "学校",
                owed.school() == null ? Words.NONE : plan.unitName(owed.school()),
                "向谁负责",
                plan.postName(plan.unitName(owed.owedTo())),
                "交办时间",
                Words.moment(owed.openedAt()),
                "期限",
                Words.day(owed.deadline()),
                "期限算法",
                opened == null ? owed.arithmetic() : Words.orNone(opened.arithmetic()),
                "期限调整",
                adjusted.isEmpty() ? "没有调整" : adjusted,
                "办理情况",
                owed.settledAt() == null
                        ? state()
                        : "%s（%s，%s）"
                                .formatted(
                                        owed.state().word(),
                                        Words.moment(owed.settledAt()),
                                        owed.settledBy() == null ? "系统" : plan.postName(owed.settledBy())));
    }

    /** The four levels of W2b with what each post itself did in the matter; who did nothing stands there with a dash. */
    static List<Map<String, Object>> responsible(Plan plan, String unit, List<CaseEntry> entries) {
        return Stream.of(
                        level("直接责任", plan.postsOf(unit).stream().filter(post -> !isHead(unit, post))),
                        level("单位负责人", plan.postsOf(unit).stream().filter(post -> isHead(unit, post))),
                        level("分管领导", Stream.of(new Post(plan.leaders().charge(), ""))),
                        level("主要领导", Stream.of(new Post(plan.leaders().principal(), ""))))
                .flatMap(level -> level)
                .map(level -> Map.<String, Object>of(
                        "层级", level.name(),
                        "岗位", plan.postName(level.post()),
                        "经办",
                                Words.orNone(entries.stream()
                                        .filter(entry -> level.post().equals(entry.by()))
                                        .map(entry -> Words.day(entry.at()) + entry.word())
                                        .distinct()
                                        .collect(Collectors.joining("；")))))
                .toList();
    }

    private record Level(String name, String post) {}

    private static Stream<Level> level(String name, Stream<Post> posts) {
        return posts.map(post -> new Level(name, post.id()));
    }

    private static boolean isHead(String unit, Post post) {
        return post.id().equals(Post.headOf(unit));
    }

    private Map<String, Object> rung(CaseEntry entry) {
        return Map.of(
                "时间", Words.moment(entry.at()),
                "级别", entry.word(),
                "对象", addressee(entry),
                "依据", Words.orNone(entry.rule()),
                "期限", Words.day(entry.deadline()));
    }

    /** A unit is urged in all of its posts, an order is for its head to answer; what people decide is about the unit. */
    private String addressee(CaseEntry entry) {
        String unit = entry.addressee();
        Predicate<Post> told =
                switch (entry.act()) {
                    case "REMINDED", "URGED" -> post -> true;
                    case "SUPERVISED" -> post -> isHead(unit, post);
                    default -> post -> false;
                };
        String posts = plan.postsOf(unit).stream().filter(told).map(Post::name).collect(Collectors.joining("、"));
        return posts.isEmpty() ? plan.postName(plan.unitName(unit)) : posts;
    }

    private Map<String, Object> order(SupervisionOrder order) {
        Map<String, Object> values = new HashMap<>();
        values.put("督办单号", order.number());
        values.put("签发时间", Words.moment(order.issuedAt()));
        values.put("依据", order.rule());
        values.put("答复期限", Words.day(order.answerBy()));
        values.put("答复内容", order.answeredAt() == null ? silence(order) : order.answer());
        values.put("答复岗位", order.answeredBy() == null ? Words.NONE : plan.postName(order.answeredBy()));
        values.put("答复时间", Words.moment(order.answeredAt()));
        values.put("承诺日期", Words.day(order.promisedOn()));
        return values;
    }

    private String silence(SupervisionOrder order) {
        return of("UNANSWERED"::equals)
                .filter(entry -> order.number().equals(entry.text()))
                .map(entry -> "期限内没有答复（%s登记）".formatted(Words.moment(entry.at())))
                .findFirst()
                .orElse("尚未答复");
    }

    private Map<String, Object> criticism(CaseEntry entry) {
        Map<String, Object> form = Words.form(entry.details());
        return Map.of(
                "通报时间", Words.moment(entry.at()),
                "通报岗位", plan.postName(entry.by()),
                "通报理由", Words.orNone(form.get("reason")),
                // One that was noted before its parts were kept apart has the text alone.
                "通报内容", Words.orNone(form.getOrDefault("publicText", entry.text())));
    }

    /** How the unit was held to account on the ladder; empty where nobody has decided that yet. */
    static String measures(List<CaseEntry> entries) {
        Set<String> acts = entries.stream().map(CaseEntry::act).collect(Collectors.toSet());
        return Stream.of(
                        acts.contains("SUMMONED") ? "约谈" : acts.contains("SUMMON_DECIDED") ? "决定约谈" : "",
                        acts.contains("CRITICISED") ? "通报批评" : "")
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("、"));
    }
}
