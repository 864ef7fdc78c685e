package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** W2a, W3: axe finds nothing serious on what people use every day. */
class AccessibilityIT extends BrowserStory {

    /** Signs of the vendor's without a name, in its own markup. */
    private static final List<String> VENDORS = List.of(
            // The menu between the webapps.
            ".app-switch",
            // Tasklist's search with its menu, the order of its list, and what hides or widens its columns.
            ".tasks-list .main-field",
            ".tasks-list .dropdown-toggle",
            ".sort-direction",
            ".region-toggle",
            "button.maximize",
            // The pencil at a filter, the link to Cockpit and the cross that gives a task back.
            ".task-filter .actions",
            ".instance-link",
            "[cam-tasklist-task-meta] button",
            // Cockpit's arrows at a section and tools at a process instance.
            ".section-toggle",
            ".btn-toolbar");

    /** The vendor's login page numbers its three fields, in the order in which they stand. */
    private static final List<String> VENDORS_RULES = List.of("tabindex");

    @Test
    void onTheLoginPageAndAtATask() {
        toRectify("school-01", "多功能厅");
        Visitor school = desk("school-01.clerk");
        school.loginPage(Visitor.APPS + "tasklist/default/");
        examined(school, "login");
        school.login("tasklist");
        examined(school, "list");
        school.open("多功能厅").claim().choose("整改情况", "已整改完成");
        assertThat(school.form().locator(".dudao-evidence .dudao-choose")).isVisible();
        examined(school, "form");
        school.press(school.link("来龙去脉").first());
        assertThat(school.page().locator(".dudao-explanation h4").first()).isVisible();
        examined(school, "explanation");
        for (String entry : List.of("消息", "本单位看板", "查找", "批量办理", "考评", "情况通报")) {
            school.entry(entry);
            if (entry.equals("本单位看板")) {
                assertThat(school.dialog().locator(".dudao-chart svg").first()).isVisible();
            }
            assertThat(school.dialog().getByText("正在查找……")).hasCount(0);
            examined(school, entry);
            school.page().keyboard().press("Escape");
        }
    }

    @Test
    void onTheBoardAndAtAProcess() {
        reported("school-01", "风雨操场");
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        assertThat(supervisor.page().locator(".dudao-figures")).isVisible();
        examined(supervisor, "dashboard");
        supervisor.press(supervisor.link("督导看板").first());
        assertThat(supervisor.page().locator(".dudao-chart svg").first()).isVisible();
        examined(supervisor, "board");
        supervisor.press(supervisor.page().locator(".dudao-figures button").last());
        assertThat(supervisor.dialog().locator(".dudao-rows")).isVisible();
        examined(supervisor, "list");
        supervisor.press(supervisor.dialog().locator(".dudao-rows a").first());
        assertThat(supervisor.page().locator(".dudao-timeline ol")).isVisible();
        examined(supervisor, "instance");
    }

    @Test
    void onTheRankingAndTheBulletins() {
        published();
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("考评排名").first());
        Locator rows = supervisor.page().locator(".dudao-board tbody tr");
        assertThat(rows.first()).isVisible();
        examined(supervisor, "ranking");
        supervisor.press(rows.first().locator("button"));
        assertThat(supervisor.dialog().locator(".dudao-rows")).isVisible();
        examined(supervisor, "indicators");
        supervisor.page().keyboard().press("Escape");
        supervisor.press(supervisor.link("情况通报").first());
        assertThat(supervisor.page().getByText(BULLETIN)).isVisible();
        examined(supervisor, "bulletins");
        supervisor.press(supervisor.page().getByText(BULLETIN));
        assertThat(supervisor.dialog().locator(".dudao-paper")).isVisible();
        examined(supervisor, "bulletin");
        supervisor.page().keyboard().press("Escape");
    }

    private static void examined(Visitor visitor, String where) {
        AxeBuilder axe = new AxeBuilder(visitor.page()).disableRules(VENDORS_RULES);
        VENDORS.forEach(axe::exclude);
        List<String> findings = axe.analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + ": " + node.getHtml()))
                .toList();
        assertThat(findings).as(where).isEmpty();
    }
}
