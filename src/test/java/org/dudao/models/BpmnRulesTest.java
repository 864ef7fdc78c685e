package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models keep the rules of {@link BpmnRules} and {@link DiagramRules}; the rules find what they are for. */
class BpmnRulesTest {

    static Stream<Path> models() {
        return Arrays.stream(new File("processes").listFiles((dir, name) -> name.endsWith(".bpmn")))
                .map(File::toPath)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelKeepsTheRules(Path file) {
        BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
        assertThat(model.getModelElementsByType(SequenceFlow.class)).isNotEmpty();
        assertThat(BpmnRules.findings(model)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void diagramReadsFromLeftToRightWithoutCrossings(Path file) {
        assertThat(DiagramRules.findings(Bpmn.readModelFromFile(file.toFile()))).isEmpty();
    }

    @Test
    void rulesFindEveryFaultOfAFaultyModel() {
        BpmnModelInstance model = Bpmn.readModelFromFile(new File("src/test/resources/models/faulty.bpmn"));
        assertThat(BpmnRules.findings(model))
                .containsExactlyInAnyOrder(
                        "ad-hoc-sub-process AdHoc",
                        "conditional-flows ForkThird",
                        "decision-named NoDecision",
                        "end-event-required Inner",
                        "event-based-gateway Waits",
                        "event-based-gateway WaitsOn",
                        "event-sub-process-typed-start-event EventStart",
                        "fake-join Twice",
                        "fake-join Ended",
                        "flows-listed Over",
                        "global-named Nameless",
                        "global-unique SameName",
                        "global-used Nameless",
                        "global-used SameName",
                        "global-used Unused",
                        "history-time-to-live faulty",
                        "label-required Forked",
                        "label-required ForkSecond",
                        "no-implicit-start EndedTask",
                        "label-required WaitsOn",
                        "link-event Link",
                        "no-bpmndi InHandler",
                        "no-complex-gateway Complex",
                        "no-disconnected Alone",
                        "no-disconnected Several",
                        "no-duplicate-sequence-flows SecondWay",
                        "no-gateway-join-fork Both",
                        "no-implicit-end Alone",
                        "no-implicit-end Link",
                        "no-implicit-end Several",
                        "no-implicit-end InnerTask",
                        "no-implicit-split Twice",
                        "no-implicit-start Alone",
                        "no-implicit-start Several",
                        "no-inclusive-gateway Inclusive",
                        "single-blank-start-event faulty",
                        "single-event-definition Several",
                        "standard-size Alone",
                        "start-event-required Ended",
                        "sub-process-blank-start-event InnerStart",
                        "superfluous-gateway Complex",
                        "superfluous-gateway Waits",
                        "superfluous-label Labelled",
                        "superfluous-termination Ended");
    }

    @Test
    void rulesFindEveryFaultOfABadDiagram() {
        BpmnModelInstance model = Bpmn.readModelFromFile(new File("src/test/resources/models/crossed.bpmn"));
        assertThat(DiagramRules.findings(model))
                .containsExactlyInAnyOrder(
                        "backwards Onwards",
                        "backwards ToEnd",
                        "crossing ToCovered ToLower",
                        "crossing ToCovered ToUpper",
                        "crossing ToLower ToUpper",
                        "label-covered End End",
                        "label-crossed CoveredToJoin Onwards",
                        "label-crossed ToLower ToUpper",
                        "labels-overlap CoveredToJoin LowerToJoin",
                        "left-of-start End",
                        "left-of-start Left",
                        "loose ToEnd",
                        "mostly-backwards",
                        "not-on-border Due",
                        "outside Fallen Box",
                        "overlap Covered Lower",
                        "through LowerToJoin Covered",
                        "through ToCovered Lower");
    }
}
