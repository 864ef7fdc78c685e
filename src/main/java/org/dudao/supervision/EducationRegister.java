package org.dudao.supervision;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.EducationItem;
import org.dudao.plan.Plan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What schools teach, and letters whose slips come back (A14, M4): numbers only. */
@Service
class EducationRegister {

    private final JdbcClient jdbc;
    private final CampaignPlans plans;

    EducationRegister(JdbcClient jdbc, CampaignPlans plans) {
        this.jdbc = jdbc;
        this.plans = plans;
    }

    /**
     * @param pupils how many were taught in all
     * @param letters how many were handed out in all
     * @param slips how many of them came back
     */
    record Register(long total, int pupils, int letters, int slips, List<Row> items) {}

    /**
     * One item of one school.
     *
     * @param required how many of a hundred letters have to come back; 0 where any number will do
     * @param letters null for what is no letter, as are the slips, and before it is filled in
     */
    record Row(
            String key,
            String item,
            String itemName,
            boolean letter,
            int required,
            String school,
            String schoolName,
            String state,
            String stateName,
            LocalDate taughtOn,
            Integer sessions,
            Integer pupils,
            LocalDate handedOutOn,
            Integer letters,
            Integer slips,
            int returns) {}

    private static final Map<String, String> STATES = Map.of(
            "TEACHING", "待开展",
            "HANDING_OUT", "待发放",
            "COLLECTING", "收回执",
            "REVIEWING", "待审核",
            "ACCEPTED", "已通过");

    /**
     * The schools' office, which reviews them, reads all of them, too.
     *
     * @throws NoSuchElementException if there is no such campaign
     */
    Register of(String campaign, String item, String school, Reader.Sight sight) {
        Plan plan = plans.find(campaign)
                .orElseThrow(() -> new NoSuchElementException("没有编号为“%s”的专项行动，请重新选择".formatted(campaign)));
        boolean reviews = plan.obligation("education-review")
                .map(rule -> sight.units().contains(rule.owedBy()))
                .orElse(false);
        Map<String, Object> params = new HashMap<>();
        params.put("campaign", campaign);
        params.put("item", item);
        params.put("school", school);
        params.put("everything", sight.everything() || reviews);
        params.put("units", sight.units().isEmpty() ? List.of("") : List.copyOf(sight.units()));
        List<Row> rows = jdbc.sql("""
                        select * from dudao.education_item e
                        where e.campaign = :campaign and (:everything or e.school in (:units))
                          and (cast(:item as text) is null or e.item = :item)
                          and (cast(:school as text) is null or e.school = :school)
                        order by e.item, e.school
                        """)
                .params(params)
                .query((row, n) -> {
                    String id = row.getString("item");
                    EducationItem ruled = plan.educationItem(id).orElseThrow();
                    return new Row(
                            row.getString("key"),
                            id,
                            ruled.name(),
                            ruled.letter(),
                            ruled.returnedPercent(),
                            row.getString("school"),
                            plan.unitName(row.getString("school")),
                            row.getString("state"),
                            STATES.get(row.getString("state")),
                            row.getObject("taught_on", LocalDate.class),
                            row.getObject("sessions", Integer.class),
                            row.getObject("pupils", Integer.class),
                            row.getObject("handed_out_on", LocalDate.class),
                            row.getObject("letters", Integer.class),
                            row.getObject("slips", Integer.class),
                            row.getInt("returns"));
                })
                .list();
        return new Register(rows.size(), sum(rows, Row::pupils), sum(rows, Row::letters), sum(rows, Row::slips), rows);
    }

    private static int sum(List<Row> rows, Function<Row, Integer> number) {
        return rows.stream()
                .map(number)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .sum();
    }
}
