package org.dudao.organization;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the accounts are called in front of people, also those who may not list the accounts in the engine. */
@Component
public class Posts {

    private final JdbcClient jdbc;

    Posts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The name of each account, such as 市场监管所 经办人; the account itself where it has none or is gone. */
    public Map<String, String> names(Collection<String> accounts) {
        Map<String, String> names = new HashMap<>();
        accounts.forEach(account -> names.put(account, account));
        if (!accounts.isEmpty()) {
            jdbc
                    .sql("select id_, btrim(concat_ws(' ', first_, last_)) from act_id_user where id_ in (:accounts)")
                    .param("accounts", accounts)
                    .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                    .list()
                    .stream()
                    .filter(name -> !name.getValue().isBlank())
                    .forEach(name -> names.put(name.getKey(), name.getValue()));
        }
        return names;
    }
}
