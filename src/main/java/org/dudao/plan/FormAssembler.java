package org.dudao.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the forms to deploy out of the hand-made ones and the plans.
 *
 * <ul>
 *   <li>A component with {@code "properties": {"options": …}} gets its choices from all plans: {@code plans}, {@code
 *       schools}, {@code areas}, {@code units}, {@code departments} (villages with them), {@code
 *       responsible} (who can answer for a hazard) or {@code everybody} (units and schools).
 *   <li>The template {@value #TEMPLATE} becomes one form per plan and area. A component with {@code "properties":
 *       {"repeat": "item"}} is repeated for every item of the area; <code>${plan.id}</code>, <code>${area.id}</code>
 *       and the like stand for what the plan says. Labels do not wrap on a narrow screen, so that long texts belong
 *       into text components, with <code>${item.markdown}</code>.
 * </ul>
 */
public final class FormAssembler {

    /** File name of the form that is made once per plan and area and is not deployed itself. */
    public static final String TEMPLATE = "inspection.form";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]<>()#+.!|~&-]");

    private FormAssembler() {}

    /** Id of the inspection form of an area; its file name is the same with {@code .form} behind. */
    public static String inspectionForm(String planId, String areaId) {
        return "inspection-" + planId + "-" + areaId;
    }

    /**
     * Assembles all forms.
     *
     * @param plans the plans, each id once
     * @param forms the hand-made forms, JSON by file name
     * @return the forms to deploy, JSON by file name, in the order of the hand-made ones with the inspection forms last
     * @throws IllegalArgumentException when a form is not valid JSON or asks for options or values that do not exist,
     *     or when two forms or two plans have the same name; the message, in Chinese, names the file and what to do
     */
    public static Map<String, String> assemble(List<Plan> plans, Map<String, String> forms) {
        Map<String, ArrayNode> options = options(plans);
        Map<String, String> assembled = new LinkedHashMap<>();
        forms.forEach((file, text) -> {
            if (!file.equals(TEMPLATE)) {
                assembled.put(file, write(filled(file, parse(file, text), options)));
            }
        });
        String template = forms.get(TEMPLATE);
        if (template == null) {
            return assembled;
        }
        JsonNode form = filled(TEMPLATE, parse(TEMPLATE, template), options);
        for (Plan plan : plans) {
            for (Area area : plan.areas()) {
                String file = inspectionForm(plan.id(), area.id()) + ".form";
                if (assembled.put(file, write(inspection(plan, area, form))) != null) {
                    throw new IllegalArgumentException("有两个表单都叫 " + file + "，请改其中一个的文件名");
                }
            }
        }
        return assembled;
    }

    private static JsonNode parse(String file, String text) {
        try {
            JsonNode form = JSON.readTree(text);
            if (form.path("components").isArray()) {
                return form;
            }
            throw new IllegalArgumentException("表单文件 " + file + " 里没有 components，请用 Camunda Modeler 打开检查");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "表单文件 " + file + " 不是有效的 JSON，请用 Camunda Modeler 打开检查：" + e.getMessage(), e);
        }
    }

    private static String write(JsonNode form) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    // Choices

    private static JsonNode filled(String file, JsonNode node, Map<String, ArrayNode> options) {
        JsonNode wanted = node.path("properties").path("options");
        if (!wanted.isMissingNode()) {
            ArrayNode values = options.get(wanted.asText());
            if (values == null) {
                throw new IllegalArgumentException("表单文件 " + file + " 的选项来源“" + wanted.asText() + "”不认识，可以写 "
                        + String.join("、", options.keySet()));
            }
            ObjectNode component = (ObjectNode) node;
            component.remove(List.of("valuesKey", "valuesExpression"));
            component.set("values", values.deepCopy());
        }
        node.path("components").forEach(component -> filled(file, component, options));
        return node;
    }

    private static Map<String, ArrayNode> options(List<Plan> plans) {
        Choices campaigns = new Choices();
        Choices schools = new Choices();
        Choices areas = new Choices();
        Choices units = new Choices();
        Choices departments = new Choices();
        Set<String> ids = new HashSet<>();
        for (Plan plan : plans) {
            if (!ids.add(plan.id())) {
                throw new IllegalArgumentException("有两个方案的编号都是“" + plan.id() + "”，请改其中一个的 id");
            }
            campaigns.add(plan.id(), plan.campaign() + "（" + plan.number() + "）");
            plan.schools().forEach(school -> schools.add(school.id(), school.name()));
            plan.areas().forEach(area -> areas.add(area.id(), area.id() + " " + area.name()));
            for (Unit unit : plan.units()) {
                units.add(unit.id(), unit.name());
                if (unit.isParticipant()) {
                    departments.add(unit.id(), unit.name());
                }
            }
        }
        Map<String, ArrayNode> options = new LinkedHashMap<>();
        options.put("plans", campaigns.values());
        options.put("schools", schools.values());
        options.put("areas", areas.values());
        options.put("units", units.values());
        options.put("departments", departments.values());
        options.put("responsible", departments.values().addAll(schools.values()));
        options.put("everybody", units.values().addAll(schools.values()));
        return options;
    }

    /** Values to choose from, each once; where plans name the same value differently, its label shows all names. */
    private static final class Choices {
        private final Map<String, Set<String>> labels = new LinkedHashMap<>();

        void add(String value, String label) {
            labels.computeIfAbsent(value, key -> new LinkedHashSet<>()).add(label);
        }

        ArrayNode values() {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            labels.forEach((value, names) ->
                    values.addObject().put("label", String.join(" / ", names)).put("value", value));
            return values;
        }
    }

    // Inspection forms

    private static JsonNode inspection(Plan plan, Area area, JsonNode template) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("plan.id", plan.id());
        words.put("plan.number", plan.number());
        words.put("plan.campaign", plan.campaign());
        words.put("area.id", area.id());
        words.put("area.name", area.name());
        words.put("area.title", area.title());
        return expanded(template, area, words);
    }

    private static JsonNode expanded(JsonNode node, Area area, Map<String, String> words) {
        if (node.isTextual()) {
            return TextNode.valueOf(replaced(node.asText(), words));
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> {
                if (element.path("properties").path("repeat").asText().equals("item")) {
                    area.items().forEach(item -> list.add(block(element, area, item, words)));
                } else {
                    list.add(expanded(element, area, words));
                }
            });
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), expanded(entry.getValue(), area, words)));
            return object;
        }
        return node;
    }

    private static JsonNode block(JsonNode template, Area area, Item item, Map<String, String> areaWords) {
        Map<String, String> words = new LinkedHashMap<>(areaWords);
        words.put("item.id", item.id());
        words.put("item.key", item.fieldKey());
        words.put("item.text", item.text());
        words.put("item.markdown", MARKDOWN.matcher(item.text()).replaceAll("\\\\$0"));
        words.put("item.hint", item.hint());
        ObjectNode block = (ObjectNode) expanded(template, area, words);
        block.remove("properties");
        if (!item.appliesTo().isEmpty()) {
            block.putObject("conditional").put("hide", hiddenUnless(item.appliesTo()));
        }
        return block;
    }

    /**
     * "= false" instead of not(…), which a unary test in the browser reads as something else; and where a task has no
     * profile the comparison is not true, so that the item is asked rather than silently left out.
     */
    private static String hiddenUnless(List<String> profiles) {
        List<String> tests = new ArrayList<>();
        profiles.forEach(profile -> tests.add("list contains(profile, \"" + profile + "\")"));
        return "=(" + tests.stream().collect(Collectors.joining(" or ")) + ") = false";
    }

    private static String replaced(String text, Map<String, String> words) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String word = words.get(match.group(1));
            if (word == null) {
                throw new IllegalArgumentException(
                        "表单模板 " + TEMPLATE + " 里的 " + match.group() + " 不认识，这里可以写 " + String.join("、", words.keySet()));
            }
            return Matcher.quoteReplacement(word);
        });
    }
}
