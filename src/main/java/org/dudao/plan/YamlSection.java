package org.dudao.plan;

import static org.dudao.plan.YamlProblems.suggestion;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a YAML file, read by key. What is wrong is noted with its line and read as null (a list without the
 * wrong element), so that reading goes on and all problems of a file are found at once.
 */
final class YamlSection {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Node node;
    private final String what;
    private final YamlProblems problems;
    private final Map<String, Node> keyNodes = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * @param what the section's name in messages
     * @param keys the keys that may stand in it
     */
    YamlSection(Node node, String what, YamlProblems problems, List<String> keys) {
        this.node = node;
        this.what = what;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, what + "应当写成“项目: 内容”的形式，冒号用英文的，后面空一格。能写的项目有：" + String.join("、", keys));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "（不是文字）";
            if (!keys.contains(key)) {
                problems.add(
                        entry.getKeyNode(),
                        what + "里不认得“" + key + "”" + suggestion(key, keys) + "请改正或删去。能写的项目有：" + String.join("、", keys));
            } else if (keyNodes.putIfAbsent(key, entry.getKeyNode()) == null) {
                values.put(key, entry.getValueNode());
            } else {
                problems.add(entry.getKeyNode(), what + "里的“" + key + "”写了两次，请删去一个");
            }
        }
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Notes a problem at the key, or at the section where the key is missing. */
    void problem(String key, String text) {
        problems.add(keyNodes.getOrDefault(key, node), text);
    }

    /** A text of one line that is not empty. */
    String text(String key, int maxLength) {
        return has(key) ? text(key, values.get(key), maxLength) : missing(key);
    }

    /** As {@link #text}, but the key may be missing: empty then. */
    String optionalText(String key, int maxLength) {
        return has(key) ? text(key, maxLength) : "";
    }

    private String text(String key, Node value, int maxLength) {
        if (!(value instanceof ScalarNode scalar)) {
            problems.add(value, what + "的“" + key + "”应当是一段文字，请改正");
            return null;
        }
        String text = scalar.getValue().strip();
        if (text.isEmpty() || scalar.getTag().equals(Tag.NULL)) {
            problems.add(value, what + "的“" + key + "”是空的，请填写");
            return null;
        }
        if (text.length() > maxLength) {
            problems.add(value, what + "的“" + key + "”有 " + text.length() + " 个字，最多 " + maxLength + " 个字，请改短");
            return null;
        }
        if (CONTROL.matcher(text).find()) {
            problems.add(value, what + "的“" + key + "”要写成一行，请去掉换行");
            return null;
        }
        if (text.contains("{{") || text.startsWith("=")) {
            problems.add(value, what + "的“" + key + "”不能有“{{”，也不能以“=”开头（表单会当成公式），请改掉");
            return null;
        }
        return text;
    }

    /** A text that fits the pattern; {@code form} says in Chinese what that is. A wrong one is still returned. */
    String id(String key, Pattern pattern, String form) {
        String id = text(key, 60);
        if (id != null && !pattern.matcher(id).matches()) {
            problem(key, what + "的“" + key + "”写成了“" + id + "”，应当" + form + "，请改正");
        }
        return id;
    }

    LocalDate date(String key) {
        String text = text(key, 60);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            problem(key, what + "的“" + key + "”写成了“" + text + "”，不是日期，请写成 2023-09-10 这样（年4位、月2位、日2位）");
            return null;
        }
    }

    /** A whole number from 1 to max. */
    Integer number(String key, int max) {
        String text = text(key, 60);
        if (text != null && text.matches("[1-9][0-9]{0,5}") && Integer.parseInt(text) <= max) {
            return Integer.valueOf(text);
        }
        if (text != null) {
            problem(key, what + "的“" + key + "”写成了“" + text + "”，应当是 1 到 " + max + " 的整数，请改正");
        }
        return null;
    }

    <E extends Enum<E>> E word(String key, Class<E> type) {
        String text = text(key, 60);
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        if (text == null || words.contains(text)) {
            return text == null ? null : Enum.valueOf(type, text);
        }
        problem(
                key,
                what + "的“" + key + "”不认得“" + text + "”" + suggestion(text, words) + "能写的有：" + String.join("、", words));
        return null;
    }

    /** A section inside; null where it is missing or no mapping. */
    YamlSection section(String key, String name, List<String> keys) {
        if (!has(key)) {
            return missing(key);
        }
        YamlSection section = new YamlSection(values.get(key), name, problems, keys);
        return section.isMapping() ? section : null;
    }

    /** A list of sections that may be empty. */
    <T> List<T> list(String key, String name, List<String> keys, Function<YamlSection, T> read) {
        return elements(key).stream()
                .map(element -> new YamlSection(element, name, problems, keys))
                .filter(YamlSection::isMapping)
                .map(read)
                .filter(Objects::nonNull)
                .toList();
    }

    /** As {@link #list}, but empty is a problem. */
    <T> List<T> filledList(String key, String name, List<String> keys, Function<YamlSection, T> read) {
        if (values.get(key) instanceof SequenceNode sequence
                && sequence.getValue().isEmpty()) {
            problem(key, what + "的“" + key + "”是空的，至少要写一个" + name);
        }
        return list(key, name, keys, read);
    }

    /**
     * A list of words, each known and each once; empty where the key is missing.
     *
     * @param name what a word stands for, in messages
     * @param remedy what to do where a word is unknown
     */
    List<String> words(String key, Collection<String> known, String name, String remedy) {
        List<String> words = new ArrayList<>();
        if (!has(key)) {
            return words;
        }
        for (Node element : elements(key)) {
            String word = text(key, element, 60);
            if (word == null) {
                continue;
            }
            if (!known.contains(word)) {
                problems.add(
                        element,
                        what + "的“" + key + "”里没有这个" + name + "：“" + word + "”" + suggestion(word, known) + remedy);
            } else if (words.contains(word)) {
                problems.add(element, what + "的“" + key + "”里“" + word + "”写了两次，请删去一个");
            } else {
                words.add(word);
            }
        }
        return words;
    }

    /** A list of texts of one line, each once; empty where the key is missing. */
    List<String> texts(String key, int maxLength) {
        return !has(key)
                ? List.of()
                : elements(key).stream()
                        .map(element -> text(key, element, maxLength))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
    }

    private List<Node> elements(String key) {
        if (!has(key)) {
            missing(key);
            return List.of();
        }
        if (values.get(key) instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(key, what + "的“" + key + "”应当是一个列表，每个一行、以“- ”开头，或者写成 [甲, 乙]");
        return List.of();
    }

    private <T> T missing(String key) {
        problems.add(node, what + "缺少“" + key + "”，请补上");
        return null;
    }
}
