package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import org.dudao.application.Town;

/** One post at a desk or with a phone, in Tasklist and Cockpit. Every wait is for a state of the page. */
final class Visitor {

    private static final Locator.FilterOptions VISIBLE = new Locator.FilterOptions().setVisible(true);
    static final String APPS = "/camunda/app/";
    static final String USERNAME = "input[ng-model='username']";
    static final String PASSWORD = "input[ng-model='password']";

    private final Page page;
    private final String post;
    private final boolean phone;
    private final Visits visits;

    Visitor(Page page, String post, boolean phone, Visits visits) {
        this.page = page;
        this.post = post;
        this.phone = phone;
        this.visits = visits;
    }

    Page page() {
        return page;
    }

    /** Opens a webapp by its login page, as the real post does. */
    Visitor login(String app) {
        return loginAt(APPS + app + "/default/");
    }

    /** Opens an address, which asks for the login first. */
    Visitor loginAt(String address) {
        loginPage(address);
        page.locator(USERNAME).fill(post);
        page.locator(PASSWORD).fill(Town.PASSWORD);
        press(page.locator(".form-signin button[type=submit]"));
        assertThat(page.locator(".form-signin")).isHidden();
        return loaded();
    }

    /** The login page at an address; it takes the focus itself, and what was typed before with it. */
    Visitor loginPage(String address) {
        page.navigate(address);
        assertThat(page.locator(USERNAME)).isFocused();
        return this;
    }

    /**
     * Types into the field that has the focus, as it is. A page that is not yet done with itself swallows keys: then all
     * is typed once more, over what is there.
     */
    Visitor typed(String field, String text) {
        assertThat(page.locator(field)).isFocused();
        for (int attempt = 0; attempt < 10 && !text.equals(page.locator(field).inputValue()); attempt++) {
            page.keyboard().press("ControlOrMeta+a");
            page.keyboard().type(text);
        }
        assertThat(page.locator(field)).hasValue(text);
        return this;
    }

    /** The tasks of the list that show these words; the list is read anew. */
    Locator listed(String words) {
        return page.locator(".tasks-list li.task").filter(new Locator.FilterOptions().setHasText(words));
    }

    /** Opens the first task of the list that shows these words. */
    Visitor open(String words) {
        press(listed(words).first().locator("h4 a"));
        assertThat(page.locator(".form-pane .fjs-container")).isVisible();
        return this;
    }

    /** Claims the open task by the bar above its form. */
    Visitor claim() {
        press(page.locator(".dudao-claim button"));
        assertThat(page.locator(".dudao-claim")).hasCount(0);
        assertThat(page.locator(".form-pane .disabled-form")).hasCount(0);
        return this;
    }

    /** Writes into the field with this label. */
    Visitor fill(String label, String value) {
        field(label).fill(value);
        return this;
    }

    /** A date as people type it, such as 2026/9/7. */
    Visitor date(String label, String value) {
        Locator field = field(label);
        field.fill(value);
        field.press("Enter");
        return this;
    }

    /** Ticks the box with this label. */
    Visitor tick(String label) {
        form().getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName(label))
                .check();
        return this;
    }

    /** Chooses one of the answers to a question. */
    Visitor choose(String question, String answer) {
        press(form().locator(".fjs-form-field-radio")
                .filter(new Locator.FilterOptions().setHasText(question))
                .getByText(answer, new Locator.GetByTextOptions().setExact(true)));
        return this;
    }

    /** Gives the same answer to every question that has it. */
    Visitor chooseEverywhere(String answer) {
        form().getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions().setName(answer).setExact(true))
                .all()
                .forEach(Locator::check);
        return this;
    }

    Visitor select(String label, String value) {
        form().locator(".fjs-form-field-select")
                .filter(new Locator.FilterOptions().setHasText(label))
                .locator(".fjs-input-group")
                .click();
        form().locator(".fjs-dropdownlist-item")
                .filter(new Locator.FilterOptions().setHasText(value))
                .first()
                .click();
        return this;
    }

    /** Puts a file into the form's place for photos and waits until it is there. */
    Visitor photo(String name, byte[] content) {
        Locator there = form().locator(".dudao-files figure");
        int before = there.count();
        attach(name, "image/jpeg", content);
        assertThat(there).hasCount(before + 1);
        return this;
    }

    /** Chooses a file for the form's place for photos, whatever becomes of it. */
    Visitor attach(String name, String type, byte[] content) {
        form().locator(".dudao-evidence input[type=file]:not([capture])")
                .first()
                .setInputFiles(new FilePayload(name, type, content));
        return this;
    }

    Locator field(String label) {
        return form().getByLabel(label).first();
    }

    Locator form() {
        return page.locator(".fjs-container").last();
    }

    /** Completes the open task, which is gone from the page then. */
    void complete() {
        submit(page.locator("button[ng-click='complete()']"));
        assertThat(page.locator(".form-pane")).hasCount(0);
    }

    /** Opens the start form of a process by its name. */
    Visitor startForm(String process) {
        page.locator(".start-process-action a").click();
        page.locator(".modal-content")
                .getByText(process, new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(form()).isVisible();
        return this;
    }

    void start() {
        submit(page.locator("button[ng-click='startProcessInstance()']"));
        assertThat(page.locator(".modal-content")).hasCount(0);
    }

    private void submit(Locator button) {
        Response answer = page.waitForResponse(each -> each.url().endsWith("/submit-form"), () -> press(button));
        assertThat(answer.ok()).as(() -> answer.status() + " " + answer.text()).isTrue();
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(name));
    }

    /** The dialog on top. */
    Locator dialog() {
        return page.locator("dialog[open]").last();
    }

    /** Opens one of our entries in Tasklist's head. */
    Visitor entry(String words) {
        Locator entry = page.locator(".dudao-entry").getByText(words, new Locator.GetByTextOptions().setExact(true));
        if (phone && !entry.isVisible()) {
            page.locator(".navbar-toggle").tap();
        }
        press(entry);
        assertThat(dialog()).isVisible();
        return this;
    }

    /** With the mouse at a desk, with the thumb on a phone. */
    void press(Locator what) {
        if (phone) {
            what.tap();
        } else {
            what.click();
        }
    }

    /** Goes on by the keyboard alone until this has the focus. */
    Visitor tabTo(Locator what) {
        for (int i = 0; i < 200; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) what.evaluate("element => element === document.activeElement")) {
                return this;
            }
        }
        throw new AssertionError("not reached by the keyboard: " + what);
    }

    Visitor reload() {
        page.reload();
        return loaded();
    }

    /** Tasklist says that it is looking until its list is there. */
    private Visitor loaded() {
        assertThat(page.getByText("正在载入").or(page.getByText("Loading")).filter(VISIBLE))
                .hasCount(0);
        return this;
    }

    /** Nothing stands beside the screen that a thumb would have to look for. */
    Visitor fitsTheScreen() {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                .as("points of the page beside the screen")
                .isLessThanOrEqualTo(0);
        return this;
    }

    /** A picture of what is on the screen. */
    Visitor picture(String name) {
        shoot(visits.next(name));
        return this;
    }

    void failed(String test) {
        shoot(visits.failure(test, post));
    }

    private void shoot(Path file) {
        page.screenshot(new ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
    }

    void leave() {
        page.context().close();
    }
}
