package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.dudao.appraisal.AppraisalProcess;
import org.dudao.bulletin.BulletinProcess;
import org.dudao.bulletin.BulletinRhythmProcess;
import org.dudao.calendarchange.CalendarChangeProcess;
import org.dudao.campaign.CampaignProcess;
import org.dudao.drill.DrillProcess;
import org.dudao.duty.DutyProcess;
import org.dudao.education.EducationProcess;
import org.dudao.enforcement.JointEnforcementProcess;
import org.dudao.hazard.HazardProcess;
import org.dudao.incident.IncidentProcess;
import org.dudao.meeting.MeetingProcess;
import org.dudao.meeting.ResolutionProcess;
import org.dudao.obligation.EscalationProcess;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.WaiverProcess;
import org.dudao.referral.ReferralProcess;
import org.dudao.school.SchoolProcess;
import org.dudao.tasklist.Alike;
import org.dudao.veto.VetoProcess;
import org.dudao.voice.VoiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the models against the code, the forms and each other, both ways. */
class ModelLintTest {

    private static final Map<String, Class<?>> BEANS = Map.ofEntries(
            Map.entry("drillProcess", DrillProcess.class),
            Map.entry("referralProcess", ReferralProcess.class),
            Map.entry("campaignProcess", CampaignProcess.class),
            Map.entry("voiceProcess", VoiceProcess.class),
            Map.entry("schoolProcess", SchoolProcess.class),
            Map.entry("hazardProcess", HazardProcess.class),
            Map.entry("escalationProcess", EscalationProcess.class),
            Map.entry("vetoProcess", VetoProcess.class),
            Map.entry("incidentProcess", IncidentProcess.class),
            Map.entry("calendarChangeProcess", CalendarChangeProcess.class),
            Map.entry("waiverProcess", WaiverProcess.class),
            Map.entry("dutyProcess", DutyProcess.class),
            Map.entry("educationProcess", EducationProcess.class),
            Map.entry("obligation", ObligationTasks.class),
            Map.entry("appraisalProcess", AppraisalProcess.class),
            Map.entry("bulletinProcess", BulletinProcess.class),
            Map.entry("bulletinRhythmProcess", BulletinRhythmProcess.class),
            Map.entry("jointEnforcementProcess", JointEnforcementProcess.class),
            Map.entry("meetingProcess", MeetingProcess.class),
            Map.entry("resolutionProcess", ResolutionProcess.class));
    private static final Set<String> ENGINES_OWN = Set.of("decisionResult", "execution");
    private static final Pattern CALL = Pattern.compile("\\$\\{(\\w+)\\.(\\w+)\\(");
    private static final Pattern KIND = Pattern.compile("obligation\\.\\w+\\(execution, '([^']+)'");

    static Stream<Path> models() {
        return Arrays.stream(new File("processes").listFiles((dir, name) -> name.endsWith(".bpmn")))
                .map(File::toPath)
                .sorted();
    }

    private static BpmnModelInstance read(Path model) {
        return Bpmn.readModelFromFile(model.toFile());
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyElementHasAChineseNameAndAPlaceInTheDiagram(Path file) {
        BpmnModelInstance model = read(file);
        Set<String> drawn = new HashSet<>();
        model.getModelElementsByType(BpmnShape.class)
                .forEach(shape -> drawn.add(shape.getBpmnElement().getId()));
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            assertThat(node.getName())
                    .as("name of %s in %s", node.getId(), file)
                    .containsPattern("\\p{IsHan}");
            assertThat(drawn).as("diagram of %s", file).contains(node.getId());
        }
        assertThat(file.getFileName().toString())
                .isEqualTo(model.getModelElementsByType(Process.class)
                                .iterator()
                                .next()
                                .getId() + ".bpmn");
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyNodeIsReachableAndEveryDecisionHasADefault(Path file) {
        for (FlowNode node : read(file).getModelElementsByType(FlowNode.class)) {
            boolean starts = node.getElementType().getTypeName().equals("startEvent")
                    || node instanceof BoundaryEvent
                    || node instanceof SubProcess subProcess && subProcess.triggeredByEvent();
            assertThat(starts || !node.getIncoming().isEmpty())
                    .as("%s in %s", node.getId(), file)
                    .isTrue();
            if (node instanceof ExclusiveGateway gateway
                    && gateway.getOutgoing().size() > 1) {
                assertThat(gateway.getDefault())
                        .as("%s in %s", node.getId(), file)
                        .isNotNull();
                for (SequenceFlow flow : gateway.getOutgoing()) {
                    assertThat(flow.getName()).as("flow %s", flow.getId()).isNotBlank();
                }
            }
        }
    }

    /** No obligation without its timer, no timer without an obligation (W2b). */
    @ParameterizedTest
    @MethodSource("models")
    void everyUserTaskOutsideTheLadderIsAnObligationWithItsOwnTimer(Path file) throws Exception {
        if (file.endsWith("escalation.bpmn")) {
            return;
        }
        BpmnModelInstance model = read(file);
        Set<String> kinds = new HashSet<>();
        for (UserTask task : model.getModelElementsByType(UserTask.class)) {
            if (property(task, "right") != null) {
                rightEndsByItself(model, task);
                continue;
            }
            if (property(task, "round") != null) {
                roundEndsOnItsWayToTheLadder(model, task);
                continue;
            }
            String kind = property(task, ObligationTasks.KIND);
            assertThat(kind).as("obligation of %s", task.getId()).isNotBlank();
            assertThat(kinds.add(kind)).as("%s stands once in %s", kind, file).isTrue();
            assertThat(property(task, "row"))
                    .as("row of %s", task.getId())
                    .matches("([SMW]\\d[a-e]?|A\\d\\d)( ([SMW]\\d[a-e]?|A\\d\\d))*");
            List<BoundaryEvent> timers = model.getModelElementsByType(BoundaryEvent.class).stream()
                    .filter(event -> event.getAttachedTo().equals(task))
                    .toList();
            assertThat(timers).as("timer of %s", task.getId()).hasSize(1);
            assertThat(timers.get(0).cancelActivity()).isFalse();
            assertThat(timers.get(0).getId()).isEqualTo(task.getId() + "Due");
            TimerEventDefinition timer = (TimerEventDefinition)
                    timers.get(0).getEventDefinitions().iterator().next();
            assertThat(timer.getTimeDate().getTextContent()).isEqualTo("${remindAt}");
            assertThat(task.getCamundaDueDate()).isEqualTo("${deadline}");
            String xml = Files.readString(file);
            assertThat(xml).contains("escalationProcess.enter(execution, '" + kind + "')");
            if ("required".equals(property(task, "acceptance"))) {
                assertThat(xml).contains("obligation.accepted(execution, '" + kind + "')");
            }
        }
        Matcher named = KIND.matcher(Files.readString(file));
        while (named.find()) {
            assertThat(kinds).as("kinds in %s", file).contains(named.group(1));
        }
    }

    /** Tasks that may be done several at once answer what their form asks, and every question that must be answered. */
    @ParameterizedTest
    @MethodSource("models")
    void tasksDoneAlikeAnswerTheirForm(Path file) throws Exception {
        for (UserTask task : read(file).getModelElementsByType(UserTask.class)) {
            Alike alike = Alike.of(task).orElse(null);
            if (alike == null) {
                continue;
            }
            JsonNode form = new ObjectMapper()
                    .readTree(
                            Path.of("forms", task.getCamundaFormRef() + ".form").toFile());
            Set<String> given = new HashSet<>(alike.answers().keySet());
            given.addAll(alike.ask().keySet());
            Set<String> keys = new HashSet<>();
            for (JsonNode component : form.get("components")) {
                keys.add(component.path("key").asText());
                if (component.path("validate").path("required").asBoolean() && !component.has("conditional")) {
                    assertThat(given)
                            .as("%s in %s", task.getId(), file)
                            .contains(component.path("key").asText());
                }
            }
            assertThat(alike.words()).isNotBlank();
            assertThat(keys).as("%s in %s", task.getId(), file).containsAll(given);
        }
    }

    /** What a unit may do, and need not, is owed to nobody: its timer ends it, and nothing climbs. */
    private static void rightEndsByItself(BpmnModelInstance model, UserTask task) {
        assertThat(property(task, ObligationTasks.KIND)).isNull();
        assertThat(model.getModelElementsByType(BoundaryEvent.class))
                .filteredOn(event -> event.getAttachedTo().equals(task))
                .singleElement()
                .satisfies(event -> assertThat(event.cancelActivity()).isTrue());
    }

    /**
     * A round of what is done again and again is no obligation of its own: its timer ends it at its due date and leads to
     * a step that notes the miss; a decision says whether misses become an obligation, which the same model has.
     */
    private static void roundEndsOnItsWayToTheLadder(BpmnModelInstance model, UserTask task) {
        assertThat(property(task, ObligationTasks.KIND)).as(task.getId()).isNull();
        assertThat(property(task, "row")).as("row of %s", task.getId()).matches("[ASMW]\\d+[a-e]?( [ASMW]\\d+[a-e]?)*");
        List<BoundaryEvent> timers = model.getModelElementsByType(BoundaryEvent.class).stream()
                .filter(event -> event.getAttachedTo().equals(task))
                .toList();
        assertThat(timers).as("timer of %s", task.getId()).hasSize(1);
        assertThat(timers.get(0).cancelActivity()).isTrue();
        assertThat(timers.get(0).getId()).isEqualTo(task.getId() + "End");
        TimerEventDefinition timer = (TimerEventDefinition)
                timers.get(0).getEventDefinitions().iterator().next();
        assertThat(timer.getTimeDate().getTextContent())
                .isEqualTo(task.getCamundaDueDate())
                .endsWith(".closes(execution)}");
        assertThat(timers.get(0).getOutgoing()).singleElement().satisfies(flow -> assertThat(flow.getTarget())
                .isInstanceOfSatisfying(ServiceTask.class, miss -> assertThat(miss.getCamundaExpression())
                        .endsWith(".missed(execution)}")));
        assertThat(model.getModelElementsByType(BusinessRuleTask.class)).hasSize(1);
        assertThat(model.getModelElementsByType(UserTask.class))
                .filteredOn(other -> property(other, ObligationTasks.KIND) != null)
                .as("the obligation that misses become")
                .hasSize(1);
    }

    @Test
    void everyCallInAModelHasItsMethodAndEveryFormItsFile() throws Exception {
        Set<String> forms = new TreeSet<>();
        for (Path file : models().toList()) {
            String xml = Files.readString(file);
            Matcher call = CALL.matcher(xml);
            while (call.find()) {
                if (ENGINES_OWN.contains(call.group(1))) {
                    continue;
                }
                assertThat(BEANS).as(file.toString()).containsKey(call.group(1));
                assertThat(Arrays.stream(BEANS.get(call.group(1)).getMethods()).map(method -> method.getName()))
                        .as("%s of %s", call.group(1), file)
                        .contains(call.group(2));
            }
            Matcher form = Pattern.compile("camunda:formRef=\"([^\"]+)\"").matcher(xml);
            while (form.find()) {
                forms.add(form.group(1).startsWith("inspection-") ? "inspection" : form.group(1));
            }
        }
        Set<String> files = new TreeSet<>();
        for (String name : new File("forms").list()) {
            files.add(name.replace(".form", ""));
        }
        assertThat(forms).isEqualTo(files);
    }

    private static String property(FlowNode node, String name) {
        Collection<CamundaProperties> all = node.getExtensionElements() == null
                ? List.of()
                : node.getExtensionElements()
                        .getElementsQuery()
                        .filterByType(CamundaProperties.class)
                        .list();
        return all.stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(property -> property.getCamundaValue())
                .findFirst()
                .orElse(null);
    }
}
