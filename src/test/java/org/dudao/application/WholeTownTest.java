package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * S0 to W4: the sample town with its 8 schools, 18 units and 4 villages through the whole campaign as in 2023, from 10
 * September to 10 November and the appraisal. By the end every process of the house has been used.
 */
@ApplicationTest
class WholeTownTest extends WholeTown {

    private static final String IDLE = "school-08";

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theWholeTownGoesThroughTheWholeCampaign() {
        goThrough("hekou-2023", LocalDate.parse("2023-09-10"), LocalDate.parse("2023-11-30"), IDLE);

        assertThat(unused()).as("processes that nobody used").isEmpty();
        assertThat(count("dudao.appraisal where final_at is not null"))
                .as("8 schools and 18 departments and villages have their final grade")
                .isEqualTo(8 + 18);
        assertThat(jdbc.sql("""
                                select a.unit || ' ' || i.indicator || ' ' || i.value from dudao.appraisal a
                                join dudao.appraisal_indicator i on i.appraisal = a.key
                                where a.school and i.indicator in ('drills', 'duties') and (i.value < 95 or i.value is null)
                                order by 1
                                """).query(String.class).list())
                .as("every school has drills and duties to be appraised by, and but one did them")
                .containsExactly(IDLE + " drills 0", IDLE + " duties 0");
        assertThat(jdbc.sql("""
                                select (g ->> 'text') || (g ->> 'lastYear') || (g ->> 'thisYear') || (g ->> 'trend')
                                from dudao.bulletin, json_array_elements(figures -> 'goals') g where final and g ->> 'text' like '师生%'
                                """).query(String.class).single())
                .as("of 32 drills four were not held, and one showed shortcomings")
                .matches("师生安全意识和防范能力明显增强（演练一次合格率）72%8\\d%好转");
        assertThat(count("dudao.veto_case where unit = '" + IDLE + "'"))
                .as("who does nothing at all climbs to the top of the ladder")
                .isPositive();
        assertThat(count("dudao.obligation where unit <> '" + IDLE
                        + "' and state in ('OPEN', 'RETURNED') and kind <> 'duty-missed'"))
                .as("all others owe nothing any more")
                .isZero();
    }

    private int count(String what) {
        return jdbc.sql("select count(*) from " + what).query(Integer.class).single();
    }

    @Override
    void happens(String day) {
        switch (day) {
            case "2023-09-10" ->
                start("task-force.head", "campaign", Map.of("plan", "hekou-2023", "startDate", "2023-09-10"));
            case "2023-09-14" ->
                start("market-regulation.clerk", "hazard", Map.of("school", "school-04", "area", "A10"));
            case "2023-09-18" ->
                start(
                        "culture-tourism.clerk",
                        "hazard",
                        Map.of("school", "school-05", "area", "A13", "crime", true, "severity", "serious"));
            case "2023-09-19" -> start("school-02.clerk", "voice", Map.of("aboutSchool", "school-02"));
            case "2023-09-20" ->
                start(
                        "town-office.clerk",
                        "calendar-change",
                        Map.of("firstDay", "2023-10-12", "lastDay", "2023-10-12"));
            case "2023-09-21" ->
                start(
                        "urban-management.clerk",
                        "joint-enforcement",
                        Map.of("jointArea", "A12", "jointSchool", "school-01"));
            case "2023-09-22" -> start("governance.head", "meeting", Map.of());
            case "2023-09-25" -> start("school-03.head", "incident", Map.of("school", "school-03", "dead", 0));
            case "2023-09-26" -> start(IDLE + ".head", "waiver", Map.of());
            default -> {
                // An ordinary day.
            }
        }
    }

    @Override
    Map<String, Object> wishes(String task) {
        return switch (task) {
            case "ReviewReport" -> first("report returned") ? Map.of("decision", "return") : Map.of();
            case "Rectify" -> first("unable") ? Map.of("decision", "unable") : Map.of();
            case "DraftAgenda" -> Map.of("otherItems", "下一步怎么整治");
            case "Resolve" -> Map.of("decision", "last");
            case "RecordOnSite" -> first("found on site") ? Map.of("decision", "hazard") : Map.of();
            case "Hold" -> first("postponed") ? Map.of("decision", "postpone") : Map.of();
            case "ReviewDrill" -> first("shortcomings") ? Map.of("decision", "shortcomings") : Map.of();
            case "Objection" -> first("objected") ? Map.of("decision", "object") : Map.of();
            default -> Map.of();
        };
    }
}
