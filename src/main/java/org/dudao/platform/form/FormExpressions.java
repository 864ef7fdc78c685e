package org.dudao.platform.form;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates a form's FEEL expressions the way the browser does: what fails counts as not true. */
final class FormExpressions {

    private static final Logger log = LoggerFactory.getLogger(FormExpressions.class);

    private final FeelEngine engine = new ScalaFeelEngineFactory().createInstance();

    /** @return whether the expression yields the boolean true */
    boolean isTrue(String expression, Set<String> names, Function<String, Object> values) {
        return evaluate(expression, names, values).filter(Boolean.TRUE::equals).isPresent();
    }

    /** @return the value as plain Java; empty when it is null or the expression fails */
    Optional<Object> evaluate(String expression, Set<String> names, Function<String, Object> values) {
        try {
            return Optional.ofNullable(engine.evaluateSimpleExpression(expression, new Values(names, values)));
        } catch (FeelException e) {
            log.warn("A form's expression could not be evaluated: {}", expression, e);
            return Optional.empty();
        }
    }

    private record Values(Set<String> names, Function<String, Object> values) implements VariableContext {

        @Override
        public TypedValue resolve(String name) {
            return Variables.untypedValue(values.apply(name));
        }

        @Override
        public boolean containsVariable(String name) {
            return names.contains(name) || values.apply(name) != null;
        }

        @Override
        public Set<String> keySet() {
            return names;
        }
    }
}
