package org.dudao.tasklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/**
 * What the model says about tasks that may be done several at once: the user task's property {@code alike}, as JSON.
 *
 * @param words what doing them means
 * @param answers what is submitted for each, by the form's keys
 * @param ask what the person is asked once for all, with its question, by the form's keys
 */
public record Alike(String words, Map<String, Object> answers, Map<String, String> ask) {

    private static final String PROPERTY = "alike";
    private static final ObjectMapper JSON = new ObjectMapper();

    public Alike {
        answers = answers == null ? Map.of() : Map.copyOf(answers);
        ask = ask == null ? Map.of() : Map.copyOf(ask);
    }

    /**
     * @return empty where the tasks are to be done one by one
     * @throws IllegalStateException where the property is not what it should be
     */
    public static Optional<Alike> of(UserTask task) {
        if (task.getExtensionElements() == null) {
            return Optional.empty();
        }
        return task.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> property.getCamundaName().equals(PROPERTY))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .map(value -> read(task, value));
    }

    private static Alike read(UserTask task, String value) {
        try {
            return JSON.readValue(value, Alike.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The property %s of %s is no JSON with words, answers and ask".formatted(PROPERTY, task.getId()),
                    e);
        }
    }
}
