package org.dudao.hazard;

import java.util.List;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface HazardRepository extends ListCrudRepository<Hazard, String> {

    @Query(
            "select * from dudao.hazard where campaign = :campaign and school = :school and closed_at is null order by number")
    List<Hazard> findOpen(String campaign, String school);

    @Query("select * from dudao.hazard where campaign = :campaign and school = :school order by number")
    List<Hazard> findAll(String campaign, String school);

    @Query("select * from dudao.hazard where campaign = :campaign and closed_at is null order by number")
    List<Hazard> findOpen(String campaign);

    @Query("""
            select h.* from dudao.hazard h join dudao.campaign c on c.id = h.campaign
            where c.closed_at is not null and h.closed_at is null and not h.crime order by h.number
            """)
    List<Hazard> findLeftOver();
}
