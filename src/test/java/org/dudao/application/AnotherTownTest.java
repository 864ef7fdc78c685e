package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * S0 to W4 in another town: units, schools, areas, items, dates, deadlines and rhythms come from its plan file, which is
 * all that is its own. Forms and models are those of the sample.
 */
@ApplicationTest
@TestPropertySource(properties = "dudao.definitions-dir=plans/examples/qingxi")
class AnotherTownTest extends WholeTown {

    private static final String IDLE = "qingxi-hill-school";

    @Autowired
    private JdbcClient jdbc;

    @Test
    void anotherTownGoesThroughItsCampaignWithItsPlanFileAlone() {
        goThrough("qingxi-2024", LocalDate.parse("2024-03-04"), LocalDate.parse("2024-07-20"), IDLE);

        assertThat(unused()).as("what did not happen here").containsOnly("waiver", "incident", "calendar-change");
        assertThat(jdbc.sql("""
                                select a.unit || ' ' || i.value from dudao.appraisal a
                                join dudao.appraisal_indicator i on i.appraisal = a.key
                                where a.school and i.indicator = 'drills' and (i.value < 95 or i.value is null)
                                """).query(String.class).list())
                .as("all schools but one held the town's drill")
                .containsExactly(IDLE + " 0");
    }

    @Override
    void happens(String day) {
        switch (day) {
            case "2024-03-04" ->
                start("qingxi-safety.head", "campaign", Map.of("plan", "qingxi-2024", "startDate", "2024-03-04"));
            case "2024-03-20" ->
                start(
                        "qingxi-market.clerk",
                        "hazard",
                        Map.of("school", "qingxi-kindergarten", "area", "B02", "severity", "serious"));
            case "2024-03-21" ->
                start(
                        "qingxi-upper-village.clerk",
                        "hazard",
                        Map.of("school", "qingxi-primary", "area", "B03", "crime", true));
            case "2024-03-22" -> start("qingxi-primary.clerk", "voice", Map.of());
            case "2024-03-25" ->
                start(
                        "qingxi-fire.clerk",
                        "joint-enforcement",
                        Map.of("jointArea", "B01", "invitedDepartments", "[\"qingxi-police\"]"));
            case "2024-03-26" -> start("qingxi-police.head", "meeting", Map.of());
            default -> {
                // An ordinary day.
            }
        }
    }

    @Override
    Map<String, Object> wishes(String task) {
        return switch (task) {
            case "DraftAgenda" -> Map.of("otherItems", "下一步怎么整治");
            case "Resolve" -> Map.of("decision", "last");
            default -> Map.of();
        };
    }
}
