package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** M3a, S5, W4: when a missed duty has to be explained. */
class DutyPolicyTest {

    private static final DecisionTable TABLE = new DecisionTable("duty-policy");

    private static DecisionTable.Outcome decide(
            String outcome, boolean owed, int inARow, Integer mostInARow, int inPeriod, Integer mostInPeriod) {
        Map<String, Object> input = new HashMap<>();
        input.put("outcome", outcome);
        input.put("owed", owed);
        input.put("inARow", inARow);
        input.put("mostInARow", mostInARow);
        input.put("inPeriod", inPeriod);
        input.put("mostInPeriod", mostInPeriod);
        return TABLE.decide(input);
    }

    @ParameterizedTest
    @CsvSource({
        "D1, record,  held,   false, 0, 3, 0, 5",
        "D1, record,  held,   true,  0, 1, 9, 5",
        "D1, record,  void,   false, 3, 3, 5, 5",
        "D2, record,  missed, true,  3, 3, 5, 5",
        "D3, record,  missed, false, 2, 3, 4, 5",
        "D3, record,  missed, false, 9,  , 4, 5",
        "D3, record,  missed, false, 2, 3, 9,  ",
        "D4, explain, missed, false, 3, 3, 4, 5",
        "D4, explain, missed, false, 4, 3, 5, 5",
        "D4, explain, missed, false, 1, 1, 1,  ",
        "D5, explain, missed, false, 2, 3, 5, 5",
        "D5, explain, missed, false, 2,  , 6, 5"
    })
    void ruleAndWhatFollows(
            String rule,
            String action,
            String outcome,
            boolean owed,
            int inARow,
            Integer mostInARow,
            int inPeriod,
            Integer mostInPeriod) {
        DecisionTable.Outcome decided = decide(outcome, owed, inARow, mostInARow, inPeriod, mostInPeriod);
        assertThat(decided.rules()).containsExactly(rule);
        assertThat(decided.values()).containsEntry("action", action);
        assertThat((String) decided.values().get("rule")).startsWith(rule + " ");
    }

    @Test
    void everyRuleDecidesSomething() {
        Set<String> used = new TreeSet<>();
        for (String outcome : new String[] {"held", "missed", "void"}) {
            for (boolean owed : new boolean[] {true, false}) {
                for (int misses = 0; misses < 3; misses++) {
                    used.addAll(decide(outcome, owed, misses, 2, 0, 5).rules());
                    used.addAll(decide(outcome, owed, 0, 2, misses, 1).rules());
                }
            }
        }
        assertThat(used).isEqualTo(TABLE.rules());
    }
}
