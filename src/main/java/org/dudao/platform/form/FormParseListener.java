package org.dudao.platform.form;

import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.form.FormDefinition;
import org.camunda.bpm.engine.impl.form.handler.DelegateStartFormHandler;
import org.camunda.bpm.engine.impl.form.handler.DelegateTaskFormHandler;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** Puts the validating handlers on every user task and start event that refers to a Camunda Form. */
final class FormParseListener extends AbstractBpmnParseListener {

    private final DeployedForms forms;

    FormParseListener(DeployedForms forms) {
        this.forms = forms;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        TaskDefinition definition = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        if (refersToForm(definition.getFormDefinition())) {
            String deploymentId = activity.getProcessDefinition().getDeploymentId();
            definition.setTaskFormHandler(new DelegateTaskFormHandler(
                    new ValidatingTaskFormHandler(forms, deploymentId), deployment(deploymentId)));
        }
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        if (refersToForm(process.getStartFormDefinition())) {
            process.setStartFormHandler(new DelegateStartFormHandler(
                    new ValidatingStartFormHandler(forms, process.getDeploymentId()),
                    deployment(process.getDeploymentId())));
        }
    }

    static boolean refersToForm(FormDefinition form) {
        return form != null && form.getCamundaFormDefinitionKey() != null;
    }

    /** The delegating handlers only ask a deployment for its id. */
    private static DeploymentEntity deployment(String id) {
        DeploymentEntity deployment = new DeploymentEntity();
        deployment.setId(id);
        return deployment;
    }
}
