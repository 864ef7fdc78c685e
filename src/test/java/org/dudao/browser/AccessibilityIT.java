package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** W2a: axe finds nothing serious on what people use every day. */
class AccessibilityIT extends BrowserStory {

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
        for (String entry : List.of("本单位看板", "查找", "批量办理")) {
            school.entry(entry);
            if (entry.equals("本单位看板")) {
                assertThat(school.dialog().locator(".dudao-chart svg").first()).isVisible();
            }
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

    private static void examined(Visitor visitor, String where) {
        new AxeBuilder(visitor.page())
                .analyze().getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .forEach(rule -> System.out.println("AXE " + where + " " + rule.getId() + " " + rule.getImpact()
                                + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getTarget() + " " + node.getHtml())
                                        .toList()));
    }
}
