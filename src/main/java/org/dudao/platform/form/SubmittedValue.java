package org.dudao.platform.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;

/**
 * One submitted value as plain Java: text, number, boolean, list of scalars or null.
 *
 * @param value null when nothing was filled in, or when it is not readable
 * @param readable false when the value has a type that this kind of input never sends
 */
record SubmittedValue(Object value, boolean readable) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> PLAIN_TYPES =
            Set.of("string", "integer", "long", "short", "double", "boolean", "null");
    private static final SubmittedValue UNREADABLE = new SubmittedValue(null, false);

    /** @param raw a plain object, a typed value or null, as the engine's form service was given it */
    static SubmittedValue read(FormField field, Object raw) {
        Object plain = raw;
        if (raw instanceof JsonValue json) {
            plain = parse(json);
        } else if (raw instanceof TypedValue typed) {
            if (typed.getType() != null && !PLAIN_TYPES.contains(typed.getType().getName())) {
                return UNREADABLE;
            }
            plain = typed.getValue();
        }
        if (plain instanceof SpinJsonNode node) {
            plain = parse(node.toString());
        }
        if (plain == null) {
            return new SubmittedValue(empty(field), true);
        }
        return field.kind().isList() ? list(plain) : scalar(field, plain);
    }

    /** @return what form-js holds for an input that was left empty */
    private static Object empty(FormField field) {
        return switch (field.kind()) {
            case TEXTFIELD, TEXTAREA -> "";
            case CHECKBOX -> false;
            case CHECKLIST, TAGLIST -> List.of();
            case NUMBER, SELECT, RADIO, DATETIME -> null;
        };
    }

    private static SubmittedValue scalar(FormField field, Object plain) {
        if (plain.equals("") && field.kind() != FormField.Kind.CHECKBOX) {
            return new SubmittedValue(empty(field), true);
        }
        boolean fits =
                switch (field.kind()) {
                    case TEXTFIELD, TEXTAREA, DATETIME -> plain instanceof String;
                    case NUMBER -> field.details().numberAsText() ? plain instanceof String : isNumber(plain);
                    case CHECKBOX -> plain instanceof Boolean;
                    default -> plain instanceof String || plain instanceof Boolean || isNumber(plain);
                };
        return fits ? new SubmittedValue(plain, true) : UNREADABLE;
    }

    private static boolean isNumber(Object plain) {
        return plain instanceof Integer
                || plain instanceof Long
                || plain instanceof Short
                || plain instanceof Byte
                || plain instanceof Float number && Float.isFinite(number)
                || plain instanceof Double real && Double.isFinite(real);
    }

    private static SubmittedValue list(Object plain) {
        JsonNode array;
        if (plain instanceof JsonNode node) {
            array = node;
        } else if (plain instanceof Collection<?> collection
                && collection.stream().allMatch(String.class::isInstance)) {
            array = JSON.valueToTree(collection);
        } else {
            return UNREADABLE;
        }
        if (!array.isArray()) {
            return UNREADABLE;
        }
        List<Object> entries = new ArrayList<>();
        for (JsonNode entry : array) {
            if (entry.isTextual()) {
                entries.add(entry.textValue());
            } else if (entry.isBoolean()) {
                entries.add(entry.booleanValue());
            } else if (entry.isNumber()) {
                entries.add(entry.numberValue());
            } else {
                return UNREADABLE;
            }
        }
        return new SubmittedValue(List.copyOf(entries), true);
    }

    /** Reads the text itself, so that the typed value stays as it came. */
    private static Object parse(JsonValue json) {
        if (!json.isDeserialized()) {
            return json.getValueSerialized() == null ? null : parse(json.getValueSerialized());
        }
        return json.getValue();
    }

    /** @return a JSON node, null for JSON's null, or the text itself when it is no JSON */
    private static Object parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isNull() || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return new Malformed();
        }
    }

    /** A number as a decimal, whichever of the readable types it has. */
    static BigDecimal decimal(Object number) {
        return new BigDecimal(number.toString());
    }

    /** Stands for JSON that cannot be read; fits no kind of input. */
    private record Malformed() {}
}
