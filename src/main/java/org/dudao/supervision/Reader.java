package org.dudao.supervision;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** The post that asks, and how far it may see. */
@Component
class Reader {

    private final IdentityService identity;
    private final AuthorizationService authorizations;

    Reader(IdentityService identity, AuthorizationService authorizations) {
        this.identity = identity;
        this.authorizations = authorizations;
    }

    /** The units that the post belongs to. */
    Set<String> units() {
        List<String> groups = identity.getCurrentAuthentication().getGroupIds();
        return groups == null ? Set.of() : new HashSet<>(groups);
    }

    /** Whether the post may read all processes: supervisors, the task force, leaders, the administrator. */
    boolean readsEverything() {
        Authentication current = identity.getCurrentAuthentication();
        return authorizations.isUserAuthorized(
                current.getUserId(),
                current.getGroupIds(),
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                Authorization.ANY);
    }
}
