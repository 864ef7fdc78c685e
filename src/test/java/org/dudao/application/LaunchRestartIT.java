package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dudao.application.ChildApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requirement 1 of "what must always hold", and ADR 0001: killed twice while it launches, no school is lost or doubled. */
class LaunchRestartIT {

    private static final int SCHOOLS = 200;
    private static final int PER_TRANSACTION = 20;
    private static final String CAMPAIGN = "hekou-2023";
    private static final String LAUNCHED = "select count(*) from act_ru_execution e"
            + " join act_re_procdef d on d.id_ = e.proc_def_id_ where e.parent_id_ is null and d.key_ = 'school'";
    private static final String WAITING_FOR_SCHOOLS =
            "select count(*) from act_ru_event_subscr where event_name_ = 'AllSchoolsFinished'";
    private static final String WRITING = "select count(*) from pg_stat_activity where backend_xid is not null";

    @TempDir
    Path directory;

    @Test
    void everySchoolIsLaunchedOnceAlthoughTheApplicationIsKilledTwice() throws Exception {
        ChildApplication.Launcher launcher = ChildApplication.on(directory.resolve("data"))
                .with("DUDAO_DEFINITIONS_DIR", definitions().toString())
                .with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD)
                .with("DUDAO_SCHOOLS_PER_TRANSACTION", String.valueOf(PER_TRANSACTION));

        try (ChildApplication first = launcher.startAndWait()) {
            issuePlan(first);
            killWhileLaunching(first, PER_TRANSACTION);
            int launched = launched(first);
            assertThat(launched).isBetween(PER_TRANSACTION, SCHOOLS - PER_TRANSACTION);

            try (ChildApplication second = launcher.startAndWait()) {
                killWhileLaunching(second, launched + 2 * PER_TRANSACTION);
                assertThat(launched(second)).isBetween(launched + 2 * PER_TRANSACTION, SCHOOLS - PER_TRANSACTION);

                try (ChildApplication third = launcher.startAndWait()) {
                    awaitLaunch(third);
                    assertLaunchedOnceEach(third);
                    assertThat(List.of(second.output(), third.output()))
                            .as("jobs of a killed application are free at once, without waiting for their lock's end;"
                                    + " the first may have taken the one that starts standing work along")
                            .allSatisfy(output -> assertThat(output).containsPattern("killed while it did [12] jobs"));
                }
            }
        }
    }

    /** The sample town's definitions with its schools multiplied. */
    private Path definitions() throws IOException {
        return SampleDefinitions.in(
                directory.resolve("definitions"), plan -> multiplied(SampleDefinitions.withoutStandingWork(plan)));
    }

    private static String multiplied(String plan) {
        Matcher section = Pattern.compile("(?m)^schools:\n((?: .*\n)+)").matcher(plan);
        assertThat(section.find()).as("section of schools").isTrue();
        // Those with posts of their own stand on two lines and are left out.
        List<String> sample = section.group(1)
                .lines()
                .filter(line -> line.startsWith("  - {id: ") && line.endsWith("}"))
                .toList();
        String schools = IntStream.range(0, SCHOOLS)
                .mapToObj(n -> sample.get(n % sample.size())
                        .replaceFirst("id: school-\\d+", "id: " + school(n + 1))
                        .replaceFirst("name: ([^,]+)", "name: $1" + (n + 1)))
                .collect(Collectors.joining("\n", "schools:\n", "\n"));
        return section.replaceFirst(Matcher.quoteReplacement(schools));
    }

    private static String school(int number) {
        return "school-%02d".formatted(number);
    }

    /** Everything up to the task whose completion launches the schools. */
    private static void issuePlan(ChildApplication application) throws Exception {
        String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        String text = "按照方案开展排查、整治、验收和巩固。";
        submit(
                application,
                "task-force.head",
                "/engine-rest/process-definition/key/campaign/submit-form",
                Map.of("plan", CAMPAIGN, "startDate", today));
        complete(application, "task-force.clerk", "DraftPlan", Map.of("planSummary", text, "warningsConfirmed", true));
        complete(
                application,
                "town-office.clerk",
                "FormTaskForce",
                Map.of("leadPost", "镇 主要领导", "members", text, "duties", text));
        complete(
                application,
                "town-office.clerk",
                "IssuePlan",
                Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", today));
    }

    private static void complete(ChildApplication application, String post, String key, Map<String, Object> values)
            throws Exception {
        JsonNode tasks = application
                .get(post, Town.PASSWORD, "/engine-rest/task?taskDefinitionKey=" + key)
                .body();
        assertThat(tasks).as(key).hasSize(1);
        submit(application, post, "/engine-rest/task/" + tasks.get(0).get("id").asText() + "/submit-form", values);
    }

    private static void submit(ChildApplication application, String post, String path, Map<String, Object> values)
            throws Exception {
        Answer answer = application.post(post, Town.PASSWORD, path, Town.variables(values));
        assertThat(answer.ok()).as("%s: %s", path, answer).isTrue();
    }

    /** Kills the application while it is writing and at least {@code launched} schools, but not all, are launched. */
    private static void killWhileLaunching(ChildApplication application, int launched) throws Exception {
        try (Connection database = application.database()) {
            await(application, () -> count(database, LAUNCHED) >= launched && count(database, WRITING) > 0);
        }
        application.kill();
    }

    private static void awaitLaunch(ChildApplication application) throws Exception {
        try (Connection database = application.database()) {
            await(application, () -> count(database, WAITING_FOR_SCHOOLS) > 0);
        }
    }

    private static void await(ChildApplication application, Callable<Boolean> condition) throws Exception {
        Instant giveUp = Instant.now().plus(Duration.ofMinutes(5));
        while (!condition.call()) {
            assertThat(Instant.now()).as(application::output).isBefore(giveUp);
            Thread.sleep(2);
        }
    }

    private static void assertLaunchedOnceEach(ChildApplication application) throws Exception {
        try (Connection database = application.database()) {
            // From the history, so that one that had been started twice and was ended again would show too.
            assertThat(texts(
                            database,
                            "select business_key_ from act_hi_procinst where proc_def_key_ = 'school' order by 1"))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, SCHOOLS)
                            .mapToObj(n -> CAMPAIGN + "/" + school(n))
                            .sorted()
                            .toList());
            assertThat(count(database, LAUNCHED)).isEqualTo(SCHOOLS);
            assertThat(count(
                            database,
                            "select count(*) from dudao.school_run s join act_ru_execution e"
                                    + " on e.id_ = s.process_instance and e.business_key_ = s.campaign || '/' || s.school"
                                    + " where s.state = 'RUNNING'"))
                    .isEqualTo(SCHOOLS);
            assertThat(count(database, "select schools_open from dudao.campaign"))
                    .isEqualTo(SCHOOLS);
            assertThat(count(database, "select count(*) from act_ru_job where handler_type_ = 'async-continuation'"))
                    .as("jobs of the launch that are left")
                    .isZero();
            assertThat(count(database, "select count(*) from act_ru_incident")).isZero();
        }
        JsonNode reconciliation = application
                .get("supervisors.head", Town.PASSWORD, "/api/reconciliation")
                .body();
        assertThat(reconciliation.path("clean").asBoolean())
                .as("%s", reconciliation)
                .isTrue();
    }

    private static int launched(ChildApplication application) throws Exception {
        try (Connection database = application.database()) {
            return count(database, LAUNCHED);
        }
    }

    private static int count(Connection database, String query) throws SQLException {
        return Integer.parseInt(texts(database, query).get(0));
    }

    private static List<String> texts(Connection database, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
