package org.dudao.document;

import java.util.List;
import java.util.Optional;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.SupervisionOrder;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What papers read: rows by their keys, what was owed in a matter, and what happened in it. */
@Component
class Cases {

    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CaseLog log;

    Cases(JdbcAggregateTemplate aggregates, JdbcClient jdbc, CaseLog log) {
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.log = log;
    }

    <T> Optional<T> find(Class<T> table, String key) {
        return Optional.ofNullable(aggregates.findById(key, table));
    }

    /** The process of the matter that began last; empty where none has. */
    Optional<String> processOf(String matter) {
        return jdbc.sql("select id_ from act_hi_procinst where business_key_ = ? order by start_time_ desc limit 1")
                .param(matter)
                .query(String.class)
                .optional();
    }

    /** The business key of the matter that the obligation arose in. */
    Optional<String> matterOf(Obligation owed) {
        return jdbc.sql("select business_key_ from act_hi_procinst where id_ = ? and business_key_ is not null")
                .param(owed.processInstance())
                .query(String.class)
                .optional();
    }

    /** Those of the matter, or the one whose id it is, the oldest first. */
    List<Obligation> obligations(String matter) {
        return jdbc.sql("""
                        select o.id from dudao.obligation o left join act_hi_procinst p on p.id_ = o.process_instance
                        where o.id = :key or p.business_key_ = :key order by o.opened_at, o.id
                        """).param("key", matter).query(String.class).list().stream()
                .flatMap(id -> find(Obligation.class, id).stream())
                .toList();
    }

    /** The latest of this kind in the matter. */
    Optional<Obligation> obligation(String matter, String kind) {
        return obligations(matter).stream()
                .filter(obligation -> obligation.kind().equals(kind))
                .reduce((earlier, later) -> later);
    }

    /** Those to the unit that owes it, the oldest first. */
    List<SupervisionOrder> orders(String obligation) {
        return aggregates.findAll(
                Query.query(Criteria.where("obligation").is(obligation)).sort(Sort.by("issuedAt", "number")),
                SupervisionOrder.class);
    }

    /** The hash of each entry of the case, in the same order as {@link #entries}. */
    List<String> hashes(String key) {
        return jdbc.sql("select hash from dudao.case_log where case_key = ? order by sequence")
                .param(key)
                .query(String.class)
                .list();
    }

    List<CaseEntry> entries(String key) {
        return log.read(key);
    }

    /** The latest entry of this act in the case. */
    Optional<CaseEntry> last(String key, String act) {
        return log.read(key).stream().filter(entry -> entry.act().equals(act)).reduce((earlier, later) -> later);
    }
}
