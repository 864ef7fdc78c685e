package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import org.dudao.application.Town;
import org.junit.jupiter.api.Test;

/** W2c, W2e, W3: a task that vanishes does not do so without a word. */
class NoticeIT extends BrowserStory {

    private static final String MENU = ".navbar-toggle[data-unread]";

    /** A joint enforcement on a Thursday that is called off at once, because of this. */
    private void calledOff(String why) {
        launched();
        town.start(
                "traffic-police.clerk",
                "joint-enforcement",
                Map.of(
                        "jointSchool", "school-02",
                        "jointArea", "A09",
                        "jointPlace", "镇第二小学校门50米内",
                        "purpose", "清理占道摊点，查处黑校车",
                        "proposedOn", "2026-09-10",
                        "invitedDepartments", new Town.Json("[\"transport\",\"market-regulation\"]")));
        Town.Task right = town.tasks("traffic-police.clerk").stream()
                .filter(task -> task.key().equals("MoveOrCancel"))
                .findFirst()
                .orElseThrow();
        town.submit("traffic-police.clerk", right.id(), Map.of("decision", "cancel", "reason", why));
    }

    private static Locator entry(Visitor visitor) {
        return visitor.page().locator(".dudao-entry").first();
    }

    @Test
    void theNumberOfNewOnesComesByItselfAndGoesWhenTheyWereRead() {
        launched();
        Visitor transport = desk("transport.clerk");
        // What other stories told them is read first.
        transport.press(entry(transport.login("tasklist")));
        assertThat(entry(transport)).hasText("消息");
        transport.press(transport.dialog().getByText("关闭"));
        calledOff("当天有暴雨预警，商贩不出摊");
        transport.page().clock().fastForward(61_000);
        assertThat(entry(transport)).hasText("消息（1）");
        transport.picture("unread");

        transport.entry("消息");
        Locator row = transport.dialog().locator("tbody tr").first();
        assertThat(row).containsText("● 新");
        assertThat(row).containsText("取消：当天有暴雨预警，商贩不出摊");
        assertThat(entry(transport)).hasText("消息");
        transport.picture("notices");
        transport.press(row.getByText("看这件事"));
        assertThat(transport.dialog()).containsText("取消联合执法");
        transport.picture("matter");
        transport.press(transport.dialog().getByText("关闭"));
        transport.press(transport.dialog().getByText("关闭"));

        transport.entry("消息");
        assertThat(transport.dialog()).containsText("取消：当天有暴雨预警，商贩不出摊");
        assertThat(transport.dialog().getByText("● 新")).hasCount(0);
        assertThat(jdbc.sql("select account from dudao.notice_seen s join dudao.notice n on n.id = s.notice"
                                + " where n.text like '%暴雨预警，商贩不出摊'")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("transport.clerk"));
    }

    @Test
    void onThePhoneTheMenuTellsOfNewOnes() {
        calledOff("商贩已经全部搬到疏导点");
        Visitor market = phone("market-regulation.clerk");
        market.login("tasklist");
        assertThat(market.page().locator(MENU)).isVisible();
        market.fitsTheScreen().picture("menu");
        market.page().locator(".navbar-toggle").tap();
        market.picture("menu-open");
        market.press(entry(market));
        Locator card = market.dialog().locator("tbody tr").first();
        assertThat(card).containsText("商贩已经全部搬到疏导点");
        assertThat(market.page().locator(MENU)).hasCount(0);
        market.fitsTheScreen().picture("cards");
        assertThat((Integer) market.dialog().evaluate("dialog => dialog.scrollWidth - dialog.clientWidth"))
                .as("points of the dialog beside its frame")
                .isLessThanOrEqualTo(0);
        Locator link = card.getByText("看这件事");
        assertThat(link.boundingBox().height).as("points for a thumb").isGreaterThanOrEqualTo(44);
        market.press(link);
        assertThat(market.dialog()).containsText("取消联合执法");
        market.fitsTheScreen().picture("matter-on-the-phone");
    }

    @Test
    void byTheKeyboardAlone() {
        calledOff("学校当天提前放学，改日再定");
        Visitor transport = desk("transport.head");
        Keyboard keys = transport.login("tasklist").page().keyboard();
        assertThat(entry(transport)).containsText("消息（");
        transport.tabTo(entry(transport));
        keys.press("Enter");
        Locator link = transport.dialog().getByText("看这件事").first();
        assertThat(link).isVisible();
        transport.tabTo(link);
        keys.press("Enter");
        assertThat(transport.dialog()).containsText("取消联合执法");
        keys.press("Escape");
        assertThat(link).isFocused();
        keys.press("Escape");
        assertThat(transport.dialog()).hasCount(0);
    }

    @Test
    void inEnglish() {
        calledOff("当天要开全镇安全工作会");
        Visitor transport = english("transport.head");
        transport.login("tasklist");
        assertThat(entry(transport)).containsText("Notices");
        transport.press(entry(transport));
        Locator rows = transport.dialog().locator("tbody tr");
        assertThat(rows).not().hasCount(0);
        assertThat(String.join(
                        "",
                        transport
                                .dialog()
                                .locator("h3, th, p, button, .dudao-late")
                                .allInnerTexts()))
                .doesNotContainPattern("[\\u4e00-\\u9fff]");
        transport.picture("in-english");
        Visitor nobody = desk("admin");
        nobody.login("tasklist").entry("消息");
        assertThat(nobody.dialog()).containsText("还没有消息");
        nobody.picture("none");
    }
}
