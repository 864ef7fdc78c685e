package org.dudao.plan;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The plan of each campaign: the file as it was at the launch, with all its dates moved to the campaign's start. */
@Component
public class CampaignPlans {

    private final Plans plans;
    private final JdbcClient jdbc;
    private final Map<String, Plan> cache = new ConcurrentHashMap<>();

    CampaignPlans(Plans plans, JdbcClient jdbc) {
        this.plans = plans;
        this.jdbc = jdbc;
    }

    /**
     * Fixes the plan of a new campaign and gives the campaign its id: the plan's id, from the second run on with a
     * number ({@code hekou-2023-2}).
     *
     * @throws IllegalArgumentException if there is no such plan
     */
    public String start(String planId, LocalDate startDate) {
        String source = plans.source(planId).orElseThrow(() -> new IllegalArgumentException("no plan " + planId));
        jdbc.sql("select pg_advisory_xact_lock(hashtext('dudao campaign'))")
                .query()
                .listOfRows();
        int runs = jdbc.sql("select count(*) from dudao.campaign_plan where plan = ?")
                .param(planId)
                .query(Integer.class)
                .single();
        String campaign = runs == 0 ? planId : planId + "-" + (runs + 1);
        jdbc.sql("insert into dudao.campaign_plan (campaign, plan, start_date, source) values (?, ?, ?, ?)")
                .params(campaign, planId, startDate, source)
                .update();
        return campaign;
    }

    /** @throws IllegalArgumentException if there is no such campaign */
    public Plan of(String campaign) {
        return find(campaign).orElseThrow(() -> new IllegalArgumentException("no campaign " + campaign));
    }

    /** The plan of the campaign; empty if there is no such campaign. */
    public Optional<Plan> find(String campaign) {
        return Optional.ofNullable(cache.computeIfAbsent(campaign, this::load));
    }

    /**
     * The campaign that is not closed and whose plan fits, the one launched last where there are several; empty where
     * there is none.
     */
    public Optional<String> running(Predicate<Plan> fits) {
        return jdbc
                .sql("select id from dudao.campaign where closed_at is null order by started_at desc, id")
                .query(String.class)
                .list()
                .stream()
                .filter(campaign -> fits.test(of(campaign)))
                .findFirst();
    }

    private Plan load(String campaign) {
        return jdbc.sql("select plan, start_date, source from dudao.campaign_plan where campaign = ?")
                .param(campaign)
                .query((row, n) -> Plans.read(row.getString("plan") + ".yaml", row.getString("source"))
                        .shiftedTo(row.getObject("start_date", LocalDate.class)))
                .optional()
                .orElse(null);
    }
}
