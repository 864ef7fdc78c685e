package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.dudao.application.ChildApplication.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rehearsed campaign in which no school does anything, up to the veto of each: once undisturbed, and once killed at
 * random instants, every second time while it writes. Both logs must say the same, act for act, though the two servers
 * stand in different time zones. The instants are those of {@link #SEED}, so that a failure can be seen again.
 */
class RehearsalKillIT {

    private static final int KILLS = Integer.getInteger("dudao.kills", 5);
    private static final long SEED = Long.getLong("dudao.seed", 20231008);

    /** The kills of an exhaustive run need more real time between them. */
    private static final int SPEED = KILLS > 10 ? 3_600 : 14_400;

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant START = Instant.parse("2023-09-01T00:00:00Z");

    /** By then no school has reached the end of its ladder: each kill falls into the campaign. */
    private static final Instant LAST_KILL = Instant.parse("2023-09-28T00:00:00Z");

    private static final Duration GIVE_UP = Duration.ofHours(1);
    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";
    private static final String CASE_ENDS = "VETO_CONCLUDED";

    @TempDir
    Path directory;

    @Test
    void aKilledCampaignSaysTheSameAsOneThatRanThrough() throws Exception {
        CompletableFuture<Map<String, List<String>>> undisturbed = CompletableFuture.supplyAsync(
                () -> unchecked(() -> rehearse(directory.resolve("undisturbed"), "UTC", new ArrayDeque<>())));

        Map<String, List<String>> killed = rehearse(directory.resolve("killed"), "America/New_York", kills());

        assertSame(killed, undisturbed.get(GIVE_UP.toMinutes(), TimeUnit.MINUTES));
    }

    private static Deque<Instant> kills() {
        Random random = new Random(SEED);
        return Stream.generate(() -> START.plusSeconds(
                        random.nextLong(Duration.between(START, LAST_KILL).toSeconds())))
                .limit(KILLS)
                .sorted()
                .collect(ArrayDeque::new, ArrayDeque::add, ArrayDeque::addAll);
    }

    /** The whole rehearsal, on a server of that time zone; the log of each case at its end. */
    private static Map<String, List<String>> rehearse(Path data, String serverZone, Deque<Instant> kills)
            throws Exception {
        Path definitions = SampleDefinitions.in(
                data.resolveSibling(data.getFileName() + "-definitions"), SampleDefinitions::withoutStandingWork);
        ChildApplication.Launcher launcher = ChildApplication.on(data)
                .with("DUDAO_DEFINITIONS_DIR", definitions.toString())
                .with("TZ", serverZone)
                .with("DUDAO_SAMPLE_PASSWORD", Town.PASSWORD)
                .with("DUDAO_REHEARSAL_START", START.toString())
                .with("DUDAO_REHEARSAL_SPEED", String.valueOf(SPEED));
        Instant giveUp = Instant.now().plus(GIVE_UP);
        while (Instant.now().isBefore(giveUp)) {
            try (ChildApplication application = launcher.startAndWait();
                    Connection database = application.database()) {
                assertWhole(application);
                CompletableFuture<Void> killer = killAt(application, kills);
                try {
                    while (!isOver(database)) {
                        // Its database outlives a killed application.
                        assertThat(application.process().isAlive()).isTrue();
                        workOnce(application, database);
                        Thread.sleep(100);
                    }
                    assertThat(kills).as("kills that did not happen").isEmpty();
                    assertWhole(application);
                    return log(database);
                } catch (UncheckedIOException | SQLException | AssertionError e) {
                    // The killed application does not answer; another one would have to.
                    if (!isKilled(killer, application)) {
                        throw e;
                    }
                }
            }
        }
        throw new AssertionError("the rehearsal came to no end");
    }

    private static boolean isKilled(CompletableFuture<Void> killer, ChildApplication application) throws Exception {
        try {
            killer.get(10, TimeUnit.SECONDS);
            return !application.process().isAlive();
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Kills at the next instant that still lies ahead, by real time from now on. */
    private static CompletableFuture<Void> killAt(ChildApplication application, Deque<Instant> kills) throws Exception {
        if (kills.isEmpty()) {
            return new CompletableFuture<>();
        }
        long wait =
                Math.max(500, Duration.between(now(application), kills.peek()).toMillis() / SPEED);
        return CompletableFuture.runAsync(
                () -> unchecked(() -> {
                    if (kills.size() % 2 == 0) {
                        awaitWriting(application);
                    }
                    kills.poll();
                    application.kill();
                    return null;
                }),
                CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS));
    }

    private static void awaitWriting(ChildApplication application) throws Exception {
        Instant giveUp = Instant.now().plusSeconds(20);
        try (Connection database = application.database()) {
            while (count(database, "select count(*) from pg_stat_activity where backend_xid is not null") == 0
                    && Instant.now().isBefore(giveUp)) {
                Thread.sleep(1);
            }
        }
    }

    // The town at work: it does its own duties at once; the schools do nothing.

    private static void workOnce(ChildApplication application, Connection database) throws Exception {
        if (count(database, "select count(*) from act_hi_procinst where proc_def_key_ = 'campaign'") == 0) {
            submit(
                    application,
                    "task-force.head",
                    "process-definition/key/campaign",
                    Map.of("plan", "hekou-2023", "startDate", today(application)));
        }
        for (String severity : List.of("major", "general")) {
            reportOnce(application, database, severity);
        }
        for (Work work : work(database)) {
            Optional<Map<String, Object>> answers = answers(work.key(), today(application));
            if (answers.isPresent()) {
                submit(application, work.post(), "task/" + work.task(), answers.get());
            }
        }
    }

    private static void reportOnce(ChildApplication application, Connection database, String severity)
            throws Exception {
        if (count(database, "select count(*) from act_hi_procinst where proc_def_key_ = 'school'") > 0
                && count(database, "select count(*) from dudao.hazard where severity = '" + severity + "'") == 0) {
            submit(
                    application,
                    "market-regulation.clerk",
                    "process-definition/key/hazard",
                    Map.of(
                            "school",
                            "school-01",
                            "area",
                            "A05",
                            "place",
                            "食堂",
                            "description",
                            "疏散通道堆放杂物",
                            "severity",
                            severity));
        }
    }

    private record Work(String task, String key, String post) {}

    /** What others than the schools have to do; of a unit's posts its clerk, or the one that there is. */
    private static List<Work> work(Connection database) throws SQLException {
        List<Work> work = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select t.id_, t.task_def_key_, min(coalesce(t.assignee_, l.user_id_, m.user_id_)) as post"
                                + " from act_ru_task t left join act_ru_identitylink l on l.task_id_ = t.id_"
                                + " and l.type_ = 'candidate'"
                                + " left join act_id_membership m on m.group_id_ = l.group_id_"
                                + " group by 1, 2, t.create_time_ order by t.create_time_, t.id_")) {
            while (rows.next()) {
                String post = rows.getString("post");
                if (post != null && !post.startsWith("school-")) {
                    work.add(new Work(rows.getString("id_"), rows.getString("task_def_key_"), post));
                }
            }
        }
        return work;
    }

    /** Empty where the town, too, does nothing. */
    private static Optional<Map<String, Object>> answers(String key, String today) {
        String tomorrow = LocalDate.parse(today).plusDays(1).toString();
        return Optional.ofNullable(
                switch (key) {
                    case "DraftPlan" -> Map.of("planSummary", TEXT, "warningsConfirmed", true);
                    case "FormTaskForce" -> Map.of("leadPost", "镇 主要领导", "members", TEXT, "duties", TEXT);
                    case "IssuePlan" -> Map.of("issuedNumber", "河办〔2023〕66号", "issuedOn", today);
                    case "Mobilisation" ->
                        Map.of("heldOn", today, "place", "镇政府会议室", "attendance", 60, "minutes", TEXT);
                    case "Publicity" -> Map.of("channels", new Town.Json("[\"banner\",\"letter\"]"), "reach", 3000);
                    case "SignPlan" -> Map.of("confirmed", true, "contactPost", "安全员");
                    case "DecideSummon" -> Map.of("decision", "summon", "reason", TEXT);
                    case "Summon" ->
                        Map.of(
                                "heldOn",
                                today,
                                "place",
                                "镇政府会议室",
                                "attendees",
                                "分管领导、校长",
                                "minutes",
                                TEXT,
                                "promisedOn",
                                tomorrow);
                    case "DecideCriticism" -> Map.of("decision", "criticise", "reason", TEXT, "publicText", TEXT);
                    case "DecideVeto" -> Map.of("decision", "propose", "reason", TEXT);
                    case "Deliberate" -> Map.of("facts", TEXT, "recommendation", "uphold");
                    case "Decide" -> Map.of("decision", "uphold", "reason", TEXT);
                    default -> null;
                });
    }

    /** Both logs: the campaign's schools are at the end of their ladders. */
    private static boolean isOver(Connection database) throws SQLException {
        return count(database, "select count(*) from dudao.case_log where act = '" + CASE_ENDS + "'")
                >= count(database, "select greatest(1, count(*)) from dudao.school_run");
    }

    // What must hold.

    private static void assertWhole(ChildApplication application) throws Exception {
        JsonNode reconciliation = application
                .get("supervisors.head", Town.PASSWORD, "/api/reconciliation")
                .body();
        assertThat(reconciliation.path("clean").asBoolean())
                .as("%s", reconciliation)
                .isTrue();
        JsonNode verification = application
                .get("supervisors.head", Town.PASSWORD, "/api/log/verification")
                .body();
        assertThat(verification.path("whole").asBoolean())
                .as("%s", verification)
                .isTrue();
    }

    /**
     * What is over must be the same in both; of what was still going on when the rehearsal ended, one may be further
     * than the other.
     */
    private static void assertSame(Map<String, List<String>> killed, Map<String, List<String>> undisturbed) {
        assertThat(killed.keySet()).isEqualTo(undisturbed.keySet());
        killed.forEach((matter, acts) -> {
            List<String> others = undisturbed.get(matter);
            int both = Math.min(acts.size(), others.size());
            assertThat(acts.subList(0, both)).as("%s (seed %d)", matter, SEED).isEqualTo(others.subList(0, both));
        });
        assertThat(killed.entrySet().stream()
                        .filter(matter -> isOver(matter.getValue())
                                && matter.getValue().equals(undisturbed.get(matter.getKey()))))
                .as("ladders climbed to their end")
                .hasSizeGreaterThanOrEqualTo(8);
    }

    private static boolean isOver(List<String> acts) {
        return !acts.isEmpty() && acts.get(acts.size() - 1).startsWith(CASE_ENDS);
    }

    /** The acts of each case in their order, up to the end of the rehearsal's story. */
    private static Map<String, List<String>> log(Connection database) throws SQLException {
        Map<String, List<String>> log = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select coalesce(o.kind || ' ' || o.unit || ' ' || coalesce(o.school, '') || ' '"
                                + " || coalesce(h.severity, o.matter, ''), l.case_key) as matter,"
                                + " l.act, l.by_post, l.rule, l.addressee"
                                + " from dudao.case_log l left join dudao.obligation o on o.id = l.case_key"
                                + " left join act_hi_procinst p on p.id_ = o.process_instance"
                                + " left join dudao.hazard h on h.number = p.business_key_"
                                + " order by 1, l.case_key, l.sequence")) {
            while (rows.next()) {
                List<String> acts = log.computeIfAbsent(rows.getString("matter"), matter -> new ArrayList<>());
                if (!isOver(acts)) {
                    acts.add(String.join(
                            " ",
                            rows.getString("act"),
                            String.valueOf(rows.getString("by_post")),
                            String.valueOf(rows.getString("rule")),
                            String.valueOf(rows.getString("addressee"))));
                }
            }
        }
        return log;
    }

    // Helpers.

    private static void submit(ChildApplication application, String post, String path, Map<String, Object> values)
            throws Exception {
        Answer answer = application.post(
                post, Town.PASSWORD, "/engine-rest/" + path + "/submit-form", Town.variables(new HashMap<>(values)));
        assertThat(answer.ok()).as("%s by %s: %s", path, post, answer).isTrue();
    }

    private static String today(ChildApplication application) throws InterruptedException {
        return LocalDate.ofInstant(now(application), ZONE).toString();
    }

    private static Instant now(ChildApplication application) throws InterruptedException {
        Answer state = application.get("nobody", "wrong", "/api/rehearsal");
        return OffsetDateTime.parse(state.body().path("now").asText()).toInstant();
    }

    private static int count(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private interface Unchecked<T> {
        T run() throws Exception;
    }

    private static <T> T unchecked(Unchecked<T> work) {
        try {
            return work.run();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
