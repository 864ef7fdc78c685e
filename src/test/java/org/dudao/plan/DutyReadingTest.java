package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** M3a, M3b, S5, W4, A14, M4: what a plan file says of recurring duties and of education, and what is wrong with it. */
class DutyReadingTest {

    private static final String GOOD = SmallPlan.text() + """
            duties:
              - id: gate
                rows: [A09, M3a]
                name: 护学岗
                owedBy: school
                appliesTo: [canteen]
                where: 校门口
                rhythm: {each: WORKING_DAY, hours: [07:00-08:00, 16:00-17:30], season: {from: 03-01, to: 06-30}}
                from: 2024-03-05
                until: 2024-12-31
                count: 人数
                misses: {inARow: 3, total: 5, withinDays: 30}
              - id: persons
                rows: [M3b]
                name: 管控
                owedBy: VILLAGE
                where: 全村
                rhythm: {on: [MONDAY, SUNDAY]}
                form: RECORD_ONLY
                misses: {inARow: 1}
              - {id: bus, rows: [A08], name: 校车, owedBy: fire, where: 车库, rhythm: {workingDays: 5}, misses: {total: 2, withinDays: 10}}
            education:
              - {id: drowning, rows: [A14], name: 防溺水, workingDays: 5}
              - {id: letter, rows: [A14], name: 一封信, appliesTo: [canteen], kind: LETTER, workingDays: 5, returnedPercent: 95}
            """;

    private static final int BEFORE = (int) SmallPlan.text().lines().count();

    private final PlanReader reader = new PlanReader();

    @Test
    void readsDuties() {
        Plan plan = reader.read("town.yaml", GOOD);
        Duty gate = plan.duty("gate").orElseThrow();
        assertThat(gate.rows()).containsExactly("A09", "M3a");
        assertThat(gate.rhythm())
                .isEqualTo(new Rhythm(
                        Rhythm.Each.WORKING_DAY,
                        List.of(),
                        null,
                        List.of(
                                new Rhythm.Hours(LocalTime.of(7, 0), LocalTime.of(8, 0)),
                                new Rhythm.Hours(LocalTime.of(16, 0), LocalTime.of(17, 30))),
                        new Rhythm.Season(MonthDay.of(3, 1), MonthDay.of(6, 30))));
        assertThat(gate.misses()).isEqualTo(new Duty.Misses(3, 5, 30));
        assertThat(gate.count()).isEqualTo("人数");
        assertThat(plan.owners(gate)).containsExactly("school-01");
        assertThat(plan.firstDay(gate)).isEqualTo(LocalDate.parse("2024-03-05"));
        assertThat(plan.lastDay(gate)).isEqualTo(LocalDate.parse("2024-12-31"));

        Duty persons = plan.duty("persons").orElseThrow();
        assertThat(persons.recordOnly()).isTrue();
        assertThat(persons.rhythm().weekdays()).containsExactly(DayOfWeek.MONDAY, DayOfWeek.SUNDAY);
        assertThat(plan.owners(persons)).containsExactly("village-01");
        assertThat(plan.firstDay(persons)).isEqualTo(plan.start());
        assertThat(plan.lastDay(persons)).isEqualTo(plan.end());

        Duty bus = plan.duty("bus").orElseThrow();
        assertThat(bus.rhythm().workingDays()).isEqualTo(5);
        assertThat(plan.owners(bus)).containsExactly("fire");
        assertThat(plan.matterName("bus")).isEqualTo("校车");
    }

    @Test
    void datesMoveWithTheCampaignAndSeasonsStay() {
        Duty gate = reader.read("town.yaml", GOOD)
                .shiftedTo(LocalDate.parse("2024-03-11"))
                .duty("gate")
                .orElseThrow();
        assertThat(gate.from()).isEqualTo(LocalDate.parse("2024-03-15"));
        assertThat(gate.until()).isEqualTo(LocalDate.parse("2025-01-10"));
        assertThat(gate.rhythm().season().from()).isEqualTo(MonthDay.of(3, 1));
    }

    @Test
    void readsEducation() {
        Plan plan = reader.read("town.yaml", GOOD);
        assertThat(plan.education())
                .containsExactly(
                        new EducationItem("drowning", List.of("A14"), "防溺水", List.of(), false, 5, 0),
                        new EducationItem("letter", List.of("A14"), "一封信", List.of("canteen"), true, 5, 95));
        assertThat(plan.schoolsWith(plan.education().get(1).appliesTo())).containsExactly("school-01");
        assertThat(plan.matterName("letter")).isEqualTo("一封信");
        assertThat(plan.matterName("nothing")).isEqualTo("nothing");
    }

    @Test
    void aPlanNeedsNeither() {
        assertThat(SmallPlan.plan().duties()).isEmpty();
        assertThat(SmallPlan.plan().education()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: persons | id: gate | 13 | 常态化职责的编号“gate”重复了
            rows: [A09, M3a] | rows: [A9xy] | 3 | “rows”写成了“A9xy”
            rows: [A09, M3a] | rows: [] | 3 | 至少要写一个方案要求的行号
            owedBy: school | owedBy: scool | 5 | 写的单位“scool”不存在，是不是想写“school”
            owedBy: VILLAGE | owedBy: OFFICE | 16 | 写的单位“OFFICE”不存在
            owedBy: school | owedBy: fire | 6 | 只有 owedBy 为 school 时才能写
            appliesTo: [canteen]\\n | appliesTo: [canten]\\n | 6 | 没有这个学校类型
            each: WORKING_DAY | each: WORKDAY | 8 | “each”不认得“WORKDAY”
            {workingDays: 5} | {workingDays: 5, each: DAY} | 21 | 正好写一个，这里写了 2 个
            {workingDays: 5} | {} | 21 | 正好写一个，这里写了 0 个
            {workingDays: 5} | {workingDays: 0} | 21 | 应当是 1 到 60 的整数
            {workingDays: 5} | {each: WEEK, hours: [07:00-08:00]} | 21 | 只有按天的节奏
            07:00-08:00 | 7:00-8:00 | 8 | 请写成 07:00-08:00 这样
            07:00-08:00 | 07:00 | 8 | 请写成 07:00-08:00 这样
            07:00-08:00 | 08:00-07:00 | 8 | 结束不晚于开始
            07:00-08:00 | 15:00-16:30 | 8 | 和前一个重叠
            from: 03-01 | from: 02-30 | 8 | 请写成 05-01 这样
            on: [MONDAY, SUNDAY] | on: [MONDEY] | 18 | 没有这个星期几
            on: [MONDAY, SUNDAY] | on: [] | 18 | 至少要写一天
            from: 2024-03-05 | from: 2024-02-01 | 9 | 不在专项行动的
            until: 2024-12-31 | until: 2024-03-04 | 10 | 早于它的开始日期
            form: RECORD_ONLY | form: SHORT | 19 | “form”不认得“SHORT”
            {inARow: 1} | {} | 20 | 要写明缺几次才要说明
            {total: 2, withinDays: 10} | {total: 2} | 21 | 要一起写
            {inARow: 1} | {inARow: 0} | 20 | 应当是 1 到 100 的整数
            id: letter | id: drowning | 24 | 宣传教育的编号“drowning”重复了
            kind: LETTER | kind: MAIL | 24 | “kind”不认得“MAIL”
            kind: LETTER, | '' | 24 | 只有 kind 为 LETTER
            returnedPercent: 95 | returnedPercent: 101 | 24 | 应当是 1 到 100 的整数
            name: 防溺水, workingDays: 5 | name: 防溺水 | 23 | 缺少“workingDays”
            """)
    void saysWhatIsWrongAndWhere(String good, String bad, int line, String words) {
        String from = good.replace("\\n", "\n");
        assertThat(GOOD).contains(from);
        int at = GOOD.indexOf(from, SmallPlan.text().length());
        String text = GOOD.substring(0, at) + bad.replace("\\n", "\n") + GOOD.substring(at + from.length());
        assertThatThrownBy(() -> reader.read("town.yaml", text))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContaining("第" + (BEFORE + line) + "行：")
                .hasMessageContaining(words);
    }

    /** Every rhythm and every profile that the sample shows has somebody who does it. */
    @Test
    void theSamplesDutiesHaveOwners() {
        Plan plan = reader.read(Path.of("plans/hekou-2023.yaml"));
        assertThat(plan.duties())
                .allSatisfy(duty -> assertThat(plan.owners(duty)).as(duty.id()).isNotEmpty());
        assertThat(plan.duties().stream().flatMap(duty -> duty.rows().stream()))
                .contains("A01", "A03", "A08", "A09", "A14", "M3a", "M3b", "M4", "S5", "W4");
        assertThat(plan.duties().stream().map(duty -> duty.rhythm().each()).distinct())
                .contains(
                        Rhythm.Each.WORKING_DAY,
                        Rhythm.Each.WEEKDAYS,
                        Rhythm.Each.WEEK,
                        Rhythm.Each.MONTH,
                        Rhythm.Each.WORKING_DAYS);
        assertThat(plan.owners(plan.duty("bus-check").orElseThrow())).containsExactly("school-01", "school-05");
    }
}
