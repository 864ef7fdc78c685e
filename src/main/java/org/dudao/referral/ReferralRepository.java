package org.dudao.referral;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface ReferralRepository extends Repository<Referral, String> {

    @Query("select * from dudao.referral where key = :key for update")
    Optional<Referral> findForUpdate(String key);

    @Query("select * from dudao.referral where campaign = :campaign order by referred_at, key")
    List<Referral> findAll(String campaign);
}
