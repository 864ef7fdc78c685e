package org.dudao.platform.confidential;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIdentityLinkLogEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.stereotype.Component;

/**
 * Takes the persons' names out of what the engine writes into its history about confidential processes, before it is
 * written: who started, claimed, completed, was a candidate. Whoever may read the history of all processes would else
 * read them. Who did what is kept by the log of cases, which knows who is to stay unnamed.
 */
@Component
class NamelessHistory extends AbstractProcessEnginePlugin {

    private static final PropertyKey<Boolean> CONFIDENTIAL = new PropertyKey<>("dudaoConfidential");

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<BpmnParseListener> listeners = new ArrayList<>();
        if (configuration.getCustomPostBPMNParseListeners() != null) {
            listeners.addAll(configuration.getCustomPostBPMNParseListeners());
        }
        listeners.add(new AbstractBpmnParseListener() {
            @Override
            public void parseProcess(Element element, ProcessDefinitionEntity process) {
                process.getProperties().set(CONFIDENTIAL, ConfidentialProcesses.isConfidential(element));
            }
        });
        configuration.setCustomPostBPMNParseListeners(listeners);
        // The engine's own handler comes behind those of this list.
        configuration.getCustomHistoryEventHandlers().add(new WithoutNames());
    }

    private static final class WithoutNames implements HistoryEventHandler {

        @Override
        public void handleEvents(List<HistoryEvent> events) {
            events.forEach(this::handleEvent);
        }

        @Override
        public void handleEvent(HistoryEvent event) {
            if (event.getProcessDefinitionId() == null || !isConfidential(event.getProcessDefinitionId())) {
                return;
            }
            if (event instanceof HistoricProcessInstanceEventEntity instance) {
                instance.setStartUserId(null);
            } else if (event instanceof HistoricTaskInstanceEventEntity task) {
                task.setAssignee(null);
                task.setOwner(null);
            } else if (event instanceof HistoricActivityInstanceEventEntity activity) {
                activity.setTaskAssignee(null);
            } else if (event instanceof HistoricIdentityLinkLogEventEntity link) {
                link.setUserId(null);
                link.setAssignerId(null);
            } else if (event instanceof UserOperationLogEntryEventEntity operation) {
                operation.setUserId(null);
                operation.setOrgValue(null);
                operation.setNewValue(null);
            }
        }

        private static boolean isConfidential(String definition) {
            return Boolean.TRUE.equals(Context.getProcessEngineConfiguration()
                    .getDeploymentCache()
                    .findDeployedProcessDefinitionById(definition)
                    .getProperties()
                    .get(CONFIDENTIAL));
        }
    }
}
