package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Instant;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** W2e: every path of a one-vote veto case; what it writes down is the application test's to show. */
class VetoModelTest extends ModelScenario {

    @Autowired
    private ApplicationEventPublisher publisher;

    @Autowired
    private TransactionTemplate transaction;

    private String campaign;

    VetoModelTest() {
        super("veto");
    }

    @BeforeEach
    void launch() {
        campaign = campaignOf(launch("2026-12-01"));
    }

    private ProcessInstance propose(String unit, int failures) {
        transaction.executeWithoutResult(status -> publisher.publishEvent(
                new VetoProposed(campaign, unit, "no-result", failures, null, "验收不通过", "supervisors.clerk")));
        return runtime.createProcessInstanceQuery().processDefinitionKey("veto").singleResult();
    }

    @Test
    void declinedBelowTheConditions() {
        assertThat(propose("school-01", 1)).isNull();
    }

    @Test
    void statedAndRejected() {
        ProcessInstance veto = propose("school-01", 2);
        submit("school-01.head", veto, "Statement");
        submit("task-force.clerk", veto, "Deliberate");
        submit("leader.principal", veto, "Decide", FormAnswers.with("Decide", "decision", "reject"));
        assertThat(veto).isEnded().hasPassed("Reject", "Conclude");
    }

    @Test
    void silentUpheldAppealedAndKept() {
        ProcessInstance veto = propose("school-01", 2);
        assertOpensExactlyAt("2026-09-10T15:59:59.999Z", veto, "Deliberate");
        submit("task-force.clerk", veto, "Deliberate");
        submit("leader.principal", veto, "Decide");
        submit("school-01.head", veto, "Appeal");
        submit("leader.charge", veto, "ReviewAppeal");
        assertThat(veto).isEnded().hasPassed("Silent", "Keep", "Conclude");
    }

    @Test
    void upheldAndRevoked() {
        ProcessInstance veto = propose("school-01", 2);
        submit("school-01.head", veto, "Statement");
        submit("task-force.clerk", veto, "Deliberate");
        submit("leader.principal", veto, "Decide");
        submit("school-01.head", veto, "Appeal");
        submit("leader.charge", veto, "ReviewAppeal", FormAnswers.with("ReviewAppeal", "decision", "revoke"));
        assertThat(veto).isEnded().hasPassed("Revoke", "Conclude");
    }

    @Test
    void upheldAndNotAppealed() {
        ProcessInstance veto = propose("school-01", 2);
        submit("school-01.head", veto, "Statement");
        submit("task-force.clerk", veto, "Deliberate");
        submit("leader.principal", veto, "Decide");
        clockAt(Instant.parse("2026-09-14T15:59:59.998Z"));
        assertThat(veto).isWaitingAt("Appeal");
        clockAt("2026-09-14T15:59:59.999Z");
        assertThat(veto).isEnded().hasPassed("Final", "Conclude");
    }

    /** A person decides, never a timer: who does not decide in time is urged. */
    @Test
    void whoDoesNotDecideIsOnTheLadder() {
        ProcessInstance veto = propose("school-01", 2);
        submit("school-01.head", veto, "Statement");
        assertOverdueExactlyAt("2026-09-14T15:59:59.999Z", veto, obligation(veto, "veto-deliberation"));
        submit("task-force.clerk", veto, "Deliberate");
        assertOverdueExactlyAt("2026-09-17T15:59:59.999Z", veto, obligation(veto, "veto-decision"));
        submit("leader.principal", veto, "Decide");
        submit("school-01.head", veto, "Appeal");
        // Sunday, the 20th, is worked.
        assertOverdueExactlyAt("2026-09-23T15:59:59.999Z", veto, obligation(veto, "appeal-review"));
        assertThat(veto).isWaitingAt("ReviewAppeal");
    }

    /** The task force does not deliberate about itself. */
    @Test
    void anotherUnitDeliberatesAboutTheTaskForce() {
        ProcessInstance veto = propose("task-force", 2);
        submit("task-force.head", veto, "Statement");
        assertThat(tasksOf("task-force.head", veto, "Deliberate")).isEmpty();
        submit("supervisors.clerk", veto, "Deliberate");
        assertThat(veto).isWaitingAt("Decide");
    }

    private void assertOpensExactlyAt(String instant, ProcessInstance instance, String key) {
        Instant due = Instant.parse(instant);
        clockAt(due.minusMillis(1));
        assertThat(open(instance, key)).as("a millisecond before %s", due).isNull();
        clockAt(due);
        assertThat(open(instance, key)).as("at %s", due).isNotNull();
    }
}
