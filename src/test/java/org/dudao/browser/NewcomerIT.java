package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.dudao.Photos;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/** S1, S2, M1, M2a: the README's first steps, from the launch to a hazard that is closed, by the posts themselves. */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
class NewcomerIT extends BrowserStory {

    private static final String TEXT = "已按方案要求落实，情况属实，材料齐全。";

    @Test
    void fromTheLaunchToAHazardClosed() {
        Visitor head = desk("task-force.head");
        head.login("tasklist").startForm("专项行动");
        head.select("行动方案", "河口镇").date("开始日期", "2026/9/7").picture("start");
        head.start();
        look(head).open("制定工作方案").claim();
        head.tick("以上提醒已逐条看过").fill("方案要点", TEXT).picture("draft-plan");
        head.complete();
        town.runDueJobs();

        Visitor office = desk("town-office.clerk");
        office.login("tasklist").open("成立工作专班").claim();
        office.fill("组长（岗位）", "镇 主要领导").fill("成员单位", TEXT).fill("分工", TEXT);
        office.complete();
        look(office).open("印发工作方案").claim();
        office.fill("发文字号", "河办〔2026〕12号").date("印发日期", "2026/9/8").picture("issue-plan");
        office.complete();
        town.runDueJobs();

        Visitor school = desk("school-01.clerk");
        school.login("tasklist").picture("tasks-of-a-school");
        school.open("学校签收行动方案").claim();
        school.tick("已阅知行动方案").fill("联络人（岗位）", "安全员").picture("sign-plan");
        school.complete();
        look(school).open("成立组织、制定实施方案").claim();
        school.fill("组长（岗位）", "校长").fill("小组人数", "7").fill("整治目标", TEXT).fill("整治措施", TEXT);
        school.date("专题会议日期", "2026/9/9");
        school.complete();
        look(school).open("消防安全").claim();
        school.chooseEverywhere("合格").choose("A05-03 检查结果", "存在隐患");
        school.fill("A05-03 具体位置", "教学楼一层").fill("A05-03 问题描述", "疏散通道堆放杂物，影响通行");
        school.select("A05-03 严重程度", "较大").photo("现场.jpg", Photos.jpeg()).picture("inspection");
        school.fill("检查人员岗位", "安全员、值班领导");
        school.complete();

        look(school).open("接收隐患").claim();
        school.choose("是否接收", "接收，由本单位整改").picture("take-on");
        school.complete();
        look(school).open("整改隐患").claim();
        school.choose("整改情况", "已整改完成").fill("整改措施和结果", "杂物已清走，通道画了禁停线。");
        school.photo("改好了.jpg", Photos.jpeg()).picture("rectification");
        school.complete();
        town.runDueJobs();

        Visitor emergency = desk("emergency.clerk");
        emergency.login("tasklist").open("复查隐患").claim();
        emergency.choose("复查结果", "整改合格，同意销号").fill("复查情况", "到现场看过，通道畅通。").picture("reinspection");
        emergency.complete();
        town.runDueJobs();

        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("督导看板").first());
        supervisor.picture("board");
        emergency.entry("查找").page().locator(".dudao-search input").fill("H0001");
        emergency.page().keyboard().press("Enter");
        assertThat(emergency.dialog()).containsText("已销号");
        emergency.picture("closed");
    }

    /** What came of the last step is in the list. */
    private Visitor look(Visitor visitor) {
        town.runDueJobs();
        return visitor.reload();
    }
}
