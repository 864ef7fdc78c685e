package org.dudao;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manuals of the posts, {@code docs/manual/*.md}: what the screen shows stands in them in bold, and nothing else. */
public final class Manual {

    public static final Path FOLDER = Path.of("docs/manual");
    public static final Path IMAGES = FOLDER.resolve("images");

    private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]+]\\(images/([a-z0-9-]+)\\.png\\)");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*\\n]+)\\*\\*");

    private Manual() {}

    /** The names of the pictures that the manuals show. */
    public static Set<String> pictures() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String text : texts().values()) {
            Matcher picture = PICTURE.matcher(text);
            while (picture.find()) {
                names.add(picture.group(1));
            }
        }
        return names;
    }

    /** What the manuals say that the screen shows, with the manual that says so first. */
    public static Map<String, String> words() throws IOException {
        Map<String, String> words = new TreeMap<>();
        texts().forEach((file, text) -> {
            Matcher bold = BOLD.matcher(text);
            while (bold.find()) {
                words.putIfAbsent(bold.group(1), file);
            }
        });
        return words;
    }

    /** The manuals by their file names. */
    public static Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".md")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
