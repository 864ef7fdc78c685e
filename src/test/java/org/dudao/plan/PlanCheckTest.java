package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the check on a small plan, just before and just beyond its bound. */
class PlanCheckTest {

    /** Friday, 1 March to Wednesday, 20 March 2024: no holiday far and wide, no day without a phase. */
    private static final String CLEAN =
            SmallPlan.text().replace("end: 2024-04-30", "end: 2024-03-20").replace("on: 2024-03-11", "on: 2024-03-08");

    private static final LocalDate START = day("2024-03-01");
    private static final ModelledObligation REPORT = task("self-report", "school", false);
    private static final ModelledObligation RECTIFICATION = task("rectification", "hazard", false);

    private Predicate<LocalDate> worked = new WorkingDays()::isWorkingDay;
    private List<ModelledObligation> models = List.of(REPORT, RECTIFICATION);

    private static ModelledObligation task(String kind, String process, boolean repeated) {
        return new ModelledObligation(kind, "办" + kind, "S2", process + ".bpmn", process, repeated, true);
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private List<Finding> check(String yaml) {
        return check(yaml, START);
    }

    private List<Finding> check(String yaml, LocalDate start) {
        return new PlanCheck(worked, new WorkingDays()::isPublished, models)
                .check(new PlanReader().read("small.yaml", yaml), start);
    }

    private static String changed(String from, String to) {
        assertThat(CLEAN).contains(from);
        return CLEAN.replace(from, to);
    }

    private Finding only(String yaml) {
        List<Finding> findings = check(yaml);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static void assertFinding(
            Finding finding, Severity severity, String rule, List<String> rows, String sentence, String... remedy) {
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.rule()).isEqualTo(rule);
        assertThat(finding.rows()).isEqualTo(rows);
        assertThat(finding.sentence()).isEqualTo(sentence);
        assertThat(finding.remedy()).contains(remedy).startsWith(remedy[0]);
    }

    @Test
    void findsNothingInACleanPlan() {
        assertThat(check(CLEAN)).isEmpty();
    }

    private static String duty(String owner, String rhythm) {
        return CLEAN
                + "duties:\n  - {id: gate, rows: [A09], name: 护学岗, %s, where: 校门口, rhythm: {%s}, misses: {inARow: 3}}\n"
                        .formatted(owner, rhythm);
    }

    @Test
    void aDutyThatSomebodyDoesOnSomeDay() {
        assertThat(check(duty("owedBy: school", "each: WORKING_DAY"))).isEmpty();
        assertThat(check(duty("owedBy: VILLAGE", "each: DAY, season: {from: 03-21, to: 05-01}")))
                .as("out of season")
                .isEmpty();
    }

    @Test
    void aDutyThatNobodyHas() {
        assertFinding(
                only(duty("owedBy: school, appliesTo: [boarding]", "each: WORKING_DAY")),
                Severity.WARNING,
                PlanCheck.DUTY_NOBODY,
                List.of("A09"),
                "常态化职责“护学岗”没有单位来做：没有一个学校或者单位符合它的 owedBy 和 appliesTo。",
                "请在方案文件的 duties 里改正它的 owedBy、appliesTo");
    }

    @Test
    void aDutyThatNeverComes() {
        assertFinding(
                only(duty("owedBy: school, from: 2024-03-02, until: 2024-03-03", "each: WORKING_DAY")),
                Severity.WARNING,
                PlanCheck.DUTY_NEVER,
                List.of("A09"),
                "常态化职责“护学岗”的节奏是“每个工作日”，在2024年3月2日至3月3日里一次也轮不到，不会派任务。",
                "请检查它的 rhythm 和 from、until");
    }

    @Test
    void aYearWhoseHolidaysAreNotKnownYet() {
        assertThat(check(CLEAN, day("2031-03-03")))
                .filteredOn(finding -> finding.rule().equals("year-not-published"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.sentence()).startsWith("2031年的放假安排程序里还没有");
                    assertThat(finding.remedy()).contains("调整工作日");
                });
    }

    // Days without a phase

    @Test
    void aSingleDayBetweenTwoPhasesIsAGap() {
        assertFinding(
                only(changed("from: 2024-03-11", "from: 2024-03-12")),
                Severity.WARNING,
                PlanCheck.PHASE_GAP,
                List.of("S0"),
                "2024年3月11日这一天不属于任何一个阶段，方案没有说这段时间做什么。",
                "请在方案文件的 phases 里",
                "接上");
    }

    @Test
    void daysBeforeTheFirstPhaseAreAGap() {
        assertThat(only(changed("from: 2024-03-01", "from: 2024-03-04")).sentence())
                .startsWith("2024年3月1日至3月3日这3天不属于");
    }

    @Test
    void daysAfterTheLastPhaseAreAGapThatAnEarlierEndMends() {
        assertFinding(
                only(changed("end: 2024-03-20", "end: 2024-03-22")),
                Severity.WARNING,
                PlanCheck.PHASE_GAP,
                List.of("S0"),
                "2024年3月21日至3月22日这2天不属于任何一个阶段，方案没有说这段时间做什么。",
                "请在方案文件的 phases 里补上一个阶段",
                "end 提前到 2024-03-20");
    }

    // Deadlines

    @Test
    void aDeadlineThatLeavesItsDayOpenIsAnError() {
        assertFinding(
                only(changed("on: 2024-03-08", "before: 2024-03-08")),
                Severity.ERROR,
                PlanCheck.DEADLINE_AMBIGUOUS,
                List.of("S2"),
                "“报告”的期限写的是“2024年3月8日前”，可以理解为2024年3月7日结束前，也可以理解为2024年3月8日结束前，差了一天，到时候算不算逾期说不清。",
                "请在方案文件里把这一项的 before: 2024-03-08 改成 on: 2024-03-07",
                "on: 2024-03-08（当天也算");
    }

    @Test
    void theLastDayOfThePhaseIsInTimeAndTheNextIsNot() {
        // so that neither day is closed
        worked = day -> true;
        assertThat(check(changed("on: 2024-03-08", "on: 2024-03-10"))).isEmpty();
        assertFinding(
                only(changed("on: 2024-03-08", "on: 2024-03-11")),
                Severity.WARNING,
                PlanCheck.DEADLINE_OUTSIDE_PHASE,
                List.of("S2"),
                "“报告”的期限是2024年3月11日，比它所在的排查（2024年3月1日至3月10日）晚1天。",
                "就按这一天办的，可以不改",
                "on 改到 2024-03-10 或者更早");
    }

    @Test
    void theFirstDayOfThePhaseIsRightAndTheDayBeforeIsNot() {
        worked = day -> true;
        String inAcceptance = CLEAN.replace("self-report, row: S2", "self-report, row: S3");
        assertThat(check(inAcceptance.replace("on: 2024-03-08", "on: 2024-03-11")))
                .isEmpty();
        assertFinding(
                only(inAcceptance.replace("on: 2024-03-08", "on: 2024-03-10")),
                Severity.WARNING,
                PlanCheck.DEADLINE_OUTSIDE_PHASE,
                List.of("S3"),
                "“报告”的期限是2024年3月10日，它所在的验收（2024年3月11日至3月20日）还没有开始。",
                "就按这一天办的，可以不改",
                "2024-03-11 以后");
    }

    @Test
    void anObligationOfNoPhaseCanBeDueOnAnyDay() {
        assertThat(check(CLEAN.replace("self-report, row: S2", "self-report, row: W1")
                        .replace("on: 2024-03-08", "on: 2024-03-20")))
                .isEmpty();
    }

    @Test
    void aDeadlineOnASaturdayIsNamedWithTheWorkedDaysAroundIt() {
        assertFinding(
                only(changed("on: 2024-03-08", "on: 2024-03-09")),
                Severity.WARNING,
                PlanCheck.DEADLINE_CLOSED,
                List.of("S2"),
                "“报告”的期限2024年3月9日是休息日（2024年3月9日至3月10日休息）。",
                "请在方案文件里把这一项的 on 改成上班的日子（2024-03-08 或 2024-03-11）",
                "2024年3月8日下班以前");
    }

    /** In 2024 Sunday, 7 April is worked; Saturday, 6 April ends the holiday of Qingming. */
    @ParameterizedTest
    @CsvSource({"2024-04-07, 0", "2024-04-06, 1", "2024-04-08, 0"})
    void aDeadlineOnAWorkedSundayIsNoFinding(LocalDate deadline, int findings) {
        LocalDate start = START.plusDays(ChronoUnit.DAYS.between(day("2024-03-08"), deadline));

        assertThat(check(CLEAN, start).stream().filter(finding -> finding.rule().equals(PlanCheck.DEADLINE_CLOSED)))
                .hasSize(findings);
    }

    @Test
    void proposesNoDayOutsideTheCampaign() {
        String plan = CLEAN.replace("end: 2024-03-20", "end: 2024-03-17")
                .replace("to: 2024-03-20", "to: 2024-03-17")
                .replace("self-report, row: S2", "self-report, row: S3")
                .replace("on: 2024-03-08", "on: 2024-03-17");

        assertThat(only(plan).remedy()).contains("（2024-03-15）").doesNotContain("2024-03-18");
    }

    @Test
    void saysDaysAsTheCampaignHasThemAndRemediesAsTheFileHasThem() {
        Finding finding = check(changed("on: 2024-03-08", "before: 2024-03-08"), day("2025-03-07")).stream()
                .filter(Finding::isError)
                .findFirst()
                .orElseThrow();

        assertThat(finding.sentence()).contains("“2025年3月14日前”", "2025年3月13日结束前");
        assertThat(finding.remedy())
                .contains("on: 2024-03-07", "on: 2024-03-08")
                .doesNotContain("2025");
    }

    // Phases and holidays

    private static Predicate<LocalDate> closed(String... days) {
        Set<LocalDate> closed = Set.of(days).stream().map(LocalDate::parse).collect(Collectors.toSet());
        return day -> !closed.contains(day);
    }

    @Test
    void twoClosedDaysInAPhaseAreAWeekendAndThreeAreAHoliday() {
        worked = closed("2024-03-13", "2024-03-14");
        assertThat(check(CLEAN)).isEmpty();
        worked = closed("2024-03-13", "2024-03-14", "2024-03-15");
        assertFinding(
                only(CLEAN),
                Severity.WARNING,
                PlanCheck.PHASE_HOLIDAY,
                List.of("S3"),
                "验收（2024年3月11日至3月20日）当中，2024年3月13日至3月15日学校放假（连续3天），到校的工作没法做。",
                "请把到校的检查、验收安排在放假以外的日子",
                "延长这个阶段");
    }

    @Test
    void aHolidayThatBeginsOnAPhasesLastDayCountsWhole() {
        worked = closed("2024-03-20", "2024-03-21", "2024-03-22");

        assertThat(only(CLEAN).sentence())
                .isEqualTo("验收（2024年3月11日至3月20日）当中，2024年3月20日学校放假（2024年3月20日至3月22日连续3天），到校的工作没法做。");
    }

    @Test
    void aPhaseOfClosedDaysIsNamedOnceAsAWhole() {
        worked = day -> day.isBefore(day("2024-03-11")) || day.isAfter(day("2024-03-21"));
        assertFinding(
                only(CLEAN),
                Severity.WARNING,
                PlanCheck.PHASE_CLOSED,
                List.of("S3"),
                "验收（2024年3月11日至3月20日）全部是休息日（2024年3月11日至3月21日连续休息），学校没有人，这个阶段的工作没法做。",
                "请把这个阶段改到上班的日子（2024年3月22日起上班）",
                "放假时谁值班");

        worked = day -> day.isBefore(day("2024-03-12")) || day.isAfter(day("2024-03-21"));
        assertThat(only(CLEAN).rule()).isEqualTo(PlanCheck.PHASE_HOLIDAY);
    }

    // Units

    @Test
    void areasWithoutALeadAreOneError() {
        assertFinding(
                only(changed("    lead: fire\n", "")),
                Severity.ERROR,
                PlanCheck.AREA_WITHOUT_LEAD,
                List.of("A01", "A02"),
                "2个整治重点没有写由哪个单位牵头监管：A01 消防安全、A02 食品安全。查出的隐患没有单位督促整改，也没有单位复查。",
                "请镇领导确定每一项的牵头单位",
                "lead: fire（消防站）");
    }

    @Test
    void aUnitOrSchoolWithoutPostsIsAnError() {
        assertFinding(
                only(changed("name: 第一村, kind: VILLAGE", "name: 第一村, kind: VILLAGE, posts: []")),
                Severity.ERROR,
                PlanCheck.NO_POST,
                List.of("W2b"),
                "第一村（village-01）一个岗位也没有，派给它的任务没有人能办。",
                "请在方案文件里把它的 posts 写全");
        assertThat(only(changed("profile: []}", "profile: [], posts: []}")).sentence())
                .startsWith("第二小学（school-02）一个岗位也没有");
    }

    @Test
    void everyUnitButTheLeadersNeedsAHead() {
        assertFinding(
                only(changed("profile: []}", "profile: [], posts: [{id: school-02.clerk, name: 安全员}]}")),
                Severity.ERROR,
                PlanCheck.NO_POST,
                List.of("W2b"),
                "第二小学（school-02）没有负责人岗位 school-02.head，发给它的督办单没有人能答复。",
                "请在方案文件里给它的 posts 加上编号为 school-02.head 的岗位");
        assertThat(check(changed("profile: []}", "profile: [], posts: [{id: school-02.head, name: 校长}]}")))
                .isEmpty();
    }

    // Plan and models

    @Test
    void whatTheModelsAskOfThePlanHasToBeRuled() {
        models = List.of(REPORT, RECTIFICATION, task("drill", "drill", false), task("duty", "duty", false));
        assertFinding(
                only(CLEAN),
                Severity.ERROR,
                PlanCheck.NO_RULE,
                List.of("S2"),
                "流程要办的2件事，方案没有规定由谁办、什么时候办完：办drill（drill）、办duty（duty）。",
                "请在方案文件的 obligations 里逐件补上");
    }

    @Test
    void whatNoModelHandsOutIsAWarning() {
        models = List.of(REPORT);
        assertFinding(
                only(CLEAN),
                Severity.WARNING,
                PlanCheck.NO_TASK,
                List.of("M2a"),
                "方案里的“整改”（rectification）没有流程来办，不会派任务，过了期限也不会催办、督办。",
                "请检查它的 kind 有没有写错");
    }

    @Test
    void aTaskWithoutATimerHasNoLadder() {
        models = List.of(
                REPORT, new ModelledObligation("rectification", "整改隐患", null, "hazard.bpmn", "hazard", false, false));
        assertFinding(
                only(CLEAN),
                Severity.ERROR,
                PlanCheck.NO_LADDER,
                List.of(),
                "流程里的1件事没有到期定时器，过了期限也不会催办、督办：整改隐患（rectification）。",
                "请用 Camunda Modeler 打开流程文件");
    }

    // Workload

    private static String withBound(int bound) {
        return CLEAN + "maxDuePerDay: " + bound + "\n";
    }

    @Test
    void aUnitThatOwesSomethingForEverySchoolCanHaveTooMuchOnOneDay() {
        String forFire = "owedBy: fire";
        assertThat(check(withBound(2).replace("owedBy: school", forFire))).isEmpty();
        assertFinding(
                only(withBound(1).replace("owedBy: school", forFire)),
                Severity.WARNING,
                PlanCheck.WORKLOAD,
                List.of("S2"),
                "消防站在2024年3月8日这一天有2件事到期（报告2件），超过一天1件，恐怕办不过来。",
                "请把其中一些的期限错开几天",
                "maxDuePerDay: 2");
    }

    @Test
    void withoutABoundInThePlanTwentyADayAreFine() {
        assertThat(check(schools(20))).isEmpty();
        assertThat(only(schools(21)).sentence()).contains("有21件事到期", "超过一天20件");
    }

    private static String schools(int count) {
        return CLEAN.replace("owedBy: school", "owedBy: fire")
                .replace(
                        "  - {id: school-02, name: 第二小学, profile: []}",
                        IntStream.rangeClosed(2, count)
                                .mapToObj("  - {id: school-%1$02d, name: 第%1$d小学, profile: []}"::formatted)
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void aSchoolOwesOneForEachAreaItInspectsAndALeadOneForEachSchool() {
        models = List.of(task("self-report", "school", true), RECTIFICATION);
        String within = withBound(1).replace("inspectedBy: LEAD", "inspectedBy: SCHOOL");
        // A02 applies to the school with a canteen alone.
        assertThat(check(within))
                .extracting(Finding::sentence)
                .singleElement()
                .asString()
                .startsWith("第一小学在2024年3月8日这一天有2件事到期");
        String around = withBound(1)
                .replace("inspectedBy: SCHOOL", "inspectedBy: LEAD")
                .replace("owedBy: school", "owedBy: lead");
        assertThat(only(around).sentence()).startsWith("消防站在2024年3月8日这一天有3件事到期");
    }

    @Test
    void addsUpDifferentObligationsOfOneDay() {
        models = List.of(
                task("self-report", "campaign", false),
                RECTIFICATION,
                task("sign", "campaign", true),
                task("letter", "campaign", false));
        String plan = withBound(2)
                .replace("owedBy: school", "owedBy: fire")
                .replace(
                        "obligations:\n",
                        "obligations:\n"
                                + "  - {kind: sign, row: S1, name: 签收, owedBy: each-unit, owedTo: office, deadline: {on: 2024-03-08}}\n"
                                + "  - {kind: letter, row: S1, name: 发信, owedBy: fire, owedTo: office, deadline: {on: 2024-03-08}}\n");

        assertThat(only(plan).sentence()).startsWith("消防站在2024年3月8日这一天有3件事到期（签收1件、发信1件、报告1件）");
        assertThat(only(plan).rows()).containsExactly("S1", "S2");
        assertThat(check(plan.replace(
                        "发信, owedBy: fire, owedTo: office, deadline: {on: 2024-03-08}",
                        "发信, owedBy: fire, owedTo: office, deadline: {on: 2024-03-07}")))
                .isEmpty();
    }

    @Test
    void whatDependsOnTheHazardsFoundIsNotCounted() {
        models = List.of(task("self-report", "school", true), RECTIFICATION);
        assertThat(check(withBound(1).replace("owedBy: school", "owedBy: fire")))
                .isEmpty();
        models = List.of(task("self-report", "hazard", false), RECTIFICATION);
        assertThat(check(withBound(1).replace("owedBy: school", "owedBy: fire")))
                .isEmpty();
    }

    @Test
    void errorsComeFirst() {
        models = List.of(REPORT, task("drill", "drill", false));
        worked = day -> day.getDayOfWeek() != DayOfWeek.FRIDAY;

        assertThat(check(changed("    lead: fire\n", "").replace("from: 2024-03-11", "from: 2024-03-12")))
                .extracting(Finding::rule)
                .containsExactly(
                        PlanCheck.AREA_WITHOUT_LEAD,
                        PlanCheck.NO_RULE,
                        PlanCheck.NO_TASK,
                        PlanCheck.PHASE_GAP,
                        PlanCheck.DEADLINE_CLOSED);
    }
}
