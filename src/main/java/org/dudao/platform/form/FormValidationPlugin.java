package org.dudao.platform.form;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Makes the engine check every submitted Camunda Form, refuse ways around it, and repeat a user's command that lost a
 * race. "Today" is the engine's clock. Output mappings of cancelled activities are skipped.
 */
@Component
public class FormValidationPlugin extends AbstractProcessEnginePlugin {

    private final ObjectProvider<FormAttachments> attachments;
    private final ApplicationEventPublisher events;

    FormValidationPlugin(ObjectProvider<FormAttachments> attachments, ApplicationEventPublisher events) {
        this.attachments = attachments;
        this.events = events;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<CommandInterceptor> interceptors = new ArrayList<>();
        interceptors.add(new OutermostCommandInterceptor());
        if (configuration.getCustomPreCommandInterceptorsTxRequired() != null) {
            interceptors.addAll(configuration.getCustomPreCommandInterceptorsTxRequired());
        }
        configuration.setCustomPreCommandInterceptorsTxRequired(interceptors);

        List<BpmnParseListener> listeners = new ArrayList<>();
        if (configuration.getCustomPostBPMNParseListeners() != null) {
            listeners.addAll(configuration.getCustomPostBPMNParseListeners());
        }
        DeployedForms forms = new DeployedForms(
                new FormValidator(() -> ClockUtil.getCurrentTime().toInstant()), attachments::getObject, events);
        listeners.add(new FormParseListener(forms));
        configuration.setCustomPostBPMNParseListeners(listeners);

        // A cancelled task has no form values to lift, and its output mappings would fail on them.
        configuration.setSkipOutputMappingOnCanceledActivities(true);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        List<CommandChecker> checkers = configuration.getCommandCheckers();
        int place = -1;
        for (int i = 0; i < checkers.size(); i++) {
            if (checkers.get(i).getClass() == AuthorizationCommandChecker.class) {
                place = i;
            }
        }
        if (place < 0) {
            throw new IllegalStateException("The engine has no AuthorizationCommandChecker to put the form guard on");
        }
        checkers.set(place, new FormGuard());
    }
}
