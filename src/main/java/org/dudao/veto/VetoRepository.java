package org.dudao.veto;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface VetoRepository extends Repository<VetoCase, String> {

    @Query("select * from dudao.veto_case where key = :key for update")
    Optional<VetoCase> findForUpdate(String key);
}
