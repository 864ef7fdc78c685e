package org.dudao.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock.InstallOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * The people who visit the webapps in one test, each with a browser of their own, and the pictures taken of what they
 * see: {@code target/screenshots/<story>/NN-name.png}. What they saw when a test failed is beside them.
 */
final class Visits implements BeforeEachCallback, AfterEachCallback {

    /** Only there to end a test that hangs; nothing is asserted about how long a page takes. */
    private static final double PATIENCE_MILLIS = 60_000;

    private final List<Visitor> visitors = new ArrayList<>();
    private Browser browser;
    private Album album;

    @Override
    public void beforeEach(ExtensionContext context) {
        browser = Chromium.of(context.getRoot().getStore(Chromium.NAMESPACE));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Class<?> story = context.getRequiredTestClass();
        album = context.getRoot()
                .getStore(Chromium.NAMESPACE)
                .getOrComputeIfAbsent(story, key -> new Album(story), Album.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            visitors.forEach(
                    visitor -> visitor.failed(context.getRequiredTestMethod().getName()));
        }
        everybodyLeaves();
    }

    /** Closes all browsers; pages that nobody looks at any more go on asking the server. */
    void everybodyLeaves() {
        visitors.forEach(Visitor::leave);
        visitors.clear();
    }

    Visitor visit(String url, String post, boolean phone, String language) {
        NewContextOptions options = new NewContextOptions()
                .setBaseURL(url)
                .setLocale(language)
                .setTimezoneId("Asia/Shanghai")
                .setAcceptDownloads(true);
        if (phone) {
            options.setViewportSize(390, 844)
                    .setDeviceScaleFactor(2)
                    .setIsMobile(true)
                    .setHasTouch(true);
        } else {
            options.setViewportSize(1400, 900);
        }
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        // The pages tell the time of the engine's clock, not of the machine's.
        context.clock().install(new InstallOptions().setTime(ClockUtil.getCurrentTime()));
        Page page = context.newPage();
        Visitor visitor = new Visitor(page, post, phone, this);
        visitors.add(visitor);
        return visitor;
    }

    Path next(String name) {
        return album.next(name);
    }

    Path failure(String test, String post) {
        return album.folder.resolve("failed-" + test + "-" + post + ".png");
    }

    /** The pictures of one story, in the order in which they are taken. */
    private static final class Album {

        private final Path folder;
        private int taken;

        Album(Class<?> story) {
            String name = story.getSimpleName()
                    .replaceFirst("IT$", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
            folder = Path.of("target/screenshots", name);
            try {
                FileSystemUtils.deleteRecursively(folder);
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path next(String name) {
            taken++;
            return folder.resolve("%02d-%s.png".formatted(taken, name));
        }
    }

    /** The engine's clock stands at this instant and goes on from there. */
    static void clockFrom(Instant instant) {
        ClockUtil.offset(Date.from(instant).getTime() - System.currentTimeMillis());
    }
}
