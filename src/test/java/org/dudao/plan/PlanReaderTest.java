package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanReaderTest {
    private static final String SCENARIO =
            "{id: smoke, row: M3c, name: 消防演练, requires: canteen, area: A01, reviewedBy: fire, workingDays: 10}";
    private static final String DRILL = "drills: [" + SCENARIO + "]\nstart: 2024";

    private static final String GOOD = SmallPlan.text();

    private final PlanReader reader = new PlanReader();

    @Test
    void readsEverythingThatAPlanSays() {
        Plan plan = reader.read("small.yaml", GOOD);

        assertThat(plan.id()).isEqualTo("small-2024");
        assertThat(plan.start()).isEqualTo("2024-03-01");
        assertThat(plan.leaders()).isEqualTo(new Leaders("leader.charge", "leader.principal"));
        assertThat(plan.phases())
                .first()
                .isEqualTo(new Phase(
                        "inspection", "S2", "排查", LocalDate.parse("2024-03-01"), LocalDate.parse("2024-03-10")));
        assertThat(plan.areas().get(0).items().get(1))
                .isEqualTo(new Item("A01-02", "宿舍要巡查", "看记录", List.of("canteen", "boarding")));
        assertThat(plan.areas().get(1).inspectedBy()).isEqualTo(InspectedBy.LEAD);
        assertThat(plan.areas().get(1).support()).isEmpty();
        assertThat(plan.areas().get(1).items().get(0).hint()).isEmpty();
        assertThat(plan.obligation("self-report"))
                .contains(new ObligationRule(
                        "self-report",
                        "S2",
                        "报告",
                        "school",
                        "office",
                        new Deadline(LocalDate.parse("2024-03-11"), null, null),
                        new Deadline(null, 2, null)));
        assertThat(plan.obligation("rectification").orElseThrow().deadline())
                .isEqualTo(new Deadline(null, null, "rectificationDays"));
        assertThat(plan.obligation("rectification").orElseThrow().onReturn()).isNull();
    }

    /** W3: the task force and the leaders always, others where the plan names them. */
    @Test
    void readsWhoCallsMeetings() {
        Plan silent = reader.read("small.yaml", GOOD);
        assertThat(silent.units().stream().filter(silent::convenes).map(Unit::id))
                .containsExactly("task-force", "leaders");
        Plan plan =
                reader.read("small.yaml", GOOD.replace("start: 2024", "meetings: {convenedBy: [fire]}\nstart: 2024"));
        assertThat(plan.units().stream().filter(plan::convenes).map(Unit::id))
                .containsExactly("task-force", "leaders", "fire");
    }

    /** W2c, W3: the end of a day agreed upon, or so many working days after it. */
    @Test
    void readsDeadlinesThatGoByADayAgreedUpon() {
        Plan plan = reader.read(
                "small.yaml",
                GOOD.replace("{workingDaysFrom: rectificationDays}", "{workingDays: 2, dayFrom: meetingDay}")
                        .replace("deadline: {on: 2024-03-11}", "deadline: {dayFrom: jointDay}"));
        assertThat(plan.obligation("rectification").orElseThrow().deadline())
                .isEqualTo(new Deadline(null, 2, null, null, "meetingDay"));
        assertThat(plan.obligation("self-report").orElseThrow().deadline())
                .isEqualTo(new Deadline(null, null, null, null, "jointDay"));
    }

    @Test
    void readsDrillsAndWhichSchoolsHoldThem() {
        assertThat(reader.read("small.yaml", GOOD).drills()).isEmpty();
        Plan plan = reader.read("small.yaml", GOOD.replace("start: 2024", DRILL));
        assertThat(plan.drill("smoke")).hasValueSatisfying(drill -> {
            assertThat(drill.name()).isEqualTo("消防演练");
            assertThat(drill.reviewedBy()).isEqualTo("fire");
            assertThat(drill.workingDays()).isEqualTo(10);
            assertThat(drill.appliesTo(plan.school("school-01").orElseThrow())).isTrue();
            assertThat(drill.appliesTo(plan.school("school-02").orElseThrow()))
                    .as("without a canteen")
                    .isFalse();
        });
        assertThat(plan.shiftedTo(LocalDate.parse("2025-03-01")).drills()).isEqualTo(plan.drills());
    }

    @Test
    void readsWhoAnswersForWhatIsRaised() {
        Plan silent = reader.read("small.yaml", GOOD);
        assertThat(silent.voices()).isEqualTo(VoiceRules.DEFAULT);
        assertThat(silent.voiceHandler("A01")).as("the area's lead").isEqualTo("fire");
        assertThat(silent.voiceHandler(null)).as("the town office").isEqualTo("office");

        Plan plan = reader.read(
                "small.yaml",
                GOOD.replace(
                        "start: 2024",
                        "voices: {handledBy: [{area: A01, unit: village-01}], otherwise: task-force, visitedBy: fire}\n"
                                + "start: 2024"));
        assertThat(plan.voiceHandler("A01")).isEqualTo("village-01");
        assertThat(plan.voiceHandler("A02")).isEqualTo("fire");
        assertThat(plan.voiceHandler(null)).isEqualTo("task-force");
        assertThat(plan.voices().visitedBy()).isEqualTo("fire");
        assertThat(plan.shiftedTo(LocalDate.parse("2025-03-01")).voices()).isEqualTo(plan.voices());
    }

    private static final String APPRAISAL = "appraisal: {objectionWorkingDays: 3, reviewedBy: fire,"
            + " bars: {excellent: 90, good: 80, pass: 60},"
            + " indicators: [{id: in-time, name: 按期, weight: 60}, {id: ladder, name: 催办, weight: 40}],"
            + " goals: [{measure: incidents, text: 事故减少, better: FEWER, lastYear: 0}]}";

    @Test
    void readsHowUnitsAreAppraisedAndWhenBulletinsAreMade() {
        Plan silent = reader.read("small.yaml", GOOD);
        assertThat(silent.appraisal()).isEqualTo(AppraisalRules.NONE);
        assertThat(silent.appraisal().isHeld()).isFalse();
        assertThat(silent.bulletins()).isEqualTo(BulletinRules.DEFAULT);

        Plan plan = reader.read(
                "small.yaml",
                GOOD.replace("start: 2024", APPRAISAL + "\nbulletins: {weekday: MONDAY, series: 小办通报}\nstart: 2024"));
        AppraisalRules rules = plan.appraisal();
        assertThat(rules.objectionWorkingDays()).isEqualTo(3);
        assertThat(rules.reviewedBy()).isEqualTo("fire");
        assertThat(rules.bars()).isEqualTo(new AppraisalRules.Bars(90, 80, 60));
        assertThat(rules.indicator("ladder")).contains(new AppraisalRules.Weight("ladder", "催办", 40));
        assertThat(rules.goals())
                .containsExactly(new AppraisalRules.Goal("incidents", "事故减少", AppraisalRules.Direction.FEWER, 0));
        assertThat(plan.bulletins()).isEqualTo(new BulletinRules(DayOfWeek.MONDAY, "小办通报"));
        assertThat(plan.shiftedTo(LocalDate.parse("2025-03-01")).appraisal()).isEqualTo(rules);
    }

    @Test
    void readsWhatStandsOverTheTownsPapers() {
        Plan silent = reader.read("small.yaml", GOOD);
        assertThat(silent.issuer()).as("the office").isEqualTo(silent.unitName("office"));
        Plan plan = reader.read("small.yaml", GOOD.replace("start: 2024", "issuer: 小镇党政办公室\nstart: 2024"));
        assertThat(plan.issuer()).isEqualTo("小镇党政办公室");
        assertThat(plan.shiftedTo(LocalDate.parse("2025-03-01")).issuer()).isEqualTo("小镇党政办公室");
    }

    @Test
    void aShareMayHaveBeenAllLastYear() {
        Plan plan = reader.read(
                "small.yaml",
                GOOD.replace(
                        "start: 2024",
                        APPRAISAL
                                        .replace("measure: incidents", "measure: drills-passed-percent")
                                        .replace("lastYear: 0", "lastYear: 100")
                                + "\nstart: 2024"));
        assertThat(plan.appraisal().goals())
                .extracting(AppraisalRules.Goal::lastYear)
                .containsExactly(100);
        assertThat(reader.read(
                                "small.yaml",
                                GOOD.replace(
                                        "start: 2024",
                                        APPRAISAL.replace("lastYear: 0", "lastYear: 101") + "\nstart: 2024"))
                        .appraisal()
                        .goals())
                .as("of a number there may be more")
                .extracting(AppraisalRules.Goal::lastYear)
                .containsExactly(101);
    }

    private static Arguments badAppraisal(String what, String from, String to, String... words) {
        return bad(what, "start: 2024", APPRAISAL.replace(from, to) + "\nstart: 2024", 5, words);
    }

    @Test
    void givesUnitsAndSchoolsTheirUsualPostsWhereThePlanNamesNone() {
        Plan plan = reader.read("small.yaml", GOOD);

        assertThat(plan.postsOf("fire"))
                .containsExactly(new Post("fire.clerk", "消防站 经办人"), new Post("fire.head", "消防站 负责人"));
        assertThat(plan.postsOf("school-01"))
                .containsExactly(new Post("school-01.clerk", "第一小学 安全员"), new Post("school-01.head", "第一小学 校长"));
        assertThat(plan.postsOf("leaders")).extracting(Post::id).containsExactly("leader.charge", "leader.principal");
    }

    @Test
    void readsWhatTheCheckOfThePlanReports() {
        Plan plan = reader.read(
                "small.yaml",
                GOOD.replace("    lead: fire\n    support", "    support")
                        .replace("{on: 2024-03-11}", "{before: 2024-03-11}")
                        .replace("kind: VILLAGE", "kind: VILLAGE, posts: []")
                        .replace("start: 2024", "maxDuePerDay: 7\nstart: 2024"));

        assertThat(plan.area("A01").orElseThrow().lead()).isNull();
        assertThat(plan.obligation("self-report").orElseThrow().deadline())
                .isEqualTo(new Deadline(null, null, null, LocalDate.parse("2024-03-11")));
        assertThat(plan.postsOf("village-01")).isEmpty();
        assertThat(plan.maxDuePerDay()).isEqualTo(7);
        assertThat(reader.read("small.yaml", GOOD).maxDuePerDay()).isEqualTo(20);
    }

    static Stream<Arguments> badPlans() {
        return Stream.of(
                // the file as such
                bad("broken indentation", "leaders: {charge", "  leaders: {charge", 7, "格式读不懂", "对齐"),
                bad("a tab", "  - {id: canteen", "\t- {id: canteen", 12, "Tab 键", "空格"),
                bad("an open quote", "name: 排查,", "name: \"排查,", 9, "格式读不懂", "引号"),
                bad("an open bracket", "profile: []}", "profile: []", 28, "格式读不懂", "括号"),
                bad("a control character", "小镇行动方案", "小镇\u0007行动方案", 3, "看不见的特殊字符", "重新打"),
                bad("a tag", "title: ", "title: !!java.net.URL ", 3, "类型标记", "删去"),
                bad("an alias", "office, name: 办公室", "&a office, name: *a", 15, "引用", "直接写出来"),
                bad("two documents", "leaders: {ch", "---\nleaders: {ch", 7, "一个文件只能写一个方案", "删去"),
                // keys
                bad("an unknown key", "campaign: 小镇", "campain: 小镇", 4, "不认得“campain”", "是不是想写“campaign”"),
                bad("a missing key", "campaign: 小镇专项行动", "# none", 1, "缺少“campaign”", "补上"),
                bad("an unknown key far from any", "row: S2, name: 报告", "reihe: S2, name: 报告", 47, "“reihe”", "删去"),
                bad("a missing key inside", "title: 消防安全方面\n    ", "", 30, "整治重点缺少“title”", "补上"),
                bad("a key twice", "number: 小办", "id: b\nnumber: 小办", 2, "“id”写了两次", "删去一个"),
                bad("no profile of a school", ", profile: []", "", 28, "缺少“profile”", "[]"),
                bad("a Chinese colon", "- {id: canteen, name: 有食堂}", "- id：canteen", 12, "冒号用英文的"),
                // types
                bad("no date", "end: 2024-04-30", "end: 2024-4-30", 6, "“2024-4-30”，不是日期", "2023-09-10"),
                bad("a day that does not exist", "to: 2024-03-10", "to: 2024-02-30", 9, "不是日期"),
                bad("no list", "profile: []", "profile: canteen", 28, "应当是一个列表", "- "),
                bad(
                        "no section",
                        "leaders: {charge: leader.charge, principal: leader.principal}",
                        "leaders: 镇长",
                        7,
                        "领导应当写成"),
                bad("a list instead of text", "text: 通道要畅通", "text: [通道]", 37, "一段文字"),
                bad("an empty text", "text: 通道要畅通", "text: ", 37, "检查项的“text”是空的", "填写"),
                bad("a text of two lines", "text: 通道要畅通", "text: \"通道\\n畅通\"", 37, "一行", "去掉换行"),
                bad("a long name", "name: 消防站", "name: " + "站".repeat(61), 24, "61 个字，最多 60", "改短"),
                bad("a long item", "text: 通道要畅通", "text: " + "畅".repeat(301), 37, "301 个字，最多 300", "改短"),
                bad("a template in a text", "text: 通道要畅通", "text: \"{{x}}\"", 37, "公式", "改掉"),
                bad("a formula as a text", "text: 通道要畅通", "text: =1+1", 37, "公式", "改掉"),
                bad(
                        "a voice of no area",
                        "start: 2024",
                        "voices: {handledBy: [{area: A03, unit: fire}]}\nstart: 2024",
                        5,
                        "“A03”不存在"),
                bad(
                        "a voice for nobody",
                        "start: 2024",
                        "voices: {handledBy: [{area: A01, unit: fir}]}\nstart: 2024",
                        5,
                        "“fir”不存在"),
                bad(
                        "a voice for two",
                        "start: 2024",
                        "voices: {handledBy: [{area: A01, unit: fire}, {area: A01, unit: office}]}\nstart: 2024",
                        5,
                        "写了两次"),
                bad("a visit by nobody", "start: 2024", "voices: {visitedBy: nobody}\nstart: 2024", 5, "“nobody”不存在"),
                bad(
                        "a meeting called by nobody",
                        "start: 2024",
                        "meetings: {convenedBy: [fir]}\nstart: 2024",
                        5,
                        "“fir”"),
                bad("an unknown word for meetings", "start: 2024", "meetings: {by: fire}\nstart: 2024", 5, "“by”"),
                bad(
                        "a drill without its reviewer",
                        "start: 2024",
                        DRILL.replace(", reviewedBy: fire", ""),
                        5,
                        "“reviewedBy”"),
                bad("a school that reviews", "start: 2024", DRILL.replace("fire,", "school-01,"), 5, "“school-01”不存在"),
                bad("a drill of no area", "start: 2024", DRILL.replace("A01", "A09"), 5, "“A09”不存在"),
                bad("a drill for no profile", "start: 2024", DRILL.replace("canteen", "lab"), 5, "“lab”不存在", "删去这一项"),
                bad("a drill for ever", "start: 2024", DRILL.replace("Days: 10", "Days: 251"), 5, "1 到 250"),
                bad("a drill without a row", "start: 2024", DRILL.replace("M3c", "drill"), 5, "S1、M2a"),
                bad("two drills of a name", "start: 2024", DRILL.replace("}]", "}, " + SCENARIO + "]"), 5, "“smoke”重复"),
                bad("an unknown word for voices", "start: 2024", "voices: {by: fire}\nstart: 2024", 5, "“by”"),
                badAppraisal("weights of less than 100", "weight: 40", "weight: 39", "加起来是 99", "正好是 100"),
                badAppraisal("weights of more than 100", "weight: 40", "weight: 41", "加起来是 101"),
                badAppraisal("an unknown indicator", "id: ladder", "id: laddr", "“laddr”不存在", "“ladder”"),
                badAppraisal("an indicator twice", "id: ladder", "id: in-time", "写了两次"),
                badAppraisal(
                        "no indicators",
                        "[{id: in-time, name: 按期, weight: 60}, {id: ladder, name: 催办, weight: 40}]",
                        "[]",
                        "至少要写一个考评指标"),
                badAppraisal("bars upside down", "good: 80", "good: 95", "从高到低"),
                badAppraisal("a reviewer that is none", "reviewedBy: fire", "reviewedBy: fir", "“fir”不存在"),
                badAppraisal(
                        "an unknown measure",
                        "measure: incidents",
                        "measure: incident",
                        "“incident”不存在",
                        "“incidents”"),
                badAppraisal("a goal in no direction", "FEWER", "LESS", "“LESS”", "FEWER、MORE"),
                badAppraisal("a year that is no number", "lastYear: 0", "lastYear: -1", "“-1”", "0 或者正整数"),
                badAppraisal(
                        "a year of more than all",
                        "measure: incidents, text: 事故减少, better: FEWER, lastYear: 0",
                        "measure: drills-passed-percent, text: 师生安全意识增强, better: MORE, lastYear: 101",
                        "“drills-passed-percent”是百分数",
                        "101",
                        "最大是 100"),
                badAppraisal(
                        "no days to object", "objectionWorkingDays: 3", "objectionWorkingDays: 0", "“0”", "1 到 30"),
                bad(
                        "an unknown weekday",
                        "start: 2024",
                        "bulletins: {weekday: FRYDAY}\nstart: 2024",
                        5,
                        "“FRYDAY”",
                        "FRIDAY"),
                bad("no weekday", "start: 2024", "bulletins: {series: 小办通报}\nstart: 2024", 5, "缺少“weekday”"),
                bad("an unknown kind", "kind: DEPARTMENT", "kind: DEPARTMEN", 24, "“DEPARTMEN”", "“DEPARTMENT”"),
                bad("an unknown inspector", "inspectedBy: LEAD", "inspectedBy: POLICE", 42, "“POLICE”", "SCHOOL、LEAD"),
                bad("an id in capitals", "id: fire", "id: Fire", 24, "“Fire”", "小写字母"),
                bad("an area's id", "id: A02\n", "id: A2\n", 39, "“A2”", "A05"),
                bad("an item's id", "id: A01-02", "id: A01-2", 38, "“A01-2”", "A05-03"),
                bad("an item of another area", "id: A01-02", "id: A02-02", 38, "“A02-02”", "以“A01-”开头"),
                bad("a row", "row: M2a", "row: M2aa", 48, "“M2aa”", "M2a"),
                // ids
                bad("a unit twice", "id: village-01, name", "id: fire, name", 25, "单位的编号“fire”重复", "换一个"),
                bad("a school with a unit's id", "id: school-02", "id: fire", 28, "“fire”", "换一个"),
                bad("a unit with a role's name", "id: village-01, name", "id: school, name", 25, "不能用“school”", "换一个"),
                bad(
                        "a unit with the engine's rights",
                        "id: village-01, name",
                        "id: camunda-admin, name",
                        25,
                        "“camunda-admin”"),
                bad("the administrator as a post", "id: leader.charge,", "id: admin,", 22, "“admin”", "系统管理员"),
                bad("a post twice", "{id: leader.charge, name", "{id: fire.head, name", 24, "岗位的编号“fire.head”重复"),
                bad("a phase twice", "id: acceptance", "id: inspection", 10, "阶段的编号“inspection”重复"),
                bad("a profile twice", "id: boarding", "id: canteen", 13, "学校类型的编号“canteen”重复"),
                bad("an area twice", "id: A02\n", "id: A01\n", 39, "整治重点的编号“A01”重复"),
                bad("an item twice", "id: A01-02", "id: A01-01", 38, "检查项的编号“A01-01”重复"),
                bad("an obligation twice", "kind: rectification", "kind: self-report", 48, "义务的编号“self-report”重复"),
                // references
                bad("an unknown lead", "lead: fire\n    support", "lead: fir\n    support", 34, "“fir”不存在", "“fire”"),
                bad("an unknown support", "[village-01]", "[village-02]", 35, "“village-02”", "“village-01”"),
                bad("a lead that supports itself", "[village-01]", "[fire]", 35, "“fire”又写在配合单位里", "删去"),
                bad("an unknown debtor", "owedBy: school", "owedBy: schools", 47, "“schools”不存在", "“school”"),
                bad("an unknown creditor", "owedTo: office", "owedTo: town-hall", 47, "“town-hall”不存在", "units"),
                bad(
                        "an unknown profile of a school",
                        "profile: [canteen]",
                        "profile: [cantine]",
                        27,
                        "“cantine”",
                        "“canteen”"),
                bad("an unknown profile of an item", "[canteen, boarding]", "[canteen, bus]", 38, "“bus”", "profiles"),
                bad("a profile twice at a school", "profile: [canteen]", "profile: [canteen, canteen]", 27, "写了两次"),
                bad(
                        "a leader without a unit",
                        "charge: leader.charge",
                        "charge: leader.chef",
                        7,
                        "“leader.chef”",
                        "posts"),
                // what a plan needs
                bad("no office", "kind: OFFICE", "kind: DEPARTMENT", 14, "OFFICE（镇办公室）的有 0 个", "补上"),
                bad("no task force", "kind: TASK_FORCE", "kind: DEPARTMENT", 14, "TASK_FORCE（工作专班）的有 0 个"),
                bad("no supervisors", "kind: SUPERVISORS", "kind: DEPARTMENT", 14, "SUPERVISORS（督导组）的有 0 个"),
                bad("no leaders", "kind: LEADERS", "kind: DEPARTMENT", 14, "LEADERS（镇领导）的有 0 个"),
                bad("two offices", "kind: VILLAGE", "kind: OFFICE", 14, "OFFICE（镇办公室）的有 2 个", "只留一个"),
                bad(
                        "an area without items",
                        "items:\n      - {id: A02-01, text: 食堂要干净, appliesTo: [canteen]}",
                        "items: []",
                        44,
                        "“items”是空的",
                        "检查项"),
                bad(
                        "no school",
                        "schools:\n  - {id: school-01, name: 第一小学, profile: [canteen]}\n"
                                + "  - {id: school-02, name: 第二小学, profile: []}",
                        "schools: []",
                        26,
                        "“schools”是空的",
                        "至少要写一个学校"),
                // dates
                bad("an end before the start", "end: 2024-04-30", "end: 2024-02-28", 6, "早于开始日期 2024-03-01", "改正"),
                bad("a phase that ends before it begins", "to: 2024-03-20", "to: 2024-03-10", 10, "早于开始日期 2024-03-11"),
                bad("overlapping phases", "from: 2024-03-11", "from: 2024-03-10", 10, "前一个阶段到 2024-03-10", "重叠"),
                bad(
                        "phases out of order",
                        "from: 2024-03-01, to: 2024-03-10",
                        "from: 2024-04-01, to: 2024-04-10",
                        10,
                        "按先后排列"),
                bad("a phase before the start", "from: 2024-03-01", "from: 2024-02-29", 9, "2024-02-29 不在", "改正日期"),
                bad("a phase after the end", "to: 2024-03-20", "to: 2024-05-01", 10, "2024-05-01 不在", "改正日期"),
                bad("an obligation before the start", "on: 2024-03-11", "on: 2024-02-11", 47, "2024-02-11 不在"),
                bad("an obligation after the end", "on: 2024-03-11", "on: 2024-05-11", 47, "2024-05-11 不在"),
                // deadlines
                bad("no deadline", "deadline: {on: 2024-03-11}", "deadline: {}", 47, "正好写一个，这里写了 0 个"),
                bad("an empty lead", "lead: fire\n    support", "lead:\n    support", 34, "整治重点的“lead”是空的", "填写"),
                bad(
                        "a return before a day",
                        "{workingDays: 2}",
                        "{before: 2024-03-12}",
                        47,
                        "不认得“before”",
                        "workingDays"),
                bad("an open deadline after the end", "{on: 2024-03-11}", "{before: 2024-05-01}", 47, "2024-05-01 不在"),
                bad("a bound of nothing", "start: 2024", "maxDuePerDay: 0\nstart: 2024", 5, "“0”", "1 到 10000"),
                bad("two deadlines", "{workingDays: 2}", "{workingDays: 2, on: 2024-03-12}", 47, "这里写了 2 个"),
                bad("a deadline of no days", "{workingDays: 2}", "{workingDays: 0}", 47, "“0”", "整数"),
                bad("a deadline of half a day", "{workingDays: 2}", "{workingDays: 0.5}", 47, "“0.5”", "整数"),
                bad(
                        "a variable that cannot be",
                        "{workingDaysFrom: rectificationDays}",
                        "{workingDaysFrom: 整改天数}",
                        48,
                        "变量名"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPlans")
    void saysWhichLineIsWrongAndWhatToDo(String name, String good, String bad, int line, List<String> words) {
        assertThat(GOOD).contains(good);
        String text = GOOD.substring(0, GOOD.indexOf(good)) + bad + GOOD.substring(GOOD.indexOf(good) + good.length());

        PlanProblem problem = catchThrowableOfType(PlanProblem.class, () -> reader.read("town.yaml", text));

        assertThat(problem).isNotNull();
        assertThat(problem).hasMessageContaining("town.yaml");
        assertThat(problem.problems()).as(problem.getMessage()).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("第" + line + "行：")
                .contains(words));
    }

    private static Arguments bad(String name, String good, String bad, int line, String... words) {
        return arguments(name, good, bad, line, List.of(words));
    }

    @Test
    void numbersAllProblemsInTheOrderOfTheFile() {
        String text = GOOD.replace("end: 2024-04-30", "end: 2024-02-30")
                .replace("lead: fire", "lead: water")
                .replace("kind: VILLAGE", "kind: TOWN");

        assertThatThrownBy(() -> reader.read("town.yaml", text))
                .isInstanceOf(PlanProblem.class)
                .hasMessageStartingWith("行动方案文件 town.yaml 有 4 处问题")
                .hasMessageMatching("(?s).*\\n  1\\. 第6行：.*\\n  2\\. 第25行：.*\\n  3\\. 第34行：.*\\n  4\\. 第43行：.*");
    }

    @Test
    void doesNotBlameEveryDateWhereTheEndIsWrong() {
        PlanProblem problem = catchThrowableOfType(
                PlanProblem.class, () -> reader.read("town.yaml", GOOD.replace("end: 2024-04-30", "end: 2024-02-01")));

        assertThat(problem.problems()).singleElement().asString().startsWith("第6行：");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> reader.read("town.yaml", "# nothing\n"))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContaining("文件是空的");
    }

    @Test
    void refusesAFileThatIsNestedWithoutEnd() {
        assertThatThrownBy(() -> reader.read("town.yaml", "id: " + "[".repeat(1000) + "]".repeat(1000)))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContaining("层数太多");
    }

    @Test
    void readsAFileThatBeginsWithAByteOrderMark() {
        assertThat(reader.read("town.yaml", "\uFEFF" + GOOD)).isEqualTo(reader.read("small.yaml", GOOD));
    }

    @Test
    void tellsHowToSaveAFileInAnotherEncoding(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("gbk.yaml");
        Files.write(file, GOOD.getBytes(Charset.forName("GBK")));

        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContainingAll("gbk.yaml", "UTF-8", "另存为");
    }

    @Test
    void tellsThatAFileIsNotThere(@TempDir Path directory) {
        assertThatThrownBy(() -> reader.read(directory.resolve("none.yaml")))
                .isInstanceOf(PlanProblem.class)
                .hasMessageContainingAll("none.yaml", "打不开");
    }
}
