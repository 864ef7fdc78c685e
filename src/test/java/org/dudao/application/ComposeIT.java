package org.dudao.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The installation on a server as {@code docker-compose.yml} and {@code Dockerfile} describe it, without containers:
 * the packaged jar with exactly the environment that it would get there, on a database set up as that one would be.
 */
class ComposeIT {

    private static final Map<String, String> VARIABLES = Map.of(
            "DUDAO_DATABASE_PASSWORD", "Only-for-" + UUID.randomUUID(),
            "DUDAO_ADMIN_PASSWORD", "First-admin-" + UUID.randomUUID());
    private static final Path WORK = Path.of("target/compose-it").toAbsolutePath();

    private ComposeFile compose;
    private List<String> dockerfile;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read();
        dockerfile = Files.readString(Path.of("Dockerfile"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private String instruction(String name) {
        return dockerfile.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void applicationWaitsForADatabaseThatKeepsItsData() {
        assertThat(ComposeFile.map(compose.root(), "services")).containsOnlyKeys("application", "database");
        Map<String, Object> database = compose.service("database");
        assertThat(database.get("image")).isEqualTo("postgres:17");
        assertThat(ComposeFile.list(database, "volumes")).containsExactly("database:/var/lib/postgresql/data");
        assertThat(ComposeFile.map(compose.root(), "volumes")).containsOnlyKeys("database");
        assertThat(database).as("the database is not reachable from outside").doesNotContainKeys("ports", "expose");
        Map<String, String> given = compose.environment("database");
        assertThat(ComposeFile.list(ComposeFile.map(database, "healthcheck"), "test"))
                .containsExactly(
                        "CMD-SHELL", "pg_isready -U " + given.get("POSTGRES_USER") + " -d " + given.get("POSTGRES_DB"));

        Map<String, Object> application = compose.service("application");
        assertThat(application.get("build")).isEqualTo(".");
        assertThat(ComposeFile.map(ComposeFile.map(application, "depends_on"), "database"))
                .containsExactly(Map.entry("condition", "service_healthy"));
        String port = instruction("EXPOSE");
        assertThat(ComposeFile.list(application, "ports")).containsExactly(port + ":" + port);
        assertThat(ComposeFile.list(ComposeFile.map(application, "healthcheck"), "test"))
                .startsWith("CMD", "curl", "--fail")
                .endsWith("http://localhost:" + port + "/actuator/health");
        Stream.of(application, database)
                .forEach(service -> assertThat(service.get("restart")).isEqualTo("unless-stopped"));

        Map<String, String> used = compose.environment("application");
        assertThat(used.get("SPRING_DATASOURCE_URL"))
                .isEqualTo("jdbc:postgresql://database:5432/" + given.get("POSTGRES_DB"));
        assertThat(used.get("SPRING_DATASOURCE_USERNAME")).isEqualTo(given.get("POSTGRES_USER"));
        assertThat(used.get("SPRING_DATASOURCE_PASSWORD")).isEqualTo(given.get("POSTGRES_PASSWORD"));
        assertThat(used.get("TZ")).isEqualTo(given.get("TZ")).isEqualTo("Asia/Shanghai");
    }

    @Test
    void everyPasswordComesFromOutside() {
        for (String service : List.of("application", "database")) {
            assertThat(compose.environment(service).entrySet())
                    .filteredOn(entry -> entry.getKey().contains("PASSWORD"))
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.getValue()).matches("\\$\\{DUDAO_[A-Z_]+:\\?[^}]+}"));
            assertThat(compose.environment(service)).doesNotContainKey("POSTGRES_HOST_AUTH_METHOD");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUDAO_DATABASE_PASSWORD", "DUDAO_ADMIN_PASSWORD"})
    void passwordThatIsNotSetIsAskedForByName(String forgotten) {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        for (String nothing : Arrays.asList("", null)) {
            variables.put(forgotten, nothing);
            assertThatThrownBy(() -> compose.environment("application", variables))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(forgotten)
                    .hasMessageContaining("请");
        }
    }

    @Test
    void imageRunsTheJarAsAnOrdinaryUser() throws IOException {
        assertThat(instruction("FROM")).isEqualTo("eclipse-temurin:17-jre");
        String user = instruction("USER");
        assertThat(user).isNotEqualTo("root").matches("[a-z]+");
        assertThat(dockerfile.indexOf("USER " + user)).isLessThan(dockerfile.indexOf("ENTRYPOINT " + entrypoint()));
        assertThat(instruction("RUN"))
                .contains("useradd --system --create-home " + user)
                .contains(" curl ");
        String[] copy = instruction("COPY").split(" ");
        assertThat(packagedJars(copy[0])).as("packaged by %s", copy[0]).hasSize(1);
        assertThat(entrypoint()).startsWith("[\"java\", ").endsWith("\"-jar\", \"" + copy[1] + "\"]");
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("*", "!" + copy[0]);
    }

    private String entrypoint() {
        return instruction("ENTRYPOINT");
    }

    private static List<Path> packagedJars(String pattern) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(matcher::matches).toList();
        }
    }

    @Test
    void packagedApplicationServesTheAdministratorAndNobodyElse() throws Exception {
        Map<String, String> environment = compose.environment("application", VARIABLES);
        try (EmbeddedPostgres server = database()) {
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/";
            String name = environment.get("SPRING_DATASOURCE_USERNAME");
            String database = url + compose.environment("database").get("POSTGRES_DB");
            assertThatThrownBy(() -> DriverManager.getConnection(database, name, "wrong"))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("28P01"));
            environment.compute("SPRING_DATASOURCE_URL", (key, value) -> {
                assertThat(value).startsWith("jdbc:postgresql://database:5432/");
                return value.replace("jdbc:postgresql://database:5432/", url);
            });
            assertThat(environment.get("SPRING_DATASOURCE_URL")).isEqualTo(database);

            int port = freePort();
            Path log = WORK.resolve("application.log");
            Process application = start(environment, port, log);
            try {
                awaitHealth(application, port, log);
                String password = VARIABLES.get("DUDAO_ADMIN_PASSWORD");
                assertThat(login(port, "admin", password)).isEqualTo(200);
                HttpResponse<String> users = get(port, "/engine-rest/user", "admin", password);
                assertThat(users.statusCode()).isEqualTo(200);
                assertThat(new ObjectMapper().readTree(users.body()).findValuesAsText("id"))
                        .containsExactly("admin");
                assertThat(get(port, "/engine-rest/user", "admin", "wrong").statusCode())
                        .isEqualTo(401);
                assertThat(login(port, "admin", "wrong")).isEqualTo(401);
                assertThat(get(port, "/engine-rest/user", "task-force.head", password)
                                .statusCode())
                        .isEqualTo(401);
                try (Connection connection =
                        DriverManager.getConnection(database, name, environment.get("SPRING_DATASOURCE_PASSWORD"))) {
                    assertThat(texts(connection, "select id_ from act_id_user")).containsExactly("admin");
                }
            } finally {
                application.destroy();
                assertThat(application.waitFor(60, TimeUnit.SECONDS))
                        .as("stops when asked to")
                        .isTrue();
            }
            assertThat(Files.readString(log)).doesNotContain(VARIABLES.values());
            assertThat(WORK.resolve("home").resolve("data")).doesNotExist();
        }
    }

    /** A server with the user, password and database that the image of PostgreSQL makes from its environment. */
    private EmbeddedPostgres database() throws Exception {
        Map<String, String> environment = compose.environment("database", VARIABLES);
        String password = environment.get("POSTGRES_PASSWORD");
        Files.createDirectories(WORK);
        Path passwordFile = Files.writeString(WORK.resolve("password"), password);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(WORK.resolve("programs").toFile())
                .setDataDirectory(WORK.resolve("data-" + UUID.randomUUID()))
                .setConnectConfig("password", password)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString());
        for (String argument : environment.get("POSTGRES_INITDB_ARGS").split(" ")) {
            String[] pair = argument.substring("--".length()).split("=");
            builder.setLocaleConfig(pair[0], pair[1]);
        }
        EmbeddedPostgres server = builder.start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String user = environment.get("POSTGRES_USER");
            statement.execute("create role %s superuser login password '%s'".formatted(user, password));
            statement.execute("create database %s owner %s".formatted(environment.get("POSTGRES_DB"), user));
            assertThat(texts(connection, "select distinct auth_method from pg_hba_file_rules"))
                    .containsExactly("scram-sha-256");
            assertThat(texts(connection, "select 'postgres:' || current_setting('server_version_num')::int / 10000"))
                    .containsExactly((String) compose.service("database").get("image"));
            assertThat(texts(
                            connection,
                            "select distinct datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding)"
                                    + " from pg_database"))
                    .containsExactly("b C.UTF-8 UTF8");
        }
        return server;
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Only the port differs from the container, where it is always free. */
    private Process start(Map<String, String> environment, int port, Path log) throws IOException {
        List<String> command =
                new ArrayList<>(Arrays.asList(new ObjectMapper().readValue(entrypoint(), String[].class)));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String[] copy = instruction("COPY").split(" ");
        command.set(
                command.indexOf(copy[1]),
                packagedJars(copy[0]).get(0).toAbsolutePath().toString());
        command.add("--server.port=" + port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(WORK.resolve("home")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitHealth(Process application, int port, Path log) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(4));
        while (Instant.now().isBefore(end)) {
            assertThat(application.isAlive()).as(() -> read(log)).isTrue();
            try {
                HttpResponse<String> health = HttpClient.newHttpClient()
                        .send(request(port, "/actuator/health").build(), HttpResponse.BodyHandlers.ofString());
                if (health.statusCode() == 200) {
                    assertThat(new ObjectMapper()
                                    .readTree(health.body())
                                    .path("status")
                                    .asText())
                            .isEqualTo("UP");
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen before the engine is up.
            }
            Thread.sleep(500);
        }
        throw new AssertionError("not up in time:\n" + read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> get(int port, String path, String user, String password) throws Exception {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        request(port, path)
                                .header("Authorization", "Basic " + credentials)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Logs in as a browser does: the page, its token, then the form; answers the status. */
    private static int login(int port, String user, String password) throws Exception {
        CookieManager cookies = new CookieManager();
        HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
        browser.send(request(port, "/camunda/app/welcome/default/").build(), HttpResponse.BodyHandlers.discarding());
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        return browser.send(
                        request(port, "/camunda/api/admin/auth/user/default/login/welcome")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-XSRF-TOKEN", token)
                                .POST(HttpRequest.BodyPublishers.ofString("username=" + user + "&password=" + password))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
