package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M2a: every rule of the grading, and where one ends and the next begins. */
class HazardGradingTest {

    private static final DecisionTable TABLE = new DecisionTable("hazard-grading");

    private static Map<String, Object> hazard(String severity, String area) {
        Map<String, Object> hazard = new HashMap<>();
        hazard.put("severity", severity);
        hazard.put("area", area);
        return hazard;
    }

    @ParameterizedTest
    @CsvSource({
        "G1, major,   A01, major,   1",
        "G1, major,   A05, major,   1",
        "G1, major,   A14, major,   1",
        "G3, serious, A02, serious, 5",
        "G2, serious, A03, serious, 3",
        "G2, serious, A04, serious, 3",
        "G2, serious, A05, serious, 3",
        "G2, serious, A06, serious, 3",
        "G2, serious, A07, serious, 3",
        "G2, serious, A08, serious, 3",
        "G3, serious, A09, serious, 5",
        "G3, serious, A01, serious, 5",
        "G3, serious, A14, serious, 5",
        "G5, general, A02, general, 10",
        "G4, general, A03, general, 5",
        "G5, general, A04, general, 10",
        "G4, general, A05, general, 5",
        "G5, general, A06, general, 10",
        "G5, general, A01, general, 10",
        "G5, general, A14, general, 10"
    })
    void ruleGradeAndWorkingDays(String rule, String severity, String area, String grade, int days) {
        DecisionTable.Outcome outcome = TABLE.decide(hazard(severity, area));
        assertThat(outcome.rules()).containsExactly(rule);
        assertThat(outcome.values()).containsEntry("grade", grade).containsEntry("workingDays", days);
        assertThat((String) outcome.values().get("rule")).startsWith(rule + " ").contains(days + "个工作日");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MAJOR", "trivial"})
    void anUnknownSeverityIsNoneOfTheRules(String severity) {
        assertThat(TABLE.decide(hazard(severity, "A05")).rules()).isEmpty();
    }

    @Test
    void everyRuleDecidesSomeHazardAndEverySeverityInEveryAreaHasOne() {
        Set<String> used = new TreeSet<>();
        for (String severity : new String[] {"general", "serious", "major"}) {
            for (int area = 1; area <= 14; area++) {
                DecisionTable.Outcome outcome = TABLE.decide(hazard(severity, "A%02d".formatted(area)));
                assertThat(outcome.rules()).hasSize(1);
                assertThat(outcome.values()).containsEntry("grade", severity);
                used.addAll(outcome.rules());
            }
        }
        assertThat(used).isEqualTo(TABLE.rules());
    }
}
