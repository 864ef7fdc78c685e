package org.dudao.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/** Notes which nodes and sequence flows of which model were passed. What was rolled back was not passed. */
final class ModelCoverage extends AbstractProcessEnginePlugin {

    private final Map<String, Set<String>> passed = new ConcurrentHashMap<>();

    /** How much of a model was passed, and by id and name what was not. */
    record Report(String process, int nodes, int flows, List<String> missing) {

        String inWords() {
            return "%s: %d nodes, %d flows; not passed: %s"
                    .formatted(
                            process, nodes, flows, missing.isEmpty() ? "none" : "\n  " + String.join("\n  ", missing));
        }
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<BpmnParseListener> listeners = new ArrayList<>();
        if (configuration.getCustomPostBPMNParseListeners() != null) {
            listeners.addAll(configuration.getCustomPostBPMNParseListeners());
        }
        listeners.add(new AbstractBpmnParseListener() {
            @Override
            public void parseProcess(Element element, ProcessDefinitionEntity process) {
                listen(process);
            }
        });
        configuration.setCustomPostBPMNParseListeners(listeners);
    }

    void forget() {
        passed.clear();
    }

    /** Holds what was passed since {@link #forget()} against the model's newest version. */
    Report report(RepositoryService repository, String process) {
        ProcessDefinition definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult();
        BpmnModelInstance model = repository.getBpmnModelInstance(definition.getId());
        Set<String> done = passed.getOrDefault(process, Set.of());
        List<FlowNode> nodes = List.copyOf(model.getModelElementsByType(FlowNode.class));
        List<SequenceFlow> flows = List.copyOf(model.getModelElementsByType(SequenceFlow.class));
        List<String> missing = Stream.concat(nodes.stream(), flows.stream())
                .filter(element -> !done.contains(element.getId()) && !isTakenByItsEvent(element, done))
                .map(ModelCoverage::inWords)
                .toList();
        return new Report(process, nodes.size(), flows.size(), missing);
    }

    /** The engine does not take the flows that leave an event-based gateway: the event itself says which one it was. */
    private static boolean isTakenByItsEvent(FlowElement element, Set<String> done) {
        return element instanceof SequenceFlow flow
                && flow.getSource() instanceof EventBasedGateway
                && done.contains(flow.getTarget().getId());
    }

    private static String inWords(FlowElement element) {
        if (element instanceof SequenceFlow flow) {
            String between =
                    flow.getSource().getName() + " → " + flow.getTarget().getName();
            return "%s（%s）".formatted(flow.getId(), flow.getName() == null ? between : flow.getName() + "：" + between);
        }
        return "%s（%s）".formatted(element.getId(), element.getName());
    }

    private void listen(ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            String id = activity.getId();
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, noting(id));
            activity.getOutgoingTransitions().forEach(flow -> ((TransitionImpl) flow)
                    .addBuiltInListener(ExecutionListener.EVENTNAME_TAKE, noting(flow.getId())));
            listen(activity);
        }
    }

    private ExecutionListener noting(String id) {
        return execution -> {
            String process = processOf(execution);
            Context.getCommandContext()
                    .getTransactionContext()
                    .addTransactionListener(TransactionState.COMMITTED, context -> passed.computeIfAbsent(
                                    process, key -> ConcurrentHashMap.newKeySet())
                            .add(id));
        };
    }

    private static String processOf(DelegateExecution execution) {
        return execution.getProcessDefinitionId().split(":")[0];
    }
}
