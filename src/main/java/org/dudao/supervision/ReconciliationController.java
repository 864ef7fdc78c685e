package org.dudao.supervision;

import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliation on demand, for those who may read all processes. */
@RestController
class ReconciliationController {

    private final Reconciliation reconciliation;
    private final Reader reader;

    ReconciliationController(Reconciliation reconciliation, Reader reader) {
        this.reconciliation = reconciliation;
        this.reader = reader;
    }

    @GetMapping("/api/reconciliation")
    Reconciliation.Result reconcile() {
        if (!reader.readsEverything()) {
            throw ApiProblem.forbidden("核对台账与流程只对督导组、工作专班、镇领导和管理员开放");
        }
        return reconciliation.run();
    }
}
