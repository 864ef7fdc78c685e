package org.dudao.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dudao.DudaoApplication;

/**
 * The application in a Java process of its own, for what only such a test can show: a start, a {@code kill -9}, a stop.
 *
 * <p>It takes a free port, knows none of the test's own {@code SPRING_}, {@code SERVER_}, {@code CAMUNDA_} and
 * {@code DUDAO_} variables, and writes its output to a file under {@code target/child-applications/}. Closing it ends
 * it, and the embedded database that a killed one left behind.
 */
public final class ChildApplication implements AutoCloseable {

    /** Only there to end a test that hangs; nothing is asserted about how long a start takes. */
    private static final Duration GIVE_UP = Duration.ofMinutes(5);

    private static final Path OUTPUT = Path.of("target/child-applications").toAbsolutePath();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path output;
    private final Path dataDirectory;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private ProcessHandle leftBehind;

    private ChildApplication(Process process, Path output, Path dataDirectory) {
        this.process = process;
        this.output = output;
        this.dataDirectory = dataDirectory;
    }

    /**
     * An answer of the application.
     *
     * @param body missing if there was none or it was no JSON
     */
    public record Answer(int status, JsonNode body) {

        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** An application on the embedded database with its data in {@code dataDirectory}, which need not exist. */
    public static Launcher on(Path dataDirectory) {
        return new Launcher(dataDirectory.toAbsolutePath());
    }

    /** What is to be started; {@link #start()} does it. */
    public static final class Launcher {

        private final Path dataDirectory;
        private final Map<String, String> environment = new HashMap<>();
        private List<String> prefix = List.of();
        private List<String> arguments = List.of();
        private String classPath = applicationClassPath();

        private Launcher(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
            environment.put("DUDAO_DATA_DIR", dataDirectory.toString());
            environment.put("SERVER_PORT", "0");
            environment.put("LOGGING_CHARSET_CONSOLE", "UTF-8");
        }

        public Launcher with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** A command that becomes the one that follows it, such as {@code setpriv} with its options. */
        public Launcher through(List<String> command) {
            prefix = command;
            return this;
        }

        /** Arguments of the application, in place of those given before. */
        public Launcher arguments(String... values) {
            arguments = List.of(values);
            return this;
        }

        /** Another class path, where the test's own cannot be read. */
        public Launcher classPath(String other) {
            classPath = other;
            return this;
        }

        /** Starts the process and returns at once. */
        public ChildApplication start() throws IOException {
            Path output = Files.createTempFile(Files.createDirectories(OUTPUT), "application-", ".log");
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1", "-Xmx768m"));
            command.add(DudaoApplication.class.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.matches("(SPRING|SERVER|CAMUNDA|DUDAO)_.*"));
            // A variable holds what a command line may be too short for.
            builder.environment().put("CLASSPATH", classPath);
            builder.environment().putAll(environment);
            return new ChildApplication(builder.start(), output, dataDirectory);
        }

        /** Starts the process and waits until the application is UP. */
        public ChildApplication startAndWait() throws IOException, InterruptedException {
            ChildApplication application = start();
            try {
                return application.awaitUp();
            } catch (Throwable e) {
                application.close();
                throw e;
            }
        }
    }

    /** The test's class path without the tests: the application scans its packages, and would find theirs. */
    public static String applicationClassPath() {
        Path tests = Path.of(URI.create(ChildApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> !entry.equals(tests) && Files.exists(entry))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Waits until {@code /actuator/health} says UP.
     *
     * @throws AssertionError with the output if the process ends before
     */
    public ChildApplication awaitUp() throws InterruptedException {
        Instant giveUp = Instant.now().plus(GIVE_UP);
        while (Instant.now().isBefore(giveUp)) {
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + " before it was UP:\n" + output());
            }
            if (isUp()) {
                return this;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("not UP after " + GIVE_UP + ":\n" + output());
    }

    /** Whether {@code /actuator/health} says UP now. */
    public boolean isUp() throws InterruptedException {
        if (!PORT.matcher(output()).find()) {
            return false;
        }
        try {
            return "UP"
                    .equals(send(request("/actuator/health"))
                            .body()
                            .path("status")
                            .asText());
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public Answer get(String user, String password, String path) throws InterruptedException {
        return send(authenticated(user, password, path));
    }

    /** Posts {@code body} as JSON. */
    public Answer post(String user, String password, String path, Object body) throws InterruptedException {
        try {
            BodyPublisher content = BodyPublishers.ofString(JSON.writeValueAsString(body));
            return send(authenticated(user, password, path)
                    .header("Content-Type", "application/json")
                    .POST(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder authenticated(String user, String password, String path) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request(path)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(1));
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Address of {@code path}, which begins with a slash; only after the application began to listen. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** The port it listens on; only after it began to. */
    public int port() {
        Matcher matcher = PORT.matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("does not listen yet:\n" + output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /**
     * A new connection to the application's embedded database, by the files that stand in the data directory. It works
     * after a {@code kill -9} too, until the next start.
     */
    public Connection database() throws IOException, SQLException {
        String port = Files.readAllLines(postmasterFile()).get(3).strip();
        String password =
                Files.readString(dataDirectory.resolve("postgres/password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/dudao", "dudao", password);
    }

    /** The embedded database's server process, if one lives. */
    public Optional<ProcessHandle> databaseServer() {
        try {
            return Files.exists(postmasterFile())
                    ? ProcessHandle.of(Long.parseLong(
                                    Files.readAllLines(postmasterFile()).get(0).strip()))
                            .filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path postmasterFile() {
        return dataDirectory.resolve("postgres/17/postmaster.pid");
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Everything that the process has written so far, to standard output and standard error. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process as {@code kill -9} does and waits for its end. */
    public void kill() throws InterruptedException {
        leftBehind = databaseServer().orElse(null);
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks the process to end, as {@code kill} and the stop of a container do, and answers its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** Waits for the process to end and answers its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(GIVE_UP.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + GIVE_UP + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Ends the process if it still runs, and the database that it left behind when it was killed. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            process.onExit().join();
        }
        if (leftBehind != null) {
            leftBehind.destroy();
            leftBehind.onExit().join();
        }
    }
}
