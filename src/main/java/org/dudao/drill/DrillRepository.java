package org.dudao.drill;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface DrillRepository extends Repository<Drill, String> {

    @Query("select * from dudao.drill where key = :key for update")
    Optional<Drill> findForUpdate(String key);

    @Query("select * from dudao.drill where campaign = :campaign order by school, scenario")
    List<Drill> findAll(String campaign);
}
