package org.dudao.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One kind of paper: for what it is made, who may have it, and what stands in it, all from the tables. */
interface Paper {

    /** The name in addresses, such as {@code supervision-order}. */
    String kind();

    /** The name people know it by. */
    String name();

    Template template();

    /** The keys of the papers of this kind that there are for a matter, the oldest first; may be empty. */
    List<String> keysFor(String matter);

    /** What the paper is about; empty where there is nothing to make it of. */
    Optional<Subject> find(String key);

    /**
     * @param matter the business key whose page the paper's code opens
     * @param number what the paper is referred to by
     * @param title what the file is called after the paper's name
     * @param campaign whose plan names units and posts
     * @param sights the business keys and obligations that one must be allowed to see, each of them
     * @param values for the template's own tags
     */
    record Subject(
            String matter,
            String number,
            String title,
            String campaign,
            List<String> sights,
            Supplier<Map<String, Object>> values) {}
}
