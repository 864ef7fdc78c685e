package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.dudao.application.Town;
import org.junit.jupiter.api.Test;

/** W2a, W3: from the login to a task done without a mouse. */
class KeyboardIT extends BrowserStory {

    @Test
    void aTaskIsDoneByTheKeyboardAlone() {
        reported("school-02", "操场看台");
        Visitor school = desk("school-02.clerk");
        Keyboard keys =
                school.loginPage(Visitor.APPS + "tasklist/default/").page().keyboard();
        school.typed(Visitor.USERNAME, "school-02.clerk");
        keys.press("Tab");
        school.typed(Visitor.PASSWORD, Town.PASSWORD);
        keys.press("Enter");
        Locator task = school.listed("操场看台").locator("h4 a");
        assertThat(task).isVisible();
        school.tabTo(task);
        keys.press("Enter");
        Locator claim = school.page().locator(".dudao-claim button");
        assertThat(claim).isVisible();
        school.picture("task-opened").tabTo(claim);
        keys.press("Enter");
        assertThat(school.page().locator(".form-pane .disabled-form")).hasCount(0);
        school.tabTo(school.form().getByRole(AriaRole.RADIO).first());
        keys.press("Space");
        school.picture("answered").tabTo(school.page().locator("button[ng-click='complete()']"));
        keys.press("Enter");
        assertThat(school.page().locator(".form-pane")).hasCount(0);
        town.runDueJobs();
        assertThat(school.reload().listed("整改隐患（镇第二小学")).not().hasCount(0);
    }

    @Test
    void aScoreAndABulletinAreReadByTheKeyboardAlone() {
        published();
        Visitor supervisor = desk("supervisors.head");
        Keyboard keys = supervisor.login("cockpit").page().keyboard();
        assertThat(supervisor.page().locator(".dudao-figures")).isVisible();
        supervisor.tabTo(supervisor.page().locator(".dudao-board a").getByText("考评排名"));
        keys.press("Enter");
        Locator school = supervisor.page().locator(".dudao-ranking button").getByText("镇中心小学");
        assertThat(school).isVisible();
        supervisor.tabTo(school);
        keys.press("Enter");
        assertThat(supervisor.dialog()).containsText("义务按期履行");
        keys.press("Escape");
        assertThat(school).isFocused();
        supervisor.tabTo(supervisor.link("情况通报").first());
        keys.press("Enter");
        Locator bulletin = supervisor.page().locator(".dudao-board").getByText(BULLETIN);
        assertThat(bulletin).isVisible();
        supervisor.tabTo(bulletin);
        keys.press("Enter");
        assertThat(supervisor.dialog().locator(".dudao-paper")).isVisible();
        supervisor.tabTo(supervisor.dialog().getByText("PDF"));
    }
}
