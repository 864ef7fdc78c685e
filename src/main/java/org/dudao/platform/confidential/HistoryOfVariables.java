package org.dudao.platform.confidential;

import java.util.List;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.stereotype.Component;

/**
 * What the engine remembers of the values of variables. The engine's own service deletes them as well, but only of
 * processes that were there before the running transaction.
 */
@Component
public class HistoryOfVariables {

    /**
     * Forgets all values of the process instance, those of this very transaction included; to be called inside a command
     * of the engine, in the last step of the instance.
     */
    public void forget(String processInstance) {
        CommandContext context = Context.getCommandContext();
        List<String> instances = List.of(processInstance);
        context.getHistoricDetailManager().deleteHistoricDetailsByProcessInstanceIds(instances);
        context.getHistoricVariableInstanceManager().deleteHistoricVariableInstanceByProcessInstanceIds(instances);
    }
}
