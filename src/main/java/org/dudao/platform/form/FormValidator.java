package org.dudao.platform.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.SpinValues;
import org.dudao.platform.form.FormField.Kind;
import org.dudao.platform.form.FormField.Options;

/** Checks what was submitted against the form, with the same rules as form-js in the browser, and some of our own. */
public final class FormValidator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_NAME = 40;

    private final FieldRules rules;
    private final FormExpressions expressions = new FormExpressions();

    /** @param clock tells which day is today, in Asia/Shanghai, for inputs that allow no past date */
    public FormValidator(InstantSource clock) {
        this.rules = new FieldRules(clock);
    }

    /**
     * Checks a submission.
     *
     * @param submitted what was sent, plain objects or typed values; may lack what is optional or hidden
     * @param variables what else the form's expressions and choices can read; null for an unknown name
     * @return one value for each of the form's inputs except disabled and read-only ones, which are ignored. What is
     *     hidden or left empty is null explicitly (a list "[]", a checkbox false), so that a value of an earlier round
     *     never shows through. Lists are JSON.
     * @throws FormViolation when anything does not fit
     */
    public VariableMap validate(FormSchema schema, Map<String, Object> submitted, Function<String, Object> variables) {
        return validate(schema, submitted, variables, slot -> 0);
    }

    /** The same, where {@code attached} says how many photos and documents there are for each place that asks for them. */
    VariableMap validate(
            FormSchema schema,
            Map<String, Object> submitted,
            Function<String, Object> variables,
            ToIntFunction<String> attached) {
        Map<String, Object> values = new HashMap<>();
        Set<String> unreadable = new HashSet<>();
        for (FormField field : schema.fields()) {
            if (!field.locked()) {
                SubmittedValue read = SubmittedValue.read(field, raw(submitted, field.key()));
                values.put(field.key(), read.value());
                if (!read.readable()) {
                    unreadable.add(field.key());
                }
            }
        }
        Function<String, Object> known = name -> values.containsKey(name) ? values.get(name) : variables.apply(name);
        Set<String> locked = locked(schema, values, known);
        values.keySet().removeAll(locked);
        Set<String> hidden = hidden(schema, values, known);

        List<String> problems = new ArrayList<>();
        VariableMap accepted = Variables.createVariables();
        for (FormField field : schema.fields()) {
            String key = field.key();
            if (locked.contains(key)) {
                continue;
            }
            if (unreadable.contains(key)) {
                problems.add(FieldRules.named(field, "的内容类型不对，请打开表单重新填写"));
            } else if (!hidden.contains(key)) {
                List<JsonNode> options =
                        field.kind().isChoice() || field.kind().isList() ? options(field, values, known) : List.of();
                rules.problem(field, values.get(key), options).ifPresent(problems::add);
            }
            Object value = hidden.contains(key) || unreadable.contains(key) ? null : values.get(key);
            accepted.put(key, stored(field, value));
        }
        Function<String, Object> visible = name -> hidden.contains(name) ? null : known.apply(name);
        for (FormSchema.Attachment place : schema.attachments()) {
            boolean shown = place.hideConditions().stream()
                    .noneMatch(condition -> expressions.isTrue(condition, values.keySet(), visible));
            if (shown && attached.applyAsInt(place.slot()) < place.atLeast()) {
                problems.add("“%s”至少要上传%d张，请拍照或者从相册里选，传完再提交".formatted(place.label(), place.atLeast()));
            }
        }
        problems.addAll(unknown(schema, submitted));
        if (!problems.isEmpty()) {
            throw new FormViolation(problems);
        }
        return accepted;
    }

    private static Object raw(Map<String, Object> submitted, String key) {
        return submitted instanceof VariableMap typed ? typed.getValueTyped(key) : submitted.get(key);
    }

    private static List<String> unknown(FormSchema schema, Map<String, Object> submitted) {
        Set<String> keys = schema.fields().stream().map(FormField::key).collect(Collectors.toSet());
        return submitted.keySet().stream()
                .filter(name -> !keys.contains(name))
                .sorted()
                .map(name -> "表单里没有“" + printable(name) + "”这一项，请刷新页面后重新填写")
                .toList();
    }

    private static String printable(String name) {
        String safe = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "");
        return safe.length() > SHOWN_NAME ? safe.substring(0, SHOWN_NAME) + "…" : safe;
    }

    private Set<String> locked(FormSchema schema, Map<String, Object> values, Function<String, Object> known) {
        return schema.fields().stream()
                .filter(field -> field.locked()
                        || field.lockCondition() != null
                                && expressions.isTrue(field.lockCondition(), values.keySet(), known))
                .map(FormField::key)
                .collect(Collectors.toSet());
    }

    /** What is hidden counts as empty for the conditions of others; the set only grows, so this ends. */
    private Set<String> hidden(FormSchema schema, Map<String, Object> values, Function<String, Object> known) {
        Set<String> hidden = new HashSet<>();
        Function<String, Object> visible = name -> hidden.contains(name) ? null : known.apply(name);
        boolean grew = true;
        while (grew) {
            Set<String> more = schema.fields().stream()
                    .filter(field -> values.containsKey(field.key()) && !hidden.contains(field.key()))
                    .filter(field -> field.hideConditions().stream()
                            .anyMatch(condition -> expressions.isTrue(condition, values.keySet(), visible)))
                    .map(FormField::key)
                    .collect(Collectors.toSet());
            grew = hidden.addAll(more);
        }
        return hidden;
    }

    /** @return the values that may be chosen; none when they cannot be found out, as in the browser */
    private List<JsonNode> options(FormField field, Map<String, Object> values, Function<String, Object> known) {
        Options source = field.options();
        JsonNode array = source.values();
        if (source.valuesKey() != null) {
            array = tree(known.apply(source.valuesKey()));
        } else if (source.valuesExpression() != null) {
            Optional<Object> result = expressions.evaluate(source.valuesExpression(), values.keySet(), known);
            array = tree(result.orElse(null));
        }
        List<JsonNode> options = new ArrayList<>();
        for (JsonNode entry : array) {
            options.add(entry.isObject() ? entry.path("value") : entry);
        }
        return options;
    }

    private static JsonNode tree(Object value) {
        try {
            return value instanceof SpinJsonNode spin ? JSON.readTree(spin.toString()) : JSON.valueToTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A variable that holds options is not valid JSON", e);
        }
    }

    private static Object stored(FormField field, Object value) {
        Kind kind = field.kind();
        if (kind.isList()) {
            JsonNode array = JSON.valueToTree(value == null ? List.of() : value);
            return SpinValues.jsonValue(array.toString()).create();
        }
        if (kind == Kind.CHECKBOX) {
            return Boolean.TRUE.equals(value);
        }
        if (value instanceof String text) {
            return FieldRules.trimmed(text).isEmpty() ? null : FieldRules.normalised(text);
        }
        return kind == Kind.NUMBER && value != null ? FieldRules.normalised(field, (Number) value) : value;
    }
}
