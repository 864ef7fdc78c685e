package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The collector sees what a scenario leaves out. */
@ModelTest
class ModelCoverageTest {

    @Autowired
    private ModelCoverage coverage;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private ManagementService management;

    private String deployment;

    @BeforeEach
    void deploy() {
        deployment = repository
                .createDeployment()
                .addModelInstance("fork.bpmn", fork())
                .deploy()
                .getId();
        coverage.forget();
    }

    @AfterEach
    void undeploy() {
        repository.deleteDeployment(deployment, true);
    }

    /** One way leads through a task with a timer and some work, the other through two rounds of a subprocess. */
    private static BpmnModelInstance fork() {
        return Bpmn.createExecutableProcess("fork")
                .startEvent("Begin")
                .name("开始")
                .sequenceFlowId("BeginOn")
                .exclusiveGateway("Which")
                .name("走哪条路？")
                .sequenceFlowId("Left")
                .condition("左路", "${way == 'left'}")
                .userTask("Wait")
                .name("等待")
                .sequenceFlowId("WaitDone")
                .serviceTask("Work")
                .name("处理")
                .camundaExpression("${8 % divisor}")
                .sequenceFlowId("WorkDone")
                .endEvent("LeftEnd")
                .name("左路结束")
                .moveToActivity("Wait")
                .boundaryEvent("Late")
                .name("逾期")
                .cancelActivity(false)
                .timerWithDuration("P1D")
                .sequenceFlowId("LateOn")
                .endEvent("LateEnd")
                .name("逾期结束")
                .moveToNode("Which")
                .sequenceFlowId("Right")
                .condition("右路", "${way == 'right'}")
                .subProcess("Each")
                .name("逐项")
                .embeddedSubProcess()
                .startEvent("EachBegin")
                .name("一项开始")
                .sequenceFlowId("EachOn")
                .endEvent("EachEnd")
                .name("一项结束")
                .subProcessDone()
                .multiInstance()
                .cardinality("2")
                .multiInstanceDone()
                .sequenceFlowId("EachDone")
                .endEvent("RightEnd")
                .name("右路结束")
                .done();
    }

    @Test
    void nothingPassedAtFirst() {
        ModelCoverage.Report report = report();
        assertThat(report.nodes()).isEqualTo(11);
        assertThat(report.flows()).isEqualTo(8);
        assertThat(report.missing()).hasSize(19);
    }

    @Test
    void namesWhatALeftOutPathWouldHavePassed() {
        goLeft(3);
        assertThat(report().missing())
                .containsExactlyInAnyOrder(
                        "Late（逾期）",
                        "LateEnd（逾期结束）",
                        "LateOn（逾期 → 逾期结束）",
                        "Right（右路：走哪条路？ → 逐项）",
                        "Each（逐项）",
                        "EachBegin（一项开始）",
                        "EachEnd（一项结束）",
                        "EachOn（一项开始 → 一项结束）",
                        "EachDone（逐项 → 右路结束）",
                        "RightEnd（右路结束）");
        assertThat(report().inWords()).contains("EachDone（逐项 → 右路结束）");
    }

    @Test
    void nothingIsMissingOnceAllPathsWerePassed() {
        runtime.startProcessInstanceByKey("fork", Map.of("way", "left", "divisor", 3));
        management.executeJob(
                management.createJobQuery().activityId("Late").singleResult().getId());
        tasks.complete(
                tasks.createTaskQuery().taskDefinitionKey("Wait").singleResult().getId());
        runtime.startProcessInstanceByKey("fork", Map.of("way", "right"));
        assertThat(report().missing()).isEmpty();
    }

    @Test
    void whatIsRolledBackWasNotPassed() {
        assertThatThrownBy(() -> goLeft(0)).hasRootCauseInstanceOf(ArithmeticException.class);
        assertThat(report().missing()).contains("WaitDone（等待 → 处理）", "Work（处理）", "WorkDone（处理 → 左路结束）");
    }

    private void goLeft(int divisor) {
        runtime.startProcessInstanceByKey("fork", Map.of("way", "left", "divisor", divisor));
        tasks.complete(
                tasks.createTaskQuery().taskDefinitionKey("Wait").singleResult().getId());
    }

    private ModelCoverage.Report report() {
        return coverage.report(repository, "fork");
    }
}
