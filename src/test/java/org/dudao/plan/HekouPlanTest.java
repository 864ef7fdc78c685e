package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sample plan against the town's own document. */
class HekouPlanTest {

    private static final String DOCUMENT = squeezed(SmallPlan.resource("/plan/hekou-2023.txt"));
    private static final Plan PLAN = new PlanReader().read(Path.of("plans/hekou-2023.yaml"));

    /**
     * What no item has to take up: the headings of the fourteen areas, who is addressed, and words that only join
     * demands.
     */
    private static final Pattern NO_DEMAND = Pattern.compile("(3、整治重点)"
            + "|[（(][0-9一二三四五六七八九十]+[）)](开展)?[^。]*?(方面的?工作|方面|整治|整治工作)。"
            + "|\\[bookmark:_GoBack]"
            + "|各学校是要|学校要|文广站要|城管、市场监管、卫生院、环保等部门|同时|以及|并|和|等|要|[，,。；;、]");

    @Test
    void itsHeadIsTheDocuments() {
        assertThat(DOCUMENT).contains(PLAN.number(), PLAN.title(), PLAN.campaign());
        assertThat(PLAN.id()).isEqualTo("hekou-2023");
        assertThat(PLAN.start()).isEqualTo(LocalDate.of(2023, 9, 10));
        assertThat(PLAN.end()).isEqualTo(LocalDate.of(2023, 11, 10));
    }

    @Test
    void itsPhasesAreTheDocuments() {
        assertThat(PLAN.phases()).hasSize(4).allSatisfy(phase -> assertThat(DOCUMENT)
                .contains("%s（%s一%s）".formatted(phase.name(), written(phase.from()), written(phase.to()))));
    }

    /** A rule's phase is the one of its row, else the one of its day; what comes up on the way has none. */
    @Test
    void itsObligationsBelongToPhases() {
        Map<String, String> phases = new HashMap<>();
        PLAN.obligations()
                .forEach(rule -> phases.put(
                        rule.kind(), PLAN.phaseOf(rule).map(Phase::id).orElse("none")));
        assertThat(phases)
                .containsEntry("school-sign-plan", "launch")
                .containsEntry("school-organization", "launch")
                .containsEntry("perimeter-inspection", "inspection")
                .containsEntry("self-report", "inspection")
                .containsEntry("acceptance-rework", "acceptance")
                .containsEntry("town-summary", "consolidation")
                .containsEntry("rectification", "none")
                .containsEntry("close-campaign", "none");
    }

    private static String written(LocalDate day) {
        return day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    @Test
    void hasAllFourteenAreasWithTheDocumentsHeadings() {
        assertThat(PLAN.areas())
                .extracting(Area::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 14)
                        .mapToObj("A%02d"::formatted)
                        .toList());
        assertThat(PLAN.areas()).allSatisfy(area -> assertThat(DOCUMENT).contains("）" + squeezed(area.title())));
        assertThat(PLAN.areas().subList(0, 8)).extracting(Area::inspectedBy).containsOnly(InspectedBy.SCHOOL);
        assertThat(PLAN.areas().subList(8, 14)).extracting(Area::inspectedBy).containsOnly(InspectedBy.LEAD);
    }

    @Test
    void everyItemIsADemandOfItsAreaToTheLetter() {
        assertThat(PLAN.areas().stream().mapToInt(area -> area.items().size()).sum())
                .isBetween(75, 110);
        List<String> strangers = new ArrayList<>();
        for (Area area : PLAN.areas()) {
            String section = section(area);
            for (Item item : area.items()) {
                if (!section.contains(squeezed(item.text()))) {
                    strangers.add(item.id() + " " + item.text());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void itemsTellWhatToLookAtInOtherWords() {
        assertThat(PLAN.areas()).flatExtracting(Area::items).allSatisfy(item -> assertThat(item.hint())
                .hasSizeGreaterThan(8)
                .isNotEqualTo(item.text()));
    }

    @Test
    void everyDemandOfTheAreasIsAnItem() {
        List<String> left = new ArrayList<>();
        int length = 0;
        for (Area area : PLAN.areas()) {
            String section = section(area);
            length += section.length();
            left.addAll(uncovered(area, section));
        }
        assertThat(left).as("clauses without an item").isEmpty();
        assertThat(length).as("the section was really searched").isGreaterThan(2000);
    }

    /** What remains of the area's section without its items and without words that demand nothing. */
    private static List<String> uncovered(Area area, String section) {
        BitSet covered = new BitSet();
        for (Item item : area.items()) {
            String text = squeezed(item.text());
            int at = section.indexOf(text);
            covered.set(at, at + text.length());
        }
        List<String> left = new ArrayList<>();
        for (int from = covered.nextClearBit(0); from < section.length(); from = covered.nextClearBit(from)) {
            int to = covered.nextSetBit(from) < 0 ? section.length() : covered.nextSetBit(from);
            String rest = NO_DEMAND.matcher(section.substring(from, to)).replaceAll("");
            if (!rest.isEmpty()) {
                left.add(area.id() + " " + rest);
            }
            from = to;
        }
        return left;
    }

    /** From the area's heading to the next one, or to the end of section 三. */
    private static String section(Area area) {
        int index = PLAN.areas().indexOf(area);
        int from = heading(index);
        int to = index + 1 < PLAN.areas().size() ? heading(index + 1) : DOCUMENT.indexOf("四、实施步骤");
        return DOCUMENT.substring(from, to);
    }

    private static int heading(int index) {
        int title = DOCUMENT.indexOf("）" + squeezed(PLAN.areas().get(index).title()));
        return DOCUMENT.lastIndexOf("（", title);
    }

    @Test
    void everyDepartmentThatTheDocumentNamesTakesPart() {
        Set<String> leading = PLAN.areas().stream()
                .flatMap(area -> Stream.concat(Stream.of(area.lead()), area.support().stream()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(PLAN.units())
                .extracting(Unit::id)
                .containsExactly(
                        "town-office",
                        "task-force",
                        "supervisors",
                        "town-leaders",
                        "governance",
                        "education",
                        "public-security",
                        "traffic-police",
                        "transport",
                        "urban-management",
                        "culture-tourism",
                        "health",
                        "market-regulation",
                        "water",
                        "justice",
                        "womens-federation",
                        "emergency",
                        "environment",
                        "village-01",
                        "village-02",
                        "village-03",
                        "village-04");
        assertThat(leading)
                .containsExactlyInAnyOrderElementsOf(PLAN.units().stream()
                        .filter(unit -> unit.kind() == UnitKind.DEPARTMENT || unit.kind() == UnitKind.VILLAGE)
                        .map(Unit::id)
                        .toList());
    }

    @Test
    void schoolsWithoutALaboratoryOrSpecialEquipmentAreNotAskedAboutThem() {
        School middle = PLAN.school("school-03").orElseThrow();
        School kindergarten = PLAN.school("school-06").orElseThrow();

        assertThat(PLAN.areasFor(middle)).hasSize(14);
        assertThat(PLAN.areasFor(kindergarten)).extracting(Area::id).hasSize(12).doesNotContain("A04", "A07");
    }

    @Test
    void itsObligationsAreOwedInEveryPartOfTheCampaign() {
        assertThat(PLAN.obligations())
                .extracting(ObligationRule::row)
                .contains(
                        "S0", "S1", "S2", "S3", "S4", "M1", "M2a", "M2b", "M2c", "M3a", "M3c", "M4", "W1", "W2c", "W3");
        assertThat(PLAN.obligation("self-report").orElseThrow().deadline().on())
                .as("the end of the 21st, in favour of the unit that owes")
                .isEqualTo(LocalDate.of(2023, 9, 21));
    }

    /** M3c: 防火灾、防爆炸、防食物中毒、防群体性事件. */
    @Test
    void itsFourDrillsAreHeldByEverySchoolAndReviewedByAnotherUnit() {
        assertThat(PLAN.drills())
                .extracting(DrillScenario::id)
                .containsExactly("fire", "explosion", "food-poisoning", "mass-incident");
        assertThat(PLAN.drills())
                .allSatisfy(drill -> assertThat(PLAN.schools()).allMatch(drill::appliesTo))
                .allSatisfy(
                        drill -> assertThat(List.of("emergency", "education")).contains(drill.reviewedBy()));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
