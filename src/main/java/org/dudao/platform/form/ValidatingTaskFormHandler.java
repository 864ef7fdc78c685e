package org.dudao.platform.form;

import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.handler.DefaultTaskFormHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;

/**
 * Takes a submitted task form only when it fits the deployed form, and keeps the values local to the task's activity:
 * what the process needs further is lifted by output mappings.
 */
final class ValidatingTaskFormHandler extends DefaultTaskFormHandler {

    private final DeployedForms forms;

    ValidatingTaskFormHandler(DeployedForms forms, String deploymentId) {
        this.forms = forms;
        this.deploymentId = deploymentId;
    }

    @Override
    public void submitFormVariables(VariableMap properties, VariableScope scope) {
        TaskEntity task = (TaskEntity) scope;
        VariableMap accepted = forms.acceptTask(createTaskForm(task), task, properties);
        CommandContext context = Context.getCommandContext();
        boolean logged = context.isUserOperationLogEnabled();
        context.enableUserOperationLog();
        task.getExecution().setVariablesLocal(accepted);
        fireFormPropertyHistoryEvents(accepted, task);
        context.setLogUserOperationEnabled(logged);
    }
}
