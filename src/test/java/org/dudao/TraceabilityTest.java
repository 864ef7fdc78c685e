package org.dudao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
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
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.dudao.plan.Area;
import org.dudao.plan.InspectedBy;
import org.dudao.plan.ObligationRule;
import org.dudao.plan.Plan;
import org.dudao.plan.PlanReader;
import org.junit.jupiter.api.Test;

/**
 * Goes from each of the plan's demands to the places in the models, the forms and the tests that carry its row id, and
 * writes the way down in {@code docs/traceability.md}.
 */
class TraceabilityTest {

    private static final Path TABLE = Path.of("docs/traceability.md");
    private static final Path ROWS = Path.of("src/test/resources/traceability/rows.csv");
    private static final Path PLAN = Path.of("plans/hekou-2023.yaml");
    private static final Pattern ROW =
            Pattern.compile("S[0-5]|A(?:0[1-9]|1[0-4])|M(?:1|2[abc]|3[abc]|4)|W(?:1|2[a-e]|3|4)");
    private static final Pattern MENTIONED = Pattern.compile("\\b(%1$s)\\b(?: to (%1$s)\\b)?".formatted(ROW));
    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);

    /** What the inspection of a focus area is in the model, by who inspects. */
    private static final Map<InspectedBy, String> INSPECTION =
            Map.of(InspectedBy.SCHOOL, "SelfInspection", InspectedBy.LEAD, "PerimeterInspection");

    private final Map<String, Trace> traces = new LinkedHashMap<>();

    private record Trace(String demand, Set<String> places, Set<String> forms, Set<String> owed, Set<String> tests) {}

    @Test
    void everyDemandOfThePlanHasItsPlaceInAModelAndATest() throws IOException {
        for (String line : Files.readAllLines(ROWS)) {
            String[] row = line.split(",", 2);
            traces.put(row[0], new Trace(row[1], new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
        }
        readModels();
        readPlan();
        readTests();

        List<String> missing = new ArrayList<>();
        traces.forEach((id, trace) -> {
            if (trace.places().isEmpty()) {
                missing.add(id + " has no place in a model: " + trace.demand());
            }
            if (trace.tests().isEmpty()) {
                missing.add(id + " is named by no test: " + trace.demand());
            }
        });
        assertThat(missing).isEmpty();

        String table = table();
        boolean current = Files.exists(TABLE) && Files.readString(TABLE).equals(table);
        if (!current) {
            Files.writeString(TABLE, table);
        }
        assertThat(current)
                .as(
                        "%s was not what models, plan and tests say. It has been written anew: read it and commit it",
                        TABLE)
                .isTrue();
    }

    private void readModels() {
        for (File file : files("processes", ".bpmn")) {
            BpmnModelInstance model = Bpmn.readModelFromFile(file);
            Process process =
                    model.getModelElementsByType(Process.class).iterator().next();
            for (String id : rows(process)) {
                trace(id, file).places().add(process.getId());
            }
            for (FlowElement element : model.getModelElementsByType(FlowElement.class)) {
                for (String id : rows(element)) {
                    place(id, process, element);
                }
            }
        }
    }

    private void place(String id, Process process, FlowElement element) {
        Trace trace = trace(id, element.getId());
        // The way into the ladder stands beside every task; the ladder itself says it once.
        if (!id.equals("W2b") || process.getId().equals("escalation")) {
            trace.places().add("%s/%s %s".formatted(process.getId(), element.getId(), element.getName()));
        }
        String form = element instanceof UserTask task
                ? task.getCamundaFormRef()
                : element instanceof StartEvent start ? start.getCamundaFormRef() : null;
        if (form != null) {
            trace.forms().add(form.startsWith("inspection-") ? "inspection" : form);
        }
    }

    private void readPlan() throws IOException {
        Plan plan = new PlanReader().read(PLAN.getFileName().toString(), Files.readString(PLAN));
        BpmnModelInstance school = Bpmn.readModelFromFile(new File("processes/school.bpmn"));
        Process process =
                school.getModelElementsByType(Process.class).iterator().next();
        for (Area area : plan.areas()) {
            place(area.id(), process, school.getModelElementById(INSPECTION.get(area.inspectedBy())));
            trace(area.id(), PLAN).owed().add("%d项检查".formatted(area.items().size()));
        }
        for (ObligationRule rule : plan.obligations()) {
            trace(rule.row(), PLAN).owed().add("%s %s".formatted(rule.kind(), rule.name()));
        }
    }

    /** A test says in its Javadoc which rows it shows; "S2 to S4" are all from one to the other. */
    private void readTests() throws IOException {
        List<String> ids = List.copyOf(traces.keySet());
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            for (Path source : sources.filter(path -> path.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                String test = source.getFileName().toString().replace(".java", "");
                Matcher javadoc = JAVADOC.matcher(Files.readString(source));
                while (javadoc.find()) {
                    Matcher mentioned = MENTIONED.matcher(javadoc.group());
                    while (mentioned.find()) {
                        int from = ids.indexOf(mentioned.group(1));
                        int to = mentioned.group(2) == null ? from : ids.indexOf(mentioned.group(2));
                        ids.subList(from, to + 1)
                                .forEach(id -> traces.get(id).tests().add(test));
                    }
                }
            }
        }
    }

    private Trace trace(String id, Object where) {
        assertThat(traces).as("rows named at %s", where).containsKey(id);
        return traces.get(id);
    }

    private static List<String> rows(BaseElement element) {
        if (element.getExtensionElements() == null) {
            return List.of();
        }
        Collection<CamundaProperties> all = element.getExtensionElements()
                .getElementsQuery()
                .filterByType(CamundaProperties.class)
                .list();
        return all.stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> property.getCamundaName().equals("row"))
                .flatMap(property -> Arrays.stream(property.getCamundaValue().split(" ")))
                .toList();
    }

    private static File[] files(String folder, String ending) {
        File[] files = new File(folder).listFiles((dir, name) -> name.endsWith(ending));
        Arrays.sort(files);
        return files;
    }

    private String table() {
        StringBuilder text = new StringBuilder("""
                # 从方案条款到流程、表单和测试

                本表由测试 `TraceabilityTest` 根据模型、方案文件和测试里写的条款编号生成，不要手工修改；有一条没有流程或者没有测试，构建就不通过。
                编号：S 实施步骤（第四部分），A 整治重点（第三部分），M 工作措施（第五部分），W 工作要求（第六部分）。

                | 编号 | 方案的要求 | 流程和环节 | 表单 | 方案文件里的义务 | 测试 |
                |---|---|---|---|---|---|
                """);
        traces.forEach((id, trace) -> text.append("| ")
                .append(String.join(
                        " | ",
                        id,
                        trace.demand(),
                        places(trace.places()),
                        String.join("、", trace.forms()),
                        String.join("、", trace.owed()),
                        String.join("、", trace.tests())))
                .append(" |\n"));
        return text.toString();
    }

    /** One line a process: its elements behind its key. */
    private static String places(Set<String> places) {
        Map<String, List<String>> byProcess = new TreeMap<>();
        for (String place : places) {
            String[] parts = place.split("/", 2);
            List<String> elements = byProcess.computeIfAbsent(parts[0], key -> new ArrayList<>());
            if (parts.length > 1) {
                elements.add(parts[1]);
            }
        }
        List<String> lines = new ArrayList<>();
        byProcess.forEach((process, elements) ->
                lines.add("**%s**%s".formatted(process, elements.isEmpty() ? "" : "：" + String.join("、", elements))));
        return String.join("<br>", lines);
    }
}
