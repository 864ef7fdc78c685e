package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

/** M2a, W2a: a form half filled at the desk is there on the phone, and back at the desk after a reload. */
class DraftIT extends BrowserStory {

    private static final String MEASURES = "杂物已清走，还差禁停线没有画。";

    @Test
    void whatIsHalfFilledIsThereOnTheOtherDevice() {
        toRectify("school-04", "图书馆门口");
        Visitor desk = desk("school-04.clerk");
        desk.login("tasklist").open("图书馆门口").claim();
        desk.choose("整改情况", "已整改完成").fill("整改措施和结果", MEASURES);
        assertThat(desk.page().locator(".dudao-draft")).containsText("草稿已保存");
        desk.picture("at-the-desk");

        Visitor phone = phone("school-04.clerk");
        phone.login("tasklist").open("图书馆门口");
        assertThat(phone.field("整改措施和结果")).hasValue(MEASURES);
        phone.field("整改措施和结果").evaluate("field => field.scrollIntoView({block: 'center'})");
        phone.picture("on-the-phone");
        phone.fill("整改措施和结果", MEASURES + "下午画。");
        phone.field("整改措施和结果").blur();
        assertThat(phone.page().locator(".dudao-draft")).containsText("草稿已保存");
        phone.page().waitForCondition(() -> saved("下午画"));

        desk.reload();
        assertThat(desk.field("整改措施和结果")).hasValue(MEASURES + "下午画。");
        desk.picture("back-at-the-desk");
    }

    private boolean saved(String words) {
        return jdbc.sql("select count(*) from dudao.draft where data::text like ?")
                        .param("%" + words + "%")
                        .query(Long.class)
                        .single()
                > 0;
    }
}
