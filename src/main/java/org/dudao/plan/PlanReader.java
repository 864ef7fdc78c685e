package org.dudao.plan;

import java.io.StringReader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a plan file strictly: every fault is found with its line, and a file with a fault gives no plan at all. */
public class PlanReader {

    private static final String ID = "[a-z0-9][a-z0-9.-]*";
    private static final String AREA_ID = "[A-Z][0-9]{2}";
    private static final Set<String> OWNERS = Set.of("school", "each-unit", "lead", "responsible", "reinspector");
    private static final int NAME = 60;
    private static final int TEXT = 300;

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Set<String>> seen = new HashMap<>();
    private final List<Runnable> references = new ArrayList<>();

    /** @throws PlanProblem with all faults of the file */
    public Plan read(String file, String yaml) {
        Plan plan = null;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            options.setAllowDuplicateKeys(false);
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            if (root == null) {
                problems.add("文件是空的，请写入方案内容");
            } else {
                plan = plan(new Fields(root, "行动方案"));
                references.forEach(Runnable::run);
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add("第" + line + "行：格式不对（" + e.getProblem() + "），请检查缩进、冒号和引号");
        }
        if (!problems.isEmpty()) {
            throw new PlanProblem(file, problems);
        }
        return plan;
    }

    private Plan plan(Fields fields) {
        String id = fields.id("id", ID, "方案");
        String number = fields.text("number", NAME);
        String title = fields.text("title", NAME);
        String campaign = fields.text("campaign", NAME);
        LocalDate start = fields.date("start");
        LocalDate end = fields.date("end");
        if (start != null && end != null && end.isBefore(start)) {
            fields.problem("end", "专项行动在开始（" + start + "）之前就结束，请改正结束日期");
        }
        Fields leading = fields.object("leaders");
        Leaders leaders =
                leading == null ? null : new Leaders(leading.text("charge", NAME), leading.text("principal", NAME));
        List<Phase> phases = fields.list("phases", phase -> phase(phase, start, end));
        List<Profile> profiles = fields.list(
                "profiles",
                profile -> end(profile, new Profile(profile.id("id", ID, "学校情况"), profile.text("name", NAME))));
        List<Unit> units = fields.list("units", this::unit);
        List<School> schools = fields.list("schools", this::school);
        List<Area> areas = fields.list("areas", this::area);
        List<ObligationRule> obligations = fields.list("obligations", rule -> obligation(rule, start, end));
        if (leading != null) {
            references.add(() -> {
                leading.known("charge", leaders.charge(), "岗位", "岗位");
                leading.known("principal", leaders.principal(), "岗位", "岗位");
            });
            leading.noOther();
        }
        for (UnitKind kind : List.of(UnitKind.OFFICE, UnitKind.TASK_FORCE, UnitKind.SUPERVISORS, UnitKind.LEADERS)) {
            if (units.stream().filter(unit -> unit.kind() == kind).count() != 1) {
                fields.problem("units", "必须有且只有一个 kind 为 " + kind + " 的单位，请补上或删去多余的");
            }
        }
        if (schools.isEmpty()) {
            fields.problem("schools", "没有学校，请至少写一所学校");
        }
        for (int i = 1; i < phases.size(); i++) {
            Phase before = phases.get(i - 1);
            Phase phase = phases.get(i);
            if (before.to() != null && phase.from() != null && !phase.from().isAfter(before.to())) {
                fields.problem("phases", "阶段“%s”与前一阶段“%s”重叠或次序颠倒，请改正日期".formatted(phase.name(), before.name()));
            }
        }
        return end(
                fields,
                new Plan(
                        id,
                        number,
                        title,
                        campaign,
                        start,
                        end,
                        leaders,
                        phases,
                        profiles,
                        units,
                        schools,
                        areas,
                        obligations));
    }

    private Phase phase(Fields fields, LocalDate start, LocalDate end) {
        String id = fields.id("id", ID, "阶段");
        String row = fields.text("row", NAME);
        String name = fields.text("name", NAME);
        LocalDate from = fields.date("from");
        LocalDate to = fields.date("to");
        if (from != null && to != null && to.isBefore(from)) {
            fields.problem("to", "阶段“%s”在开始（%s）之前就结束（%s），请改正日期".formatted(name, from, to));
        }
        within(fields, "from", from, start, end);
        within(fields, "to", to, start, end);
        return end(fields, new Phase(id, row, name, from, to));
    }

    private Unit unit(Fields fields) {
        String id = fields.id("id", ID, "单位");
        String name = fields.text("name", NAME);
        UnitKind kind = fields.word("kind", UnitKind.class);
        return end(fields, new Unit(id, name, kind, posts(fields, id, name, "经办人", "负责人")));
    }

    private School school(Fields fields) {
        String id = fields.id("id", ID, "单位");
        String name = fields.text("name", NAME);
        List<String> profile = fields.words("profile");
        references.add(() -> profile.forEach(word -> fields.known("profile", word, "学校情况", "学校情况")));
        return end(fields, new School(id, name, profile, posts(fields, id, name, "安全员", "校长")));
    }

    private List<Post> posts(Fields fields, String unit, String name, String clerk, String head) {
        if (fields.has("posts")) {
            return fields.list("posts", post -> end(post, new Post(post.id("id", ID, "岗位"), post.text("name", NAME))));
        }
        List<Post> posts =
                List.of(new Post(unit + ".clerk", name + " " + clerk), new Post(unit + ".head", name + " " + head));
        posts.forEach(post -> fields.unique("id", post.id(), "岗位"));
        return posts;
    }

    private Area area(Fields fields) {
        String id = fields.id("id", AREA_ID, "领域");
        String name = fields.text("name", NAME);
        String title = fields.text("title", TEXT);
        InspectedBy inspectedBy = fields.word("inspectedBy", InspectedBy.class);
        String lead = fields.text("lead", NAME);
        List<String> support = fields.words("support");
        references.add(() -> {
            fields.known("lead", lead, "单位", "单位");
            support.forEach(unit -> fields.known("support", unit, "单位", "单位"));
        });
        List<Item> items = fields.list("items", item -> item(item, id));
        if (items.isEmpty()) {
            fields.problem("id", "领域“" + id + "”没有检查项目，请至少写一项");
        }
        return end(fields, new Area(id, name, title, inspectedBy, lead, support, items));
    }

    private Item item(Fields fields, String area) {
        String id = fields.id("id", area + "-[0-9]{2}", "检查项目");
        String text = fields.text("text", TEXT);
        String hint = fields.text("hint", TEXT);
        List<String> appliesTo = fields.words("appliesTo");
        references.add(() -> appliesTo.forEach(word -> fields.known("appliesTo", word, "学校情况", "学校情况")));
        return end(fields, new Item(id, text, hint, appliesTo));
    }

    private ObligationRule obligation(Fields fields, LocalDate start, LocalDate end) {
        String kind = fields.id("kind", ID, "义务");
        String row = fields.text("row", NAME);
        String name = fields.text("name", NAME);
        String owedBy = fields.text("owedBy", NAME);
        String owedTo = fields.text("owedTo", NAME);
        references.add(() -> {
            for (String[] owner : new String[][] {{"owedBy", owedBy}, {"owedTo", owedTo}}) {
                if (!OWNERS.contains(owner[1])) {
                    fields.known(owner[0], owner[1], "单位", "单位");
                }
            }
        });
        Deadline deadline = deadline(fields, "deadline", start, end);
        Deadline onReturn = fields.has("onReturn") ? deadline(fields, "onReturn", start, end) : null;
        return end(fields, new ObligationRule(kind, row, name, owedBy, owedTo, deadline, onReturn));
    }

    private Deadline deadline(Fields parent, String key, LocalDate start, LocalDate end) {
        Fields fields = parent.object(key);
        if (fields == null) {
            return null;
        }
        LocalDate on = fields.has("on") ? fields.date("on") : null;
        Integer workingDays = fields.has("workingDays") ? fields.number("workingDays") : null;
        String from = fields.has("workingDaysFrom") ? fields.text("workingDaysFrom", NAME) : null;
        long set = Arrays.asList("on", "workingDays", "workingDaysFrom").stream()
                .filter(fields::has)
                .count();
        if (set != 1) {
            parent.problem(key, "期限要在 on、workingDays、workingDaysFrom 中写一个，而且只写一个");
        }
        within(fields, "on", on, start, end);
        return end(fields, new Deadline(on, workingDays, from));
    }

    private static void within(Fields fields, String key, LocalDate day, LocalDate start, LocalDate end) {
        if (day != null && start != null && end != null && (day.isBefore(start) || day.isAfter(end))) {
            fields.problem(key, "日期 %s 不在专项行动期间（%s 至 %s），请改正".formatted(day, start, end));
        }
    }

    private static <T> T end(Fields fields, T value) {
        fields.noOther();
        return value;
    }

    /** The fields of one mapping, each with its line. */
    private final class Fields {

        private final Map<String, Node> values = new LinkedHashMap<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final Set<String> read = new HashSet<>();
        private final int line;

        Fields(Node node, String what) {
            line = node.getStartMark().getLine() + 1;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                    int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
                    if (values.put(key, tuple.getValueNode()) != null) {
                        add(keyLine, "“" + key + "”写了两次，请删去一个");
                    }
                    lines.put(key, keyLine);
                }
            } else {
                add(line, what + "要写成“名称: 值”的形式");
            }
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        void problem(String key, String text) {
            add(lines.getOrDefault(key, line), text);
        }

        private void add(int at, String text) {
            problems.add("第" + at + "行：" + text);
        }

        private Node value(String key) {
            read.add(key);
            Node node = values.get(key);
            if (node == null) {
                add(line, "缺少“" + key + "”，请补上");
            }
            return node;
        }

        private String scalar(String key) {
            Node node = value(key);
            if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                return scalar.getValue().strip();
            }
            if (node != null) {
                problem(key, "“" + key + "”要写一个值，不能为空，也不能是列表");
            }
            return null;
        }

        String text(String key, int max) {
            String text = scalar(key);
            if (text != null && text.length() > max) {
                problem(key, "“%s”有%d个字，最多%d个，请缩短".formatted(key, text.length(), max));
            }
            return text;
        }

        String id(String key, String pattern, String kind) {
            String id = scalar(key);
            if (id != null && !id.matches(pattern)) {
                problem(key, "“" + id + "”不能用作" + kind + "编号，应符合 " + pattern);
            }
            unique(key, id, kind);
            return id;
        }

        void unique(String key, String id, String kind) {
            if (id != null && !seen.computeIfAbsent(kind, k -> new HashSet<>()).add(id)) {
                problem(key, kind + "编号“" + id + "”重复，请换一个");
            }
        }

        void known(String key, String id, String kind, String word) {
            if (id != null && !seen.getOrDefault(kind, Set.of()).contains(id)) {
                problem(key, "没有编号为“" + id + "”的" + word + "，请改正，或先在方案里补上");
            }
        }

        LocalDate date(String key) {
            String text = scalar(key);
            try {
                return text == null ? null : LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                problem(key, "“" + text + "”不是日期，请写成 2023-09-10 的形式");
                return null;
            }
        }

        Integer number(String key) {
            String text = scalar(key);
            if (text == null) {
                return null;
            }
            if (!text.matches("[1-9][0-9]{0,2}")) {
                problem(key, "“" + text + "”不是1到999之间的整数，请改正");
                return null;
            }
            return Integer.valueOf(text);
        }

        <E extends Enum<E>> E word(String key, Class<E> type) {
            String text = scalar(key);
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
            if (text != null) {
                problem(key, "“" + text + "”不认识，可以写：" + Arrays.toString(type.getEnumConstants()));
            }
            return null;
        }

        /** A list of plain words; an absent one is empty. */
        List<String> words(String key) {
            if (!has(key)) {
                return List.of();
            }
            List<String> words = new ArrayList<>();
            if (value(key) instanceof SequenceNode sequence) {
                for (Node node : sequence.getValue()) {
                    if (node instanceof ScalarNode scalar) {
                        words.add(scalar.getValue());
                    } else {
                        add(node.getStartMark().getLine() + 1, "“" + key + "”里只能写编号");
                    }
                }
            } else {
                problem(key, "“" + key + "”要写成列表，例如 [canteen, boarding]");
            }
            return List.copyOf(words);
        }

        Fields object(String key) {
            Node node = value(key);
            return node == null ? null : new Fields(node, "“" + key + "”");
        }

        <T> List<T> list(String key, Function<Fields, T> each) {
            Node node = value(key);
            if (node instanceof SequenceNode sequence) {
                return sequence.getValue().stream()
                        .map(item -> each.apply(new Fields(item, "“" + key + "”的每一项")))
                        .toList();
            }
            if (node != null) {
                problem(key, "“" + key + "”要写成列表，每项以“- ”开头");
            }
            return List.of();
        }

        void noOther() {
            values.keySet().stream()
                    .filter(key -> !read.contains(key))
                    .forEach(key -> problem(key, "不认识“" + key + "”，请删去或改正拼写；可以写：" + String.join("、", read)));
        }
    }
}
