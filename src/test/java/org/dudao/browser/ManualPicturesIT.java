package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.dudao.Manual;
import org.dudao.Photos;
import org.dudao.application.Town;
import org.dudao.obligation.VetoProposed;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * S1, S2, M1, M2a, M4, W2a, W2b, W2e, W3: the pictures of the manuals, taken from the town as the manuals tell it. They are
 * those that the manuals name, and look like those that lie beside them; {@code -Dmanual.write=true} puts them there.
 */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
class ManualPicturesIT extends BrowserStory {

    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";
    private static final String CAMPAIGN = "hekou-2023";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TransactionTemplate transaction;

    private final ManualPictures pictures = new ManualPictures();

    @Test
    void everyPictureOfTheManuals() throws IOException {
        launch();
        aHazardFromTheInspectionToTheReinspection();
        raisedReportedWaived();
        aWeekLater();
        onThePhone();
        upTheLadder();
        theVeto();
        whatTheSupervisorsSee();
        accounts();
        theRankingAndTheBulletins();

        assertThat(pictures.taken()).containsExactlyInAnyOrderElementsOf(Manual.pictures());
        pictures.assertLikeThoseInTheManual();
    }

    private Visitor at(String post, String app) {
        Visitor visitor = desk(post);
        visitor.page().setViewportSize(ManualPictures.DESK_WIDTH, ManualPictures.DESK_HEIGHT);
        return app == null ? visitor : visitor.login(app);
    }

    private void launch() {
        Visitor head = at("task-force.head", null);
        head.loginPage("/camunda/app/tasklist/default/");
        pictures.take(head, "login");
        head.login("tasklist").startForm("专项行动");
        head.select("行动方案", "河口镇").date("开始日期", "2026/9/7");
        pictures.take(head, "start-campaign");
        head.start();
        town.runDueJobs();
        head.reload().open("制定工作方案");
        pictures.take(head, "claim");
        head.claim();
        pictures.take(head, "draft-plan");
        submit("task-force.head", "DraftPlan", Map.of("planSummary", TEXT, "warningsConfirmed", true));
        submit("town-office.clerk", "FormTaskForce", Map.of("leadPost", "镇 主要领导", "members", TEXT, "duties", TEXT));
        submit("town-office.clerk", "IssuePlan", Map.of("issuedNumber", "河办〔2026〕12号", "issuedOn", "2026-09-07"));
    }

    private void aHazardFromTheInspectionToTheReinspection() {
        submit("school-01.clerk", "SignPlan", Map.of("confirmed", true, "contactPost", "安全员"));
        Map<String, Object> organisation = Map.of(
                "leaderPost", "校长", "memberCount", 7, "goals", TEXT, "measures", TEXT, "meetingOn", "2026-09-09");
        submit("school-01.clerk", "Organise", organisation);
        Visitor school = at("school-01.clerk", "tasklist");
        school.open("消防安全").claim();
        school.chooseEverywhere("合格").choose("A05-03 检查结果", "存在隐患");
        school.fill("A05-03 具体位置", "教学楼一层东侧").fill("A05-03 问题描述", "疏散通道堆放纸箱，影响通行");
        school.select("A05-03 严重程度", "较大").photo("现场.jpg", Photos.corridor(true));
        show(school.form().getByText("A05-03 检查结果").first());
        pictures.take(school, "inspection");
        school.fill("检查人员岗位", "安全员、值班领导");
        assertThat(school.page().getByText("草稿已保存")).isVisible();
        show(school.page().locator(".dudao-draft"));
        pictures.take(school, "draft");
        school.complete();
        town.runDueJobs();

        submit("school-01.clerk", "TakeOn", Map.of("decision", "take"));
        school.reload().open("整改隐患").claim();
        school.choose("整改情况", "已整改完成").fill("整改措施和结果", "纸箱已清走，通道画了禁停线。");
        assertThat(school.form().locator(".dudao-earlier img")).isVisible();
        school.page().locator("button[ng-click='complete()']").click();
        assertThat(school.page().getByText("至少要上传1张，传完再提交。")).isVisible();
        show(school.page().getByText("至少要上传1张，传完再提交。"));
        pictures.take(school, "photo-missing");
        school.photo("改好了.jpg", Photos.corridor(false)).complete();
        town.runDueJobs();

        Visitor emergency = at("emergency.clerk", "tasklist").open("复查隐患").claim();
        emergency.choose("复查结果", "整改合格，同意销号").fill("复查情况", "到现场看过，通道畅通。");
        show(emergency.form().locator(".dudao-earlier").first());
        pictures.take(emergency, "reinspection");
        tab(emergency, "来龙去脉");
        assertThat(emergency.page().locator(".dudao-explanation li").first()).isVisible();
        pictures.take(emergency, "explanation");
    }

    private void raisedReportedWaived() {
        Visitor village = at("village-01.clerk", "tasklist");
        start(village, "隐患整改", "hazard-report");
        start(village, "反映诉求", "voice-report");
        start(village, "免除义务", "waiver-request");
        start(village, "重特大事件", "incident-report");
        start(at("town-office.clerk", "tasklist"), "调整工作日", "calendar-change");

        Map<String, Object> voice = Map.of(
                "what",
                "放学时校门口没有路灯，希望装上",
                "aboutSchool",
                "school-02",
                "place",
                "东校门外的路口",
                "aboutArea",
                "A05",
                "concerned",
                "pupils",
                "confidential",
                false);
        town.start("village-01.clerk", "voice", voice);
        town.runDueJobs();
        pictures.take(at("emergency.clerk", "tasklist").open("办理诉求").claim(), "voice-handling");
        submit("emergency.clerk", "Handle", Map.of("decision", "answer", "reply", "已经到现场看过，路灯今天装好，晚上试过能亮。"));
        pictures.take(village.reload().open("表态：解决了吗").claim(), "voice-feedback");
    }

    /** On the Monday after the day by which all had to sign. */
    private void aWeekLater() {
        visits.everybodyLeaves();
        days("2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11", "2026-09-12", "2026-09-14");
        Map<String, Object> hazard = new HashMap<>(Map.of(
                "school", "school-02", "area", "A06", "place", "西侧围墙", "description", "围墙有裂缝", "severity", "serious"));
        hazard.put("crime", false);
        hazard.put("fixedOnSpot", false);
        town.start("education.clerk", "hazard", hazard);
        town.runDueJobs();

        Visitor school = at("school-02.clerk", "tasklist");
        assertThat(school.page().locator(".dudao-due-over").first()).isVisible();
        show(school.page().locator(".dudao-due-over").first());
        pictures.take(school, "task-list");
        school.entry("批量办理");
        assertThat(school.page().locator(".dudao-alike").first()).isVisible();
        pictures.take(school, "alike");
        close(school);
        school.entry("查找");
        school.page().locator(".dudao-search input").fill("H0002");
        school.page().locator(".dudao-search button").click();
        Locator found = school.page().locator(".dudao-list .btn-link").first();
        assertThat(found).isVisible();
        pictures.take(school, "search");
        found.click();
        assertThat(school.page().getByText("二维码（打印后贴在纸质材料上）")).isVisible();
        pictures.take(school, "matter");
        close(school);
        close(school);
        school.entry("本单位看板");
        assertThat(school.page().locator(".dudao-figures")).isVisible();
        pictures.take(school, "unit-board");
    }

    private void onThePhone() {
        visits.everybodyLeaves();
        submit("school-02.clerk", "TakeOn", Map.of("decision", "take"));
        Visitor phone = phone("school-02.clerk");
        phone.page().setViewportSize(ManualPictures.PHONE_WIDTH, ManualPictures.PHONE_HEIGHT);
        phone.login("tasklist");
        assertThat(phone.page().locator(".dudao-due").first()).isVisible();
        show(phone.listed("整改隐患").first());
        pictures.take(phone, "phone-list");
        phone.open("整改隐患");
        assertThat(phone.page().locator(".dudao-claim")).isVisible();
        // The page leads to the task a second time when its form has come.
        phone.page().clock().fastForward(2000);
        show(phone.page().locator(".dudao-claim"));
        pictures.take(phone, "phone-claim");
        phone.claim().choose("整改情况", "已整改完成").fill("整改措施和结果", "裂缝已加固，围了警戒线。");
        phone.photo("改好了.jpg", Photos.corridor(false));
        show(phone.form().getByText("拍照").first());
        pictures.take(phone, "phone-photo");
    }

    private void upTheLadder() {
        visits.everybodyLeaves();
        days("2026-09-15", "2026-09-16");
        Visitor head = at("school-03.head", "tasklist").open("答复督办单").claim();
        pictures.take(head, "supervision-answer");
        days("2026-09-17", "2026-09-18", "2026-09-19", "2026-09-21");
        Visitor leader = at("leader.charge", "tasklist").open("决定是否约谈").claim();
        leader.choose("决定", "约谈");
        show(leader.form().getByText("暂不约谈，再给时间").first());
        pictures.take(leader, "summon-decision");
    }

    private void theVeto() {
        visits.everybodyLeaves();
        transaction.executeWithoutResult(status -> context.publishEvent(
                new VetoProposed(CAMPAIGN, "school-04", "no-result", 2, null, "第二次验收仍不通过", "supervisors.clerk")));
        pictures.take(at("school-04.head", "tasklist").open("陈述申辩").claim(), "veto-statement");
        submit("school-04.head", "Statement", Map.of("statement", "第二次验收时施工尚未结束，现已整改完成。"));
        submit("task-force.clerk", "Deliberate", Map.of("facts", "两次验收记录属实，原因部分采纳。", "recommendation", "uphold"));
        pictures.take(at("leader.principal", "tasklist").open("决定是否否决").claim(), "veto-decision");
    }

    private void whatTheSupervisorsSee() {
        visits.everybodyLeaves();
        Visitor supervisor = at("supervisors.head", "cockpit");
        assertThat(supervisor.page().locator(".dudao-figures").first()).isVisible();
        pictures.take(supervisor, "cockpit");
        supervisor.page().navigate("/camunda/app/cockpit/default/#/board");
        assertThat(supervisor.page().locator(".dudao-matrix")).isVisible();
        pictures.take(supervisor, "board");
        show(supervisor.page().locator(".dudao-ladder"));
        assertThat(supervisor.page().locator(".dudao-chart svg").first()).isVisible();
        pictures.take(supervisor, "board-ladder");
        supervisor.page().locator(".dudao-figures button").last().click();
        assertThat(supervisor.page().locator(".dudao-rows a").first()).isVisible();
        pictures.take(supervisor, "ledger");
        supervisor.page().locator(".dudao-rows a").first().click();
        tab(supervisor, "经过");
        assertThat(supervisor.page().locator(".dudao-timeline li").first()).isVisible();
        assertThat(supervisor.page().locator(".dudao-passed").first()).isVisible();
        pictures.take(supervisor, "instance");
    }

    private void theRankingAndTheBulletins() {
        visits.everybodyLeaves();
        Visitor supervisor = at("supervisors.head", "cockpit");
        supervisor.page().navigate("/camunda/app/cockpit/default/#/appraisal");
        assertThat(supervisor.page().getByText("还没有考评。专项行动办结以后（方案定到2026年11月7日）"))
                .isVisible();
        published();
        supervisor.page().getByText("刷新").click();
        Locator school = supervisor.page().locator(".dudao-ranking button").first();
        assertThat(school).isVisible();
        pictures.take(supervisor, "ranking");
        school.click();
        assertThat(supervisor.dialog()).isVisible();
        pictures.take(supervisor, "indicators");
        close(supervisor);
        supervisor.page().navigate("/camunda/app/cockpit/default/#/bulletins");
        assertThat(supervisor.page().getByText(BULLETIN)).isVisible();
        pictures.take(supervisor, "bulletins");

        Visitor phone = phone("school-02.clerk");
        phone.page().setViewportSize(ManualPictures.PHONE_WIDTH, ManualPictures.PHONE_HEIGHT);
        phone.login("tasklist").entry("考评");
        assertThat(phone.dialog()).containsText("镇第二小学");
        pictures.take(phone, "phone-appraisal");
    }

    private void accounts() {
        visits.everybodyLeaves();
        Visitor admin = at("admin", "admin");
        admin.page().navigate("/camunda/app/admin/default/#/users");
        assertThat(admin.page().getByText("emergency.clerk").first()).isVisible();
        pictures.take(admin, "admin-users");
        admin.page().navigate("/camunda/app/admin/default/#/user-create");
        assertThat(admin.page().locator("input[type=password]").first()).isVisible();
        pictures.take(admin, "admin-new-user");
        admin.page().navigate("/camunda/app/admin/default/#/users/school-01.clerk?tab=groups");
        assertThat(admin.page().getByText("镇中心小学").first()).isVisible();
        pictures.take(admin, "admin-groups");
    }

    /** What the post sees when it begins a process. */
    private void start(Visitor visitor, String process, String picture) {
        visitor.startForm(process);
        pictures.take(visitor, picture);
        visitor.page()
                .locator(".modal-content button[ng-click='$dismiss()']")
                .first()
                .click();
        assertThat(visitor.page().locator(".modal-content")).hasCount(0);
    }

    private void submit(String post, String key, Map<String, Object> values) {
        Town.Task task = town.tasks(post).stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(post + " has no " + key + " in " + town.tasks(post)));
        var answer = town.submit(post, task.id(), values);
        assertThat(answer.getStatusCode().is2xxSuccessful())
                .as(() -> key + " " + answer.getBody())
                .isTrue();
    }

    /** Ten in the morning of each of these days. */
    private void days(String... days) {
        for (String day : days) {
            town.clockAt(Instant.parse(day + "T02:00:00Z"));
        }
    }

    private static void close(Visitor visitor) {
        Locator dialogs = visitor.page().locator("dialog.dudao-dialog");
        int open = dialogs.count();
        dialogs.last().locator("header button").click();
        assertThat(dialogs).hasCount(open - 1);
    }

    private static void tab(Visitor visitor, String name) {
        visitor.page()
                .getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    /** Brings it to the upper part of the screen. */
    private static void show(Locator what) {
        what.evaluate("element => element.scrollIntoView({block: 'center'})");
    }
}
