package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.meeting.Resolution;
import org.dudao.meeting.Resolution.State;
import org.dudao.meeting.Resolutions;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** W3, W4: what a meeting resolved is carried out within its time and accepted by somebody else. */
class ResolutionModelTest extends ModelScenario {

    private static final Map<String, Object> RETURN = Map.of("decision", "return", "opinion", "只装了一盏，另一盏不亮");

    @Autowired
    private Resolutions resolutions;

    ResolutionModelTest() {
        super("resolution");
    }

    @BeforeEach
    void campaign() {
        launch("2026-12-01");
    }

    /** Resolved by a meeting of governance, which was held ahead of its day. */
    private ProcessInstance resolve(String unit, String day) {
        String today = "2026-09-07";
        ProcessInstance meeting =
                startByForm("governance.clerk", "meeting", FormAnswers.meeting("2026-09-11", "health"));
        submit("governance.clerk", meeting, "DraftAgenda");
        submit("governance.clerk", meeting, "Minutes", FormAnswers.minutes(today, "health"));
        submit(
                "governance.clerk",
                meeting,
                "Resolve",
                Map.of(
                        "decision",
                        "last",
                        "resolutionUnit",
                        unit,
                        "resolutionWhat",
                        "在东校门外装好两盏路灯，晚上能亮",
                        "resolutionOn",
                        day));
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("resolution")
                .singleResult();
    }

    private Resolution row(ProcessInstance resolution) {
        return resolutions.get(history.createHistoricProcessInstanceQuery()
                .processInstanceId(resolution.getId())
                .singleResult()
                .getBusinessKey());
    }

    @Test
    void carriedOutAndAcceptedByTheConvener() {
        ProcessInstance resolution = resolve("health", "2026-09-12");
        assertThat(row(resolution).key()).matches("hekou-2023(-\\d+)?/resolution/1");
        assertThat(open(resolution, "CarryOut").getName()).isEqualTo("落实议定事项（卫生院 议定事项1号）");
        Obligation owed = obligation(resolution, "resolution", "health");
        assertThat(owed)
                .satisfies(row -> assertThat(row.unit()).isEqualTo("health"))
                .satisfies(row -> assertThat(row.owedTo()).isEqualTo("governance"));
        submit("health.clerk", resolution, "CarryOut");
        assertThat(row(resolution).state()).isEqualTo(State.REPORTED);
        assertThat(stateOf(owed)).isEqualTo("SUBMITTED");
        assertThat(tasksOf("health.head", resolution, "AcceptResolution"))
                .as("nobody accepts their own work")
                .isEmpty();
        assertThatThrownBy(() ->
                        submit("admin", open(resolution, "AcceptResolution"), FormAnswers.good("AcceptResolution")))
                .hasMessageContaining("只有指定的岗位才能办理");
        submit("governance.head", resolution, "AcceptResolution");
        assertThat(resolution).isEnded().hasPassed("Closed");
        assertThat(row(resolution))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.CLOSED))
                .satisfies(row -> assertThat(row.report()).isEqualTo(FormAnswers.TEXT))
                .satisfies(row -> assertThat(row.closedAt()).isEqualTo(START));
        assertThat(acts(owed)).containsExactly(ObligationAct.OPENED, ObligationAct.SUBMITTED, ObligationAct.ACCEPTED);
    }

    @Test
    void whatTheConvenerCarriesOutTheSupervisorsAccept() {
        ProcessInstance resolution = resolve("governance", "2026-09-18");
        submit("governance.clerk", resolution, "CarryOut");
        assertThat(tasksOf("governance.head", resolution, "AcceptResolution")).isEmpty();
        submit("supervisors.clerk", resolution, "AcceptResolution");
        assertThat(resolution).isEnded();
    }

    /** A Saturday that the meeting agreed upon is the day; the end of it, to the millisecond. */
    @Test
    void owedAtTheEndOfTheDayThatWasAgreed() {
        ProcessInstance resolution = resolve("health", "2026-09-12");
        Obligation owed = obligation(resolution, "resolution", "health");
        assertThat(open(resolution, "CarryOut").getDueDate()).isEqualTo("2026-09-12T15:59:59.999Z");
        assertThat(owed.arithmetic()).isEqualTo("约定的日期：2026年9月12日结束前");
        assertOverdueExactlyAt("2026-09-12T15:59:59.999Z", resolution, owed);
        submit("health.clerk", resolution, "CarryOut");
        assertThat(ladder(owed)).isNull();
        assertOverdueExactlyAt(
                "2026-09-16T15:59:59.999Z", resolution, obligation(resolution, "resolution-acceptance", "health"));
    }

    @Test
    void returnedItGoesOnWithItsHistoryAndTwoMoreWorkingDays() {
        ProcessInstance resolution = resolve("health", "2026-09-08");
        Obligation owed = obligation(resolution, "resolution", "health");
        clockWithout("2026-09-08T08:00:00Z");
        submit("health.clerk", resolution, "CarryOut");
        clockWithout("2026-09-09T08:00:00Z");
        submit("governance.clerk", resolution, "AcceptResolution", RETURN);
        assertThat(row(resolution))
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.CARRYING_OUT))
                .satisfies(row -> assertThat(row.returns()).isOne());
        Obligation again = obligation(resolution, "resolution", "health");
        assertThat(again.id()).isEqualTo(owed.id());
        assertThat(again.returns()).isOne();
        assertOverdueExactlyAt("2026-09-11T15:59:59.999Z", resolution, again);
        assertThat((String) tasks.getVariable(open(resolution, "CarryOut").getId(), "briefing"))
                .contains("只装了一盏，另一盏不亮");
        submit("health.clerk", resolution, "CarryOut");
        submit("governance.clerk", resolution, "AcceptResolution");
        assertThat(resolution).isEnded().hasPassed("CarryOutJoin");
    }
}
