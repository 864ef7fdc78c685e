package org.dudao.meeting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What a campaign has open and a meeting could talk about (W3): serious and listed hazards, what is overdue, what was
 * raised. Crimes never come here (M2b), and of what was raised in confidence only that it is open (M4).
 */
@Service
public class OpenMatters {

    private static final int MOST_OF_A_KIND = 20;
    private static final int LONGEST = 80;

    private final JdbcClient jdbc;
    private final CampaignPlans plans;
    private final Clock clock;

    OpenMatters(JdbcClient jdbc, CampaignPlans plans, Clock clock) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.clock = clock;
    }

    /** @param label one line that people read */
    public record Matter(String id, String label) {}

    /** The gravest hazards first, then what is overdue longest, then what was raised first; twenty of a kind at most. */
    public List<Matter> of(String campaign) {
        Plan plan = plans.of(campaign);
        return Stream.of(hazards(plan, campaign), overdue(plan, campaign), voices(plan, campaign))
                .flatMap(List::stream)
                .toList();
    }

    private List<Matter> hazards(Plan plan, String campaign) {
        return jdbc.sql("""
                        select h.number, h.school, h.place, h.description, h.grade, h.listed from dudao.hazard h
                        where h.campaign = :campaign and h.closed_at is null and not h.crime
                          and (h.grade in ('major', 'serious') or h.listed)
                        order by h.listed desc, h.grade = 'major' desc, h.number limit :most
                        """)
                .param("campaign", campaign)
                .param("most", MOST_OF_A_KIND)
                .query((row, n) -> matter("hazard:" + row.getString("number"), hazard(plan, row)))
                .list();
    }

    private static String hazard(Plan plan, ResultSet row) throws SQLException {
        String grade = "major".equals(row.getString("grade")) ? "重大隐患" : "隐患";
        return (row.getBoolean("listed") ? "挂牌督办的" : "") + grade + " " + row.getString("number") + " "
                + plan.unitName(row.getString("school")) + " " + row.getString("place") + "："
                + row.getString("description");
    }

    private List<Matter> overdue(Plan plan, String campaign) {
        return jdbc.sql("""
                        select o.id, o.title, o.unit, o.deadline, o.matter from dudao.obligation o
                        left join act_hi_procinst p on p.id_ = o.process_instance
                        left join dudao.hazard h on h.number = p.business_key_
                        left join dudao.voice v on v.key = p.business_key_
                        where o.campaign = :campaign and o.state in ('OPEN', 'RETURNED') and o.deadline < :now
                          and not coalesce(h.crime, false) and coalesce(v.state, '') <> 'REFERRED'
                          and not exists (select 1 from dudao.referral r where r.key = p.business_key_)
                        order by o.deadline, o.id limit :most
                        """)
                .param("campaign", campaign)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", MOST_OF_A_KIND)
                .query((row, n) -> matter(
                        "obligation:" + row.getString("id"),
                        "逾期事项 %s %s，期限%s"
                                .formatted(
                                        plan.unitName(row.getString("unit")),
                                        row.getString("title"),
                                        Deadlines.inWords(
                                                row.getTimestamp("deadline").toInstant()))))
                .list();
    }

    private List<Matter> voices(Plan plan, String campaign) {
        return jdbc.sql("""
                        select v.key, v.what, v.confidential, v.handling_unit from dudao.voice v
                        where v.campaign = :campaign and v.closed_at is null
                        order by v.raised_at, v.key limit :most
                        """)
                .param("campaign", campaign)
                .param("most", MOST_OF_A_KIND)
                .query((row, n) -> {
                    String number = row.getString("key").replaceAll(".*/", "");
                    return matter(
                            "voice:" + row.getString("key"),
                            "诉求%s号（%s办理）：%s"
                                    .formatted(
                                            number,
                                            plan.unitName(row.getString("handling_unit")),
                                            row.getBoolean("confidential") ? "要求保密" : row.getString("what")));
                })
                .list();
    }

    private static Matter matter(String id, String label) {
        return new Matter(id, label.length() <= LONGEST ? label : label.substring(0, LONGEST) + "……");
    }
}
