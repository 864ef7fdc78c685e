package org.dudao.platform.form;

import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskBpmnErrorCmd;
import org.camunda.bpm.engine.impl.cmd.HandleTaskEscalationCmd;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;

/**
 * Refuses every way around a form, after the engine's own check of permissions: completing or resolving such a task
 * without its form, leaving it by an error or escalation, changing its variables, and starting a process whose start
 * event has a form in any other way.
 *
 * <p>It applies to commands that an authenticated user calls from outside the engine. What our own code does inside
 * another command, and what jobs do, passes.
 */
final class FormGuard extends AuthorizationCommandChecker {

    private static final String COMPLETE = "这项任务要通过表单办理，不能跳过表单直接办结。请在任务列表里打开这项任务，填好表单后提交";
    private static final String VARIABLES = "办理内容只能通过表单填写，不能直接修改。请在任务列表里打开这项任务，在表单里填写。";
    private static final String START = "发起这个流程要先填表单，不能跳过表单直接发起。请点“启动流程”，填好表单后提交。";

    @Override
    public void checkTaskWork(TaskEntity task) {
        super.checkTaskWork(task);
        Command<?> command = Context.getCommandInvocationContext().getCommand();
        boolean leaves = command instanceof CompleteTaskCmd
                || command instanceof HandleTaskBpmnErrorCmd
                || command instanceof HandleTaskEscalationCmd;
        if (leaves && isUserCalling(command) && hasForm(task)) {
            // The REST layer answers 400 to this exception on "complete" alone, and to the other on "resolve" alone.
            throw command instanceof CompleteTaskCmd && !(command instanceof ResolveTaskCmd)
                    ? new FormViolation(List.of(COMPLETE))
                    : new BadUserRequestException(COMPLETE + "。");
        }
    }

    @Override
    public void checkUpdateTaskVariable(TaskEntity task) {
        super.checkUpdateTaskVariable(task);
        if (isUserCalling(Context.getCommandInvocationContext().getCommand()) && hasForm(task)) {
            throw new BadUserRequestException(VARIABLES);
        }
    }

    @Override
    public void checkCreateProcessInstance(ProcessDefinition definition) {
        super.checkCreateProcessInstance(definition);
        Command<?> command = Context.getCommandInvocationContext().getCommand();
        boolean passesForm =
                command instanceof StartProcessInstanceCmd || command instanceof StartProcessInstanceAtActivitiesCmd;
        if (passesForm
                && isUserCalling(command)
                && definition instanceof ProcessDefinitionEntity entity
                && FormParseListener.refersToForm(entity.getStartFormDefinition())) {
            throw new BadUserRequestException(START);
        }
    }

    /** The engine asks this with null for the form of a task that is gone, and would fail on it. */
    @Override
    public void checkReadTask(TaskEntity task) {
        if (task == null) {
            throw new NotFoundException("Cannot find task");
        }
        super.checkReadTask(task);
    }

    private static boolean isUserCalling(Command<?> command) {
        return OutermostCommandInterceptor.isOutermost(command)
                && Context.getCommandContext().getAuthenticatedUserId() != null;
    }

    private static boolean hasForm(TaskEntity task) {
        return task.getTaskDefinition() != null
                && FormParseListener.refersToForm(task.getTaskDefinition().getFormDefinition());
    }
}
