package org.dudao.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.ComplexGateway;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Escalation;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.InclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.RootElement;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.Signal;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * The rules that bpmnlint recommends and those of its Camunda 7.24 plugin, under their names there, so that the normal
 * build needs no Node. Links and compensation are not used here and have no exceptions from the rules.
 */
final class BpmnRules {

    private final BpmnModelInstance model;
    private final Set<String> findings = new TreeSet<>();
    private final Map<FlowNode, List<SequenceFlow>> incoming;
    private final Map<FlowNode, List<SequenceFlow>> outgoing;

    private BpmnRules(BpmnModelInstance model) {
        this.model = model;
        incoming = all(SequenceFlow.class).collect(Collectors.groupingBy(SequenceFlow::getTarget));
        outgoing = all(SequenceFlow.class).collect(Collectors.groupingBy(SequenceFlow::getSource));
    }

    /** What is wrong with the model, each as the rule's name and the element's id; empty when nothing is. */
    static Set<String> findings(BpmnModelInstance model) {
        BpmnRules rules = new BpmnRules(model);
        rules.all(FlowNode.class).forEach(rules::node);
        rules.all(SequenceFlow.class).forEach(rules::flow);
        rules.all(Gateway.class).forEach(rules::gateway);
        rules.all(Event.class).forEach(rules::event);
        rules.all(Process.class).forEach(rules::process);
        rules.all(SubProcess.class).forEach(rules::subProcess);
        rules.discouraged();
        rules.duplicates();
        rules.global();
        rules.diagram();
        return rules.findings;
    }

    private <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
        return model.getModelElementsByType(type).stream();
    }

    private void report(String rule, BaseElement element) {
        findings.add(rule + " " + element.getId());
    }

    private void reportIf(boolean wrong, String rule, BaseElement element) {
        if (wrong) {
            report(rule, element);
        }
    }

    private List<SequenceFlow> into(FlowNode node) {
        return incoming.getOrDefault(node, List.of());
    }

    private List<SequenceFlow> outOf(FlowNode node) {
        return outgoing.getOrDefault(node, List.of());
    }

    private void node(FlowNode node) {
        boolean eventSubProcess = node instanceof SubProcess subProcess && subProcess.triggeredByEvent();
        boolean starts = node instanceof StartEvent || node instanceof BoundaryEvent || eventSubProcess;
        // A sub-process that only events at its border leave, like the ladder, goes on until one of them happens.
        boolean leftByEvents = node instanceof SubProcess
                && all(BoundaryEvent.class)
                        .anyMatch(event ->
                                event.cancelActivity() && event.getAttachedTo().equals(node));
        boolean ends = node instanceof EndEvent || eventSubProcess || leftByEvents;
        reportIf(!starts && into(node).isEmpty(), "no-implicit-start", node);
        reportIf(!ends && outOf(node).isEmpty(), "no-implicit-end", node);
        reportIf(!eventSubProcess && into(node).isEmpty() && outOf(node).isEmpty(), "no-disconnected", node);
        boolean branches = node instanceof Activity || node instanceof Event;
        reportIf(branches && into(node).size() > 1, "fake-join", node);
        long always = outOf(node).stream()
                .filter(flow -> flow.getConditionExpression() == null && !isDefault(flow))
                .count();
        reportIf(branches && always > 1, "no-implicit-split", node);
        boolean unnamed = node.getName() == null || node.getName().isBlank();
        boolean joins = node instanceof Gateway && outOf(node).size() < 2;
        boolean parallel = node instanceof ParallelGateway || node instanceof EventBasedGateway;
        reportIf(unnamed && !joins && !parallel && !(node instanceof SubProcess), "label-required", node);
        reportIf(
                !Set.copyOf(node.getIncoming()).equals(Set.copyOf(into(node)))
                        || !Set.copyOf(node.getOutgoing()).equals(Set.copyOf(outOf(node))),
                "flows-listed",
                node);
    }

    private void flow(SequenceFlow flow) {
        FlowNode source = flow.getSource();
        boolean named = flow.getName() != null && !flow.getName().isBlank();
        boolean conditional = flow.getConditionExpression() != null;
        boolean decides = (source instanceof ExclusiveGateway || source instanceof InclusiveGateway)
                && outOf(source).size() > 1;
        reportIf(conditional && !named, "label-required", flow);
        reportIf(named && !conditional && !isDefault(flow) && !decides, "superfluous-label", flow);
        boolean forks =
                outOf(source).stream().anyMatch(other -> other.getConditionExpression() != null || isDefault(other));
        reportIf(forks && !conditional && !isDefault(flow), "conditional-flows", flow);
        reportIf(conditional && source instanceof EventBasedGateway, "event-based-gateway", flow);
    }

    private static boolean isDefault(SequenceFlow flow) {
        FlowNode source = flow.getSource();
        return source instanceof ExclusiveGateway exclusive && flow.equals(exclusive.getDefault())
                || source instanceof InclusiveGateway inclusive && flow.equals(inclusive.getDefault())
                || source instanceof Activity activity && flow.equals(activity.getDefault());
    }

    private void gateway(Gateway gateway) {
        int in = into(gateway).size();
        int out = outOf(gateway).size();
        reportIf(in > 1 && out > 1, "no-gateway-join-fork", gateway);
        reportIf(in == 1 && out == 1, "superfluous-gateway", gateway);
        reportIf(gateway instanceof EventBasedGateway && out < 2, "event-based-gateway", gateway);
    }

    private void event(Event event) {
        Collection<EventDefinition> definitions = definitions(event);
        reportIf(definitions.size() > 1, "single-event-definition", event);
        reportIf(definitions.stream().anyMatch(LinkEventDefinition.class::isInstance), "link-event", event);
    }

    private static Collection<EventDefinition> definitions(Event event) {
        return event instanceof CatchEvent caught
                ? caught.getEventDefinitions()
                : ((ThrowEvent) event).getEventDefinitions();
    }

    private void process(Process process) {
        reportIf(
                process.isExecutable()
                        && (process.getCamundaHistoryTimeToLiveString() == null
                                || process.getCamundaHistoryTimeToLiveString().isBlank()),
                "history-time-to-live",
                process);
        container(process);
    }

    private void subProcess(SubProcess subProcess) {
        List<StartEvent> starts = inside(subProcess, StartEvent.class);
        for (StartEvent start : starts) {
            boolean blank = start.getEventDefinitions().isEmpty();
            reportIf(subProcess.triggeredByEvent() && blank, "event-sub-process-typed-start-event", start);
            reportIf(!subProcess.triggeredByEvent() && !blank, "sub-process-blank-start-event", start);
        }
        container(subProcess);
    }

    private void container(BaseElement container) {
        List<StartEvent> starts = inside(container, StartEvent.class);
        reportIf(starts.isEmpty(), "start-event-required", container);
        reportIf(inside(container, EndEvent.class).isEmpty(), "end-event-required", container);
        long blank = starts.stream()
                .filter(start -> start.getEventDefinitions().isEmpty())
                .count();
        reportIf(blank > 1, "single-blank-start-event", container);
        List<FlowNode> ends = inside(container, FlowNode.class).stream()
                .filter(node -> outOf(node).isEmpty())
                .toList();
        boolean terminates = ends.size() == 1
                && ends.get(0) instanceof EndEvent end
                && definitions(end).stream().anyMatch(TerminateEventDefinition.class::isInstance);
        reportIf(terminates, "superfluous-termination", container);
    }

    private <T extends FlowNode> List<T> inside(BaseElement container, Class<T> type) {
        return all(type)
                .filter(node -> node.getParentElement().equals(container))
                .toList();
    }

    private void discouraged() {
        all(InclusiveGateway.class).forEach(gateway -> report("no-inclusive-gateway", gateway));
        all(ComplexGateway.class).forEach(gateway -> report("no-complex-gateway", gateway));
        model.getDocument()
                .getElementsByNameNs(BpmnModelConstants.BPMN20_NS, "adHocSubProcess")
                .forEach(element -> findings.add("ad-hoc-sub-process " + element.getAttribute("id")));
    }

    private void duplicates() {
        Set<String> seen = new HashSet<>();
        all(SequenceFlow.class).forEach(flow -> {
            String condition = flow.getConditionExpression() == null
                    ? ""
                    : flow.getConditionExpression().getTextContent();
            String key = flow.getSource().getId() + "#" + flow.getTarget().getId() + "#" + condition;
            reportIf(!seen.add(key), "no-duplicate-sequence-flows", flow);
        });
    }

    private void global() {
        Set<RootElement> used = new HashSet<>();
        all(MessageEventDefinition.class).forEach(definition -> used.add(definition.getMessage()));
        all(ReceiveTask.class).forEach(task -> used.add(task.getMessage()));
        all(SignalEventDefinition.class).forEach(definition -> used.add(definition.getSignal()));
        all(ErrorEventDefinition.class).forEach(definition -> used.add(definition.getError()));
        all(EscalationEventDefinition.class).forEach(definition -> used.add(definition.getEscalation()));
        List<RootElement> globals = new ArrayList<>();
        all(Message.class).forEach(globals::add);
        all(Signal.class).forEach(globals::add);
        all(Error.class).forEach(globals::add);
        all(Escalation.class).forEach(globals::add);
        Set<String> names = new HashSet<>();
        for (RootElement global : globals) {
            String name = global.getAttributeValue("name");
            reportIf(name == null || name.isBlank(), "global-named", global);
            reportIf(!names.add(global.getElementType().getTypeName() + name), "global-unique", global);
            reportIf(!used.contains(global), "global-used", global);
        }
        all(BusinessRuleTask.class)
                .forEach(task -> reportIf(task.getCamundaDecisionRef() == null, "decision-named", task));
    }

    private void diagram() {
        Set<BaseElement> drawn = new HashSet<>();
        all(BpmnEdge.class).forEach(edge -> drawn.add(edge.getBpmnElement()));
        for (BpmnShape shape : model.getModelElementsByType(BpmnShape.class)) {
            BaseElement element = shape.getBpmnElement();
            drawn.add(element);
            boolean expanded = element instanceof SubProcess && shape.isExpanded();
            double width = element instanceof Event ? 36 : element instanceof Gateway ? 50 : 100;
            double height = element instanceof Event ? 36 : element instanceof Gateway ? 50 : 80;
            reportIf(
                    !expanded
                            && (shape.getBounds().getWidth() != width
                                    || shape.getBounds().getHeight() != height),
                    "standard-size",
                    element);
        }
        all(FlowNode.class).forEach(node -> reportIf(!drawn.contains(node), "no-bpmndi", node));
        all(SequenceFlow.class).forEach(flow -> reportIf(!drawn.contains(flow), "no-bpmndi", flow));
    }
}
