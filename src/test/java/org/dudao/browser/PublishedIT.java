package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** W3, W2e: who reads which scores and bulletins, in Cockpit at a desk and in Tasklist on a phone. */
class PublishedIT extends BrowserStory {

    private static final String HAN = "[\\u4e00-\\u9fff]";

    @Test
    void theSupervisorsReadTheRankingAndWhatEachScoreIsMadeOf() {
        published();
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        assertThat(supervisor.page().locator(".dudao-figures")).isVisible();
        supervisor.picture("dashboard");
        supervisor.press(supervisor.page().locator(".dudao-board a").getByText("考评排名"));
        Locator page = supervisor.page().locator(".dudao-board");
        assertThat(page).containsText("共26个单位");
        Locator schools = part(page, "各学校").locator("tbody tr");
        assertThat(schools).hasCount(8);
        assertThat(schools.first()).containsText("镇中心小学");
        assertThat(schools.nth(1)).containsText("镇第二幼儿园");
        assertThat(schools.nth(1)).containsText("✖ 一票否决");
        assertThat(schools.nth(1)).containsText("不合格");
        assertThat(part(page, "其他单位").locator("tbody tr")).hasCount(18);
        assertThat(part(page, "工作目标").locator("tbody tr").first()).containsText("86%");
        supervisor.picture("ranking");
        part(page, "工作目标").evaluate("part => part.scrollIntoView()");
        supervisor.picture("goals");

        supervisor.press(schools.first().getByText("镇中心小学"));
        assertThat(supervisor.dialog()).containsText("学校第1名");
        assertThat(supervisor.dialog().locator(".dudao-rows")).containsText("义务按期履行");
        assertThat(supervisor.dialog().locator(".dudao-rows")).containsText("K2 按期完成率达到95%");
        supervisor.picture("indicators");
        supervisor.press(supervisor.dialog().getByText("关闭"));

        supervisor.press(supervisor.link("督导看板").first());
        assertThat(page.locator(".dudao-matrix")).isVisible();
        supervisor.picture("back-at-the-board");
    }

    @Test
    void theSupervisorsReadTheBulletinsAndTakeThemOut() throws IOException {
        published();
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("情况通报").first());
        Locator page = supervisor.page().locator(".dudao-board");
        Locator issued = row(page, BULLETIN);
        assertThat(issued).containsText("河办通报〔2026〕1号");
        assertThat(issued).containsText("已印发");
        assertThat(issued).containsText("已签收1/26");
        assertThat(page.locator("tbody tr").first()).containsText("编写中");
        supervisor.picture("bulletins");
        supervisor.press(issued.getByText(BULLETIN));
        assertThat(supervisor.dialog().locator(".dudao-paper")).containsText("请各单位抓好落实。");
        supervisor.picture("bulletin");
        assertThat(supervisor.dialog().locator(".dudao-paper p")).hasCount(4);
        assertThat(start(taken(supervisor, supervisor.dialog().getByText("DOCX"))))
                .isEqualTo("PK\3\4");
    }

    @Test
    void aSchoolReadsItsOwnScoreAndTheBulletinOnThePhone() throws IOException {
        published();
        Visitor school = phone("school-02.clerk");
        school.login("tasklist").entry("考评");
        assertThat(school.dialog()).containsText("镇第二小学");
        assertThat(school.dialog()).containsText("报告是按期送的，收发登记可以证明。");
        assertThat(school.dialog()).not().containsText("镇中心小学");
        assertThat(part(school.dialog(), "工作目标").locator("tbody tr").first()).containsText("86%");
        school.fitsTheScreen().picture("own-score");
        fits(school.dialog());
        school.dialog().locator(".dudao-rows").first().evaluate("list => list.scrollIntoView()");
        school.picture("own-indicators");
        school.press(school.dialog().getByText("关闭"));

        school.entry("情况通报");
        assertThat(school.dialog().locator("tbody tr")).hasCount(1);
        school.fitsTheScreen().picture("bulletins-on-the-phone");
        fits(school.dialog());
        Locator pdf = row(school.dialog(), BULLETIN).getByText("PDF");
        assertThat(pdf.boundingBox().height).as("points for a thumb").isGreaterThanOrEqualTo(44);
        Download file = taken(school, pdf);
        assertThat(file.suggestedFilename()).endsWith(".pdf");
        assertThat(start(file)).isEqualTo("%PDF");
        school.press(row(school.dialog(), BULLETIN).getByText(BULLETIN));
        assertThat(school.dialog().locator(".dudao-paper")).containsText("请各单位抓好落实。");
        school.fitsTheScreen().picture("bulletin-on-the-phone");
        fits(school.dialog());
    }

    @Test
    void whoIsNotAppraisedIsToldSo() {
        published();
        Visitor office = desk("town-office.clerk");
        office.login("tasklist").entry("考评");
        assertThat(office.dialog()).containsText("您的单位不在被考评的单位里");
        assertThat(office.dialog()).not().containsText("镇中心小学");
        office.picture("not-appraised");
    }

    @Test
    void inEnglish() {
        published();
        Visitor supervisor = english("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("Ranking").first());
        Locator page = supervisor.page().locator(".dudao-board");
        assertThat(page.locator("tbody tr")).not().hasCount(0);
        ours(page, "h2, h3, label > span, button.btn-default, section > p, th, .dudao-late");
        supervisor.picture("ranking-en");
        supervisor.press(page.locator("tbody tr").first().locator("button"));
        ours(supervisor.dialog(), "dt, th, .dudao-dialog > p");
        supervisor.picture("indicators-en");
        supervisor.press(supervisor.dialog().getByText("Close"));
        supervisor.press(supervisor.link("Bulletins").first());
        assertThat(row(page, BULLETIN)).containsText("1 of 26 signed");
        ours(page, "h2, label > span, button.btn-default, p, th");
        supervisor.picture("bulletins-en");
    }

    @Test
    void fromTheBoardsListsToThePapersOfAMatter() {
        String number = reported("school-07", "锅炉房通道");
        Visitor supervisor = desk("supervisors.head");
        supervisor.login("cockpit");
        supervisor.press(supervisor.link("督导看板").first());
        supervisor.press(supervisor
                .page()
                .locator(".dudao-board .dudao-figures button")
                .filter(new Locator.FilterOptions().setHasText("未销号隐患")));
        supervisor.press(row(supervisor.dialog(), number).getByText("文书"));
        assertThat(supervisor.dialog()).containsText("整改通知单");
        supervisor.picture("papers");
    }

    private static Locator part(Locator page, String heading) {
        return page.locator("section:has(> h3:text-is('" + heading + "'))");
    }

    private static Locator row(Locator page, String words) {
        return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(words));
    }

    private static Download taken(Visitor visitor, Locator link) {
        return visitor.page().waitForDownload(() -> visitor.press(link));
    }

    private static String start(Download file) throws IOException {
        return new String(Files.readAllBytes(file.path()), 0, 4, StandardCharsets.ISO_8859_1);
    }

    private static void ours(Locator place, String parts) {
        assertThat(String.join("", place.locator(parts).allInnerTexts()))
                .as("our own words")
                .doesNotContainPattern(HAN);
    }

    private static void fits(Locator dialog) {
        assertThat((Integer) dialog.evaluate("dialog => dialog.scrollWidth - dialog.clientWidth"))
                .as("points of the dialog beside its frame")
                .isLessThanOrEqualTo(0);
    }
}
