package org.dudao.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the forms to deploy from the hand-made ones: fills in options that only the plans know, and makes one
 * inspection form per plan and area from the template, so that checklist items have one source, the plan file.
 */
public final class FormAssembler {

    private static final String TEMPLATE = "inspection.form";
    private static final ObjectMapper JSON = new ObjectMapper();

    private FormAssembler() {}

    /** The id of the inspection form of an area. */
    public static String inspectionForm(Plan plan, Area area) {
        return "inspection-" + plan.id() + "-" + area.id();
    }

    /**
     * @param forms the hand-made forms by file name
     * @return the forms to deploy by file name
     */
    public static Map<String, String> assemble(List<Plan> plans, Map<String, String> forms) {
        Map<String, String> assembled = new TreeMap<>();
        forms.forEach((name, text) -> {
            ObjectNode form = read(name, text);
            if (name.equals(TEMPLATE)) {
                for (Plan plan : plans) {
                    for (Area area : plan.areas()) {
                        ObjectNode filled = inspection(form, plan, area);
                        assembled.put(filled.get("id").asText() + ".form", filled.toPrettyString());
                    }
                }
            } else {
                fillOptions(form, plans);
                assembled.put(name, form.toPrettyString());
            }
        });
        return assembled;
    }

    private static ObjectNode read(String name, String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalArgumentException("表单文件 " + name + " 不是有效的 JSON，请用 Camunda Modeler 打开检查", e);
        }
    }

    private static ObjectNode inspection(ObjectNode template, Plan plan, Area area) {
        ObjectNode form = template.deepCopy();
        form.put("id", inspectionForm(plan, area));
        ArrayNode components = JSON.createArrayNode();
        for (JsonNode component : template.get("components")) {
            if (component.path("properties").path("repeat").asText().equals("item")) {
                int number = 1;
                for (Item item : area.items()) {
                    components.add(block((ObjectNode) component, item, number++));
                }
            } else {
                components.add(component.deepCopy());
            }
        }
        form.set("components", components);
        return form;
    }

    private static ObjectNode block(ObjectNode block, Item item, int number) {
        Map<String, String> words = Map.of(
                "{{key}}", item.fieldKey(),
                "{{number}}", String.valueOf(number),
                "{{text}}", item.text(),
                "{{hint}}", item.hint());
        ObjectNode filled = (ObjectNode) fill(block, words);
        filled.remove("properties");
        if (!item.appliesTo().isEmpty()) {
            String applies = item.appliesTo().stream()
                    .map(profile -> "list contains(profile, \"" + profile + "\")")
                    .collect(Collectors.joining(" or "));
            filled.putObject("conditional").put("hide", "=not(" + applies + ")");
        }
        return filled;
    }

    private static JsonNode fill(JsonNode node, Map<String, String> words) {
        if (node.isTextual()) {
            String text = node.asText();
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            return TextNode.valueOf(text);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JSON.createObjectNode();
            object.properties().forEach(field -> filled.set(field.getKey(), fill(field.getValue(), words)));
            return filled;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode filled = JSON.createArrayNode();
            array.forEach(element -> filled.add(fill(element, words)));
            return filled;
        }
        return node;
    }

    private static void fillOptions(ObjectNode component, List<Plan> plans) {
        String options = component.path("properties").path("options").asText("");
        if (!options.isEmpty()) {
            ArrayNode values = component.putArray("values");
            options(options, plans)
                    .forEach((value, label) ->
                            values.addObject().put("label", label).put("value", value));
        }
        component.path("components").forEach(child -> fillOptions((ObjectNode) child, plans));
    }

    private static Map<String, String> options(String options, List<Plan> plans) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Plan plan : plans) {
            switch (options) {
                case "plans" -> values.put(plan.id(), plan.campaign() + "（" + plan.number() + "）");
                case "schools" -> plan.schools().forEach(school -> values.putIfAbsent(school.id(), school.name()));
                case "areas" ->
                    plan.areas().forEach(area -> values.putIfAbsent(area.id(), area.id() + " " + area.name()));
                case "responsible" -> {
                    plan.units().stream()
                            .filter(unit -> unit.kind() == UnitKind.DEPARTMENT || unit.kind() == UnitKind.VILLAGE)
                            .forEach(unit -> values.putIfAbsent(unit.id(), unit.name()));
                    plan.schools().forEach(school -> values.putIfAbsent(school.id(), school.name()));
                }
                default ->
                    throw new IllegalArgumentException(
                            "表单里的选项来源“" + options + "”不认识，可以写 plans、schools、areas、responsible");
            }
        }
        return values;
    }
}
