package org.dudao;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manuals cannot grow old: their pictures are there, and the words that the screen is said to show are ours. */
class ManualTest {

    private static final Path WEBAPPS = Path.of("src/main/resources/META-INF/resources/webjars/camunda/app");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern NAMES = Pattern.compile(" name=\"([^\"]+)\"");
    private static final Pattern LITERALS = Pattern.compile("'((?:[^'\\\\\\n]|\\\\.)*)'|\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** What a number, a name or a day stands for in the manuals. */
    private static final Pattern FILLED_IN = Pattern.compile("\\d+|…+|%[sd]|\\{\\{[^}]*}}");

    /** So long that it says what it says also as a part of a longer text. */
    private static final int SENTENCE = 6;

    @Test
    void everyPictureIsThereAndShown() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(Manual.IMAGES)) {
            files.map(file -> file.getFileName().toString().replaceFirst("\\.png$", ""))
                    .forEach(there::add);
        }
        assertThat(Manual.pictures()).isNotEmpty().containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void everyWordInBoldIsOnTheScreen() throws IOException {
        Set<String> texts = texts();
        Set<String> unknown = new TreeSet<>();
        Manual.words().forEach((words, file) -> {
            if (!Arrays.stream(FILLED_IN.split(words))
                    .map(String::strip)
                    .filter(part -> HAN.matcher(part).find())
                    .allMatch(part -> known(part, words, texts))) {
                unknown.add(file + ": " + words);
            }
        });
        assertThat(Manual.words()).isNotEmpty();
        assertThat(unknown)
                .as("in bold, but in no model, form, plan, script, message or text of the webapps")
                .isEmpty();
    }

    @Test
    void everyManualIsInTheIndexAndEveryLinkLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(?:#([^)]*))?\\)");
        Set<String> linked = new TreeSet<>();
        for (var manual : Manual.texts().entrySet()) {
            Matcher found = link.matcher(manual.getValue());
            while (found.find()) {
                assertThat(Manual.FOLDER.resolve(found.group(1)))
                        .as(manual.getKey())
                        .exists();
                if (found.group(2) != null) {
                    assertThat(headings(found.group(1))).as(manual.getKey()).contains(found.group(2));
                }
                if (manual.getKey().equals("README.md")) {
                    linked.add(found.group(1));
                }
            }
        }
        assertThat(linked)
                .containsAll(Manual.texts().keySet().stream()
                        .filter(name -> !name.equals("README.md"))
                        .toList());
    }

    /** Two stars beside a mark and a letter make nothing bold. */
    @Test
    void everyWordInBoldIsShownInBold() throws IOException {
        Pattern mute =
                Pattern.compile("\\*\\*[^*\\n]*[\\p{P}\\p{S}]\\*\\*\\p{L}|\\p{L}\\*\\*[\\p{P}\\p{S}][^*\\n]*\\*\\*");
        Pattern bold = Pattern.compile("[^*\\n]?\\*\\*[^*\\n]+\\*\\*[^*\\n]?");
        for (var manual : Manual.texts().entrySet()) {
            assertThat(bold.matcher(manual.getValue()).results().map(MatchResult::group))
                    .as(manual.getKey())
                    .noneMatch(words -> mute.matcher(words).find());
        }
    }

    /** The headings of a manual as links name them: without marks, blanks as hyphens. */
    private static List<String> headings(String file) throws IOException {
        return Files.readString(Manual.FOLDER.resolve(file))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static boolean known(String part, String words, Set<String> texts) {
        return texts.contains(part)
                || ((part.length() >= SENTENCE || !part.equals(words))
                        && texts.stream().anyMatch(text -> text.contains(part)));
    }

    /** All that our files let the screen show. */
    private static Set<String> texts() throws IOException {
        Set<String> texts = new TreeSet<>();
        each(Path.of("processes"), ".bpmn", text -> matches(NAMES, text.replaceAll("&#10;", ""), texts));
        each(Path.of("forms"), ".form", text -> strings(JSON.readTree(text), texts));
        each(Path.of("plans"), ".yaml", text -> strings(YAML.readTree(text), texts));
        each(WEBAPPS, "zh.json", text -> strings(JSON.readTree(text.replace("\uFEFF", "")), texts));
        each(WEBAPPS, ".js", text -> matches(LITERALS, text, texts));
        each(WEBAPPS, ".css", text -> matches(LITERALS, text, texts));
        each(Path.of("src/main/java"), ".java", text -> matches(LITERALS, text, texts));
        return texts;
    }

    private interface Reading {
        void read(String text) throws IOException;
    }

    private static void each(Path folder, String ending, Reading reading) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(ending)).toList()) {
                reading.read(Files.readString(file));
            }
        }
    }

    private static void matches(Pattern pattern, String text, Set<String> texts) {
        pattern.matcher(text)
                .results()
                .map(found -> found.group(1) == null ? found.group(found.groupCount()) : found.group(1))
                .map(String::strip)
                .forEach(texts::add);
    }

    private static void strings(JsonNode node, Set<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText().strip());
            matches(Pattern.compile("<strong>([^<]+)</strong>"), node.asText(), texts);
        }
        node.forEach(child -> strings(child, texts));
    }
}
