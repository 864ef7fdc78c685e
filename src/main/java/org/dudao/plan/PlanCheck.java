package org.dudao.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.Finding.Severity;
import org.dudao.platform.DefinitionFiles;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The check of a plan before launch (方案体检): what the plan's document leaves open or sets against itself, the
 * calendar, and the models. Errors stop the launch; warnings have to be confirmed by somebody.
 */
@Component
public class PlanCheck {

    static final String DEADLINE_AMBIGUOUS = "deadline-ambiguous";
    static final String AREA_WITHOUT_LEAD = "area-without-lead";
    static final String NO_POST = "no-post";
    static final String NO_RULE = "no-rule";
    static final String NO_LADDER = "no-ladder";
    static final String NO_TASK = "no-task";
    static final String PHASE_GAP = "phase-gap";
    static final String PHASE_CLOSED = "phase-closed";
    static final String PHASE_HOLIDAY = "phase-holiday";
    static final String DEADLINE_OUTSIDE_PHASE = "deadline-outside-phase";
    static final String DEADLINE_CLOSED = "deadline-closed";
    static final String WORKLOAD = "workload";
    static final String DUTY_NOBODY = "duty-nobody";
    static final String DUTY_NEVER = "duty-never";
    static final String YEAR_NOT_PUBLISHED = "year-not-published";

    /** A weekend in a phase is nothing to mention; more closed days in a row are a holiday. */
    private static final int HOLIDAY = 3;

    private final Predicate<LocalDate> worked;
    private final IntPredicate published;
    private final List<ModelledObligation> models;

    @Autowired
    PlanCheck(WorkingDays workingDays, DefinitionFiles files) {
        this(workingDays::isWorkingDay, workingDays::isPublished, ModelledObligation.readAll(files.models()));
    }

    /** @param published whether the holidays of a year are known */
    PlanCheck(Predicate<LocalDate> worked, IntPredicate published, List<ModelledObligation> models) {
        this.worked = worked;
        this.published = published;
        this.models = List.copyOf(models);
    }

    /**
     * Checks a plan for a campaign that begins on the given day.
     *
     * @param plan as its file says it, with the dates of the file
     * @param start first day of the campaign, in Asia/Shanghai
     * @return the errors first; empty when there is nothing to say
     */
    public List<Finding> check(Plan plan, LocalDate start) {
        Check check = new Check(plan.shiftedTo(start), ChronoUnit.DAYS.between(plan.start(), start));
        check.ambiguousDeadlines();
        check.areasWithoutLead();
        check.posts();
        check.models();
        check.gaps();
        check.phasesOnClosedDays();
        check.deadlines();
        check.workload();
        check.duties();
        check.unpublishedYears();
        return check.findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    /** The checking of one plan, whose dates are already those of the campaign. */
    private final class Check {

        private final Plan plan;
        private final long shift;
        private final List<Finding> findings = new ArrayList<>();

        Check(Plan plan, long shift) {
            this.plan = plan;
            this.shift = shift;
        }

        void ambiguousDeadlines() {
            for (ObligationRule rule : plan.obligations()) {
                LocalDate before = rule.deadline().before();
                if (before != null) {
                    LocalDate dayBefore = before.minusDays(1);
                    error(
                            DEADLINE_AMBIGUOUS,
                            List.of(rule.row()),
                            "“%s”的期限写的是“%s前”，可以理解为%s结束前，也可以理解为%s结束前，差了一天，到时候算不算逾期说不清。"
                                    .formatted(rule.name(), words(before), words(dayBefore), words(before)),
                            "请在方案文件里把这一项的 before: %s 改成 on: %s（只算到前一天），或者 on: %s（当天也算，对要报送的单位有利）。"
                                    .formatted(inFile(before), inFile(dayBefore), inFile(before)));
                }
            }
        }

        void areasWithoutLead() {
            List<Area> areas =
                    plan.areas().stream().filter(area -> area.lead() == null).toList();
            if (!areas.isEmpty()) {
                error(
                        AREA_WITHOUT_LEAD,
                        areas.stream().map(Area::id).toList(),
                        "%d个整治重点没有写由哪个单位牵头监管：%s。查出的隐患没有单位督促整改，也没有单位复查。"
                                .formatted(
                                        areas.size(),
                                        joined(areas.stream().map(area -> area.id() + " " + area.name()))),
                        "请镇领导确定每一项的牵头单位，在方案文件里给它写上 lead%s。"
                                .formatted(plan.unitOfKind(UnitKind.DEPARTMENT)
                                        .map(unit -> "，例如 lead: %s（%s）".formatted(unit.id(), unit.name()))
                                        .orElse("（单位的编号）")));
            }
        }

        void posts() {
            plan.units().forEach(unit -> posts(unit.id(), unit.name(), unit.posts(), unit.kind() != UnitKind.LEADERS));
            plan.schools().forEach(school -> posts(school.id(), school.name(), school.posts(), true));
        }

        private void posts(String id, String name, List<Post> posts, boolean needsHead) {
            String head = Post.headOf(id);
            if (posts.isEmpty()) {
                error(
                        NO_POST,
                        List.of("W2b"),
                        "%s（%s）一个岗位也没有，派给它的任务没有人能办。".formatted(name, id),
                        "请在方案文件里把它的 posts 写全；只要通常的两个岗位（经办和负责人）的，把 posts 这一项删去就行。");
            } else if (needsHead && posts.stream().noneMatch(post -> post.id().equals(head))) {
                error(
                        NO_POST,
                        List.of("W2b"),
                        "%s（%s）没有负责人岗位 %s，发给它的督办单没有人能答复。".formatted(name, id, head),
                        "请在方案文件里给它的 posts 加上编号为 %s 的岗位。".formatted(head));
            }
        }

        /** What plan and models say about the same kinds of obligation. */
        void models() {
            Set<String> modelled = models.stream().map(ModelledObligation::kind).collect(Collectors.toSet());
            mismatch(
                    NO_RULE,
                    model -> plan.obligation(model.kind()).isEmpty(),
                    "流程要办的%d件事，方案没有规定由谁办、什么时候办完：%s。",
                    "请在方案文件的 obligations 里逐件补上，可以照着示例方案 hekou-2023.yaml 写。");
            mismatch(
                    NO_LADDER,
                    model -> !model.timed(),
                    "流程里的%d件事没有到期定时器，过了期限也不会催办、督办：%s。",
                    "请用 Camunda Modeler 打开流程文件，给这些任务加上到期的定时器；没有改过流程的，换回程序自带的流程文件。");
            for (ObligationRule rule : plan.obligations()) {
                if (!modelled.contains(rule.kind())) {
                    warning(
                            NO_TASK,
                            List.of(rule.row()),
                            "方案里的“%s”（%s）没有流程来办，不会派任务，过了期限也不会催办、督办。".formatted(rule.name(), rule.kind()),
                            "请检查它的 kind 有没有写错；用不着的，从方案文件的 obligations 里删去；要另外办的，请安排人记着。");
                }
            }
        }

        private void mismatch(String rule, Predicate<ModelledObligation> wrong, String sentence, String remedy) {
            List<ModelledObligation> found = models.stream().filter(wrong).toList();
            if (!found.isEmpty()) {
                error(
                        rule,
                        found.stream()
                                .map(ModelledObligation::row)
                                .filter(Objects::nonNull)
                                .distinct()
                                .sorted()
                                .toList(),
                        sentence.formatted(found.size(), joined(found.stream().map(model -> "%s（%s）"
                                .formatted(model.task(), model.kind())))),
                        remedy);
            }
        }

        void unpublishedYears() {
            List<Integer> years = IntStream.rangeClosed(
                            plan.start().getYear(), plan.end().getYear())
                    .filter(published.negate())
                    .boxed()
                    .toList();
            if (!years.isEmpty()) {
                String names = joined(years.stream().map(year -> year + "年"));
                warning(
                        YEAR_NOT_PUBLISHED,
                        List.of("M2a"),
                        "%s的放假安排程序里还没有，这一年按工作日计算的期限暂时只避开周末，遇到节假日会偏早。".formatted(names),
                        "国家公布以后，请装新版本的程序；急用的，由镇办公室在任务列表里启动“调整工作日”，把放假和调休的日子补上，期限会自动重新推算。");
            }
        }

        void gaps() {
            Predicate<LocalDate> inNoPhase =
                    day -> plan.phases().stream().noneMatch(phase -> days(phase).contains(day));
            for (DayRange gap : new DayRange(plan.start(), plan.end()).parts(inNoPhase)) {
                warning(
                        PHASE_GAP,
                        List.of("S0"),
                        "%s%s不属于任何一个阶段，方案没有说这段时间做什么。"
                                .formatted(gap.inWords(), gap.days() == 1 ? "这一天" : "这%d天".formatted(gap.days())),
                        gap.to().equals(plan.end())
                                ? "请在方案文件的 phases 里补上一个阶段，或者把行动的 end 提前到 %s；这段时间只做日常管理的，可以不改。"
                                        .formatted(inFile(gap.from().minusDays(1)))
                                : "请在方案文件的 phases 里把前后阶段的日期接上，或者补上一个阶段。");
            }
        }

        void phasesOnClosedDays() {
            for (Phase phase : plan.phases()) {
                DayRange days = days(phase);
                List<DayRange> closed = days.parts(worked.negate());
                if (closed.contains(days)) {
                    DayRange whole = days.grown(worked.negate());
                    warning(
                            PHASE_CLOSED,
                            List.of(phase.row()),
                            "%s（%s）全部是休息日（%s连续休息），学校没有人，这个阶段的工作没法做。"
                                    .formatted(phase.name(), days.inWords(), whole.inWords()),
                            "请把这个阶段改到上班的日子（%s起上班）；不改的，在工作方案里写明哪些事放假前办完、放假时谁值班。"
                                    .formatted(words(whole.to().plusDays(1))));
                    continue;
                }
                for (DayRange part : closed) {
                    DayRange whole = part.grown(worked.negate());
                    if (whole.days() >= HOLIDAY) {
                        warning(
                                PHASE_HOLIDAY,
                                List.of(phase.row()),
                                "%s（%s）当中，%s学校放假（%s连续%d天），到校的工作没法做。"
                                        .formatted(
                                                phase.name(),
                                                days.inWords(),
                                                part.inWords(),
                                                part.equals(whole) ? "" : whole.inWords(),
                                                whole.days()),
                                "请把到校的检查、验收安排在放假以外的日子；时间不够的，延长这个阶段，或者换一个开始日期。");
                    }
                }
            }
        }

        void deadlines() {
            for (ObligationRule rule : plan.obligations()) {
                LocalDate on = rule.deadline().on();
                if (on != null) {
                    plan.phases().stream()
                            .filter(phase -> phase.row().equals(rule.row()))
                            .findFirst()
                            .ifPresent(phase -> againstPhase(rule, on, phase));
                    againstCalendar(rule, on);
                }
            }
        }

        private void againstPhase(ObligationRule rule, LocalDate on, Phase phase) {
            if (on.isAfter(phase.to())) {
                warning(
                        DEADLINE_OUTSIDE_PHASE,
                        List.of(rule.row()),
                        "“%s”的期限是%s，比它所在的%s（%s）晚%d天。"
                                .formatted(
                                        rule.name(),
                                        words(on),
                                        phase.name(),
                                        days(phase).inWords(),
                                        ChronoUnit.DAYS.between(phase.to(), on)),
                        "就按这一天办的，可以不改；不对的，请在方案文件里把这一项的 on 改到 %s 或者更早，或者延长这个阶段。".formatted(inFile(phase.to())));
            } else if (on.isBefore(phase.from())) {
                warning(
                        DEADLINE_OUTSIDE_PHASE,
                        List.of(rule.row()),
                        "“%s”的期限是%s，它所在的%s（%s）还没有开始。"
                                .formatted(
                                        rule.name(),
                                        words(on),
                                        phase.name(),
                                        days(phase).inWords()),
                        "就按这一天办的，可以不改；不对的，请在方案文件里把这一项的 on 改到 %s 以后。".formatted(inFile(phase.from())));
            }
        }

        private void againstCalendar(ObligationRule rule, LocalDate on) {
            if (!worked.test(on)) {
                DayRange closed = new DayRange(on, on).grown(worked.negate());
                LocalDate last = closed.from().minusDays(1);
                LocalDate next = closed.to().plusDays(1);
                List<String> worked = Stream.of(last, next)
                        .filter(new DayRange(plan.start(), plan.end())::contains)
                        .map(day -> inFile(day).toString())
                        .toList();
                warning(
                        DEADLINE_CLOSED,
                        List.of(rule.row()),
                        "“%s”的期限%s是休息日（%s休息）。".formatted(rule.name(), words(on), closed.inWords()),
                        "请在方案文件里把这一项的 on 改成上班的日子%s；不改的，责任单位要在%s下班以前办完。"
                                .formatted(
                                        worked.isEmpty() ? "" : "（%s）".formatted(String.join(" 或 ", worked)),
                                        words(last)));
            }
        }

        void workload() {
            for (Workload.Load load : Workload.above(plan.maxDuePerDay(), plan, models)) {
                warning(
                        WORKLOAD,
                        List.copyOf(load.rows()),
                        "%s在%s这一天有%d件事到期（%s），超过一天%d件，恐怕办不过来。"
                                .formatted(
                                        plan.unitName(load.unit()),
                                        words(load.day()),
                                        load.total(),
                                        joined(load.matters().entrySet().stream()
                                                .map(matter -> "%s%d件".formatted(matter.getKey(), matter.getValue()))),
                                        plan.maxDuePerDay()),
                        "请把其中一些的期限错开几天；人手够的，在方案文件里写上 maxDuePerDay: %d。".formatted(load.total()));
            }
        }

        /** What nobody would do, and what there is no day for; that a season is over is no fault. */
        void duties() {
            for (Duty duty : plan.duties()) {
                LocalDate first = plan.firstDay(duty);
                LocalDate last = plan.lastDay(duty);
                if (plan.owners(duty).isEmpty()) {
                    warning(
                            DUTY_NOBODY,
                            duty.rows(),
                            "常态化职责“%s”没有单位来做：没有一个学校或者单位符合它的 owedBy 和 appliesTo。".formatted(duty.name()),
                            "请在方案文件的 duties 里改正它的 owedBy、appliesTo；用不着的，删去这一项。");
                } else if (duty.rhythm().season() == null
                        && duty.rhythm()
                                .next(worked, first, last, Instant.EPOCH)
                                .isEmpty()) {
                    warning(
                            DUTY_NEVER,
                            duty.rows(),
                            "常态化职责“%s”的节奏是“%s”，在%s里一次也轮不到，不会派任务。"
                                    .formatted(
                                            duty.name(), duty.rhythm().inWords(), new DayRange(first, last).inWords()),
                            "请检查它的 rhythm 和 from、until；这次行动用不着的，可以不改。");
                }
            }
        }

        /** The day as the plan file would have it. */
        private LocalDate inFile(LocalDate day) {
            return day.minusDays(shift);
        }

        private void error(String rule, Collection<String> rows, String sentence, String remedy) {
            findings.add(new Finding(Severity.ERROR, rule, List.copyOf(rows), sentence, remedy));
        }

        private void warning(String rule, Collection<String> rows, String sentence, String remedy) {
            findings.add(new Finding(Severity.WARNING, rule, List.copyOf(rows), sentence, remedy));
        }
    }

    private static DayRange days(Phase phase) {
        return new DayRange(phase.from(), phase.to());
    }

    private static String words(LocalDate day) {
        return DayRange.inWords(day);
    }

    private static String joined(Stream<String> words) {
        return words.collect(Collectors.joining("、"));
    }
}
