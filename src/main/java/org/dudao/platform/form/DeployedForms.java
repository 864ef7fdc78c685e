package org.dudao.platform.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.form.FormData;
import org.camunda.bpm.engine.impl.cmd.GetCamundaFormDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeploymentResourceCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.repository.CamundaFormDefinition;
import org.camunda.bpm.engine.variable.VariableMap;

/** Finds the deployed form that a task or start event refers to, inside a running command, and checks against it. */
final class DeployedForms {

    private final FormValidator validator;

    /** By the id of a form's version, which never changes its content. */
    private final Map<String, FormSchema> schemas = new ConcurrentHashMap<>();

    DeployedForms(FormValidator validator) {
        this.validator = validator;
    }

    VariableMap accept(FormData form, VariableMap submitted, Function<String, Object> variables) {
        CamundaFormRef reference = form.getCamundaFormRef();
        if (reference == null || reference.getKey() == null) {
            throw new NotFoundException("The reference to a form yields no key");
        }
        return validator.validate(schema(reference, form.getDeploymentId()), submitted, variables);
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
