package org.dudao.platform.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dudao.platform.form.FormField.Details;
import org.dudao.platform.form.FormField.Kind;
import org.dudao.platform.form.FormField.Options;
import org.dudao.platform.form.FormField.Rules;
import org.dudao.platform.form.FormField.Subtype;

/**
 * The inputs of one Camunda Form (form-js, as Tasklist 7.24 bundles it), in the order of the form. What a form uses
 * beyond what is known here is refused when it is read, so that no rule is ever silently left unchecked.
 */
public final class FormSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITHOUT_INPUT =
            Set.of("text", "html", "expression", "separator", "spacer", "table", "image", "button");

    private final String id;
    private final List<FormField> fields;
    private final List<Attachment> attachments;

    private FormSchema(String id, List<FormField> fields, List<Attachment> attachments) {
        this.id = id;
        this.fields = List.copyOf(fields);
        this.attachments = List.copyOf(attachments);
    }

    /**
     * Reads a form.
     *
     * @param json the content of a .form file
     * @throws IllegalArgumentException when it is no form or uses what is not supported; the message, in English and
     *     meant for the form's author, says what and where
     */
    public static FormSchema parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A form is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (root == null || !root.path("components").isArray()) {
            throw new IllegalArgumentException("A form has no list of components");
        }
        Reader reader = new Reader(root.path("id").asText("?"));
        reader.read(root.path("components"), List.of());
        return new FormSchema(reader.form, reader.fields, reader.attachments);
    }

    /** @return the form's id, "?" when it has none */
    public String id() {
        return id;
    }

    /** @return the variables that the form writes, in the order of the form, without disabled and read-only inputs */
    public List<String> keys() {
        return fields.stream()
                .filter(field -> !field.locked())
                .map(FormField::key)
                .toList();
    }

    List<FormField> fields() {
        return fields;
    }

    /**
     * A place for photos and documents: a component without input that has the property {@code evidence}.
     *
     * @param slot what the property says
     * @param label what the person sees beside it
     * @param atLeast how many there must be, as long as the place is shown
     * @param hideConditions as those of an input
     */
    record Attachment(String slot, String label, int atLeast, List<String> hideConditions) {}

    List<Attachment> attachments() {
        return attachments;
    }

    private static final class Reader {
        private final String form;
        private final List<FormField> fields = new ArrayList<>();
        private final List<Attachment> attachments = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();

        Reader(String form) {
            this.form = form;
        }

        void read(JsonNode components, List<String> outerConditions) {
            for (JsonNode component : components) {
                String type = component.path("type").asText();
                List<String> conditions = new ArrayList<>(outerConditions);
                String hide = expression(component.path("conditional").path("hide"));
                if (hide != null) {
                    conditions.add(hide);
                }
                if (type.equals("group")) {
                    if (!component.path("path").asText("").isEmpty()) {
                        throw unsupported(component, "a group with a path");
                    }
                    read(component.path("components"), conditions);
                } else if (!WITHOUT_INPUT.contains(type)) {
                    fields.add(field(component, kind(component, type), conditions));
                } else if (component.path("properties").has("evidence")) {
                    attachments.add(attachment(component, conditions));
                }
            }
        }

        private Attachment attachment(JsonNode component, List<String> conditions) {
            JsonNode properties = component.path("properties");
            Integer atLeast = wholeNumber(component, properties.path("atLeast"));
            String slot = properties.path("evidence").asText();
            if (!keys.add(slot)) {
                throw unsupported(component, "a second place for " + slot);
            }
            return new Attachment(
                    slot,
                    properties.path("label").asText(slot),
                    atLeast == null ? 0 : atLeast,
                    List.copyOf(conditions));
        }

        private FormField field(JsonNode component, Kind kind, List<String> conditions) {
            String key = component.path("key").asText("");
            if (key.isEmpty() || key.contains(".")) {
                throw unsupported(component, "an input without a key or with a dot in it");
            }
            if (!keys.add(key)) {
                throw unsupported(component, "a second input for " + key);
            }
            JsonNode readonly = component.path("readonly");
            return new FormField(
                    key,
                    kind,
                    label(component, key),
                    List.copyOf(conditions),
                    component.path("disabled").asBoolean() || readonly.isBoolean() && readonly.asBoolean(),
                    expression(readonly),
                    rules(component),
                    options(component, kind),
                    details(component, kind));
        }

        private Kind kind(JsonNode component, String type) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equals(type.toUpperCase(Locale.ROOT))) {
                    return kind;
                }
            }
            throw unsupported(component, "the component type '" + type + "'");
        }

        private static String label(JsonNode component, String key) {
            for (String name : List.of("label", "dateLabel", "timeLabel")) {
                String label = component.path(name).asText("").strip();
                if (!label.isEmpty() && !label.startsWith("=") && !label.contains("{{")) {
                    return label;
                }
            }
            return key;
        }

        private Rules rules(JsonNode component) {
            JsonNode validate = component.path("validate");
            Pattern pattern = null;
            String text = validate.path("pattern").asText("");
            if (!text.isEmpty()) {
                try {
                    pattern = Pattern.compile(text);
                } catch (PatternSyntaxException e) {
                    throw unsupported(component, "a pattern that Java does not understand");
                }
            }
            String validationType = validate.path("validationType").asText("");
            if (!Set.of("", "custom", "email", "phone").contains(validationType)) {
                throw unsupported(component, "the validation type '" + validationType + "'");
            }
            return new Rules(
                    validate.path("required").asBoolean(),
                    wholeNumber(component, validate.path("minLength")),
                    wholeNumber(component, validate.path("maxLength")),
                    pattern,
                    number(component, validate.path("min")),
                    number(component, validate.path("max")),
                    validationType);
        }

        private Options options(JsonNode component, Kind kind) {
            if (!kind.isChoice() && !kind.isList()) {
                return new Options(null, null, null);
            }
            String valuesKey = component.path("valuesKey").asText("");
            if (!valuesKey.isEmpty()) {
                return new Options(null, valuesKey, null);
            }
            String valuesExpression = expression(component.path("valuesExpression"));
            if (valuesExpression != null) {
                return new Options(null, null, valuesExpression);
            }
            if (!component.path("values").isArray()) {
                throw unsupported(component, "a choice without options");
            }
            return new Options(component.path("values"), null, null);
        }

        private Details details(JsonNode component, Kind kind) {
            Subtype subtype = null;
            if (kind == Kind.DATETIME) {
                subtype = switch (component.path("subtype").asText("")) {
                    case "date" -> Subtype.DATE;
                    case "time" -> Subtype.TIME;
                    case "datetime" -> Subtype.DATETIME;
                    default -> throw unsupported(component, "a datetime without a known subtype");
                };
            }
            return new Details(
                    wholeNumber(component, component.path("decimalDigits")),
                    number(component, component.path("increment")),
                    component.path("serializeToString").asBoolean(),
                    subtype,
                    component.path("disallowPassedDates").asBoolean());
        }

        private Integer wholeNumber(JsonNode component, JsonNode node) {
            BigDecimal number = number(component, node);
            return number == null ? null : number.intValue();
        }

        private BigDecimal number(JsonNode component, JsonNode node) {
            if (node.isMissingNode() || node.isNull() || node.asText().isEmpty()) {
                return null;
            }
            try {
                return new BigDecimal(node.asText());
            } catch (NumberFormatException e) {
                throw unsupported(component, "'" + node.asText() + "' where a number is expected");
            }
        }

        private static String expression(JsonNode node) {
            String text = node.isTextual() ? node.asText().strip() : "";
            return text.startsWith("=") ? text.substring(1).strip() : null;
        }

        private IllegalArgumentException unsupported(JsonNode component, String what) {
            String where = component.path("key").asText(component.path("id").asText("?"));
            return new IllegalArgumentException(
                    "Form " + form + ", component " + where + ": " + what + " is not supported");
        }
    }
}
