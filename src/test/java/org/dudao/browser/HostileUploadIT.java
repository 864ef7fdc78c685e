package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** W2d: evidence can be relied on: what is no photo is refused in words that say why, and nothing of it is kept. */
class HostileUploadIT extends BrowserStory {

    private static final byte[] PAGE = text("<!DOCTYPE html><html><script>document.title = 'taken'</script></html>");
    private static final byte[] DRAWING =
            text("<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'taken'</script></svg>");

    @Test
    void whatIsNoPhotoIsRefusedBeforeTheEyesOfWhoSentIt() {
        toRectify("school-03", "实验楼通道");
        long before = files();
        Visitor school = desk("school-03.clerk");
        school.login("tasklist").open("实验楼通道").claim();
        school.choose("整改情况", "已整改完成").fill("整改措施和结果", "杂物已清走。");

        refused(school, "现场.jpg", "image/jpeg", PAGE, "不是可以上传的文件");
        refused(school, "现场.svg", "image/svg+xml", DRAWING, "不是可以上传的文件");
        byte[] large = ByteBuffer.allocate(20_000_001).put(text("%PDF-1.7")).array();
        refused(school, "方案.pdf", "application/pdf", large, "超过20兆");
        school.form().locator(".dudao-evidence").evaluate("place => place.scrollIntoView({block: 'center'})");
        school.picture("refused");

        Locator rows = school.form().locator(".dudao-underway");
        while (rows.count() > 0) {
            int left = rows.count();
            rows.first().getByText("不要了").click();
            assertThat(rows).hasCount(left - 1);
        }
        school.page().locator("button[ng-click='complete()']").click();
        assertThat(school.form().locator(".dudao-evidence [role=alert]")).containsText("至少要上传1张");
        school.picture("held-back");
        assertThat(files()).as("nothing is kept").isEqualTo(before);
        assertThat(school.page().title()).as("nothing of it ran").isNotEqualTo("taken");
    }

    private void refused(Visitor school, String name, String type, byte[] content, String why) {
        school.attach(name, type, content);
        assertThat(school.form()
                        .locator(".dudao-underway")
                        .filter(new Locator.FilterOptions().setHasText(why))
                        .last())
                .containsText(name);
    }

    private long files() {
        return jdbc.sql("select count(*) from dudao.evidence_content")
                .query(Long.class)
                .single();
    }

    private static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }
}
