package org.dudao.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.dudao.Photos;
import org.junit.jupiter.api.Test;

/** M2a: a school rectifies a hazard with nothing but a phone of 390 points and a thumb. */
class PhoneIT extends BrowserStory {

    /** What a thumb hits without aiming, in points. */
    private static final double THUMB = 44;

    @Test
    void aSchoolRectifiesAHazardWithAPhoto() {
        reported("school-02", "食堂后门");
        Visitor school = phone("school-02.clerk");
        school.loginPage(Visitor.APPS + "tasklist/default/").fitsTheScreen().picture("login");
        school.login("tasklist").fitsTheScreen().picture("list");

        school.open("食堂后门").fitsTheScreen().picture("task");
        thumb(school.page().locator(".dudao-claim button"));
        school.claim().fitsTheScreen();
        school.choose("是否接收", "接收，由本单位整改");
        thumb(school.page().locator("button[ng-click='complete()']"));
        school.picture("take-on");
        school.complete();
        town.runDueJobs();

        school.reload().fitsTheScreen().open("整改隐患（镇第二小学").claim();
        school.choose("整改情况", "已整改完成").fill("整改措施和结果", "杂物已清走，通道画了禁停线。");
        thumb(school.form().locator(".dudao-choose .btn").first());
        school.photo("现场照片.jpg", Photos.picture("jpg", 3000, 2250))
                .fitsTheScreen()
                .picture("photo");
        school.complete();
        school.fitsTheScreen().picture("done");

        school.entry("本单位看板");
        school.dialog().locator(".dudao-matrix").waitFor();
        school.fitsTheScreen().picture("board");
        assertThat(jdbc.sql("select sha256 <> original_sha256 from dudao.evidence where name = '现场照片.jpg'")
                        .query(Boolean.class)
                        .single())
                .as("made smaller on the phone, and the hash of what it held is kept")
                .isTrue();
    }

    private static void thumb(Locator button) {
        assertThat(button.boundingBox().height).isGreaterThanOrEqualTo(THUMB);
    }
}
