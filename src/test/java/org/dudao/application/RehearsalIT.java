package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dudao.application.ChildApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal clock as an operator uses it; nothing is asserted about how long anything takes in real time. */
class RehearsalIT {

    private static final Instant START = Instant.parse("2023-09-10T00:00:00Z");
    private static final int SPEED = 14_400;
    private static final Duration GIVE_UP = Duration.ofMinutes(5);

    /** The first duty of a campaign that begins on 10 September is due on the 11th; two working days later it climbs. */
    private static final Instant DUE = Instant.parse("2023-09-11T15:59:59.999Z");

    private static final Instant CLIMBS = Instant.parse("2023-09-13T15:59:59.999Z");

    @TempDir
    Path directory;

    @Test
    void runsAheadAndNeverBack() throws Exception {
        ChildApplication.Launcher plain =
                ChildApplication.on(directory.resolve("data")).with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD);
        ChildApplication.Launcher launcher = ChildApplication.on(directory.resolve("data"))
                .with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD)
                .with("DUDAO_REHEARSAL_START", START.toString())
                .with("DUDAO_REHEARSAL_SPEED", String.valueOf(SPEED));
        Instant beforeTheStop;
        try (ChildApplication application = launcher.startAndWait()) {
            assertThat(now(application)).isAfterOrEqualTo(START);
            assertEveryPageSaysSo(application);
            launch(application);

            await().atMost(GIVE_UP).until(() -> acts(application).containsKey("SUPERVISED"));

            Map<String, Instant> acts = acts(application);
            assertThat(acts.get("OPENED")).isBetween(START, DUE);
            assertThat(acts.get("URGED")).isBetween(DUE, CLIMBS);
            assertThat(acts.get("SUPERVISED")).isBetween(CLIMBS, now(application));
            Instant beforeTheKill = now(application);
            application.kill();

            try (ChildApplication second = launcher.startAndWait()) {
                assertThat(now(second)).isAfterOrEqualTo(beforeTheKill);
                assertThat(acts(second)).containsAllEntriesOf(acts);
                assertThat(second.get("supervisors.head", Town.PASSWORD, "/api/log/verification")
                                .body()
                                .path("whole")
                                .asBoolean())
                        .isTrue();
                beforeTheStop = now(second);
                second.stop();
            }
        }
        assertRefused(plain, "里是演练的数据", "接着演练");

        Instant stopped = Instant.parse(Files.readString(directory.resolve("data/rehearsal-instant.txt"))
                .strip());
        assertThat(stopped).isAfterOrEqualTo(beforeTheStop);
        try (ChildApplication third =
                launcher.with("DUDAO_REHEARSAL_SPEED", "1").startAndWait()) {
            assertThat(now(third)).as("time stood still").isBetween(stopped, stopped.plus(GIVE_UP));
        }
    }

    @Test
    void refusesToRehearseWithARealCampaign() throws Exception {
        ChildApplication.Launcher plain =
                ChildApplication.on(directory.resolve("data")).with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD);
        try (ChildApplication application = plain.startAndWait()) {
            Answer state = application.get("nobody", "wrong", "/api/rehearsal");
            assertThat(state.body().toString()).isEqualTo("{\"rehearsal\":false}");
            assertThat(page(application, "/camunda/app/tasklist/default/").body())
                    .contains("<body")
                    .doesNotContain("rehearsal", "演练");
            launch(application);
            application.stop();
        }

        assertRefused(
                plain.with("DUDAO_REHEARSAL_START", START.toString()).with("DUDAO_REHEARSAL_SPEED", "60"),
                "已经有不是演练的数据",
                "DUDAO_DATA_DIR");
        assertRefused(plain.with("DUDAO_REHEARSAL_SPEED", "0"), "DUDAO_REHEARSAL_SPEED 写的是“0”");
        // There is no such server: refused before anybody asks for it.
        assertRefused(
                plain.with("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:9/dudao"),
                "演练只能用自带的示例数据库",
                "请去掉 DUDAO_REHEARSAL_START 和 DUDAO_REHEARSAL_SPEED");
    }

    private static void assertRefused(ChildApplication.Launcher launcher, String... words) throws Exception {
        try (ChildApplication refused = launcher.start()) {
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(refused.output()).contains(words).doesNotContain("\tat ");
        }
    }

    private static void assertEveryPageSaysSo(ChildApplication application) throws Exception {
        for (String path : List.of(
                "/camunda/app/tasklist/default/",
                "/camunda/app/cockpit/default/",
                "/camunda/app/admin/default/",
                "/camunda/app/welcome/default/",
                "/camunda/",
                "/error")) {
            HttpResponse<String> page = page(application, path);
            assertThat(page.body())
                    .as(path)
                    .contains("演练：现在是 <time>2023-")
                    .contains("（1分钟相当于10天），数据不是真的")
                    .containsOnlyOnce("scripts/rehearsal.js");
        }
        for (String file : List.of("scripts/rehearsal.js", "styles/rehearsal.css")) {
            assertThat(page(application, "/camunda/app/dudao/" + file).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
        String policy = page(application, "/camunda/app/tasklist/default/")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertThat(policy).contains("'strict-dynamic'", "'nonce-");
    }

    private static HttpResponse<String> page(ChildApplication application, String path) throws Exception {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(application.uri(path).toString()))
                                .header("Accept", "text/html")
                                .build(),
                        BodyHandlers.ofString());
    }

    private static Instant now(ChildApplication application) throws InterruptedException {
        Answer state = application.get("nobody", "wrong", "/api/rehearsal");
        assertThat(state.body().path("rehearsal").asBoolean()).as("%s", state).isTrue();
        return OffsetDateTime.parse(state.body().path("now").asText()).toInstant();
    }

    private static void launch(ChildApplication application) throws InterruptedException {
        Answer started = application.post(
                "task-force.head",
                Town.PASSWORD,
                "/engine-rest/process-definition/key/campaign/submit-form",
                Town.variables(Map.of("plan", "hekou-2023", "startDate", "2023-09-10")));
        assertThat(started.ok()).as("%s", started).isTrue();
    }

    /** When the first duty's acts happened. */
    private static Map<String, Instant> acts(ChildApplication application) throws Exception {
        Map<String, Instant> acts = new LinkedHashMap<>();
        try (Connection database = application.database();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select l.act, l.at from dudao.case_log l"
                                + " join dudao.obligation o on o.id = l.case_key where o.kind = 'draft-plan' order by sequence")) {
            while (rows.next()) {
                acts.put(
                        rows.getString("act"),
                        rows.getObject("at", OffsetDateTime.class).toInstant());
            }
        }
        return acts;
    }
}
