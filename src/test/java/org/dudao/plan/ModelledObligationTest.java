package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.dudao.platform.DefinitionFiles;
import org.junit.jupiter.api.Test;

class ModelledObligationTest {

    private static final String MODEL = """
            <?xml version="1.0" encoding="UTF-8"?>
            <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:c="http://camunda.org/schema/1.0/bpmn">
              <b:process id="drills">
                <b:userTask id="Hold" name="开展演练">
                  <b:extensionElements><c:properties>
                    <c:property name="row" value="M3c" /><c:property name="obligation" value="drill" />
                  </c:properties></b:extensionElements>
                </b:userTask>
                <b:boundaryEvent id="Due" attachedToRef="Hold"><b:timerEventDefinition /></b:boundaryEvent>
                <b:subProcess id="Each">
                  <b:userTask id="Review" name="演练讲评">
                    <b:extensionElements><c:properties>
                      <c:property name="obligation" value="drill-review" />
                    </c:properties></b:extensionElements>
                  </b:userTask>
                  <b:boundaryEvent id="Gone" attachedToRef="Review"><b:messageEventDefinition /></b:boundaryEvent>
                  <b:multiInstanceLoopCharacteristics />
                </b:subProcess>
                <b:userTask id="Answer" name="答复" />
              </b:process>
            </b:definitions>
            """;

    @Test
    void readsTheTasksThatFulfilObligations() {
        assertThat(ModelledObligation.readAll(Map.of("drill.bpmn", MODEL)))
                .containsExactly(
                        new ModelledObligation("drill", "开展演练", "M3c", "drill.bpmn", "drills", false, true),
                        new ModelledObligation("drill-review", "演练讲评", null, "drill.bpmn", "drills", true, false));
    }

    @Test
    void passesOverDecisions() {
        assertThat(ModelledObligation.readAll(Map.of("grading.dmn", "<definitions />")))
                .isEmpty();
    }

    @Test
    void namesAFileThatCannotBeRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelledObligation.readAll(Map.of("drill.bpmn", MODEL.replace("</b:process>", ""))))
                .withMessageContainingAll("drill.bpmn", "读不懂", "Camunda Modeler");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelledObligation.readAll(
                        Map.of("drill.bpmn", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>")))
                .withMessageContaining("drill.bpmn");
    }

    @Test
    void readsTheApplicationsOwnModels() {
        assertThat(ModelledObligation.readAll(new DefinitionFiles("").models()))
                .contains(
                        new ModelledObligation("draft-plan", "制定工作方案", "S1", "campaign.bpmn", "campaign", false, true),
                        new ModelledObligation("self-inspection", "学校自查", "S2", "school.bpmn", "school", true, true));
    }
}
