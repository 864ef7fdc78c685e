package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** W2e: every path of a major incident. */
class IncidentModelTest extends ModelScenario {

    private ProcessInstance incident;

    IncidentModelTest() {
        super("incident");
    }

    @BeforeEach
    void happen() {
        launch("2026-12-01");
        incident = startByForm(
                "market-regulation.clerk",
                "incident",
                Map.of(
                        "school", "school-02",
                        "happenedOn", "2026-09-07",
                        "place", "学校食堂",
                        "what", "午饭后多名学生呕吐，已送医",
                        "injured", 12,
                        "dead", 0));
    }

    @Test
    void handledAndProposedForAVeto() {
        submit("town-office.clerk", incident, "Receive");
        submit("school-02.clerk", incident, "Measures");
        submit("leader.principal", incident, "Lead");
        assertThat(incident).isEnded().hasPassed("ProposeVeto", "Close");
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey("veto")
                        .count())
                .isOne();
    }

    @Test
    void handledWithoutAVeto() {
        submit("town-office.clerk", incident, "Receive");
        submit("school-02.clerk", incident, "Measures");
        submit("leader.principal", incident, "Lead", FormAnswers.with("Lead", "decision", "close"));
        assertThat(incident).isEnded().hasNotPassed("ProposeVeto");
    }

    @Test
    void whoDoesNotActIsOnTheLadder() {
        assertOverdueExactlyAt("2026-09-08T15:59:59.999Z", incident, obligation(incident, "incident-receive"));
        submit("town-office.clerk", incident, "Receive");
        assertOverdueExactlyAt("2026-09-09T15:59:59.999Z", incident, obligation(incident, "incident-measures"));
        submit("school-02.clerk", incident, "Measures");
        assertOverdueExactlyAt("2026-09-14T15:59:59.999Z", incident, obligation(incident, "incident-decision"));
    }
}
