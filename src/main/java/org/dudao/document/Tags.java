package org.dudao.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that a template may use, in the order in which people read them: texts {@code {{名}}}, pictures
 * {@code {{@名}}}, and lists, whose own tags stand in a table's row as {@code [名]} below a {@code {{列表名}}} in the row
 * above, or as texts and pictures between {@code {{?列表名}}} and {@code {{/列表名}}}. Unmodifiable.
 */
public final class Tags {

    enum Kind {
        TEXT,
        PICTURE,
        LIST
    }

    /** @param each the tags of one member of a list; null for what is none */
    record Tag(Kind kind, Tags each) {}

    private final Map<String, Tag> byName;

    private Tags(Map<String, Tag> byName) {
        this.byName = Collections.unmodifiableMap(byName);
    }

    public static Tags texts(String... names) {
        return new Tags(Map.of()).plusTexts(names);
    }

    /** These, and texts of those names. */
    public Tags plusTexts(String... names) {
        return plus(new Tag(Kind.TEXT, null), names);
    }

    /** These, and pictures of those names. */
    public Tags pictures(String... names) {
        return plus(new Tag(Kind.PICTURE, null), names);
    }

    /** These, and a list of that name whose members have tags of their own. */
    public Tags list(String name, Tags each) {
        return plus(new Tag(Kind.LIST, each), name);
    }

    private Tags plus(Tag tag, String... names) {
        Map<String, Tag> all = new LinkedHashMap<>(byName);
        for (String name : names) {
            if (all.put(name, tag) != null) {
                throw new IllegalArgumentException("tag named twice: " + name);
            }
        }
        return new Tags(all);
    }

    Map<String, Tag> byName() {
        return byName;
    }

    Optional<Tag> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
