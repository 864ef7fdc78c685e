package org.dudao.plan;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A user task in a model that fulfils a kind of obligation.
 *
 * @param kind as in the plan's obligations
 * @param task the task's name, in Chinese
 * @param row the row of the plan's demands that the task serves; null where the model names none
 * @param file name of the model's file
 * @param process id of the process that the task stands in
 * @param repeated whether it stands in a subprocess that runs several times, such as once per focus area
 * @param timed whether a timer at the task leads an overdue obligation to the ladder
 */
record ModelledObligation(
        String kind, String task, String row, String file, String process, boolean repeated, boolean timed) {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    /**
     * Reads them out of BPMN files; files of other kinds are passed over.
     *
     * @param models the files' texts by their names
     * @throws IllegalArgumentException when a file is no valid XML; the message, in Chinese, names it
     */
    static List<ModelledObligation> readAll(Map<String, String> models) {
        List<ModelledObligation> all = new ArrayList<>();
        models.forEach((file, text) -> {
            if (file.endsWith(".bpmn")) {
                all.addAll(read(file, parse(file, text)));
            }
        });
        return all;
    }

    private static Document parse(String file, String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXException e) {
            throw new IllegalArgumentException("流程文件 " + file + " 读不懂，请用 Camunda Modeler 打开检查：" + e.getMessage(), e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("the JDK's XML parser does not work", e);
        }
    }

    private static List<ModelledObligation> read(String file, Document model) {
        Set<String> timed = new HashSet<>();
        for (Element event : elements(model.getDocumentElement(), BPMN, "boundaryEvent")) {
            if (!elements(event, BPMN, "timerEventDefinition").isEmpty()) {
                timed.add(event.getAttribute("attachedToRef"));
            }
        }
        List<ModelledObligation> found = new ArrayList<>();
        for (Element task : elements(model.getDocumentElement(), BPMN, "userTask")) {
            String kind = property(task, "obligation");
            if (kind != null) {
                found.add(new ModelledObligation(
                        kind,
                        task.getAttribute("name"),
                        property(task, "row"),
                        file,
                        process(task),
                        isRepeated(task),
                        timed.contains(task.getAttribute("id"))));
            }
        }
        return found;
    }

    private static String property(Element task, String name) {
        return elements(task, CAMUNDA, "property").stream()
                .filter(property -> property.getAttribute("name").equals(name))
                .map(property -> property.getAttribute("value"))
                .findFirst()
                .orElse(null);
    }

    private static String process(Element task) {
        Node node = task;
        while (!node.getLocalName().equals("process")) {
            node = node.getParentNode();
        }
        return ((Element) node).getAttribute("id");
    }

    private static boolean isRepeated(Element task) {
        for (Node node = task; !node.getLocalName().equals("process"); node = node.getParentNode()) {
            for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
                if ("multiInstanceLoopCharacteristics".equals(child.getLocalName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Element> elements(Element parent, String namespace, String name) {
        NodeList nodes = parent.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
