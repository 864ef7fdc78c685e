package org.dudao.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.StringUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as Compose reads it: the only variables it knows are those that must be set. */
record ComposeFile(Map<String, Object> root) {

    /** Any {@code $} but those of a variable that must be set, with the words for the one who forgot it. */
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+):\\?([^}]+)})?");

    static ComposeFile read() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new ComposeFile(
                new Yaml(new SafeConstructor(options)).load(Files.readString(Path.of("docker-compose.yml"))));
    }

    Map<String, Object> service(String name) {
        return map(map(root, "services"), name);
    }

    /** The environment of a service as it is written, variables and all. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(service(service), "environment").forEach((name, value) -> environment.put(name, value.toString()));
        return environment;
    }

    /**
     * The environment that a service gets.
     *
     * @throws IllegalStateException if a variable that must be set is not, or is empty; with the words for that
     */
    Map<String, String> environment(String service, Map<String, String> variables) {
        Map<String, String> environment = environment(service);
        environment.replaceAll((name, value) -> VARIABLE.matcher(value).replaceAll(found -> {
            String variable = found.group(1);
            if (variable == null) {
                throw new IllegalArgumentException(name + " is not understood: " + value);
            }
            if (!StringUtils.hasLength(variables.get(variable))) {
                throw new IllegalStateException(found.group(2));
            }
            return Matcher.quoteReplacement(variables.get(variable));
        }));
        return environment;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    @SuppressWarnings("unchecked")
    static List<String> list(Map<String, Object> parent, String key) {
        return (List<String>) parent.get(key);
    }
}
