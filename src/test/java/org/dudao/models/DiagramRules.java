package org.dudao.models;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** What makes a diagram readable: nothing covers anything, no lines cross, and time runs from left to right. */
final class DiagramRules {

    private static final double TOLERANCE = 1;

    private final BpmnModelInstance model;
    private final Map<FlowNode, Rectangle2D> shapes = new LinkedHashMap<>();
    private final Map<SequenceFlow, List<Point2D>> lines = new LinkedHashMap<>();
    private final Map<BaseElement, Rectangle2D> labels = new LinkedHashMap<>();
    private final Set<String> findings = new TreeSet<>();

    private DiagramRules(BpmnModelInstance model) {
        this.model = model;
        for (BpmnShape shape : model.getModelElementsByType(BpmnShape.class)) {
            shapes.put((FlowNode) shape.getBpmnElement(), rectangle(shape.getBounds()));
            label(shape.getBpmnElement(), shape.getBpmnLabel());
        }
        for (BpmnEdge edge : model.getModelElementsByType(BpmnEdge.class)) {
            lines.put(
                    (SequenceFlow) edge.getBpmnElement(),
                    edge.getWaypoints().stream()
                            .map(point -> (Point2D) new Point2D.Double(point.getX(), point.getY()))
                            .toList());
            label(edge.getBpmnElement(), edge.getBpmnLabel());
        }
    }

    /** What is wrong with the diagram, each as a rule and the elements' ids; empty when nothing is. */
    static Set<String> findings(BpmnModelInstance model) {
        DiagramRules rules = new DiagramRules(model);
        rules.shapes();
        rules.lines();
        rules.labels();
        rules.direction();
        return rules.findings;
    }

    private void label(BaseElement element, BpmnLabel label) {
        if (label != null && label.getBounds() != null) {
            labels.put(element, rectangle(label.getBounds()));
        }
    }

    private static Rectangle2D rectangle(Bounds bounds) {
        return new Rectangle2D.Double(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
    }

    private void report(String rule, BaseElement... elements) {
        StringBuilder text = new StringBuilder(rule);
        for (BaseElement element : elements) {
            text.append(' ').append(element.getId());
        }
        findings.add(text.toString());
    }

    private static boolean isInside(ModelElementInstance element, FlowNode container) {
        for (ModelElementInstance at = element.getParentElement(); at != null; at = at.getParentElement()) {
            if (at.equals(container)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAttached(FlowNode event, FlowNode host) {
        return event instanceof BoundaryEvent boundary
                && boundary.getAttachedTo().equals(host);
    }

    private static Rectangle2D grown(Rectangle2D shape, double by) {
        return new Rectangle2D.Double(
                shape.getX() - by, shape.getY() - by, shape.getWidth() + 2 * by, shape.getHeight() + 2 * by);
    }

    private void shapes() {
        List<FlowNode> nodes = List.copyOf(shapes.keySet());
        for (FlowNode one : nodes) {
            for (FlowNode other : nodes) {
                if (isInside(one, other)) {
                    if (!shapes.get(other).contains(shapes.get(one))) {
                        report("outside", one, other);
                    }
                } else if (one.getId().compareTo(other.getId()) < 0
                        && !isInside(other, one)
                        && !isAttached(one, other)
                        && !isAttached(other, one)
                        && shapes.get(one).intersects(grown(shapes.get(other), TOLERANCE))) {
                    report("overlap", one, other);
                }
            }
            if (one instanceof BoundaryEvent event && !isOnBorder(centre(one), event.getAttachedTo())) {
                report("not-on-border", one);
            }
        }
    }

    private Point2D centre(FlowNode node) {
        Rectangle2D shape = shapes.get(node);
        return new Point2D.Double(shape.getCenterX(), shape.getCenterY());
    }

    private boolean isOnBorder(Point2D point, FlowNode node) {
        return grown(shapes.get(node), TOLERANCE).contains(point)
                && !grown(shapes.get(node), -TOLERANCE).contains(point);
    }

    private void lines() {
        List<SequenceFlow> flows = List.copyOf(lines.keySet());
        for (SequenceFlow flow : flows) {
            List<Point2D> line = lines.get(flow);
            if (!isOnBorder(line.get(0), flow.getSource())
                    || !isOnBorder(line.get(line.size() - 1), flow.getTarget())) {
                report("loose", flow);
            }
            for (FlowNode node : shapes.keySet()) {
                boolean end = node.equals(flow.getSource()) || node.equals(flow.getTarget());
                Rectangle2D shape = grown(shapes.get(node), end ? -TOLERANCE : 0);
                if (!isInside(flow, node) && segments(line).stream().anyMatch(shape::intersectsLine)) {
                    report("through", flow, node);
                }
            }
            for (SequenceFlow other : flows) {
                if (flow.getId().compareTo(other.getId()) < 0 && cross(flow, other)) {
                    report("crossing", flow, other);
                }
            }
        }
    }

    private static List<Line2D> segments(List<Point2D> line) {
        List<Line2D> segments = new ArrayList<>();
        for (int i = 1; i < line.size(); i++) {
            segments.add(new Line2D.Double(line.get(i - 1), line.get(i)));
        }
        return segments;
    }

    /** Flows that leave one node, or enter one, may run together at that end, and nowhere else. */
    private boolean cross(SequenceFlow one, SequenceFlow other) {
        List<Point2D> first = new ArrayList<>(lines.get(one));
        List<Point2D> second = new ArrayList<>(lines.get(other));
        boolean sameTarget = one.getTarget().equals(other.getTarget());
        if (sameTarget && !one.getSource().equals(other.getSource())) {
            Collections.reverse(first);
            Collections.reverse(second);
        }
        boolean sameEnd = sameTarget || one.getSource().equals(other.getSource());
        boolean branch = sameEnd && first.get(0).equals(second.get(0));
        if (branch) {
            dropWhatIsCommon(first, second);
        }
        List<Line2D> rest = segments(first);
        List<Line2D> otherRest = segments(second);
        for (int i = 0; i < rest.size(); i++) {
            for (int j = 0; j < otherRest.size(); j++) {
                boolean atBranch = branch && i == 0 && j == 0;
                if (!atBranch && rest.get(i).intersectsLine(otherRest.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void dropWhatIsCommon(List<Point2D> first, List<Point2D> second) {
        while (first.size() > 1 && second.size() > 1 && sameDirection(first, second)) {
            double a = first.get(0).distance(first.get(1));
            double b = second.get(0).distance(second.get(1));
            Point2D branch = a <= b ? first.get(1) : second.get(1);
            advance(first, branch);
            advance(second, branch);
        }
    }

    private static boolean sameDirection(List<Point2D> first, List<Point2D> second) {
        Point2D start = first.get(0);
        Point2D a = first.get(1);
        Point2D b = second.get(1);
        double ax = a.getX() - start.getX();
        double ay = a.getY() - start.getY();
        double bx = b.getX() - start.getX();
        double by = b.getY() - start.getY();
        return ax * by == ay * bx && ax * bx + ay * by > 0;
    }

    private static void advance(List<Point2D> line, Point2D to) {
        if (line.get(1).equals(to)) {
            line.remove(0);
        } else {
            line.set(0, to);
        }
    }

    private void labels() {
        labels.forEach((element, label) -> {
            shapes.forEach((node, shape) -> {
                boolean around = isInside(element, node);
                if (around ? !shape.contains(label) : shape.intersects(label)) {
                    report("label-covered", element, node);
                }
            });
            lines.forEach((flow, line) -> {
                Rectangle2D text = grown(label, -TOLERANCE);
                if (!flow.equals(element) && segments(line).stream().anyMatch(text::intersectsLine)) {
                    report("label-crossed", element, flow);
                }
            });
            labels.forEach((other, text) -> {
                if (element.getId().compareTo(other.getId()) < 0 && label.intersects(text)) {
                    report("labels-overlap", element, other);
                }
            });
        });
    }

    /** A flow runs from right to left only where it closes a loop, and whatever starts stands at the left. */
    private void direction() {
        Map<FlowNode, List<FlowNode>> next = new HashMap<>();
        for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
            next.computeIfAbsent(flow.getSource(), node -> new ArrayList<>()).add(flow.getTarget());
        }
        for (BoundaryEvent event : model.getModelElementsByType(BoundaryEvent.class)) {
            next.computeIfAbsent(event.getAttachedTo(), node -> new ArrayList<>())
                    .add(event);
        }
        int back = 0;
        Collection<SequenceFlow> flows = model.getModelElementsByType(SequenceFlow.class);
        for (SequenceFlow flow : flows) {
            if (centre(flow.getTarget()).getX() < centre(flow.getSource()).getX()) {
                back++;
                if (!reachable(flow.getTarget(), next).contains(flow.getSource())) {
                    report("backwards", flow);
                }
            }
        }
        if (back * 6 > flows.size()) {
            findings.add("mostly-backwards");
        }
        for (StartEvent start : model.getModelElementsByType(StartEvent.class)) {
            for (FlowNode node : shapes.keySet()) {
                if (node.getParentElement().equals(start.getParentElement())
                        && reachable(start, next).contains(node)
                        && shapes.get(node).getX() < shapes.get(start).getX()) {
                    report("left-of-start", node);
                }
            }
        }
    }

    private static Set<FlowNode> reachable(FlowNode from, Map<FlowNode, List<FlowNode>> next) {
        Set<FlowNode> reached = new HashSet<>();
        List<FlowNode> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            FlowNode node = open.remove(open.size() - 1);
            if (reached.add(node)) {
                open.addAll(next.getOrDefault(node, List.of()));
            }
        }
        return reached;
    }
}
