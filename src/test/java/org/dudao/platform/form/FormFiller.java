package org.dudao.platform.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dudao.platform.form.FormField.Kind;
import org.dudao.platform.form.FormField.Subtype;

/**
 * Fills in a form as somebody would who reads it from top to bottom: what is shown and must be filled in, and all
 * numbers, with the first of several choices where nothing else is wished. It knows no form by name.
 */
public final class FormFiller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    private final FormExpressions expressions = new FormExpressions();

    /**
     * @param values what was filled in; a list of choices as JSON text, known by {@code lists}
     * @param lists the keys whose values are JSON
     * @param slots the places that demand a photo, each named as often as it demands one
     */
    public record Filled(Map<String, Object> values, Set<String> lists, List<String> slots) {}

    /**
     * @param form the form as it is deployed
     * @param wishes what to fill in, by key, where it matters; what the form does not show is left out
     * @param variables what the form can read besides; null for an unknown name
     * @param day what to enter where a day is asked for
     */
    public Filled fill(String form, Map<String, Object> wishes, Function<String, String> variables, LocalDate day) {
        FormSchema schema = FormSchema.parse(form);
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> lists = new LinkedHashSet<>();
        Function<String, Object> known =
                name -> values.containsKey(name) ? plain(values.get(name)) : plain(variables.apply(name));
        for (FormField field : schema.fields()) {
            if (field.locked() || isHidden(field.hideConditions(), values.keySet(), known)) {
                continue;
            }
            Object value = wishes.containsKey(field.key())
                    ? wishes.get(field.key())
                    : field.rules().required() || field.kind() == Kind.NUMBER
                            ? value(field, known, day)
                            : field.kind() == Kind.CHECKBOX ? false : null;
            if (value != null) {
                values.put(field.key(), value);
                if (field.kind().isList()) {
                    lists.add(field.key());
                }
            }
        }
        List<String> slots = new ArrayList<>();
        for (FormSchema.Attachment place : schema.attachments()) {
            if (!isHidden(place.hideConditions(), values.keySet(), known)) {
                for (int n = 0; n < place.atLeast(); n++) {
                    slots.add(place.slot());
                }
            }
        }
        return new Filled(values, lists, slots);
    }

    private boolean isHidden(List<String> conditions, Set<String> names, Function<String, Object> known) {
        return conditions.stream().anyMatch(condition -> expressions.isTrue(condition, names, known));
    }

    private Object value(FormField field, Function<String, Object> known, LocalDate day) {
        return switch (field.kind()) {
            case TEXTFIELD, TEXTAREA -> text(field);
            case NUMBER ->
                field.rules().min() == null
                        ? 1
                        : Math.max(1, field.rules().min().intValue());
            case CHECKBOX -> true;
            case SELECT, RADIO -> options(field, known).get(0);
            case CHECKLIST, TAGLIST ->
                "[\"%s\"]".formatted(options(field, known).get(0));
            case DATETIME -> field.details().subtype() == Subtype.DATE ? day.toString() : "09:00";
        };
    }

    private static String text(FormField field) {
        String text = TEXT;
        Integer atLeast = field.rules().minLength();
        while (atLeast != null && text.length() < atLeast) {
            text += TEXT;
        }
        Integer atMost = field.rules().maxLength();
        return atMost == null || text.length() <= atMost ? text : text.substring(0, atMost);
    }

    private List<String> options(FormField field, Function<String, Object> known) {
        FormField.Options source = field.options();
        JsonNode all = source.values() != null
                ? source.values()
                : source.valuesKey() != null
                        ? JSON.valueToTree(known.apply(source.valuesKey()))
                        : JSON.valueToTree(expressions
                                .evaluate(source.valuesExpression(), Set.of(), known)
                                .orElse(List.of()));
        List<String> options = new ArrayList<>();
        all.forEach(option -> options.add(option.path("value").asText(option.asText())));
        if (options.isEmpty()) {
            throw new IllegalStateException("nothing to choose from for " + field.label());
        }
        return options;
    }

    /** Lists and objects as the expressions read them. */
    private static Object plain(Object value) {
        if (value instanceof String text && (text.startsWith("[") || text.startsWith("{"))) {
            try {
                return JSON.readValue(text, Object.class);
            } catch (JsonProcessingException e) {
                return text;
            }
        }
        return value;
    }
}
