package org.dudao.models;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Rule;

/** A decision table under {@code processes/}, evaluated as the process engine does; answers which rules decided. */
final class DecisionTable {

    private final DmnEngine engine;
    private final DmnDecision decision;
    private final Set<String> rules = new TreeSet<>();
    private final List<String> matched = new ArrayList<>();

    DecisionTable(String key) {
        DmnModelInstance model =
                Dmn.readModelFromFile(Path.of("processes", key + ".dmn").toFile());
        model.getModelElementsByType(Rule.class).forEach(rule -> rules.add(rule.getId()));
        engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration()
                .customPostDecisionTableEvaluationListeners(
                        List.of(event -> event.getMatchingRules().forEach(rule -> matched.add(rule.getId()))))
                .buildEngine();
        decision = engine.parseDecision(key, model);
    }

    /**
     * @param rules the ids of the rules that decided; empty where none did
     * @param values what they say, by the output's name; empty where none did
     */
    record Outcome(List<String> rules, Map<String, Object> values) {}

    /** The ids of all rules of the table. */
    Set<String> rules() {
        return rules;
    }

    Outcome decide(Map<String, Object> input) {
        matched.clear();
        DmnDecisionResult result = engine.evaluateDecision(decision, input);
        return new Outcome(
                List.copyOf(matched),
                result.isEmpty() ? Map.of() : result.getSingleResult().getEntryMap());
    }
}
