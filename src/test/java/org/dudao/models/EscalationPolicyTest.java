package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W2b, W2d, W2e: every rule of the ladder's policy. */
class EscalationPolicyTest {

    private static final DecisionTable TABLE = new DecisionTable("escalation-policy");

    private static Map<String, Object> step(String rung, String grade, String owner) {
        Map<String, Object> step = new HashMap<>();
        step.put("rung", rung);
        step.put("grade", grade);
        step.put("owner", owner);
        return step;
    }

    @ParameterizedTest
    @CsvSource({
        "P1, none,      major,   unit,    urge,      head,        1, 0, 0",
        "P2, none,      serious, unit,    urge,      head,        2, 0, 0",
        "P2, none,      none,    leaders, urge,      head,        2, 0, 0",
        "P3, urge,      major,   unit,    supervise, head,        1, 0, 5",
        "P4, urge,      general, unit,    supervise, head,        3, 0, 10",
        "P4, urge,      none,    unit,    supervise, head,        3, 0, 10",
        "P5, supervise, major,   unit,    summon,    charge,      3, 2, 10",
        "P5, supervise, none,    unit,    summon,    charge,      3, 2, 10",
        "P6, summon,    serious, unit,    criticise, principal,   3, 3, 10",
        "P7, criticise, none,    unit,    veto,      principal,   0, 3, 10",
        "P8, veto,      none,    unit,    review,    supervisors, 0, 3, 20",
        "P8, review,    major,   unit,    review,    supervisors, 0, 3, 20",
        "P9, urge,      major,   leaders, review,    supervisors, 0, 3, 10",
        "P9, review,    none,    leaders, review,    supervisors, 0, 3, 10"
    })
    void nextRungWhoActsAndWorkingDays(
            String rule,
            String rung,
            String grade,
            String owner,
            String next,
            String level,
            int wait,
            int decide,
            int longest) {
        DecisionTable.Outcome outcome = TABLE.decide(step(rung, grade, owner));
        assertThat(outcome.rules()).containsExactly(rule);
        assertThat(outcome.values())
                .containsEntry("nextRung", next)
                .containsEntry("level", level)
                .containsEntry("waitWorkingDays", wait)
                .containsEntry("decideWorkingDays", decide)
                .containsEntry("longestWorkingDays", longest);
        assertThat((String) outcome.values().get("rule")).startsWith(rule + " ");
    }

    /** No rung is skipped: from each to the next until the top, where it stays. */
    @Test
    void theRungsFollowEachOther() {
        StringBuilder way = new StringBuilder();
        String rung = "none";
        for (int i = 0; i < 8; i++) {
            rung = (String) TABLE.decide(step(rung, "none", "unit")).values().get("nextRung");
            way.append(rung).append(' ');
        }
        assertThat(way.toString()).isEqualTo("urge supervise summon criticise veto review review review ");
    }

    @ParameterizedTest
    @CsvSource({"Urge", "''", "remind"})
    void anUnknownRungIsNoneOfTheRules(String rung) {
        assertThat(TABLE.decide(step(rung, "major", "unit")).rules()).isEmpty();
    }

    @Test
    void everyRuleDecidesSomeStep() {
        Set<String> used = new TreeSet<>();
        for (String rung : new String[] {"none", "urge", "supervise", "summon", "criticise", "veto", "review"}) {
            for (String grade : new String[] {"general", "serious", "major", "none"}) {
                for (String owner : new String[] {"unit", "leaders"}) {
                    used.addAll(TABLE.decide(step(rung, grade, owner)).rules());
                }
            }
        }
        assertThat(used).isEqualTo(TABLE.rules());
    }
}
