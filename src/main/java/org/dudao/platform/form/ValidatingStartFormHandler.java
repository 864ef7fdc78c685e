package org.dudao.platform.form;

import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.handler.DefaultStartFormHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.variable.VariableMap;

/** Takes a submitted start form only when it fits the deployed form; the values belong to the process instance. */
final class ValidatingStartFormHandler extends DefaultStartFormHandler {

    private final DeployedForms forms;

    ValidatingStartFormHandler(DeployedForms forms, String deploymentId) {
        this.forms = forms;
        this.deploymentId = deploymentId;
    }

    @Override
    public void submitFormVariables(VariableMap properties, VariableScope scope) {
        ExecutionEntity instance = (ExecutionEntity) scope;
        VariableMap accepted =
                forms.acceptStart(createStartFormData(instance.getProcessDefinition()), instance, properties);
        CommandContext context = Context.getCommandContext();
        boolean logged = context.isUserOperationLogEnabled();
        context.enableUserOperationLog();
        instance.setVariables(accepted);
        fireFormPropertyHistoryEvents(accepted, instance);
        context.setLogUserOperationEnabled(logged);
    }
}
