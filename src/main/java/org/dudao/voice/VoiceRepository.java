package org.dudao.voice;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface VoiceRepository extends Repository<Voice, String> {

    @Query("select * from dudao.voice where key = :key for update")
    Optional<Voice> findForUpdate(String key);

    @Query("""
            select v.* from dudao.voice v join dudao.campaign c on c.id = v.campaign
            where c.closed_at is not null and v.closed_at is null order by v.key for update of v
            """)
    List<Voice> findLeftOver();

    /** The one that waits for the end of this hazard. */
    @Query("select * from dudao.voice where hazard = :hazard and state = 'RECTIFYING' for update")
    Optional<Voice> findWaitingFor(String hazard);
}
