package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.bulletin.Bulletin;
import org.dudao.bulletin.BulletinRhythmProcess;
import org.dudao.bulletin.Bulletins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** W3: bulletins in their time, one for what was missed, and a final one when all are appraised. */
class BulletinRhythmModelTest extends ModelScenario {

    @Autowired
    private BulletinRhythmProcess rhythmProcess;

    @Autowired
    private AppraisalProcess appraisalProcess;

    @Autowired
    private Bulletins bulletins;

    @Autowired
    private TransactionTemplate transaction;

    private String campaign;
    private DelegateExecution execution;

    BulletinRhythmModelTest() {
        super("bulletin-rhythm");
    }

    @BeforeEach
    void launched() {
        clockWithout("2023-09-11T02:00:00Z");
        campaign = campaignOf(launch("2023-09-10"));
        execution = mock(DelegateExecution.class);
        when(execution.getVariable("campaign")).thenReturn(campaign);
    }

    private ProcessInstance rhythm() {
        transaction.executeWithoutResult(status -> rhythmProcess.startStanding(execution));
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(campaign + "/bulletins", "bulletin-rhythm")
                .singleResult();
    }

    private Instant timer(ProcessInstance rhythm) {
        Job job = management
                .createJobQuery()
                .processInstanceId(rhythm.getId())
                .timers()
                .singleResult();
        return job.getDuedate().toInstant();
    }

    private List<String> made() {
        return bulletins.of(campaign).stream().map(Bulletin::occasion).toList();
    }

    private void at(String instant, ProcessInstance rhythm) {
        clockWithout(instant);
        runDueJobsOf(rhythm);
    }

    private void issueTheLast() {
        ProcessInstance bulletin = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(bulletins.of(campaign).get(0).key(), "bulletin")
                .singleResult();
        submit("town-office.clerk", bulletin, "EditBulletin");
        submit("task-force.head", bulletin, "ApproveBulletin");
    }

    @Test
    void everyWeekAndAfterEachPhaseAtItsInstantOverTheHoliday() {
        ProcessInstance rhythm = rhythm();
        assertThat(timer(rhythm)).isEqualTo("2023-09-15T01:00:00Z");
        at("2023-09-15T00:59:59.999Z", rhythm);
        assertThat(made()).isEmpty();
        at("2023-09-15T01:00:00Z", rhythm);
        assertThat(made()).containsExactly("启动准备阶段结束");
        assertThat(timer(rhythm)).isEqualTo("2023-09-21T01:00:00Z");
        issueTheLast();
        at("2023-09-21T01:00:00Z", rhythm);
        issueTheLast();
        at("2023-09-22T01:00:00Z", rhythm);
        issueTheLast();
        assertThat(timer(rhythm)).isEqualTo("2023-10-07T01:00:00Z");
        at("2023-10-07T00:59:59.999Z", rhythm);
        assertThat(made()).hasSize(3);
        at("2023-10-07T01:00:00Z", rhythm);
        assertThat(made())
                .as("two Fridays and two phases of the holiday are one")
                .containsExactly("总结验收阶段、巩固成效阶段结束", "每周通报", "排查整治阶段结束", "启动准备阶段结束");
        assertThat(timer(rhythm)).isEqualTo("2023-10-13T01:00:00Z");
        assertThat(bulletins.of(campaign).get(0).since()).isEqualTo("2023-09-22T01:00:00Z");
    }

    @Test
    void aStandstillOfWeeksMakesOneBulletin() {
        ProcessInstance rhythm = rhythm();
        at("2023-10-20T02:00:00Z", rhythm);
        assertThat(made()).containsExactly("启动准备阶段、排查整治阶段、总结验收阶段、巩固成效阶段结束");
        assertThat(timer(rhythm)).isEqualTo("2023-10-27T01:00:00Z");
    }

    @Test
    void whileOneIsNotIssuedThereIsNoOtherAndItsTimeComesIntoTheNext() {
        ProcessInstance rhythm = rhythm();
        at("2023-09-15T01:00:00Z", rhythm);
        at("2023-09-21T01:00:00Z", rhythm);
        assertThat(made()).hasSize(1);
        assertThat(timer(rhythm)).isEqualTo("2023-09-22T01:00:00Z");
        issueTheLast();
        at("2023-09-22T01:00:00Z", rhythm);
        assertThat(made()).containsExactly("排查整治阶段结束", "启动准备阶段结束");
    }

    @Test
    void thereIsOneRhythmForACampaign() {
        ProcessInstance first = rhythm();
        assertThat(rhythm().getId()).isEqualTo(first.getId());
    }

    @Test
    void whenAllAreAppraisedTheFinalOneIsMadeAndTheRhythmEnds() {
        ProcessInstance rhythm = rhythm();
        clockWithout("2023-11-11T02:00:00Z");
        transaction.executeWithoutResult(status -> appraisalProcess.startNext(execution));
        assertThat(rhythm).isWaitingAt("Wait");
        clockWithout("2023-11-16T00:00:00Z");
        runDueJobsAt("ObjectionDue");
        assertThat(rhythm).isEnded().hasPassed("StartFinal", "Done");
        assertThat(made()).containsExactly("专项行动结束");
        assertThat(bulletins.of(campaign).get(0).figures().ranking()).hasSize(26);
    }
}
