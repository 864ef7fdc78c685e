package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decision tables that can be shown to those they concern: every row with its number and text, and exactly one row for
 * whatever may come in. All values that a table distinguishes are tried, each column's with every other's; a column
 * without a list of allowed values is also tried with values that no row names, and with none.
 */
class DecisionLintTest {

    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    static Stream<Path> decisions() {
        return Arrays.stream(new File("processes").listFiles((dir, name) -> name.endsWith(".dmn")))
                .map(File::toPath)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyInputMeetsExactlyOneRowThatExplainsItself(Path file) throws Exception {
        String text = Files.readString(file);
        assertThat(findings(text)).isEmpty();
        Decision decision =
                read(text).getModelElementsByType(Decision.class).iterator().next();
        assertThat(file.getFileName().toString()).isEqualTo(decision.getId() + ".dmn");
    }

    @Test
    void noNumberOfARuleStandsInTwoTables() throws Exception {
        Set<String> numbers = new HashSet<>();
        for (Path file : decisions().toList()) {
            for (Rule rule : read(Files.readString(file)).getModelElementsByType(Rule.class)) {
                assertThat(numbers.add(rule.getId())).as(rule.getId()).isTrue();
            }
        }
        assertThat(numbers).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    not("A03","A05") | "A01" | no row for {area=A04, severity=general}
                    not("A03","A05") | not("A03") | rows [G4, G5] for {area=A05, severity=general}
                    <rule id="G3"> | <rule id="three"> | number of three
                    hitPolicy="UNIQUE" | hitPolicy="FIRST" | hit policy of hazard-grading
                    label="整治领域" | label="Area" | name of area
                    label="等级" | label="" | name of grade
                    <description>其他较大隐患： | <description>其他： | text of G3
                    "general","serious","major" | "general" | value serious of severity is not allowed
                    camunda:historyTimeToLive="P3650D" | '' | history time to live of hazard-grading
                    """)
    void faultIsFound(String from, String to, String finding) throws Exception {
        String text = Files.readString(Path.of("processes/hazard-grading.dmn"));
        assertThat(text).contains(from);
        assertThat(findings(text.replace(from, to))).contains(finding);
    }

    private static DmnModelInstance read(String text) {
        return Dmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Set<String> findings(String text) {
        Set<String> findings = new TreeSet<>();
        for (Decision decision : read(text).getModelElementsByType(Decision.class)) {
            DecisionTable table = (DecisionTable) decision.getExpression();
            expect(chinese(decision.getName()), "name of " + decision.getId(), findings);
            expect(
                    decision.getDescription() != null
                            && chinese(decision.getDescription().getTextContent()),
                    "description of " + decision.getId(),
                    findings);
            expect(
                    decision.getCamundaHistoryTimeToLiveString() != null,
                    "history time to live of " + decision.getId(),
                    findings);
            expect(table.getHitPolicy() == HitPolicy.UNIQUE, "hit policy of " + decision.getId(), findings);
            columns(table, findings);
            closed(table, findings);
            table.getRules().forEach(rule -> row(table, rule, findings));
            DmnDecision collecting = collecting(text, decision.getId());
            combinations(table).forEach(input -> outcome(collecting, input, findings));
        }
        return findings;
    }

    private static void expect(boolean kept, String finding, Set<String> findings) {
        if (!kept) {
            findings.add(finding);
        }
    }

    private static boolean chinese(String text) {
        return text != null && HAN.matcher(text).find();
    }

    private static void columns(DecisionTable table, Set<String> findings) {
        for (Input input : table.getInputs()) {
            expect(chinese(input.getLabel()), "name of " + input.getId(), findings);
        }
        for (Output output : table.getOutputs()) {
            expect(
                    chinese(output.getLabel()) && output.getName() != null && output.getTypeRef() != null,
                    "name of " + output.getId(),
                    findings);
        }
    }

    /** The text that is stored with a decision starts with the rule's number and is the annotation of its row. */
    private static void row(DecisionTable table, Rule rule, Set<String> findings) {
        expect(rule.getId().matches("[A-Z]\\d+"), "number of " + rule.getId(), findings);
        String annotation =
                rule.getDescription() == null ? "" : rule.getDescription().getTextContent();
        List<Output> outputs = List.copyOf(table.getOutputs());
        String shown = "";
        for (int i = 0; i < outputs.size(); i++) {
            if ("rule".equals(outputs.get(i).getName())) {
                shown = List.copyOf(rule.getOutputEntries())
                        .get(i)
                        .getTextContent()
                        .strip();
            }
        }
        expect(
                chinese(annotation) && shown.equals("\"" + rule.getId() + " " + annotation + "\""),
                "text of " + rule.getId(),
                findings);
    }

    private static List<VariableMap> combinations(DecisionTable table) {
        List<VariableMap> combinations = new ArrayList<>(List.of(Variables.createVariables()));
        List<Input> inputs = List.copyOf(table.getInputs());
        for (int column = 0; column < inputs.size(); column++) {
            String variable =
                    inputs.get(column).getInputExpression().getTextContent().strip();
            List<VariableMap> longer = new ArrayList<>();
            for (VariableMap combination : combinations) {
                for (Object value : values(table, inputs.get(column), column)) {
                    VariableMap extended = Variables.createVariables();
                    extended.putAll(combination);
                    longer.add(extended.putValue(variable, value));
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static Set<Object> values(DecisionTable table, Input input, int column) {
        Set<Object> values = new LinkedHashSet<>();
        if (input.getInputValues() != null) {
            values.addAll(literals(input.getInputValues().getTextContent()));
            return values;
        }
        switch (input.getInputExpression().getTypeRef()) {
            case "string" -> {
                values.addAll(named(table, column));
                values.add("?");
            }
            case "boolean" -> values.addAll(List.of(true, false));
            case "integer" -> numbers(table, column).forEach(n -> values.addAll(List.of(n - 1, n, n + 1)));
            default -> throw new IllegalArgumentException("no values to try for " + input.getId());
        }
        values.add(null);
        return values;
    }

    private static Set<String> named(DecisionTable table, int column) {
        Set<String> named = new LinkedHashSet<>();
        table.getRules()
                .forEach(rule -> named.addAll(
                        literals(List.copyOf(rule.getInputEntries()).get(column).getTextContent())));
        return named;
    }

    private static Set<Integer> numbers(DecisionTable table, int column) {
        Set<Integer> numbers = new LinkedHashSet<>();
        table.getRules().forEach(rule -> NUMBER.matcher(
                        List.copyOf(rule.getInputEntries()).get(column).getTextContent())
                .results()
                .forEach(number -> numbers.add(Integer.valueOf(number.group()))));
        return numbers;
    }

    /** Rows name only values that the column allows. */
    private static void closed(DecisionTable table, Set<String> findings) {
        List<Input> inputs = List.copyOf(table.getInputs());
        for (int column = 0; column < inputs.size(); column++) {
            Input input = inputs.get(column);
            if (input.getInputValues() != null) {
                Set<String> allowed = literals(input.getInputValues().getTextContent());
                named(table, column)
                        .forEach(value -> expect(
                                allowed.contains(value),
                                "value " + value + " of " + input.getId() + " is not allowed",
                                findings));
            }
        }
    }

    private static Set<String> literals(String text) {
        Set<String> literals = new LinkedHashSet<>();
        Matcher literal = LITERAL.matcher(text);
        while (literal.find()) {
            literals.add(literal.group(1));
        }
        return literals;
    }

    /** Answers every row that matches, whatever the table itself would do with several. */
    private DmnDecision collecting(String text, String id) {
        String collect = text.replaceAll("hitPolicy=\"\\w+\"", "hitPolicy=\"COLLECT\"");
        return engine.parseDecision(id, new ByteArrayInputStream(collect.getBytes(StandardCharsets.UTF_8)));
    }

    private void outcome(DmnDecision decision, VariableMap input, Set<String> findings) {
        List<String> rows = engine.evaluateDecision(decision, input).stream()
                .map(row -> row.<String>getEntry("rule").split(" ")[0])
                .toList();
        if (rows.isEmpty()) {
            findings.add("no row for " + new TreeMap<>(input));
        } else if (rows.size() > 1) {
            findings.add("rows " + rows + " for " + new TreeMap<>(input));
        }
    }
}
