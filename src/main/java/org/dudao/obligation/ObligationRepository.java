package org.dudao.obligation;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface ObligationRepository extends ListCrudRepository<Obligation, String> {

    @Query("""
            select * from dudao.obligation
            where process_instance = :processInstance and kind = :kind and matter is not distinct from :matter
              and state <> 'FULFILLED'
            for update
            """)
    Optional<Obligation> findLiving(String processInstance, String kind, String matter);

    @Query("select * from dudao.obligation where id = :id for update")
    Optional<Obligation> findForUpdate(String id);

    @Query(
            "select * from dudao.obligation where unit in (:units) and state in ('OPEN', 'RETURNED') order by deadline, id")
    List<Obligation> findOpenOf(List<String> units);

    @Query("select id from dudao.obligation where state = 'OPEN' order by deadline, id")
    List<String> findOpenIds();

    @Query("select * from dudao.obligation where state = 'OPEN' and working_days is not null order by deadline, id")
    List<Obligation> findCounted();

    @Query(
            "select * from dudao.obligation where campaign = :campaign and state not in ('FULFILLED', 'WAIVED') order by deadline, id")
    List<Obligation> findOpen(String campaign);

    @Query("""
            select * from dudao.obligation where process_instance = :processInstance and state <> 'FULFILLED'
            order by opened_at, id for update
            """)
    List<Obligation> findLivingIn(String processInstance);
}
