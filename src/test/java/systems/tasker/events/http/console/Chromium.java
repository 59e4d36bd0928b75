package systems.tasker.events.http.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;

import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Chromium, controlled by Playwright, whose driver comes from npm: the one on Maven Central brings Node for six platforms. */
final class Chromium implements AutoCloseable {

    private static final String EXECUTABLE = "/usr/bin/chromium";
    private static final Path NPM = Path.of("target/browser-npm");
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        System.setProperty(
                "playwright.cli.dir", NPM.resolve("driver").toAbsolutePath().toString());
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", "node");
        // A condition that holds at once on an idle machine takes a while on a busy one.
        PlaywrightAssertions.setDefaultAssertionTimeout(Waits.LONG_MILLIS);
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        assertThat(Path.of(EXECUTABLE))
                .as("README says under \"Build and test\" what to install")
                .exists();
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(EXECUTABLE))
                        .setArgs(List.of("--no-sandbox")));
        return new Chromium(playwright, browser);
    }

    /** A new session, without anything that another one has stored. */
    Page open(int width, int height, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(Waits.LONG_MILLIS);
        return context.newPage();
    }

    /** A picture of what is in view; {@code -Dconsole.screenshots} records it for the pages. */
    static byte[] picture(Page page, String name) {
        var folder = Path.of(
                System.getProperty("console.screenshots") == null ? "target/screenshots" : "src/site/resources");
        return page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
    }

    /** What violates the rules of WCAG 2.2 AA on a page as it is now, one line per element. */
    static List<String> accessibilityViolations(Page page) {
        try {
            page.evaluate(Files.readString(NPM.resolve("node_modules/axe-core/axe.min.js")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        @SuppressWarnings("unchecked")
        var violations = (List<String>) page.evaluate("""
                async rules => (await axe.run(document, {runOnly: rules})).violations
                    .flatMap(rule => rule.nodes.map(node => rule.id + ": " + node.target.join(" ") + ": " + node.failureSummary))""", RULES);
        return violations;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
