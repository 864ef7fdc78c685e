package org.dudao.platform.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.form.FormData;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.cmd.GetCamundaFormDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.repository.CamundaFormDefinition;
import org.camunda.bpm.engine.variable.VariableMap;
import org.springframework.context.ApplicationEventPublisher;

/** Finds the deployed form that a task or start event refers to, inside a running command, and checks against it. */
final class DeployedForms {

    private final FormValidator validator;
    private final Supplier<FormAttachments> attachments;
    private final ApplicationEventPublisher events;

    /** By the id of a form's version, which never changes its content. */
    private final Map<String, FormSchema> schemas = new ConcurrentHashMap<>();

    DeployedForms(FormValidator validator, Supplier<FormAttachments> attachments, ApplicationEventPublisher events) {
        this.validator = validator;
        this.attachments = attachments;
        this.events = events;
    }

    VariableMap acceptTask(FormData form, TaskEntity task, VariableMap submitted) {
        return accept(form, submitted, task::getVariable, key -> task.getId(), task.getProcessInstanceId());
    }

    VariableMap acceptStart(FormData form, ExecutionEntity instance, VariableMap submitted) {
        String post = Context.getCommandContext().getAuthenticatedUserId();
        VariableMap accepted = accept(
                form,
                submitted,
                name -> null,
                key -> attachments.get().basketOfStartForm(key, post),
                instance.getProcessInstanceId());
        if (post != null) {
            events.publishEvent(new StartFormSubmitted(form.getCamundaFormRef().getKey(), post));
        }
        return accepted;
    }

    private VariableMap accept(
            FormData form,
            VariableMap submitted,
            Function<String, Object> variables,
            UnaryOperator<String> basketOf,
            String processInstance) {
        CamundaFormRef reference = form.getCamundaFormRef();
        if (reference == null || reference.getKey() == null) {
            throw new NotFoundException("The reference to a form yields no key");
        }
        FormSchema schema = schema(reference, form.getDeploymentId());
        if (schema.attachments().isEmpty()) {
            return validator.validate(schema, submitted, variables);
        }
        String basket = basketOf.apply(reference.getKey());
        VariableMap accepted = validator.validate(
                schema, submitted, variables, slot -> attachments.get().ready(basket, slot));
        // Not before the engine has found out who of two that submit the same form was first: the other would wait here
        // for the first and then go on with a task that is gone.
        Context.getCommandContext()
                .getTransactionContext()
                .addTransactionListener(
                        TransactionState.COMMITTING,
                        context -> attachments.get().handedIn(basket, processInstance));
        return accepted;
    }

    private FormSchema schema(CamundaFormRef reference, String deploymentId) {
        CommandContext context = Context.getCommandContext();
        CamundaFormDefinition definition =
                context.runWithoutAuthorization(new GetCamundaFormDefinitionCmd(reference, deploymentId));
        if (definition == null) {
            throw new NotFoundException("No form is deployed for " + reference);
        }
        return schemas.computeIfAbsent(definition.getId(), id -> parse(context, definition));
    }

    private static FormSchema parse(CommandContext context, CamundaFormDefinition definition) {
        try (InputStream content = context.runWithoutAuthorization(
                new GetDeploymentResourceCmd(definition.getDeploymentId(), definition.getResourceName()))) {
            return FormSchema.parse(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
