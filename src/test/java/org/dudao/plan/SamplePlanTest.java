package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample plan against the document it was taken from, and plan files with a fault. */
class SamplePlanTest {

    private static final String TEXT = read(Path.of("plans/hekou-2023.yaml"));

    private final Plan plan = new PlanReader().read("hekou-2023.yaml", TEXT);

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyItemStandsInTheDocument() {
        String document =
                read(Path.of("src/test/resources/plan/hekou-2023.txt")).replaceAll("\\s", "");
        plan.areas().forEach(area -> area.items()
                .forEach(item ->
                        assertThat(document).as(item.id()).contains(item.text().replaceAll("\\s", ""))));
    }

    @Test
    void allFourteenAreasWithMoreThanSixtyItems() {
        assertThat(plan.areas().stream().map(Area::id))
                .isEqualTo(IntStream.rangeClosed(1, 14)
                        .mapToObj("A%02d"::formatted)
                        .toList());
        assertThat(plan.areas().stream().mapToInt(area -> area.items().size()).sum())
                .isGreaterThan(60);
    }

    @Test
    void allDatesMoveWithTheStart() {
        Plan moved = plan.shiftedTo(LocalDate.of(2026, 9, 7));
        assertThat(moved.end()).isEqualTo(LocalDate.of(2026, 11, 7));
        assertThat(moved.phases().get(1).from()).isEqualTo(LocalDate.of(2026, 9, 12));
        assertThat(moved.obligation("self-report").orElseThrow().deadline().on())
                .isEqualTo(LocalDate.of(2026, 9, 18));
    }

    @Test
    void onlyWhatAppliesIsAsked() {
        School teachingPoint = plan.school("school-08").orElseThrow();
        assertThat(plan.areasFor(teachingPoint))
                .noneMatch(area -> area.id().equals("A04") || area.id().equals("A07"));
        assertThat(plan.areasFor(plan.school("school-03").orElseThrow())).hasSize(14);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: hekou-2023 | idd: hekou-2023 | 不认识“idd” | 3",
                "start: 2023-09-10 | start: 10.9.2023 | 不是日期 | 7",
                "end: 2023-11-10 | end: 2023-09-01 | 之前就结束 | 8",
                "from: 2023-09-15, to: 2023-09-20 | from: 2023-09-15, to: 2023-09-13 | 阶段“排查整治阶段”在开始 | 13",
                "id: acceptance, row | id: launch, row | 阶段编号“launch”重复 | 14",
                "lead: culture-tourism | lead: culture | 没有编号为“culture”的单位 | ",
                "profile: [primary, canteen, school-bus] | profile: [primary, kitchen] | 没有编号为“kitchen”的学校情况 | ",
                "kind: SUPERVISORS | kind: WATCHERS | “WATCHERS”不认识 | ",
                "deadline: {on: 2023-09-21} | deadline: {on: 2023-12-21} | 不在专项行动期间 | ",
                "deadline: {on: 2023-09-21} | deadline: {on: 2023-09-20, workingDays: 2} | 只写一个 | ",
                "leaders: {charge: leader.charge | leaders: {charge: leader.nobody | 没有编号为“leader.nobody”的岗位 | ",
                "phases: | phases: [ | 格式不对 | "
            })
    void faultsAreNamedWithFileLineAndRemedy(String good, String bad, String words, Integer line) {
        assertThat(TEXT).contains(good);
        String broken = TEXT.replaceFirst(java.util.regex.Pattern.quote(good), bad);
        int expected = line != null
                ? line
                : (int) TEXT.substring(0, TEXT.indexOf(good)).lines().count();
        var thrown = assertThatThrownBy(() -> new PlanReader().read("town.yaml", broken))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContaining("town.yaml")
                .hasMessageContaining("没有启动")
                .hasMessageContaining(words);
        if (line != null) {
            thrown.hasMessageContaining("第" + expected + "行");
        }
    }

    @Test
    void oneInspectionFormPerAreaAndOptionsFromThePlan() throws Exception {
        Map<String, String> forms = FormAssembler.assemble(
                java.util.List.of(plan),
                Map.of(
                        "inspection.form", read(Path.of("forms/inspection.form")),
                        "hazard-report.form", read(Path.of("forms/hazard-report.form"))));
        assertThat(forms).hasSize(15).doesNotContainKey("inspection.form");
        JsonNode laboratory = new ObjectMapper().readTree(forms.get("inspection-hekou-2023-A04.form"));
        assertThat(laboratory.get("id").asText()).isEqualTo("inspection-hekou-2023-A04");
        assertThat(laboratory.toString())
                .doesNotContain("{{key}}")
                .contains("list contains(profile, \\\"laboratory\\\")");
        assertThat(forms.get("hazard-report.form")).contains("河湾教学点").contains("A14 防溺水");
    }
}
