package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.dudao.plan.FormAssembler;
import org.dudao.plan.Plan;
import org.dudao.plan.PlanReader;
import org.dudao.platform.form.FormSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms that Tasklist 7.24 (form-js 1.8.7) shows whole, in Chinese, and empty where nobody has filled them in. */
class FormLintTest {

    /** Of form-js 1.8.7. */
    private static final int NEWEST_SCHEMA = 16;

    private static final int LONGEST_TEXT = 4000;
    private static final Set<String> SHOWN = Set.of("text", "html", "expression", "table", "separator", "spacer");
    private static final Set<String> CHOICES = Set.of("select", "radio", "checklist", "taglist");
    private static final Set<String> TEXTS = Set.of("textfield", "textarea");
    private static final Set<String> OTHER_INPUTS = Set.of("number", "checkbox", "datetime");
    private static final Set<String> START_FORMS = Set.of("hazard-report", "incident-report");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern SET = Pattern.compile("\\.setVariable\\(\"(\\w+)\"");
    private static final Pattern REMOVED = Pattern.compile("\\.removeVariables\\(List\\.of\\(([^)]*)\\)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Map<String, String> written() throws Exception {
        Map<String, String> forms = new TreeMap<>();
        for (File file : new File("forms").listFiles((dir, name) -> name.endsWith(".form"))) {
            forms.put(file.getName(), Files.readString(file.toPath()));
        }
        return forms;
    }

    /** The forms as Tasklist gets them, with the sample plan's options and items. */
    private static Map<String, String> deployed() throws Exception {
        Plan plan = new PlanReader().read("hekou-2023.yaml", Files.readString(Path.of("plans/hekou-2023.yaml")));
        Map<String, String> forms = FormAssembler.assemble(List.of(plan), written());
        assertThat(forms).hasSize(written().size() - 1 + plan.areas().size());
        return forms;
    }

    @Test
    void writtenFormsCarryTheirFilesNameAndVersion() throws Exception {
        Map<String, String> handMade = written();
        handMade.remove(FormAssembler.TEMPLATE);
        for (Map.Entry<String, String> form : handMade.entrySet()) {
            assertThat(FormSchema.parse(form.getValue()).id() + ".form").isEqualTo(form.getKey());
            JsonNode root = JSON.readTree(form.getValue());
            assertThat(root.path("type").asText()).as(form.getKey()).isEqualTo("default");
            assertThat(root.path("executionPlatform").asText()).isEqualTo("Camunda Platform");
            assertThat(root.path("executionPlatformVersion").asText()).isEqualTo("7.24.0");
        }
    }

    @Test
    void deployedFormsKeepTheRules() throws Exception {
        Set<String> findings = new TreeSet<>();
        for (Map.Entry<String, String> form : deployed().entrySet()) {
            findings(form.getKey(), form.getValue()).forEach(finding -> findings.add(form.getKey() + ": " + finding));
        }
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "schemaVersion": 16 | "schemaVersion": 17 | schema version
                    "id": "rectification" | "id": "other" | id
                    "label": "已整改完成" | "label": "Done" | option of decision
                    "label": "整改措施和结果" | "label": "Measures" | label of measures
                    "maxLength": 2000 | "minLength": 1 | length of measures
                    "maxLength": 2000 | "maxLength": 5000 | length of measures
                    "key": "measures" | "key": "Measures taken" | key Measures taken
                    "type": "radio" | "type": "dynamiclist" | dynamiclist does not work in Tasklist
                    "type": "radio" | "type": "filepicker" | filepicker does not work in Tasklist
                    "key": "reason" | "key": "measures" | two inputs for measures
                    "evidence": "after" | "evidence": "before" | place for evidence Evidence_after
                    "atLeast": "1" | "atLeast": "2" | place for evidence Evidence_after
                    "id": "Field_reason" | "id": "Field_measures" | two components Field_measures
                    """)
    void faultIsFound(String from, String to, String finding) throws Exception {
        String form = Files.readString(Path.of("forms/rectification.form"));
        assertThat(form).contains(from);
        assertThat(findings("rectification.form", form.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to))))
                .contains(finding);
    }

    private static Set<String> findings(String file, String text) throws Exception {
        Set<String> findings = new TreeSet<>();
        JsonNode form = JSON.readTree(text);
        expect(form.path("schemaVersion").asInt() == NEWEST_SCHEMA, "schema version", findings);
        expect((form.path("id").asText() + ".form").equals(file), "id", findings);
        Set<String> ids = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (JsonNode component : components(form)) {
            String type = component.path("type").asText();
            String id = component.path("id").asText();
            expect(!id.isEmpty() && ids.add(id), "two components " + id, findings);
            if (type.equals("group")) {
                expect(chinese(component.path("label")), "label of " + id, findings);
            } else if (CHOICES.contains(type) || TEXTS.contains(type) || OTHER_INPUTS.contains(type)) {
                expect(keys.add(component.path("key").asText()), "two inputs for " + key(component), findings);
                input(component, type, findings);
            } else {
                expect(SHOWN.contains(type), type + " does not work in Tasklist", findings);
            }
            if (component.path("properties").has("evidence")) {
                expect(agrees(form.path("id").asText(), component), "place for evidence " + id, findings);
            }
            if (type.equals("text")) {
                String shown = component.path("text").asText();
                expect(HAN.matcher(shown).find() || shown.equals("{{briefing}}"), "language of " + id, findings);
            }
        }
        return findings;
    }

    /** What the page goes by is what the server goes by; a form that begins a process has no task to name. */
    private static boolean agrees(String form, JsonNode component) {
        JsonNode properties = component.path("properties");
        List<String> expected = new ArrayList<>(
                List.of("dudao-evidence", "slot-" + properties.path("evidence").asText()));
        if (properties.has("atLeast")) {
            expected.add("at-least-" + properties.path("atLeast").asText());
        }
        if (START_FORMS.contains(form)) {
            expected.add("start-" + form);
        }
        String content = component.path("content").asText();
        return content.startsWith("<div class=\"" + String.join(" ", expected) + "\">")
                && content.contains("<strong>" + properties.path("label").asText() + "</strong>")
                && chinese(properties.path("label"));
    }

    private static List<JsonNode> components(JsonNode parent) {
        List<JsonNode> components = new ArrayList<>();
        parent.path("components").forEach(component -> {
            components.add(component);
            components.addAll(components(component));
        });
        return components;
    }

    private static void expect(boolean kept, String finding, Set<String> findings) {
        if (!kept) {
            findings.add(finding);
        }
    }

    private static boolean chinese(JsonNode text) {
        return HAN.matcher(text.asText()).find();
    }

    private static String key(JsonNode component) {
        return component.path("key").asText();
    }

    private static void input(JsonNode component, String type, Set<String> findings) {
        String key = key(component);
        expect(KEY.matcher(key).matches(), "key " + key, findings);
        boolean labelled = type.equals("datetime")
                ? (component.path("subtype").asText().equals("time") || chinese(component.path("dateLabel")))
                        && (component.path("subtype").asText().equals("date") || chinese(component.path("timeLabel")))
                : chinese(component.path("label"));
        expect(labelled, "label of " + key, findings);
        JsonNode description = component.path("description");
        expect(description.isMissingNode() || chinese(description), "description of " + key, findings);
        if (TEXTS.contains(type)) {
            int longest = component.path("validate").path("maxLength").asInt();
            expect(longest > 0 && longest <= LONGEST_TEXT, "length of " + key, findings);
        } else if (CHOICES.contains(type)) {
            options(component, key, findings);
        } else if (type.equals("number")) {
            JsonNode rules = component.path("validate");
            expect(rules.path("min").isNumber() && rules.path("max").isNumber(), "range of " + key, findings);
        }
    }

    private static void options(JsonNode component, String key, Set<String> findings) {
        if (component.has("valuesKey")) {
            return;
        }
        Set<String> labels = new HashSet<>();
        Set<String> values = new HashSet<>();
        component.path("values").forEach(option -> {
            expect(chinese(option.path("label")), "option of " + key, findings);
            expect(labels.add(option.path("label").asText()), "option twice in " + key, findings);
            expect(values.add(option.path("value").asText()), "option twice in " + key, findings);
        });
        expect(!values.isEmpty(), "options of " + key, findings);
    }

    /** Tasklist fills an input with the variable of its name: what one person wrote must not be another's answer. */
    @Test
    void noInputIsFilledInByTheProcess() throws Exception {
        Map<String, String> deployed = deployed();
        Set<String> findings = new TreeSet<>();
        Set<String> checked = new HashSet<>();
        for (File file : new File("processes").listFiles((dir, name) -> name.endsWith(".bpmn"))) {
            BpmnModelInstance model = Bpmn.readModelFromFile(file);
            Set<String> variables = processVariables(model);
            for (UserTask task : model.getModelElementsByType(UserTask.class)) {
                Set<String> inputs = new TreeSet<>();
                model.getModelElementsByType(CamundaInputParameter.class).stream()
                        .filter(parameter -> isInside(parameter, task))
                        .forEach(parameter -> inputs.add(parameter.getCamundaName()));
                for (String form : forms(task.getCamundaFormRef(), deployed.keySet())) {
                    checked.add(form);
                    for (JsonNode component : components(JSON.readTree(deployed.get(form)))) {
                        String key = key(component);
                        expect(
                                !variables.contains(key) && !inputs.contains(key),
                                form + " " + key + " at " + task.getId(),
                                findings);
                        expect(
                                !component.has("valuesKey")
                                        || inputs.contains(
                                                component.path("valuesKey").asText()),
                                form + " has no options for " + key + " at " + task.getId(),
                                findings);
                    }
                }
            }
            model.getModelElementsByType(StartEvent.class).stream()
                    .filter(start -> start.getCamundaFormRef() != null)
                    .forEach(start -> checked.add(start.getCamundaFormRef() + ".form"));
        }
        assertThat(findings).isEmpty();
        assertThat(checked).isEqualTo(deployed.keySet());
    }

    private static boolean isInside(ModelElementInstance element, UserTask task) {
        for (ModelElementInstance at = element; at != null; at = at.getParentElement()) {
            if (at.equals(task)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> forms(String reference, Set<String> deployed) {
        Pattern names = Pattern.compile(Arrays.stream((reference + ".form").split("\\$\\{\\w+}", -1))
                .map(Pattern::quote)
                .reduce((one, other) -> one + ".+" + other)
                .orElseThrow());
        List<String> forms =
                deployed.stream().filter(form -> names.matcher(form).matches()).toList();
        assertThat(forms).as(reference).isNotEmpty();
        return forms;
    }

    /** What the model hands on, what the code sets, and what the start form collected and the code does not remove. */
    private static Set<String> processVariables(BpmnModelInstance model) throws Exception {
        Set<String> variables = new TreeSet<>();
        for (StartEvent start : model.getModelElementsByType(StartEvent.class)) {
            if (start.getCamundaFormRef() != null) {
                String form = Files.readString(Path.of("forms", start.getCamundaFormRef() + ".form"));
                variables.addAll(FormSchema.parse(form).keys());
            }
        }
        String source = sources();
        Matcher removed = REMOVED.matcher(source);
        while (removed.find()) {
            for (String name : removed.group(1).split(",")) {
                variables.remove(name.strip().replace("\"", ""));
            }
        }
        Matcher set = SET.matcher(source);
        while (set.find()) {
            variables.add(set.group(1));
        }
        model.getModelElementsByType(CamundaOutputParameter.class)
                .forEach(parameter -> variables.add(parameter.getCamundaName()));
        return variables;
    }

    private static String sources() throws Exception {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }
}
