package org.dudao.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Our Chinese texts beside the English ones of the version of the webapps that is on the classpath. */
class WebappTextsTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^}]*}}|\\{}|%[a-z]");
    private static final Pattern TAG = Pattern.compile("</?(?:a|b|br|code|em|i|p|strong)(?: [^>]*)?/?>");

    /** What Chinese says with the same signs as English. */
    private static final Set<String> SAME = Set.of("ID", "ID*", "CSV", "JSON", "<", "<=", ">", ">=");

    /** The English plural's ending, and a text that is empty in English too. */
    private static final Set<String> EMPTY = Set.of("s", "");

    private static final Set<String> NAMES = Set.of(
            "BPMN",
            "CSV",
            "CTRL",
            "Camunda",
            "DI",
            "DMN",
            "EDE",
            "FNI",
            "ID",
            "JSON",
            "LDAP",
            "Optimize",
            "PI",
            "TU",
            "XML",
            "cockpit",
            "null",
            "tasklist");

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
    void namesWhatTheWebappNames(String app) throws IOException {
        JsonNode english = texts(app, "en");
        JsonNode chinese = texts(app, "zh");

        assertThat(english.get("labels").size()).isGreaterThan(100);
        assertThat(names(chinese)).isEqualTo(names(english));
        assertThat(names(chinese.get("labels"))).containsExactlyInAnyOrderElementsOf(names(english.get("labels")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
    void keepsPlaceholdersAndMarkup(String app) throws IOException {
        Map<String, String> english = labels(app, "en");

        labels(app, "zh").forEach((key, text) -> {
            assertThat(found(PLACEHOLDER, text)).as(key).isEqualTo(found(PLACEHOLDER, english.get(key)));
            assertThat(found(TAG, text)).as(key).isEqualTo(found(TAG, english.get(key)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
    void speaksChinese(String app) throws IOException {
        Map<String, String> english = labels(app, "en");

        labels(app, "zh").forEach((key, text) -> {
            String original = english.get(key).strip();
            assertThat(text).as(key).isEqualTo(text.strip());
            if (SAME.contains(original)) {
                assertThat(text).as(key).isEqualTo(original);
            } else if (EMPTY.contains(original)) {
                assertThat(text).as(key).isEmpty();
            } else {
                assertThat(text).as(key).containsPattern(HAN);
                assertThat(found(LATIN, words(text))).as(key).isSubsetOf(NAMES);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin"})
    void writesDatesTheChineseWay(String app) throws IOException {
        JsonNode english = texts(app, "en").get("dateLocales");
        JsonNode chinese = texts(app, "zh").get("dateLocales");

        assertThat(names(chinese)).containsExactlyInAnyOrderElementsOf(names(english));
        english.properties().forEach(field -> {
            JsonNode ours = chinese.get(field.getKey());
            assertThat(ours.size())
                    .as(field.getKey())
                    .isEqualTo(field.getValue().size());
            assertThat(names(ours)).containsExactlyInAnyOrderElementsOf(names(field.getValue()));
        });
        for (String words : List.of("months", "monthsShort", "weekdays", "weekdaysMin", "weekdaysShort")) {
            assertThat(values(chinese.get(words)))
                    .as(words)
                    .doesNotHaveDuplicates()
                    .allMatch(word -> HAN.matcher(word).find());
        }
        assertThat(chinese.at("/weekdays/0").asText()).isEqualTo("星期日");
        assertThat(chinese.at("/week/dow").asInt()).as("Monday first").isEqualTo(1);
        assertThat(values(chinese.get("longDateFormat")))
                .containsExactlyInAnyOrder("YYYY-MM-DD", "YYYY年M月D日", "YYYY年M月D日 LT", "YYYY年M月D日 dddd LT", "HH:mm");
        assertThat(values(chinese.get("calendar")))
                .allMatch(format ->
                        format.replaceAll("\\[\\p{IsHan}+]|dddd|LT|L| ", "").isEmpty());
        JsonNode relative = chinese.get("relativeTime");
        english.get("relativeTime").properties().forEach(field -> assertThat(
                        found(PLACEHOLDER, relative.get(field.getKey()).asText()))
                .as(field.getKey())
                .isEqualTo(found(PLACEHOLDER, field.getValue().asText())));
        assertThat(values(relative)).allMatch(text -> HAN.matcher(text).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
    void tellsBrowsersOfChangedTexts(String app) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(file(app + "/locales/zh.json"));
        String version = HexFormat.of().formatHex(digest).substring(0, 8);

        assertThat(new String(file("dudao/scripts/settings.js"), StandardCharsets.UTF_8))
                .as("%s/locales/zh.json has changed: write its new version into settings.js", app)
                .contains(app + ": '" + version + "'");
    }

    @Test
    void carriesTheShortcutsOver() throws IOException {
        List<String> shipped = new ArrayList<>();
        for (var config : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/resources/webjars/camunda/app/tasklist/scripts/config.js")) {
            shipped.add(config.getContentAsString(StandardCharsets.UTF_8));
        }
        Pattern shortcut = Pattern.compile("\\w+: \\{\\s+key: '[^']+'");

        assertThat(shipped).as("ours and the shipped one").hasSize(2);
        assertThat(found(shortcut, shipped.get(0))).isNotEmpty().isEqualTo(found(shortcut, shipped.get(1)));
    }

    /** The text without what is no word of it: placeholders, markup, character references. */
    private static String words(String text) {
        String plain = PLACEHOLDER.matcher(TAG.matcher(text).replaceAll("")).replaceAll("");
        return plain.replaceAll("&[a-z]+;", "");
    }

    private static Map<String, String> labels(String app, String language) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        texts(app, language)
                .get("labels")
                .properties()
                .forEach(field -> labels.put(field.getKey(), field.getValue().textValue()));
        return labels;
    }

    private static JsonNode texts(String app, String language) throws IOException {
        byte[] content = file(app + "/locales/" + language + ".json");
        // The shipped files begin with a byte order mark.
        int start = content[0] == (byte) 0xEF ? 3 : 0;
        return JSON.readTree(new ByteArrayInputStream(content, start, content.length - start));
    }

    private static byte[] file(String path) throws IOException {
        return new ClassPathResource("META-INF/resources/webjars/camunda/app/" + path).getContentAsByteArray();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> values(JsonNode node) {
        List<String> values = new ArrayList<>();
        node.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static List<String> found(Pattern pattern, CharSequence text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceAll("\\s", ""))
                .sorted()
                .toList();
    }
}
