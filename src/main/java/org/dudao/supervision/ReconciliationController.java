package org.dudao.supervision;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliation on demand, for those who may read all processes. */
@RestController
class ReconciliationController {

    private final Reconciliation reconciliation;
    private final IdentityService identity;
    private final AuthorizationService authorizations;

    ReconciliationController(
            Reconciliation reconciliation, IdentityService identity, AuthorizationService authorizations) {
        this.reconciliation = reconciliation;
        this.identity = identity;
        this.authorizations = authorizations;
    }

    @GetMapping("/api/reconciliation")
    Reconciliation.Result reconcile() {
        Authentication current = identity.getCurrentAuthentication();
        if (!authorizations.isUserAuthorized(
                current.getUserId(),
                current.getGroupIds(),
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                Authorization.ANY)) {
            throw new AuthorizationException("核对台账与流程只对督导组、工作专班、镇领导和管理员开放");
        }
        return reconciliation.run();
    }
}
