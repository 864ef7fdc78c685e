package org.dudao.platform.confidential;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.dudao.platform.DefinitionFiles;
import org.springframework.stereotype.Component;

/**
 * Which processes are confidential: those whose model has the property {@code participants=confidential}. Of them the
 * engine's history keeps no person's name (see {@link NamelessHistory}), and who may read all processes does not read
 * their tasks, whose candidates are persons.
 */
@Component
public class ConfidentialProcesses {

    private static final String PROPERTY = "participants";
    private static final String CONFIDENTIAL = "confidential";

    private final DefinitionFiles files;

    ConfidentialProcesses(DefinitionFiles files) {
        this.files = files;
    }

    /** The keys of all other processes, in the order of the alphabet. */
    public Set<String> others() {
        Set<String> keys = new TreeSet<>();
        files.models().forEach((file, text) -> {
            if (file.endsWith(".bpmn")) {
                Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getModelElementsByType(Process.class)
                        .stream()
                        .filter(Predicate.not(ConfidentialProcesses::isConfidential))
                        .forEach(process -> keys.add(process.getId()));
            }
        });
        return keys;
    }

    private static boolean isConfidential(Process process) {
        return process.getExtensionElements() != null
                && process
                        .getExtensionElements()
                        .getElementsQuery()
                        .filterByType(CamundaProperties.class)
                        .list()
                        .stream()
                        .flatMap(properties -> properties.getCamundaProperties().stream())
                        .anyMatch(property -> PROPERTY.equals(property.getCamundaName())
                                && CONFIDENTIAL.equals(property.getCamundaValue()));
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
