package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** W2a, W3, M1: a supervisor goes from a figure of the board to its list, to one row, and to what happened there. */
class SupervisorIT extends BrowserStory {

    private static final Map<String, String> PARTS =
            new TreeMap<>(Map.of("督办阶梯", "ladder", "隐患", "hazards", "单位", "units"));

    @Test
    void fromAFigureOfTheBoardToWhatHappened() {
        reported("school-06", "教学楼后楼梯");
        Visits.clockFrom(Instant.parse("2026-09-11T02:00:00Z"));
        town.runDueJobs();

        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        assertThat(supervisor.page().locator(".dudao-figures")).isVisible();
        supervisor.picture("dashboard");
        supervisor.press(supervisor.link("督导看板").first());
        Locator board = supervisor.page().locator(".dudao-board");
        assertThat(board.locator(".dudao-matrix")).isVisible();
        assertThat(board.locator(".dudao-chart svg").first()).isVisible();
        supervisor.picture("board");
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            board.getByRole(
                            AriaRole.HEADING,
                            new Locator.GetByRoleOptions()
                                    .setName(part.getKey())
                                    .setExact(true))
                    .evaluate("heading => heading.scrollIntoView()");
            supervisor.picture("board-" + part.getValue());
        }

        supervisor.press(board.locator(".dudao-figures button").filter(new Locator.FilterOptions().setHasText("逾期")));
        Locator row = supervisor
                .dialog()
                .locator(".dudao-rows tbody tr")
                .filter(new Locator.FilterOptions().setHasText("接收隐患"))
                .filter(new Locator.FilterOptions().setHasText("镇第二幼儿园"));
        assertThat(row).containsText(Pattern.compile("逾期\\d+个工作日"));
        supervisor.picture("list");

        supervisor.press(row.getByRole(AriaRole.LINK));
        Locator happened = supervisor.page().locator(".dudao-timeline");
        assertThat(happened).containsText("登记隐患");
        assertThat(happened.locator(".dudao-running")).containsText("接收隐患");
        assertThat(supervisor.page().locator(".dudao-passed")).not().hasCount(0);
        supervisor.picture("instance");
    }
}
