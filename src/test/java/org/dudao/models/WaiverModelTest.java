package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.ObligationAct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** W2b: what need not be done any more is waived by a leader, with a reason; by nobody else, and by no timer. */
class WaiverModelTest extends ModelScenario {

    private static final String GROUNDS = "学校食堂已停用，改为统一配餐";
    private static final String DEADLINE = "2026-09-10T15:59:59.999Z";

    private ProcessInstance hazard;
    private Obligation obligation;

    WaiverModelTest() {
        super("waiver");
    }

    @BeforeEach
    void takeOn() {
        launch("2026-12-01");
        hazard = report("market-regulation.clerk", FormAnswers.hazard("school-01", "A05", "serious"));
        submit("school-01.clerk", hazard, "TakeOn");
        obligation = obligation(hazard, "rectification");
    }

    private ProcessInstance ask() {
        return startByForm("school-01.clerk", "waiver", Map.of("grounds", GROUNDS));
    }

    private ProcessInstance chosen() {
        ProcessInstance waiver = ask();
        submit("school-01.clerk", waiver, "Choose", Map.of("chosen", obligation.id()));
        return waiver;
    }

    private static Map<String, Object> decision(String decision) {
        return Map.of("decision", decision, "reason", FormAnswers.TEXT);
    }

    @Test
    void waivedByTheLeaderInChargeItsLadderEnds() {
        clockAt(DEADLINE);
        assertThat(ladder(obligation)).isNotNull();
        ProcessInstance waiver = chosen();
        assertThat(open(waiver, "Decide").getName()).isEqualTo("决定是否免除（镇中心小学 隐患整改）");
        submit("leader.charge", waiver, "Decide", decision("waive"));
        assertThat(waiver).isEnded().hasPassed("Waive");
        assertThat(ladder(obligation)).isNull();
        assertThat(stateOf(obligation)).isEqualTo("WAIVED");
        assertThat(acts(obligation)).endsWith(ObligationAct.WAIVER_ASKED, ObligationAct.WAIVED, ObligationAct.LEFT);
        assertThat(events(obligation))
                .filteredOn(entry -> entry.act().equals("WAIVED"))
                .singleElement()
                .satisfies(waived -> {
                    assertThat(waived.by()).isEqualTo("leader.charge");
                    assertThat(waived.text()).isEqualTo(FormAnswers.TEXT);
                });
    }

    @Test
    void refusedItIsOwedAsBefore() {
        ProcessInstance waiver = chosen();
        submit("leader.charge", waiver, "Decide", decision("keep"));
        assertThat(waiver).isEnded().hasPassed("Kept");
        assertThat(acts(obligation)).endsWith(ObligationAct.WAIVER_ASKED, ObligationAct.WAIVER_REFUSED);
        assertActsExactlyAt(DEADLINE, obligation, ObligationAct.OVERDUE, ObligationAct.URGED);
    }

    @Test
    void undecidedItLapsesAfterThreeWorkingDaysAndIsOwedAsBefore() {
        ProcessInstance waiver = chosen();
        clockWithout(Instant.parse(DEADLINE).minusMillis(1).toString());
        runDueJobsOf(waiver);
        assertThat(open(waiver, "Decide")).isNotNull();
        clockWithout(DEADLINE);
        runDueJobsOf(waiver);
        assertThat(waiver).isEnded().hasPassed("Lapsed");
        assertThat(acts(obligation)).endsWith(ObligationAct.WAIVER_ASKED, ObligationAct.WAIVER_LAPSED);
        assertThat(stateOf(obligation)).isEqualTo("OPEN");
    }

    @Test
    void notChosenItIsDroppedAfterTwoWorkingDays() {
        ProcessInstance waiver = ask();
        clockWithout("2026-09-09T15:59:59.998Z");
        runDueJobsOf(waiver);
        assertThat(open(waiver, "Choose")).isNotNull();
        clockWithout("2026-09-09T15:59:59.999Z");
        runDueJobsOf(waiver);
        assertThat(waiver).isEnded().hasPassed("Dropped");
    }

    @Test
    void whatIsDoneMeanwhileIsNotWaived() {
        ProcessInstance waiver = chosen();
        submit("school-01.clerk", hazard, "Rectify");
        assertThatThrownBy(() -> submit("leader.charge", waiver, "Decide", decision("waive")))
                .hasMessageContaining("这件事已经办理");
        submit("leader.charge", waiver, "Decide", decision("keep"));
        assertThat(stateOf(obligation)).isEqualTo("SUBMITTED");
    }

    @Test
    void nobodyAsksForAnotherUnitsDuty() {
        report("market-regulation.clerk", FormAnswers.hazard("school-02", "A05", "serious"));
        ProcessInstance waiver = startByForm("school-02.clerk", "waiver", Map.of("grounds", GROUNDS));
        assertThatThrownBy(() -> submit("school-02.clerk", waiver, "Choose", Map.of("chosen", obligation.id())))
                .hasMessageContaining("要免除的事项");
    }

    @Test
    void theUnitDoesNotDecideItself() {
        ProcessInstance waiver = chosen();
        assertThat(tasksOf("school-01.head", waiver, "Decide")).isEmpty();
        assertThatThrownBy(() -> submit("admin", open(waiver, "Decide"), decision("waive")))
                .hasMessageContaining("只有指定的岗位才能办理");
    }

    @Test
    void leadersDoNotWaiveTheirOwn() {
        ProcessInstance incident = startByForm(
                "market-regulation.clerk",
                "incident",
                Map.of(
                        "school", "school-02",
                        "happenedOn", "2026-09-07",
                        "place", "学校食堂",
                        "what", "午饭后多名学生呕吐，已送医",
                        "injured", 12,
                        "dead", 0));
        submit("town-office.clerk", incident, "Receive");
        submit("school-02.clerk", incident, "Measures");
        Obligation leading = obligation(incident, "incident-decision");
        ProcessInstance waiver = startByForm("leader.charge", "waiver", Map.of("grounds", GROUNDS));
        submit("leader.charge", waiver, "Choose", Map.of("chosen", leading.id()));
        assertThat(tasksOf("leader.charge", waiver, "Decide")).isEmpty();
        submit("supervisors.head", waiver, "Decide", decision("keep"));
        assertThat(stateOf(leading)).isEqualTo("OPEN");
    }

    @Test
    void whoOwesNothingNeedNotAsk() {
        assertThatThrownBy(() -> startByForm("village-01.clerk", "waiver", Map.of("grounds", GROUNDS)))
                .hasMessageContaining("没有未完成的事项");
    }
}
