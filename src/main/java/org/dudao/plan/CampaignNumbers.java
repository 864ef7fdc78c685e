package org.dudao.plan;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Numbers what arises in a campaign, kind by kind: {@code hekou-2023/voice/3}. */
@Component
public class CampaignNumbers {

    private final JdbcClient jdbc;

    CampaignNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The key of the campaign's next matter of a kind, numbered from 1. Transactions that ask for one of the same kind wait
     * for each other until they end, so that the caller has entered its row before the next one counts.
     *
     * @param kind what stands between the campaign and the number
     * @param table where the kind's rows are, in the schema dudao, with a column {@code campaign}; never what a person wrote
     */
    public String nextKey(String campaign, String kind, String table) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                .param(kind + " " + campaign)
                .query()
                .listOfRows();
        int before = jdbc.sql("select count(*) from dudao." + table + " where campaign = ?")
                .param(campaign)
                .query(Integer.class)
                .single();
        return "%s/%s/%d".formatted(campaign, kind, before + 1);
    }
}
