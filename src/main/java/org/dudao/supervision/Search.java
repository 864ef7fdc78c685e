package org.dudao.supervision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dudao.hazard.Hazard;
import org.dudao.plan.CampaignPlans;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds hazards and schools by what stands on a paper: a number, or a part of one, or a school's name (M1, W2a). */
@Service
class Search {

    private static final int MOST = 30;

    private final JdbcClient jdbc;
    private final CampaignPlans plans;

    Search(JdbcClient jdbc, CampaignPlans plans) {
        this.jdbc = jdbc;
        this.plans = plans;
    }

    /** @param key the business key: a ledger number, or campaign and school */
    record Found(String key, String what, String school, String state) {}

    /** The newest first, at most thirty; only what the reader may see. */
    List<Found> of(String words, Reader.Sight sight) {
        Map<String, Object> params = new HashMap<>();
        params.put("words", "%" + words.strip().replaceAll("([%_\\\\])", "\\\\$1") + "%");
        params.put("crime", sight.crime());
        params.put("everything", sight.everything());
        params.put("units", sight.units().isEmpty() ? List.of("") : List.copyOf(sight.units()));
        params.put("schools", schools(words.strip()));
        params.put("most", MOST);
        return jdbc.sql("""
                        select h.number as key, h.campaign, h.school, h.place || '：' || h.description as what, h.state
                        from dudao.hazard h
                        where (h.number ilike :words or h.place ilike :words or h.description ilike :words
                               or h.school in (:schools))
                          and (not h.crime or :crime)
                          and (:everything or h.crime or h.school in (:units) or h.responsible_unit in (:units)
                               or h.reinspecting_unit in (:units) or h.reporting_unit in (:units))
                        union all
                        select s.campaign || '/' || s.school, s.campaign, s.school, '学校流程', null
                        from dudao.school_run s
                        where (s.school in (:schools) or s.campaign || '/' || s.school ilike :words)
                          and s.process_instance is not null and (:everything or s.school in (:units))
                        order by key desc limit :most
                        """)
                .params(params)
                .query((row, n) -> new Found(
                        row.getString("key"),
                        row.getString("what"),
                        plans.of(row.getString("campaign")).unitName(row.getString("school")),
                        row.getString("state") == null
                                ? ""
                                : Hazard.State.valueOf(row.getString("state")).word()))
                .list();
    }

    /** The ids of all schools, of any campaign, with these words in their names. */
    private List<String> schools(String words) {
        List<String> ids = jdbc.sql("select id from dudao.campaign").query(String.class).list().stream()
                .flatMap(campaign -> plans.of(campaign).schools().stream())
                .filter(school -> school.name().contains(words))
                .map(school -> school.id())
                .distinct()
                .toList();
        return ids.isEmpty() ? List.of("") : ids;
    }
}
