package org.dudao.supervision;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What was told to a post and to its units, and what of it stood on the post's screen when (W2e, W3). */
@Service
class Inbox {

    static final int MAX_PAGE = 200;

    /** A notice about a case of crime is for those alone who may read it (M2b), whomever it was sent to. */
    private static final String FOR_ME = """
             from dudao.notice n
            left join dudao.obligation o on o.id = n.obligation
            left join act_hi_procinst p on p.id_ = o.process_instance
            left join dudao.hazard h on h.number = coalesce(n.matter, p.business_key_)
            left join dudao.voice v on v.key = coalesce(n.matter, p.business_key_)
            left join dudao.referral r on r.key = coalesce(n.matter, p.business_key_)
            left join dudao.veto_case c on c.key = n.matter
            left join dudao.incident i on i.key = n.matter
            left join dudao.notice_seen s on s.notice = n.id and s.account = :account
            where n.unit in (:addressees)
              and (:crime or not
            """ + Explanation.CRIME + ")";

    private final JdbcClient jdbc;
    private final CampaignPlans plans;
    private final Clock clock;

    Inbox(JdbcClient jdbc, CampaignPlans plans, Clock clock) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * @param addressees the post and its units
     * @param crime whether it may read cases of crime
     */
    record Owner(String account, Set<String> addressees, boolean crime) {

        private Map<String, Object> params() {
            Map<String, Object> params = new HashMap<>();
            params.put("account", account);
            params.put("addressees", addressees);
            params.put("crime", crime);
            return params;
        }
    }

    /** @param unread how many of all there are have not been on the post's screen */
    record Counts(long total, long unread) {}

    /**
     * @param about the unit that it is about; null where that is one of the addressees, or none
     * @param campaignName null where it is of no campaign
     * @param businessKey of the matter; null where there is no page of it
     * @param seen whether it was on the post's screen before
     */
    record Notice(
            long id, Instant at, String text, String about, String campaignName, String businessKey, boolean seen) {

        Notice withoutMatter() {
            return new Notice(id, at, text, about, campaignName, null, seen);
        }
    }

    Counts count(Owner owner) {
        return jdbc.sql("select count(*), count(*) filter (where s.notice is null)" + FOR_ME)
                .params(owner.params())
                .query((row, n) -> new Counts(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The newest first. */
    List<Notice> page(Owner owner, int page, int size) {
        int limit = Math.min(Math.max(size, 1), MAX_PAGE);
        return jdbc.sql("""
                        select n.id, n.sent_at, n.text, coalesce(n.matter, p.business_key_) as business_key,
                            coalesce(o.campaign, h.campaign, split_part(n.matter, '/', 1)) as campaign,
                            coalesce(o.unit, c.unit, i.school) as about, s.notice is not null as seen
                        """ + FOR_ME + " order by n.id desc limit :limit offset :offset")
                .params(owner.params())
                .param("limit", limit)
                .param("offset", (long) Math.max(page, 0) * limit)
                .query((row, n) -> {
                    Optional<Plan> plan = plans.find(row.getString("campaign"));
                    String about = row.getString("about");
                    return new Notice(
                            row.getLong("id"),
                            row.getTimestamp("sent_at").toInstant(),
                            row.getString("text"),
                            about == null || owner.addressees().contains(about)
                                    ? null
                                    : plan.map(known -> known.unitName(about)).orElse(about),
                            plan.map(Plan::campaign).orElse(null),
                            row.getString("business_key"),
                            row.getBoolean("seen"));
                })
                .list();
    }

    /** Notes when these were seen for the first time; what is not the post's to see is left out. */
    void seen(Owner owner, Collection<Long> notices) {
        if (!notices.isEmpty()) {
            jdbc.sql("insert into dudao.notice_seen (notice, account, seen_at) select n.id, :account, :at" + FOR_ME
                            + " and n.id in (:notices) on conflict do nothing")
                    .params(owner.params())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("notices", notices)
                    .update();
        }
    }
}
