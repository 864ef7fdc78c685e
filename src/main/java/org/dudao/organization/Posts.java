package org.dudao.organization;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;

/** What the accounts are called in front of people. */
@Component
public class Posts {

    private final IdentityService identity;

    Posts(IdentityService identity) {
        this.identity = identity;
    }

    /** The name of each account, such as 市场监管所 经办人; the account itself where it has none or is gone. */
    public Map<String, String> names(Collection<String> accounts) {
        Map<String, String> names = new HashMap<>();
        accounts.forEach(account -> names.put(account, account));
        if (!accounts.isEmpty()) {
            identity.createUserQuery()
                    .userIdIn(accounts.toArray(String[]::new))
                    .list()
                    .forEach(user -> {
                        if (user.getFirstName() != null && !user.getFirstName().isBlank()) {
                            names.put(user.getId(), user.getFirstName());
                        }
                    });
        }
        return names;
    }
}
