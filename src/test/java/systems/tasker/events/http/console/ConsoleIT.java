package systems.tasker.events.http.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.Tool;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The console in a browser, against the packaged service with its database. */
@Tag(Tool.TAG)
class ConsoleIT {

    private static final int WIDE = 1_280;
    private static final int NARROW = 375;
    private static final int HEIGHT = 900;

    private static ConsoleService service;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        service = ConsoleService.start(Path.of("deploy/example/tasks"), temporary);
        chromium = Chromium.start();
        for (int i = 0; i < 3; i++) {
            var paid = PostedStep.payment();
            service.post(paid, paid.success());
        }
        var declined = PostedStep.payment();
        service.post(declined, declined.permanentFailure());
    }

    @AfterAll
    static void end() {
        chromium.close();
        service.close();
    }

    @AfterEach
    void closesWithoutComplaintsOfTheBrowser() {
        page.context().close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void overviewShowsStatusRatesQueuesAndSubscribers() {
        // When
        open("overview", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        assertThat(page.getByLabel("Status")).containsText("OK");
        assertThat(page.locator(".tile", new Page.LocatorOptions().setHasText("results since the start")))
                .containsText("4");
        assertThat(row("payments_domain_events")).containsText("4");
        assertThat(page.getByRole(AriaRole.REGION, named("Subscribers"))).containsText("active");
        assertThat(page.locator("canvas")).hasCount(3);
    }

    @Test
    void overviewShowsTheReasonsOfADegradedStatusWithTheirRemedy() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.route("**/v1/status", route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                .setContentType("application/json")
                .setBody("""
                        {"status": "DEGRADED", "reasons": [{"level": "DEGRADED", "reason": "queue_old", "detail": "orders: old"}],
                         "build": {"version": "1", "commit": "abc", "quarkus": "3"}}""")));

        // When
        signIn("overview", ConsoleService.VIEWER);

        // Then
        assertThat(page.getByLabel("Status")).containsText("queue_old orders: old");
        assertThat(page.getByLabel("Status")).containsText("Check that its consumer runs");
    }

    @Test
    void keepsTheLastFiguresAndReportsAServiceThatDoesNotAnswer() {
        // Given
        open("overview", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(row("payments_domain_events")).isVisible();

        // When
        page.route("**/v1/**", route -> route.abort());

        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The service cannot be reached");
        assertThat(row("payments_domain_events")).isVisible();
        complaints.removeIf(complaint -> complaint.contains("net::ERR_FAILED"));
    }

    @Test
    void stopsPollingWhileTheTabIsHidden() {
        // Given
        var requests = new AtomicInteger();
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.clock().install();
        signIn("overview", ConsoleService.VIEWER);
        assertThat(row("payments_domain_events")).isVisible();
        page.onRequest(request -> requests.incrementAndGet());
        page.clock().runFor(10_000);
        assertThat(requests).hasPositiveValue();

        // When
        page.evaluate("""
                Object.defineProperty(document, "hidden", {value: true, configurable: true});
                document.dispatchEvent(new Event("visibilitychange"));""");
        requests.set(0);
        page.clock().runFor(60_000);

        // Then
        assertThat(requests).hasValue(0);
    }

    @Test
    void signsInByApiKeyForThisTabOnlyAndOutAgain() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.navigate(service.screen("overview"));
        expectUnauthorized();

        // When
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("API key")).fill("no-such-key");
        button("Sign in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not accepted");
        page.locator("input[type=password]").fill(ConsoleService.VIEWER);
        button("Sign in").click();

        // Then
        assertThat(page.locator(".caller")).containsText("api-key:viewer");
        page.reload();
        assertThat(page.locator(".caller")).containsText("api-key:viewer");
        assertThat((Integer) page.evaluate("localStorage.length")).isZero();
        button("Sign out").click();
        assertThat(button("Sign in")).isVisible();
        expectUnauthorized();
    }

    @Test
    void tellsACallerWithoutTheRoleToReadWhichRoleIsMissing() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.navigate(service.screen("overview"));

        // When
        page.locator("input[type=password]").fill(ConsoleService.WORKER);
        button("Sign in").click();

        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Needs the role events:read");
    }

    @Test
    void runsNoInlineScriptAndLoadsNothingFromElsewhere() {
        // Given
        open("overview", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(row("payments_domain_events")).isVisible();
        assertThat(complaints).isEmpty();

        // When
        var script = page.evaluate("""
                (() => {
                  const script = document.createElement("script");
                  script.textContent = "window.injected = true";
                  document.body.append(script);
                  document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.injected = true'>");
                  return window.injected;
                })()""");
        var elsewhere = page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', () => 'blocked')");

        // Then
        assertThat(script).isNull();
        assertThat(elsewhere).isEqualTo("blocked");
        assertThat(complaints).anyMatch(complaint -> complaint.contains("Content Security Policy"));
        complaints.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview"})
    void hasNoAccessibilityViolation(String screen) {
        var violations = new ArrayList<String>();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (var width : List.of(NARROW, WIDE)) {
                // When
                open(screen, ConsoleService.OPERATOR, width, scheme);
                page.locator("main .card").first().waitFor();
                violations.addAll(Chromium.accessibilityViolations(page));

                // Then
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("fits into %d pixels", width)
                        .isTrue();
                if (width == WIDE && scheme == ColorScheme.DARK) {
                    break;
                }
                page.context().close();
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void signInHasNoAccessibilityViolation() {
        page = chromium.open(NARROW, HEIGHT, ColorScheme.DARK);
        page.navigate(service.screen("overview"));
        button("Sign in").waitFor();

        assertThat(Chromium.accessibilityViolations(page)).isEmpty();
    }

    private void open(String screen, String key, int width, ColorScheme scheme) {
        page = chromium.open(width, HEIGHT, scheme);
        signIn(screen, key);
    }

    /** Opens a screen as a tab that is signed in already. */
    private void signIn(String screen, String key) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.addInitScript("sessionStorage.setItem('tasker-console-credentials', '{\"header\": \"X-API-Key\", \"value\": \"" + key
                + "\"}')");
        page.navigate(service.screen(screen));
    }

    private void expectUnauthorized() {
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    private Locator row(String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions()
                .setHas(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(name).setExact(true))));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
