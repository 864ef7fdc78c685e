package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.InputValues;
import org.dudao.plan.AppraisalRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W3, M3a, M3c: every rule of the appraisal, and where one ends and the next begins. */
class AppraisalTableTest {

    private static final DecisionTable TABLE = new DecisionTable("appraisal");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]+)\"");

    private static Map<String, Object> indicator(String id, Integer value) {
        Map<String, Object> input = new HashMap<>();
        input.put("indicator", id);
        input.put("value", value);
        return input;
    }

    @ParameterizedTest
    @CsvSource({
        "K2, in-time, 100, 100",
        "K2, in-time, 95, 100",
        "K3, in-time, 94, 80",
        "K3, in-time, 85, 80",
        "K4, in-time, 84, 60",
        "K4, in-time, 70, 60",
        "K5, in-time, 69, 0",
        "K5, in-time, 0, 0",
        "K2, rectified-in-time, 95, 100",
        "K2, drills, 100, 100",
        "K2, drills, 95, 100",
        "K3, drills, 94, 80",
        "K3, drills, 85, 80",
        "K4, drills, 84, 60",
        "K4, drills, 70, 60",
        "K5, drills, 69, 0",
        "K5, drills, 0, 0",
        "K2, duties, 100, 100",
        "K2, duties, 95, 100",
        "K3, duties, 94, 80",
        "K3, duties, 85, 80",
        "K4, duties, 84, 60",
        "K4, duties, 70, 60",
        "K5, duties, 69, 0",
        "K5, duties, 0, 0",
        "K6, ladder, 0, 100",
        "K7, ladder, 1, 80",
        "K8, ladder, 2, 60",
        "K9, ladder, 3, 30",
        "K10, ladder, 4, 0",
        "K10, ladder, 5, 0",
        "K11, reinspection-failed, 0, 100",
        "K12, reinspection-failed, 1, 60",
        "K12, reinspection-failed, 2, 60",
        "K13, reinspection-failed, 3, 0",
        "K14, acceptance-failed, 0, 100",
        "K15, acceptance-failed, 1, 50",
        "K16, acceptance-failed, 2, 0",
        "K17, incidents, 0, 100",
        "K18, incidents, 1, 0"
    })
    void ruleAndWhatItEarns(String rule, String id, int value, int earned) {
        DecisionTable.Outcome outcome = TABLE.decide(indicator(id, value));
        assertThat(outcome.rules()).containsExactly(rule);
        assertThat(outcome.values()).containsEntry("counts", true).containsEntry("earned", earned);
        assertThat((String) outcome.values().get("rule")).startsWith(rule + " ");
    }

    @Test
    void whatThereIsNothingToAppraiseByDoesNotCount() {
        for (String id : AppraisalRules.INDICATORS.keySet()) {
            DecisionTable.Outcome outcome = TABLE.decide(indicator(id, null));
            assertThat(outcome.rules()).as(id).containsExactly("K1");
            assertThat(outcome.values()).containsEntry("counts", false).containsEntry("earned", 0);
        }
    }

    @Test
    void everyRuleDecidesSomethingAndEveryValueHasOne() {
        Set<String> used = new TreeSet<>(Set.of("K1"));
        AppraisalRules.INDICATORS.forEach((id, max) -> {
            for (int value = 0; value <= Math.min(max, 200); value++) {
                DecisionTable.Outcome outcome = TABLE.decide(indicator(id, value));
                assertThat(outcome.rules()).as("%s %d", id, value).hasSize(1);
                used.addAll(outcome.rules());
            }
        });
        assertThat(used).isEqualTo(TABLE.rules());
    }

    @Test
    void thePlanFileMayNameTheIndicatorsThatTheTableKnows() {
        Set<String> known = new TreeSet<>();
        Dmn.readModelFromFile(Path.of("processes/appraisal.dmn").toFile())
                .getModelElementsByType(InputValues.class)
                .forEach(values -> {
                    Matcher literal = LITERAL.matcher(values.getTextContent());
                    while (literal.find()) {
                        known.add(literal.group(1));
                    }
                });
        assertThat(known).isEqualTo(new TreeSet<>(AppraisalRules.INDICATORS.keySet()));
    }
}
