package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** W2a: the webapps speak the language of the browser, Chinese or English, in our name and without a key left raw. */
class LanguageIT extends BrowserStory {

    /** What a text is called inside, such as TASK_LIST_EMPTY, and what a missing one shows. */
    private static final String RAW_KEY = "(?s).*\\b[A-Z]{2,}(_[A-Z0-9]+)+\\b.*";

    @Test
    void inChinese() {
        reported("school-07", "宿舍楼梯间");
        Visitor school = desk("school-07.clerk");
        school.loginPage(Visitor.APPS + "tasklist/default/").picture("login-zh");
        ours(school);
        assertThat(school.button("登录")).isVisible();
        assertThat(school.page()).hasTitle("督导 任务列表");
        school.login("tasklist").open("宿舍楼梯间").picture("tasklist-zh");
        ours(school);
        assertThat(school.page().locator("html")).hasAttribute("lang", "zh-CN");
        for (String tab : new String[] {"历史", "流程图", "来龙去脉", "说明"}) {
            school.press(school.link(tab).first());
            ours(school);
        }
        school.press(school.link("来龙去脉").first());
        assertThat(school.page().locator(".dudao-explanation h4").first()).isVisible();
        school.picture("explanation-zh");

        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit").picture("cockpit-zh");
        ours(supervisor);
        assertThat(supervisor.link("督导看板").first()).isVisible();
    }

    @Test
    void inEnglish() {
        reported("school-07", "宿舍消防通道");
        Visitor school = english("school-07.clerk");
        school.loginPage(Visitor.APPS + "tasklist/default/").picture("login-en");
        ours(school);
        assertThat(school.button("Log in")).isVisible();
        assertThat(school.page()).hasTitle("Dudao Tasklist");
        school.login("tasklist").open("宿舍消防通道").picture("tasklist-en");
        ours(school);
        assertThat(school.page().locator("html")).hasAttribute("lang", "en");
        assertThat(school.link("Start process").first()).isVisible();
        school.entry("My unit's board");
        assertThat(school.dialog().locator(".dudao-matrix")).isVisible();
        school.picture("board-en");

        Visitor supervisor = english("supervisors.head");
        supervisor.login("cockpit").picture("cockpit-en");
        ours(supervisor);
        assertThat(supervisor.link("Processes").first()).isVisible();
    }

    private static void ours(Visitor visitor) {
        assertThat(visitor.page().locator(".ce-eol-banner").filter(new Locator.FilterOptions().setVisible(true)))
                .hasCount(0);
        assertThat(visitor.page().locator("body").innerText()).doesNotMatch(RAW_KEY);
    }
}
