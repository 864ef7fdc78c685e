package org.dudao.draft;

import java.util.Set;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.spring.boot.starter.event.TaskEvent;
import org.dudao.platform.form.StartFormSubmitted;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Ends drafts in the transaction that ends their form. The engine's starter tells of every task of every model
 * ({@code camunda.bpm.eventing} in application.yaml), so no model needs a listener of its own; and of a submitted start
 * form tells {@link StartFormSubmitted}. Not before the commit, when the engine has found out who of two was first and has
 * deleted the task: see {@link DraftStore#save}.
 */
@Component
class DraftTasks {

    /** Submitted; or gone otherwise, such as with a cancelled instance. */
    private static final Set<String> ENDS = Set.of(TaskListener.EVENTNAME_COMPLETE, TaskListener.EVENTNAME_DELETE);

    private final DraftStore drafts;

    DraftTasks(DraftStore drafts) {
        this.drafts = drafts;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(TaskEvent event) {
        if (ENDS.contains(event.getEventName())) {
            drafts.clearAll(event.getId());
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void on(StartFormSubmitted submitted) {
        drafts.clear(submitted.post(), DraftStore.startForm(submitted.form()));
    }
}
