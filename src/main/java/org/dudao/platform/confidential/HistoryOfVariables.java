package org.dudao.platform.confidential;

import java.util.List;
import java.util.function.Predicate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.history.event.HistoricDetailEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricFormPropertyEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricVariableInstanceEntity;
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

    /**
     * Forgets the values that the running transaction told the process under these names, before they are written; to be
     * called in the transaction that submits their form.
     */
    public void forget(DelegateExecution process, Predicate<String> names) {
        String id = process.getProcessInstanceId();
        DbEntityManager entities = Context.getCommandContext().getDbEntityManager();
        entities.getCachedEntitiesByType(HistoricVariableInstanceEntity.class).stream()
                .filter(value -> id.equals(value.getProcessInstanceId()) && names.test(value.getName()))
                .forEach(entities::delete);
        entities.getCachedEntitiesByType(HistoricDetailEventEntity.class).stream()
                .filter(detail -> id.equals(detail.getProcessInstanceId()) && names.test(nameOf(detail)))
                .forEach(entities::delete);
    }

    private static String nameOf(HistoricDetailEventEntity detail) {
        return detail instanceof HistoricFormPropertyEventEntity field
                ? field.getPropertyId()
                : detail instanceof HistoricVariableUpdateEventEntity update ? update.getVariableName() : "";
    }
}
