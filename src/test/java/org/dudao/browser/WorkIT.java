package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.dudao.Sheets;
import org.junit.jupiter.api.Test;

/** W2a, M1: several tasks in one go, a matter found by its number or the code on its paper, and the ledger as a workbook. */
class WorkIT extends BrowserStory {

    @Test
    void severalHazardsAreTakenOnInOneGo() {
        reported("school-05", "活动室一");
        reported("school-05", "活动室二");
        Visitor school = desk("school-05.clerk");
        school.login("tasklist").entry("批量办理");
        Locator group = school.dialog().locator("form").filter(new Locator.FilterOptions().setHasText("接收隐患"));
        assertThat(group.getByRole(AriaRole.CHECKBOX)).hasCount(2);
        school.picture("several-at-once");
        school.press(group.getByText("全部办理"));
        assertThat(group.getByText("✔ 已办")).hasCount(2);
        school.picture("all-done");
        town.runDueJobs();
        school.press(school.dialog().getByText("关闭"));
        assertThat(school.listed("整改隐患")).hasCount(2);
    }

    @Test
    void aMatterIsFoundByItsNumberAndByTheCodeOnItsPaper() {
        String number = reported("school-08", "教学点门口");
        Visitor school = desk("school-08.clerk");
        school.login("tasklist").entry("查找");
        school.dialog().locator("input[type=search]").fill(number.substring(number.lastIndexOf('-') + 1));
        school.page().keyboard().press("Enter");
        assertThat(school.dialog()).containsText("教学点门口");
        school.picture("found");
        school.press(school.dialog().locator(".btn-link").getByText(number));
        assertThat(school.dialog()).containsText("登记隐患");
        school.picture("matter");
        String code = url() + school.dialog().getByText("二维码").getAttribute("href");
        school.page().navigate(code);
        school.picture("code");

        Visitor phone = phone("school-08.clerk");
        phone.loginAt(Visitor.APPS + "tasklist/default/#/?matter=" + number);
        assertThat(phone.dialog()).containsText("教学点门口");
        phone.fitsTheScreen().picture("matter-on-the-phone");
        phone.press(phone.dialog().locator("a").getByText("接收隐患（河湾教学点"));
        assertThat(phone.page().locator(".dudao-claim")).isVisible();
    }

    @Test
    void theLedgerIsTakenOutWithTheBoardsFilter() throws IOException {
        reported("school-03", "体育馆通道");
        reported("school-04", "体育馆后门");
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("督导看板").first());
        Locator board = supervisor.page().locator(".dudao-board");
        board.locator(".dudao-filters label:has(span:text-is('学校')) select").selectOption("school-03");
        assertThat(board.locator(".dudao-matrix tbody tr")).hasCount(1);
        supervisor.press(
                board.locator(".dudao-figures button").filter(new Locator.FilterOptions().setHasText("未销号隐患")));
        assertThat(supervisor.dialog()).containsText("体育馆通道");
        supervisor.picture("ledger");
        Download file = supervisor
                .page()
                .waitForDownload(() -> supervisor.press(supervisor.dialog().getByText("导出为 Excel")));

        assertThat(file.suggestedFilename()).endsWith(".xlsx");
        List<List<Object>> rows = Sheets.rows(Files.readAllBytes(file.path()), 19);
        assertThat(rows).anyMatch(row -> row.contains("体育馆通道")).noneMatch(row -> row.contains("体育馆后门"));
    }
}
