package org.dudao.plan;

import static org.dudao.plan.YamlProblems.suggestion;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads plan files (YAML, UTF-8). It is strict: whatever it does not know, and whatever refers to something that the
 * file does not have, is a problem, so that a slip of the pen shows before a campaign is launched and not in it.
 */
public final class PlanReader {

    private static final int NAME = 60;
    private static final int TEXT = 300;
    private static final int WORKING_DAYS = 250;
    private static final int MAX_DUE_PER_DAY = 10_000;
    private static final List<String> DRILL =
            List.of("id", "row", "name", "hint", "requires", "area", "reviewedBy", "workingDays");

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final String ID_FORM = "以小写字母或数字开头，只用小写字母、数字、点和短横线，如 school-01";
    private static final Pattern AREA_ID = Pattern.compile("[A-Z][0-9]{2}");
    private static final Pattern ITEM_ID = Pattern.compile("[A-Z][0-9]{2}-[0-9]{2}");
    private static final Pattern ROW = Pattern.compile("[A-Z][0-9]{1,2}[a-z]?");
    private static final Pattern VARIABLE = Pattern.compile("[a-z][A-Za-z0-9]*");

    private static final int DUE_PER_DAY = 20;
    private static final List<String> ON_RETURN = List.of("on", "workingDays", "workingDaysFrom");
    private static final List<String> DEADLINE = List.of("on", "workingDays", "workingDaysFrom", "before", "dayFrom");
    private static final List<String> POST = List.of("id", "name");

    /** Names that carry rights of their own in the engine. */
    private static final Set<String> RESERVED = Set.of("admin", "camunda-admin");

    private static final Map<UnitKind, String> ONE_OF_EACH = Map.of(
            UnitKind.OFFICE, "镇办公室",
            UnitKind.TASK_FORCE, "工作专班",
            UnitKind.SUPERVISORS, "督导组",
            UnitKind.LEADERS, "镇领导");

    /**
     * Reads a plan file.
     *
     * @throws PlanProblem when the file cannot be read or is no valid plan; it names all problems found
     */
    public Plan read(Path file) {
        String name = file.getFileName().toString();
        try {
            return read(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new PlanProblem(name, List.of("文件不是 UTF-8 编码，请在编辑软件里选“另存为”，编码选 UTF-8"));
        } catch (IOException e) {
            throw new PlanProblem(name, List.of("文件打不开，请检查它在不在、有没有读取权限"));
        }
    }

    /**
     * Reads a plan from the text of a file.
     *
     * @param file the file's name, for messages
     * @throws PlanProblem when it is no valid plan; it names all problems found
     */
    public Plan read(String file, String yaml) {
        YamlProblems problems = new YamlProblems();
        Node root = parse(yaml, problems);
        problems.throwIfAny(file);
        Plan plan = new Reading(problems).plan(root);
        problems.throwIfAny(file);
        return plan;
    }

    private static Node parse(String text, YamlProblems problems) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!StreamReader.isPrintable(lines.get(i))) {
                problems.add(i + 1, "有看不见的特殊字符，请把这一行重新打一遍");
                return null;
            }
        }
        try {
            Yaml yaml = new Yaml(new LoaderOptions());
            yaml.parse(new StringReader(text)).forEach(event -> refuseExtras(event, problems));
            Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                problems.add(1, "文件是空的，请写入方案，可以照着 hekou-2023.yaml 写");
            }
            return root;
        } catch (MarkedYAMLException e) {
            boolean tab = e.getProblem() != null && e.getProblem().contains("\\t");
            problems.add(
                    lineOf(e), tab ? "格式读不懂：这里用了 Tab 键，请改用空格缩进" : "格式读不懂，请检查这一行和它上下的行：同一层的开头要对齐、英文冒号后面要空一格、引号和括号要成对");
        } catch (YAMLException e) {
            problems.add(1, "文件太大或者层数太多，请照着 hekou-2023.yaml 的样子写");
        }
        return null;
    }

    /** Where a quote or bracket is left open, the place where it was opened helps more than where it is missed. */
    private static int lineOf(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext();
        boolean leftOpen = context.contains("quoted scalar") || context.contains("flow");
        Mark mark = leftOpen || e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }

    /** Aliases, tags and further documents have no use in a plan and only hide what a file says. */
    private static void refuseExtras(Event event, YamlProblems problems) {
        int line = event.getStartMark().getLine() + 1;
        String tag = null;
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent collection) {
            tag = collection.getTag();
        }
        if (tag != null) {
            problems.add(line, "不能用以“!”开头的类型标记，请删去；要写感叹号的，给整段文字加引号");
        } else if (event instanceof AliasEvent) {
            problems.add(line, "不能用“*”引用别处的内容，请把内容直接写出来；要写星号的，给整段文字加引号");
        } else if (event instanceof DocumentStartEvent start && start.getExplicit() && line > 1) {
            problems.add(line, "一个文件只能写一个方案，请删去“---”这一行");
        }
    }

    /** The reading of one file; later parts are checked against the ids of earlier ones, whatever their order there. */
    private static final class Reading {
        private final YamlProblems problems;
        private final Set<String> profiles = new LinkedHashSet<>();
        private final Set<String> units = new LinkedHashSet<>();
        private final Set<String> schools = new LinkedHashSet<>();
        private final Set<String> posts = new HashSet<>();
        private final Set<String> unitPosts = new LinkedHashSet<>();
        private final Set<String> phases = new HashSet<>();
        private final Set<String> areas = new HashSet<>();
        private final Set<String> items = new HashSet<>();
        private final Set<String> kinds = new HashSet<>();
        private final Set<String> duties = new HashSet<>();
        private final Set<String> educationItems = new HashSet<>();
        private final Set<String> drills = new HashSet<>();
        private LocalDate start;
        private LocalDate end;

        Reading(YamlProblems problems) {
            this.problems = problems;
        }

        Plan plan(Node root) {
            YamlSection plan = new YamlSection(
                    root,
                    "方案",
                    problems,
                    List.of(
                            "id",
                            "number",
                            "issuer",
                            "title",
                            "campaign",
                            "start",
                            "end",
                            "leaders",
                            "phases",
                            "profiles",
                            "units",
                            "schools",
                            "areas",
                            "obligations",
                            "voices",
                            "duties",
                            "education",
                            "appraisal",
                            "bulletins",
                            "meetings",
                            "drills",
                            "maxDuePerDay"));
            if (!plan.isMapping()) {
                return null;
            }
            String id = plan.id("id", ID, ID_FORM);
            String number = plan.text("number", NAME);
            String title = plan.text("title", NAME);
            String campaign = plan.text("campaign", NAME);
            start = plan.date("start");
            end = plan.date("end");
            if (isBefore(end, start)) {
                plan.problem("end", "方案的结束日期 " + end + " 早于开始日期 " + start + "，请改正");
                // so that not every date of the file is a problem as well
                end = null;
            }
            List<Profile> profileList = plan.list("profiles", "学校类型", List.of("id", "name"), this::profile);
            List<Unit> unitList = plan.filledList("units", "单位", List.of("id", "name", "kind", "posts"), this::unit);
            requireKinds(plan, unitList);
            String issuer = plan.has("issuer") ? plan.text("issuer", NAME) : office(unitList);
            List<School> schoolList =
                    plan.filledList("schools", "学校", List.of("id", "name", "profile", "posts"), this::school);
            Leaders leaders = leaders(plan.section("leaders", "领导", List.of("charge", "principal")));
            List<Phase> phaseList = phases(plan);
            List<Area> areaList = plan.filledList(
                    "areas",
                    "整治重点",
                    List.of("id", "name", "title", "inspectedBy", "lead", "support", "items"),
                    this::area);
            List<ObligationRule> obligations = plan.filledList(
                    "obligations",
                    "义务",
                    List.of("kind", "row", "name", "owedBy", "owedTo", "deadline", "onReturn"),
                    this::obligation);
            VoiceRules voices = plan.has("voices")
                    ? voices(plan.section("voices", "诉求办理", List.of("handledBy", "otherwise", "visitedBy")))
                    : VoiceRules.DEFAULT;
            List<Duty> duties =
                    plan.has("duties") ? plan.list("duties", "常态化职责", DutyReading.KEYS, this::duty) : List.of();
            List<EducationItem> education = plan.has("education")
                    ? plan.list("education", "宣传教育", DutyReading.EDUCATION_KEYS, this::educationItem)
                    : List.of();
            AppraisalRules appraisal = plan.has("appraisal")
                    ? AppraisalReader.read(plan.section("appraisal", "考评", AppraisalReader.KEYS), units)
                    : AppraisalRules.NONE;
            BulletinRules bulletins = plan.has("bulletins")
                    ? bulletins(plan.section("bulletins", "情况通报", List.of("weekday", "series")))
                    : BulletinRules.DEFAULT;
            List<String> conveners =
                    plan.has("meetings") ? conveners(plan.section("meetings", "会商", List.of("convenedBy"))) : List.of();
            List<DrillScenario> drills = plan.has("drills") ? plan.list("drills", "演练", DRILL, this::drill) : List.of();
            Integer maxDuePerDay = plan.has("maxDuePerDay") ? plan.number("maxDuePerDay", MAX_DUE_PER_DAY) : null;
            return new Plan(
                    id,
                    number,
                    issuer,
                    title,
                    campaign,
                    start,
                    end,
                    leaders,
                    phaseList,
                    profileList,
                    unitList,
                    schoolList,
                    areaList,
                    obligations,
                    voices,
                    duties,
                    education,
                    appraisal,
                    bulletins,
                    conveners,
                    drills,
                    maxDuePerDay == null ? DUE_PER_DAY : maxDuePerDay);
        }

        private Leaders leaders(YamlSection leaders) {
            return leaders == null ? null : new Leaders(leader(leaders, "charge"), leader(leaders, "principal"));
        }

        private String leader(YamlSection leaders, String key) {
            String post = leaders.text(key, NAME);
            if (post != null && !unitPosts.contains(post)) {
                leaders.problem(
                        key, "没有一个单位有岗位“" + post + "”" + suggestion(post, unitPosts) + "请改正，或者把它加到镇领导的 posts 里");
            }
            return post;
        }

        private List<Phase> phases(YamlSection plan) {
            List<Phase> earlier = new ArrayList<>();
            return plan.filledList("phases", "阶段", List.of("id", "row", "name", "from", "to"), section -> {
                Phase phase = new Phase(
                        once(section, "id", "阶段", section.id("id", ID, ID_FORM), phases),
                        row(section),
                        section.text("name", NAME),
                        section.date("from"),
                        section.date("to"));
                if (isBefore(phase.to(), phase.from())) {
                    section.problem("to", "阶段的结束日期 " + phase.to() + " 早于开始日期 " + phase.from() + "，请改正");
                }
                inCampaign(section, "from", phase.from());
                inCampaign(section, "to", phase.to());
                if (!earlier.isEmpty()) {
                    LocalDate before = earlier.get(earlier.size() - 1).to();
                    if (phase.from() != null && before != null && !phase.from().isAfter(before)) {
                        section.problem("from", "阶段从 " + phase.from() + " 开始，而前一个阶段到 " + before + " 才结束，请按先后排列，日期不要重叠");
                    }
                }
                earlier.add(phase);
                return phase;
            });
        }

        private Profile profile(YamlSection section) {
            String id = once(section, "id", "学校类型", section.id("id", ID, ID_FORM), profiles);
            return new Profile(id, section.text("name", NAME));
        }

        private Unit unit(YamlSection section) {
            String id = party(section, "单位", units);
            String name = section.text("name", NAME);
            UnitKind kind = section.word("kind", UnitKind.class);
            List<Post> own = posts(section, id, name, "经办人", "负责人");
            own.stream().map(Post::id).forEach(unitPosts::add);
            return new Unit(id, name, kind, own);
        }

        private void requireKinds(YamlSection plan, List<Unit> unitList) {
            for (UnitKind kind : UnitKind.values()) {
                long count =
                        unitList.stream().filter(unit -> unit.kind() == kind).count();
                if (ONE_OF_EACH.containsKey(kind) && count != 1 && plan.has("units")) {
                    plan.problem(
                            "units",
                            "单位里 kind 为 " + kind + "（" + ONE_OF_EACH.get(kind) + "）的有 " + count + " 个，应当正好有一个，请"
                                    + (count == 0 ? "补上" : "只留一个"));
                }
            }
        }

        private static String office(List<Unit> unitList) {
            return unitList.stream()
                    .filter(unit -> unit.kind() == UnitKind.OFFICE)
                    .map(Unit::name)
                    .findFirst()
                    .orElse(null);
        }

        private School school(YamlSection section) {
            String id = party(section, "学校", schools);
            String name = section.text("name", NAME);
            List<String> profile = section.words("profile", profiles, "学校类型", "请改正，或者先在 profiles 里加上");
            if (!section.has("profile")) {
                section.problem("profile", "学校缺少“profile”，请补上；没有的写 []");
            }
            return new School(id, name, profile, posts(section, id, name, "安全员", "校长"));
        }

        /** The id of a unit or school; both are groups of the engine and share one set of names. */
        private String party(YamlSection section, String what, Set<String> same) {
            String id = section.id("id", ID, ID_FORM);
            if (id != null && (ObligationRule.ROLES.contains(id) || RESERVED.contains(id))) {
                section.problem("id", what + "的编号不能用“" + id + "”，这个词另有用处，请换一个");
            }
            if (id != null && !same.contains(id) && (units.contains(id) || schools.contains(id))) {
                section.problem("id", "编号“" + id + "”已经有单位在用，请换一个");
            }
            return once(section, "id", what, id, same);
        }

        private List<Post> posts(YamlSection section, String id, String name, String clerk, String head) {
            if (section.has("posts")) {
                return section.list(
                        "posts",
                        "岗位",
                        POST,
                        post -> new Post(post(post, post.id("id", ID, ID_FORM)), post.text("name", NAME)));
            }
            return id == null
                    ? List.of()
                    : Stream.of(
                                    new Post(id + ".clerk", name + " " + clerk),
                                    new Post(Post.headOf(id), name + " " + head))
                            .peek(post -> post(section, post.id()))
                            .toList();
        }

        private String post(YamlSection section, String id) {
            if (id != null && RESERVED.contains(id)) {
                section.problem("id", "岗位的编号不能用“" + id + "”，那是系统管理员，请换一个");
            }
            return once(section, "id", "岗位", id, posts);
        }

        private Area area(YamlSection section) {
            String id = once(section, "id", "整治重点", section.id("id", AREA_ID, "是一个大写字母加两位数字，如 A05"), areas);
            String lead = section.has("lead") ? section.text("lead", NAME) : null;
            requireUnit(section, "lead", lead, units);
            List<String> support = section.words("support", units, "单位", "请改正，或者先在 units 里加上");
            if (support.contains(lead)) {
                section.problem("support", "整治重点的牵头单位“" + lead + "”又写在配合单位里，请删去");
            }
            return new Area(
                    id,
                    section.text("name", NAME),
                    section.text("title", NAME),
                    section.word("inspectedBy", InspectedBy.class),
                    lead,
                    support,
                    section.filledList(
                            "items", "检查项", List.of("id", "text", "hint", "appliesTo"), item -> item(item, id)));
        }

        private Item item(YamlSection section, String area) {
            String id = once(section, "id", "检查项", section.id("id", ITEM_ID, "是整治重点的编号加短横线和两位数字，如 A05-03"), items);
            if (id != null && area != null && !id.startsWith(area + "-")) {
                section.problem("id", "检查项“" + id + "”写在整治重点“" + area + "”下面，编号应当以“" + area + "-”开头，请改正");
            }
            return new Item(
                    id,
                    section.text("text", TEXT),
                    section.optionalText("hint", TEXT),
                    section.words("appliesTo", profiles, "学校类型", "请改正，或者先在 profiles 里加上"));
        }

        private ObligationRule obligation(YamlSection section) {
            String kind = once(section, "kind", "义务", section.id("kind", ID, ID_FORM), kinds);
            Set<String> owners = new LinkedHashSet<>(units);
            owners.addAll(ObligationRule.ROLES);
            String owedBy = section.text("owedBy", NAME);
            requireUnit(section, "owedBy", owedBy, owners);
            String owedTo = section.text("owedTo", NAME);
            requireUnit(section, "owedTo", owedTo, owners);
            return new ObligationRule(
                    kind,
                    row(section),
                    section.text("name", NAME),
                    owedBy,
                    owedTo,
                    deadline(section, "deadline", DEADLINE),
                    section.has("onReturn") ? deadline(section, "onReturn", ON_RETURN) : null);
        }

        private VoiceRules voices(YamlSection section) {
            if (section == null) {
                return VoiceRules.DEFAULT;
            }
            Map<String, String> handledBy = new HashMap<>();
            if (section.has("handledBy")) {
                section.list("handledBy", "诉求分办", List.of("area", "unit"), rule -> voiceRule(rule, handledBy));
            }
            return new VoiceRules(handledBy, voiceUnit(section, "otherwise"), voiceUnit(section, "visitedBy"));
        }

        private List<String> conveners(YamlSection section) {
            return section == null ? List.of() : section.words("convenedBy", units, "单位", "请改正，或者先在 units 里加上");
        }

        private String voiceRule(YamlSection rule, Map<String, String> handledBy) {
            String area = rule.text("area", NAME);
            if (area != null && !areas.contains(area)) {
                rule.problem("area", "“area”写的整治重点“" + area + "”不存在" + suggestion(area, areas) + "请改正");
            }
            String unit = rule.text("unit", NAME);
            requireUnit(rule, "unit", unit, units);
            if (area != null && unit != null && handledBy.put(area, unit) != null) {
                rule.problem("area", "整治重点“" + area + "”的诉求由谁办理写了两次，请只留一个");
            }
            return area;
        }

        private String voiceUnit(YamlSection section, String key) {
            String unit = section.has(key) ? section.text(key, NAME) : null;
            requireUnit(section, key, unit, units);
            return unit;
        }

        private Duty duty(YamlSection section) {
            String id = once(section, "id", "常态化职责", section.id("id", ID, ID_FORM), duties);
            Set<String> owners = new LinkedHashSet<>(units);
            owners.addAll(DutyReading.EACH);
            String owedBy = section.text("owedBy", NAME);
            requireUnit(section, "owedBy", owedBy, owners);
            LocalDate from = section.has("from") ? section.date("from") : null;
            inCampaign(section, "from", from);
            LocalDate until = section.has("until") ? section.date("until") : null;
            if (isBefore(until, from == null ? start : from)) {
                section.problem("until", "常态化职责的结束日期 " + until + " 早于它的开始日期，请改正；可以晚于专项行动的 end");
            }
            return new Duty(
                    id,
                    rows(section, "常态化职责"),
                    section.text("name", NAME),
                    owedBy,
                    appliesTo(section, Duty.SCHOOL.equals(owedBy)),
                    section.text("where", TEXT),
                    DutyReading.rhythm(section),
                    from,
                    until,
                    section.has("count") ? section.text("count", NAME) : null,
                    section.has("form") && section.word("form", DutyReading.Form.class) == DutyReading.Form.RECORD_ONLY,
                    DutyReading.misses(section));
        }

        private EducationItem educationItem(YamlSection section) {
            boolean letter = section.has("kind")
                    && section.word("kind", DutyReading.EducationKind.class) == DutyReading.EducationKind.LETTER;
            Integer percent = section.has("returnedPercent") ? section.number("returnedPercent", 100) : null;
            if (!letter && section.has("returnedPercent")) {
                section.problem(
                        "returnedPercent", "只有 kind 为 LETTER（发信、收回执）的宣传教育才写“returnedPercent”，请删去，或者加上 kind: LETTER");
            }
            Integer workingDays = section.number("workingDays", WORKING_DAYS);
            return new EducationItem(
                    once(section, "id", "宣传教育", section.id("id", ID, ID_FORM), educationItems),
                    rows(section, "宣传教育"),
                    section.text("name", NAME),
                    appliesTo(section, true),
                    letter,
                    workingDays == null ? 0 : workingDays,
                    percent == null ? 0 : percent);
        }

        private List<String> appliesTo(YamlSection section, boolean ofSchools) {
            if (!ofSchools && section.has("appliesTo")) {
                section.problem("appliesTo", "“appliesTo”按学校类型挑选学校，只有 owedBy 为 school 时才能写，请删去");
            }
            return section.words("appliesTo", profiles, "学校类型", "请改正，或者先在 profiles 里加上");
        }

        private List<String> rows(YamlSection section, String what) {
            List<String> rows = section.texts("rows", NAME);
            rows.stream()
                    .filter(row -> !ROW.matcher(row).matches())
                    .forEach(row -> section.problem("rows", what + "的“rows”写成了“" + row + "”，应当是方案要求的行号，如 A09、M3a，请改正"));
            if (rows.isEmpty()) {
                section.problem("rows", what + "的“rows”至少要写一个方案要求的行号，如 [A09]，请补上");
            }
            return rows;
        }

        private static BulletinRules bulletins(YamlSection section) {
            return section == null
                    ? BulletinRules.DEFAULT
                    : new BulletinRules(
                            section.word("weekday", DayOfWeek.class),
                            section.has("series") ? section.text("series", NAME) : null);
        }

        private DrillScenario drill(YamlSection section) {
            String id = once(section, "id", "演练", section.id("id", ID, ID_FORM), drills);
            String requires = section.has("requires") ? section.text("requires", NAME) : null;
            if (requires != null && !profiles.contains(requires)) {
                section.problem(
                        "requires",
                        "“requires”写的学校类型“" + requires + "”不存在" + suggestion(requires, profiles)
                                + "请改正，或者先在 profiles 里加上；所有学校都要演练的，删去这一项");
            }
            String area = section.text("area", NAME);
            if (area != null && !areas.contains(area)) {
                section.problem("area", "“area”写的整治重点“" + area + "”不存在" + suggestion(area, areas) + "请改正");
            }
            String reviewedBy = section.text("reviewedBy", NAME);
            requireUnit(section, "reviewedBy", reviewedBy, units);
            Integer days = section.number("workingDays", WORKING_DAYS);
            return new DrillScenario(
                    id,
                    row(section),
                    section.text("name", NAME),
                    section.optionalText("hint", TEXT),
                    requires,
                    area,
                    reviewedBy,
                    days == null ? 1 : days);
        }

        private Deadline deadline(YamlSection obligation, String key, List<String> words) {
            YamlSection section = obligation.section(key, "期限", words);
            if (section == null) {
                return null;
            }
            List<String> set = words.stream().filter(section::has).toList();
            boolean afterDay = set.equals(List.of("workingDays", "dayFrom"));
            if (set.size() != 1 && !afterDay) {
                obligation.problem(
                        key,
                        "期限要在 on（固定日期）、workingDays（工作日数）、workingDaysFrom（存放工作日数的变量）里正好写一个，这里写了 " + set.size()
                                + " 个，请改正");
                return null;
            }
            LocalDate on = section.has("on") ? section.date("on") : null;
            inCampaign(section, "on", on);
            Integer workingDays = section.has("workingDays") ? section.number("workingDays", WORKING_DAYS) : null;
            String from = section.has("workingDaysFrom")
                    ? section.id("workingDaysFrom", VARIABLE, "是变量名，以小写字母开头，只用字母和数字")
                    : null;
            LocalDate before = section.has("before") ? section.date("before") : null;
            inCampaign(section, "before", before);
            String dayFrom = section.has("dayFrom") ? section.id("dayFrom", VARIABLE, "是变量名，以小写字母开头，只用字母和数字") : null;
            return on == null && workingDays == null && from == null && before == null && dayFrom == null
                    ? null
                    : new Deadline(on, workingDays, from, before, dayFrom);
        }

        private void requireUnit(YamlSection section, String key, String unit, Set<String> known) {
            if (unit != null && !known.contains(unit)) {
                section.problem(
                        key, "“" + key + "”写的单位“" + unit + "”不存在" + suggestion(unit, known) + "请改正，或者先在 units 里加上");
            }
        }

        private String row(YamlSection section) {
            return section.id("row", ROW, "是方案要求的行号，如 S1、M2a");
        }

        private String once(YamlSection section, String key, String what, String id, Set<String> seen) {
            if (id != null && !seen.add(id)) {
                section.problem(key, what + "的编号“" + id + "”重复了，前面已经用过，请换一个");
            }
            return id;
        }

        private void inCampaign(YamlSection section, String key, LocalDate date) {
            if (isBefore(date, start) || isBefore(end, date)) {
                section.problem(key, "日期 " + date + " 不在专项行动的 " + start + " 到 " + end + " 之间，请改正日期，或者改方案的 start、end");
            }
        }

        private static boolean isBefore(LocalDate a, LocalDate b) {
            return a != null && b != null && a.isBefore(b);
        }
    }
}
