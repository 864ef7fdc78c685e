package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.calendar.WorkingDays;
import org.dudao.platform.DefinitionFiles;
import org.junit.jupiter.api.Test;

/** What the check says of the town's document to the letter, and of the sample plan that was made from it. */
class HekouPlanCheckTest {

    private static final Plan SAMPLE = new PlanReader().read(Path.of("plans/hekou-2023.yaml"));
    private static final Plan LETTER =
            new PlanReader().read("letter.yaml", SmallPlan.resource("/plan/hekou-2023-letter.yaml"));

    private final PlanCheck check = new PlanCheck(new WorkingDays(), new DefinitionFiles(""));

    private List<String> rulesOf(Plan plan, String start) {
        return check.check(plan, LocalDate.parse(start)).stream()
                .map(finding -> finding.rule() + " " + String.join(" ", finding.rows()))
                .toList();
    }

    private Finding first(Plan plan, String rule) {
        return check.check(plan, plan.start()).stream()
                .filter(finding -> finding.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLetterHasTheDocumentsDemandsAndDates() {
        assertThat(LETTER.phases()).isEqualTo(SAMPLE.phases());
        assertThat(items(LETTER)).isEqualTo(items(SAMPLE)).hasSizeGreaterThan(70);
        assertThat(LETTER.start()).isEqualTo(SAMPLE.start());
        assertThat(LETTER.end()).isEqualTo(SAMPLE.end());
    }

    private static List<String> items(Plan plan) {
        return plan.areas().stream()
                .flatMap(area -> Stream.concat(
                        Stream.of(area.id() + " " + area.title()),
                        area.items().stream().map(item -> item.id() + " " + item.text())))
                .toList();
    }

    @Test
    void findsAllThatTheLetterLeavesOpen() {
        assertThat(check.check(LETTER, LETTER.start()))
                .extracting(Finding::rule)
                .containsExactly(
                        PlanCheck.DEADLINE_AMBIGUOUS,
                        PlanCheck.AREA_WITHOUT_LEAD,
                        PlanCheck.NO_RULE,
                        PlanCheck.PHASE_GAP,
                        PlanCheck.PHASE_HOLIDAY,
                        PlanCheck.PHASE_CLOSED,
                        PlanCheck.DEADLINE_CLOSED,
                        PlanCheck.DEADLINE_CLOSED,
                        PlanCheck.DEADLINE_CLOSED);
    }

    @Test
    void theReportsDayCanBeReadInTwoWays() {
        Finding finding = first(LETTER, PlanCheck.DEADLINE_AMBIGUOUS);

        assertThat(finding.isError()).isTrue();
        assertThat(finding.rows()).containsExactly("S2");
        assertThat(finding.sentence())
                .isEqualTo("“报送自查隐患清单和自查总结”的期限写的是“2023年9月21日前”，可以理解为2023年9月20日结束前，"
                        + "也可以理解为2023年9月21日结束前，差了一天，到时候算不算逾期说不清。");
        assertThat(finding.remedy())
                .isEqualTo("请在方案文件里把这一项的 before: 2023-09-21 改成 on: 2023-09-20（只算到前一天），"
                        + "或者 on: 2023-09-21（当天也算，对要报送的单位有利）。");
    }

    @Test
    void noDepartmentSupervisesTheFirstEightAreas() {
        Finding finding = first(LETTER, PlanCheck.AREA_WITHOUT_LEAD);

        assertThat(finding.isError()).isTrue();
        assertThat(finding.rows()).containsExactly("A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08");
        assertThat(finding.sentence()).startsWith("8个整治重点没有写由哪个单位牵头监管：A01 学生身心健康、A02 校园欺凌和暴力伤害防治、");
        assertThat(finding.remedy()).startsWith("请镇领导确定每一项的牵头单位");
    }

    @Test
    void noPhaseCoversTheTimeFromTheSixthOfOctober() {
        Finding finding = first(LETTER, PlanCheck.PHASE_GAP);

        assertThat(finding.sentence()).isEqualTo("2023年10月6日至11月10日这36天不属于任何一个阶段，方案没有说这段时间做什么。");
        assertThat(finding.remedy()).contains("补上一个阶段", "end 提前到 2023-10-05");
    }

    @Test
    void consolidationAndTheEndOfAcceptanceFallIntoTheNationalHoliday() {
        assertThat(first(LETTER, PlanCheck.PHASE_CLOSED))
                .isEqualTo(new Finding(
                        Finding.Severity.WARNING,
                        PlanCheck.PHASE_CLOSED,
                        List.of("S4"),
                        "巩固成效阶段（2023年10月2日至10月5日）全部是休息日（2023年9月29日至10月6日连续休息），" + "学校没有人，这个阶段的工作没法做。",
                        "请把这个阶段改到上班的日子（2023年10月7日起上班）；不改的，在工作方案里写明哪些事放假前办完、放假时谁值班。"));
        assertThat(first(LETTER, PlanCheck.PHASE_HOLIDAY))
                .isEqualTo(new Finding(
                        Finding.Severity.WARNING,
                        PlanCheck.PHASE_HOLIDAY,
                        List.of("S3"),
                        "总结验收阶段（2023年9月21日至10月1日）当中，2023年9月29日至10月1日学校放假" + "（2023年9月29日至10月6日连续8天），到校的工作没法做。",
                        "请把到校的检查、验收安排在放假以外的日子；时间不够的，延长这个阶段，或者换一个开始日期。"));
    }

    @Test
    void namesTheStepsForWhichTheLetterGivesNoTime() {
        Finding finding = first(LETTER, PlanCheck.NO_RULE);

        assertThat(finding.isError()).isTrue();
        assertThat(finding.sentence())
                .contains("整改隐患（rectification）", "审核自查报告（report-review）", "周边检查（perimeter-inspection）")
                .doesNotContain("self-report");
    }

    @Test
    void theSampleIsLeftWithWarningsIn2023() {
        assertThat(check.check(SAMPLE, SAMPLE.start())).noneMatch(Finding::isError);
        assertThat(rulesOf(SAMPLE, "2023-09-10"))
                .containsExactly(
                        "phase-gap S0",
                        "phase-holiday S3",
                        "phase-closed S4",
                        "deadline-outside-phase S2",
                        "deadline-closed S3",
                        "deadline-closed S4",
                        "deadline-closed S4",
                        "deadline-outside-phase S4");
        assertThat(first(SAMPLE, PlanCheck.DEADLINE_OUTSIDE_PHASE).sentence())
                .isEqualTo("“报送隐患清单和自查总结”的期限是2023年9月21日，比它所在的排查整治阶段（2023年9月15日至9月20日）晚1天。");
    }

    @Test
    void theSampleMovesIntoOtherHolidaysIn2026() {
        List<Finding> findings = check.check(SAMPLE, LocalDate.of(2026, 9, 7));

        assertThat(rulesOf(SAMPLE, "2026-09-07"))
                .containsExactly(
                        "phase-gap S0",
                        "phase-holiday S3",
                        "phase-holiday S4",
                        "deadline-outside-phase S2",
                        "deadline-closed S4",
                        "deadline-closed S4",
                        "deadline-outside-phase S4",
                        "deadline-closed S4");
        assertThat(findings).noneMatch(Finding::isError);
        assertThat(findings)
                .extracting(Finding::sentence)
                .contains(
                        "2026年10月3日至11月7日这36天不属于任何一个阶段，方案没有说这段时间做什么。",
                        "总结验收阶段（2026年9月18日至9月28日）当中，2026年9月25日至9月27日学校放假（连续3天），到校的工作没法做。",
                        "巩固成效阶段（2026年9月29日至10月2日）当中，2026年10月1日至10月2日学校放假（2026年10月1日至10月7日连续7天），到校的工作没法做。",
                        "“镇专项行动总结”的期限2026年10月7日是休息日（2026年10月1日至10月7日休息）。");
    }
}
