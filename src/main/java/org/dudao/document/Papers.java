package org.dudao.document;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dudao.evidence.EvidenceReaders;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.platform.ApiProblem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The papers that can be made of matters, for those who may see the matter. */
@Service
class Papers {

    /** Tags that every paper has beside its own. */
    private static final String[] COMMON = {"编号", "专项行动", "方案文号", "发文机关", "工作专班", "打印时间"};

    private static final String CODE = "二维码";
    private static final int CODE_SIDE = 26;

    private final Map<String, Paper> papers;
    private final EvidenceReaders readers;
    private final CampaignPlans plans;
    private final Clock clock;

    Papers(List<Paper> papers, EvidenceReaders readers, CampaignPlans plans, Clock clock) {
        this.papers = papers.stream().collect(Collectors.toMap(Paper::kind, Function.identity()));
        this.readers = readers;
        this.plans = plans;
        this.clock = clock;
    }

    /** The tags of a paper: its own, and those that every paper has. */
    static Tags tags(String... own) {
        return Tags.texts(COMMON).pictures(CODE).plusTexts(own);
    }

    /**
     * What is to be made.
     *
     * @param name for people: the paper's and what it is of
     */
    record Draft(String name, Template template, Map<String, Object> values) {}

    /**
     * A paper that the reader may have.
     *
     * @param name what its kind is called
     * @param title tells several of one kind apart, for people
     */
    record Offer(String kind, String key, String name, String title) {}

    /** The papers of a matter that the current user may have; empty for an unknown matter. */
    @Transactional(readOnly = true)
    List<Offer> of(String matter) {
        return papers.values().stream()
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .flatMap(paper -> paper.keysFor(matter).stream()
                        .flatMap(key -> paper.find(key).filter(this::mayRead).stream()
                                .map(subject -> new Offer(paper.kind(), key, paper.name(), subject.title()))))
                .toList();
    }

    /**
     * Reads what is to stand in the paper from the tables as they are at this moment.
     *
     * @param address takes a matter's business key and answers where its page is
     * @throws ApiProblem where there is no such paper or the current user may not have it
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Draft draft(String kind, String key, Function<String, String> address) {
        Paper paper = Optional.ofNullable(papers.get(kind))
                .orElseThrow(() -> ApiProblem.notFound("没有“%s”这种文书".formatted(kind)));
        Paper.Subject subject = paper.find(key)
                .orElseThrow(
                        () -> ApiProblem.notFound("没有编号为“%s”的%s，或者还没有到出这份文书的时候。请检查编号".formatted(key, paper.name())));
        if (!mayRead(subject)) {
            throw ApiProblem.forbidden("这件事与您的单位无关，您不能取它的文书。确有需要请联系督导组");
        }
        Map<String, Object> values = new HashMap<>(subject.values().get());
        Plan plan = plans.of(subject.campaign());
        values.put("编号", subject.number());
        values.put("专项行动", plan.campaign());
        values.put("方案文号", plan.number());
        values.put("发文机关", plan.issuer());
        values.put("工作专班", plan.unitOfKind(UnitKind.TASK_FORCE).orElseThrow().name());
        values.put("打印时间", Words.moment(clock.instant()));
        values.put(CODE, Picture.code(address.apply(subject.matter()), CODE_SIDE));
        return new Draft(paper.name() + "-" + subject.title(), paper.template(), values);
    }

    private boolean mayRead(Paper.Subject subject) {
        return subject.sights().stream().allMatch(readers::mayRead);
    }
}
