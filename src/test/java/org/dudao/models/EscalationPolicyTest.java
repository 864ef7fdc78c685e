package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W2b: every rule of the ladder's policy, with and without a grade. */
class EscalationPolicyTest {

    private static final DecisionTable TABLE = new DecisionTable("escalation-policy");

    private static Map<String, Object> step(String rung, String grade) {
        Map<String, Object> step = new HashMap<>();
        step.put("nextRung", rung);
        step.put("grade", grade);
        return step;
    }

    @ParameterizedTest
    @CsvSource({
        "E1, urge,      major,   1",
        "E2, urge,      serious, 2",
        "E2, urge,      general, 2",
        // What is no hazard, such as a report that is owed, has no grade.
        "E2, urge,      ,        2",
        "E3, supervise, major,   1",
        "E4, supervise, serious, 3",
        "E4, supervise, general, 3",
        "E4, supervise, ,        3"
    })
    void ruleAndWorkingDays(String rule, String rung, String grade, int days) {
        DecisionTable.Outcome outcome = TABLE.decide(step(rung, grade));
        assertThat(outcome.rules()).containsExactly(rule);
        assertThat(outcome.values()).containsEntry("waitWorkingDays", days);
        assertThat((String) outcome.values().get("rule")).startsWith(rule + " ").contains(days + "个工作日");
    }

    @ParameterizedTest
    @CsvSource({"none", "Urge", "''"})
    void anUnknownRungIsNoneOfTheRules(String rung) {
        assertThat(TABLE.decide(step(rung, "major")).rules()).isEmpty();
    }

    @Test
    void everyRuleDecidesSomeStep() {
        Set<String> used = new TreeSet<>();
        for (String rung : new String[] {"urge", "supervise"}) {
            for (String grade : new String[] {"general", "serious", "major", null}) {
                used.addAll(TABLE.decide(step(rung, grade)).rules());
            }
        }
        assertThat(used).isEqualTo(TABLE.rules());
    }
}
