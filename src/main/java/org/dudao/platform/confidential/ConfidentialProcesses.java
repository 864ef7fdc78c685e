package org.dudao.platform.confidential;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.dudao.platform.DefinitionFiles;
import org.springframework.stereotype.Component;

/**
 * Which processes are confidential, and in what. Of those whose model has the property {@code participants=confidential}
 * the engine's history keeps no person's name (see {@link NamelessHistory}), and who may read all processes does not read
 * their tasks, whose candidates are persons. Those whose model has the property {@code readers} nobody reads but the
 * leaders and the unit that owes the kind of obligation that the property names.
 */
@Component
public class ConfidentialProcesses {

    private static final String PROPERTY = "participants";
    private static final String CONFIDENTIAL = "confidential";
    private static final String READERS = "readers";

    private final DefinitionFiles files;

    ConfidentialProcesses(DefinitionFiles files) {
        this.files = files;
    }

    /**
     * @param participants whether it must not be told who takes part
     * @param readers the kind of obligation whose owner reads it, with the leaders; null where it is not for them alone
     */
    public record Rule(String process, boolean participants, String readers) {}

    /** One rule for each process there is, in the order of the alphabet. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        files.models().forEach((file, text) -> {
            if (file.endsWith(".bpmn")) {
                Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getModelElementsByType(Process.class)
                        .stream()
                        .forEach(process -> rules.add(new Rule(
                                process.getId(),
                                CONFIDENTIAL.equals(property(process, PROPERTY)),
                                property(process, READERS))));
            }
        });
        rules.sort(Comparator.comparing(Rule::process));
        return rules;
    }

    private static String property(Process process, String name) {
        if (process.getExtensionElements() == null) {
            return null;
        }
        return process.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElse(null);
    }

    /** @param process the element of a process as the engine's parser reads it */
    static boolean isConfidential(Element process) {
        Element extensions = process.element("extensionElements");
        Element properties = extensions == null ? null : extensions.element("properties");
        return properties != null
                && properties.elements("property").stream()
                        .anyMatch(property -> PROPERTY.equals(property.attribute("name"))
                                && CONFIDENTIAL.equals(property.attribute("value")));
    }
}
