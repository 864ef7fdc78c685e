package org.dudao.supervision;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.hazard.HazardProcess;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.UnitKind;
import org.springframework.stereotype.Component;

/** The post that asks, and how far it may see. */
@Component
class Reader {

    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final Plans plans;

    Reader(IdentityService identity, AuthorizationService authorizations, Plans plans) {
        this.plans = plans;
        this.identity = identity;
        this.authorizations = authorizations;
    }

    /** The units that the post belongs to. */
    Set<String> units() {
        List<String> groups = identity.getCurrentAuthentication().getGroupIds();
        return groups == null ? Set.of() : new HashSet<>(groups);
    }

    /**
     * Which matters the post may see: its own, or all where it reads everything. A case of crime is for public security
     * and the leaders alone (M2b).
     */
    Predicate<Explanation.Parties> mayRead() {
        Sight sight = sight();
        String post = identity.getCurrentAuthentication().getUserId();
        return parties -> parties.crime()
                ? sight.crime()
                : sight.everything()
                        || post.equals(parties.post())
                        || parties.units().stream().anyMatch(sight.units()::contains);
    }

    /**
     * @param units those that the post belongs to
     * @param everything whether it may read all matters
     * @param crime whether it may read cases of crime (M2b)
     */
    record Sight(Set<String> units, boolean everything, boolean crime) {}

    Sight sight() {
        Set<String> units = units();
        return new Sight(units, readsEverything(), plans.all().stream().anyMatch(plan -> readsCrime(plan, units)));
    }

    private static boolean readsCrime(Plan plan, Set<String> units) {
        return units.contains(plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id())
                || plan.obligation("referral")
                        .map(rule -> units.contains(rule.owedBy()))
                        .orElse(false);
    }

    /** Whether the post may read the processes of all units: supervisors, the task force, leaders, the administrator. */
    boolean readsEverything() {
        Authentication current = identity.getCurrentAuthentication();
        return authorizations.isUserAuthorized(
                current.getUserId(),
                current.getGroupIds(),
                ProcessDefinitionPermissions.READ_INSTANCE,
                Resources.PROCESS_DEFINITION,
                HazardProcess.KEY);
    }
}
