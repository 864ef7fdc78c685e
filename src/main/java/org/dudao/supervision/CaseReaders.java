package org.dudao.supervision;

import java.util.Optional;
import java.util.function.Predicate;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.dudao.evidence.EvidenceReaders;
import org.springframework.stereotype.Component;

/** Evidence is seen by who may see the case that it belongs to. */
@Component
class CaseReaders implements EvidenceReaders {

    private final Explanation explanation;
    private final Reader reader;
    private final TaskService tasks;

    CaseReaders(Explanation explanation, Reader reader, TaskService tasks) {
        this.explanation = explanation;
        this.reader = reader;
        this.tasks = tasks;
    }

    @Override
    public boolean mayRead(String businessKey) {
        return has(businessKey, reader.mayRead());
    }

    @Override
    public boolean isCrime(String businessKey) {
        return has(businessKey, Explanation.Parties::crime);
    }

    private boolean has(String businessKey, Predicate<Explanation.Parties> matters) {
        return explanation
                .of(businessKey, matters)
                .filter(found -> !found.matters().isEmpty())
                .isPresent();
    }

    @Override
    public String originOf(String businessKey) {
        return explanation.originOf(businessKey);
    }

    @Override
    public String obligationOf(String id) {
        Task task = tasks.createTaskQuery().taskId(id).singleResult();
        return Optional.ofNullable(task)
                .flatMap(
                        found -> explanation.ofTask(found.getProcessInstanceId(), found.getTaskDefinitionKey(), (String)
                                tasks.getVariable(id, "matter")))
                .map(Explanation.TaskCase::obligation)
                .orElse(null);
    }
}
