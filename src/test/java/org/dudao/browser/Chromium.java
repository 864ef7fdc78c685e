package org.dudao.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** The system's Chromium, started once for all stories and closed after the last. */
final class Chromium implements CloseableResource {

    /** Set to {@code true} where a missing Chromium is a failure and not a reason to skip. */
    private static final String REQUIRED = "DUDAO_BROWSER_REQUIRED";

    static final Namespace NAMESPACE = Namespace.create(Chromium.class);

    private static boolean told;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable().orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--font-render-hinting=none")));
    }

    /** Says once where there is none, unless one is demanded. */
    static boolean installed() {
        if (executable().isPresent()) {
            return true;
        }
        if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
            throw new IllegalStateException("no Chromium on the PATH, but " + REQUIRED + "=true demands one");
        }
        if (!told) {
            told = true;
            System.out.println("[browser stories] skipped: no chromium, chromium-browser or google-chrome on the PATH");
        }
        return false;
    }

    static Browser of(Store root) {
        return root.getOrComputeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class).browser;
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Optional<Path> executable() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
