package systems.tasker.events.http.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.jboss.logging.Logger;
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
import static systems.tasker.events.fixture.Waits.await;

/** The console in a browser, against the packaged service with its database. */
@Tag(Tool.TAG)
class ConsoleIT {

    private static final Logger LOG = Logger.getLogger(ConsoleIT.class);
    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");
    private static final int WIDE = 1_280;
    private static final int NARROW = 375;
    private static final int HEIGHT = 900;
    private static final int SAMPLE_SECONDS = 3;
    private static final int PICTURED_SAMPLES = 60;
    private static final int MAX_PICTURE_BYTES = 150_000;

    // From one end of a list to the other: the rows that exist at some position, how many exist at most, and how often
    // they do not fill
    // the view.
    private static final String SCROLL = """
            async list => {
              const frame = () => new Promise(requestAnimationFrame);
              const seen = new Set();
              let most = 0, gaps = 0, positions = 0, longest = 0, before = await frame();
              for (let top = 0; ; top += 1.5 * list.clientHeight) {
                list.scrollTo(0, top);
                const now = await frame();
                longest = Math.max(longest, now - before);
                before = now;
                positions++;
                const rows = [...list.querySelectorAll("li")];
                rows.forEach(row => seen.add(row.textContent));
                most = Math.max(most, rows.length);
                const view = list.getBoundingClientRect();
                if (rows[0].getBoundingClientRect().top > view.top + 1 || rows.at(-1).getBoundingClientRect().bottom < view.bottom - 1) {
                  gaps++;
                }
                if (top >= list.scrollHeight - list.clientHeight) {
                  return {rows: seen.size, most, gaps, positions, longest_frame_ms: Math.round(longest)};
                }
              }
            }""";

    private static OpenIdProvider provider;
    private static Path folder;
    private static ConsoleService service;
    private static Chromium chromium;

    // Some arrive only while the page is closed.
    private final List<String> complaints = new ArrayList<>();
    private final List<String> expectedComplaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        provider = OpenIdProvider.start();
        folder = templates(temporary.resolve("tasks"));
        service = ConsoleService.start(folder, temporary, provider);
        chromium = Chromium.start();
        for (int i = 0; i < 3; i++) {
            var paid = PostedStep.payment();
            service.post(paid, paid.success());
        }
        var declined = PostedStep.payment();
        service.post(declined, declined.permanentFailure());
    }

    /** The samples, and one with a sensitive field. */
    private static Path templates(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var sample : List.of("payments/credit_card_payment.yaml", "orders/fulfil_order.yaml")) {
            Files.copy(
                    Path.of("deploy/example/tasks", sample),
                    folder.resolve(Path.of(sample).getFileName()));
        }
        Files.writeString(folder.resolve("charge_card.yaml"), """
                name: charge_card
                namespace_name: payments
                version: 1.0.0
                steps:
                  - name: charge
                    publishes_events:
                      - name: card.charged
                        schema: {properties: {card_number: {type: string, x-sensitive: true}}}
                """);
        Files.writeString(folder.resolve("refund.yaml"), RefundConsumer.template("1.0", 1_000));
        return folder;
    }

    @AfterAll
    static void end() {
        chromium.close();
        service.close();
        provider.close();
    }

    @AfterEach
    void closesWithoutComplaintsOfTheBrowser() {
        page.context().close();
        complaints.removeIf(complaint -> expectedComplaints.stream().anyMatch(complaint::contains));
        assertThat(complaints).isEmpty();
    }

    @Test
    void overviewShowsStatusRatesQueuesAndSubscribers() {
        // Given
        var statistics = service.send("GET", "/metrics/events", ConsoleService.VIEWER, "");
        var accepted = ACCEPTED.matcher(statistics).results().findFirst().orElseThrow();

        // When
        open("overview", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        assertThat(page.getByLabel("Status")).containsText("OK");
        assertThat(page.locator(".tile", new Page.LocatorOptions().setHasText("results since the start")))
                .containsText(accepted.group(1));
        assertThat(row("payments_domain_events")).containsText(Pattern.compile("[1-9]"));
        assertThat(page.getByRole(AriaRole.REGION, named("Subscribers"))).containsText("active");
        assertThat(page.locator("canvas")).hasCount(3);
        assertThat(page.getByText("PostgreSQL")).containsText("primary");
    }

    @Test
    void overviewShowsTheReasonsOfADegradedStatusWithTheirRemedy() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.route(
                "**/v1/status",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
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
        expectedComplaints.add("net::ERR_FAILED");
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

        // When
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("API key"))
                .fill("no-such-key");
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
    }

    @Test
    void signsInAtTheOidcProviderWithCodeAndPkceAndRenewsItsToken() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        recordComplaints();
        page.navigate(service.screen("dead-letters?queue=payments_domain_events_dlq"));

        // When
        button("Sign in with " + provider.host()).click();
        page.getByText("Continue as alice").click();

        // Then
        assertThat(page.locator(".caller")).containsText("alice");
        assertThat(page.url()).isEqualTo(service.screen("dead-letters?queue=payments_domain_events_dlq"));
        assertThat(button("Redrive")).hasCount(0);
        assertThat((Integer) page.evaluate("localStorage.length")).isZero();
        await().until(() -> provider.renewals() > 0);
        page.reload();
        assertThat(page.locator(".caller")).containsText("alice");
        button("Sign out").click();
        assertThat(button("Sign in")).isVisible();
        expectedComplaints.add("401");
    }

    @Test
    void rejectsAnOidcAnswerThatThisTabHasNotAskedFor() {
        // Given
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        recordComplaints();

        // When
        page.navigate(service.screen("overview").replace("#", "?code=stolen&state=forged#"));

        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not for this tab");
        assertThat(page.url()).doesNotContain("stolen");
        button("Sign in").click();
        assertThat(page.getByLabel("API key").first()).isVisible();
        expectedComplaints.add("401");
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
        page.waitForCondition(
                () -> complaints.stream().anyMatch(complaint -> complaint.contains("Content Security Policy")));
        // Of the picture x, at an address that needs a role.
        expectedComplaints.addAll(List.of("Content Security Policy", "401"));
    }

    /** From red to green. */
    @Test
    void redrivesOneOfThreeCausesWithThreeClicksAfterItsTemplateIsCorrected() throws IOException {
        // Given
        var database = service.database();
        var consumer = new RefundConsumer(service);
        for (int i = 0; i < 50; i++) {
            var refund = PostedStep.of("refunds", "refund", "pay_back");
            service.post(refund, refund.success());
        }
        reload(RefundConsumer.template("2.0", 10));
        consumer.consume();
        service.deadLetters(RefundConsumer.QUEUE, 60, "max_attempts", "The account {} is closed");
        service.deadLetters(RefundConsumer.QUEUE, 40, "max_attempts", "Timeout after {} ms");
        open("dead-letters", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);
        var tooMuch = cause("/amount must be at most <n>");
        assertThat(tooMuch).containsText("50");
        assertThat(tooMuch).containsText("refund.paid");

        // When
        reload(RefundConsumer.template("3.0", 1_000));
        tooMuch.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Redrive"))
                .click();
        button("Redrive 50 messages").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("50 of 50 messages redriven");
        button("Close").click();

        // Then
        assertThat(tooMuch).hasCount(0);
        assertThat(cause("The account <n> is closed")).containsText("60");
        assertThat(database.number("select count(*) from pgmq.q_refunds_domain_events"))
                .isEqualTo(50);
        page.navigate(service.screen("overview"));
        assertThat(row(RefundConsumer.QUEUE)).containsText("50");
        consumer.consume();
        assertThat(row(RefundConsumer.QUEUE)).containsText(RefundConsumer.QUEUE + "00–100");
        assertThat(database.number("select count(*) from pgmq.q_refunds_domain_events"))
                .isZero();
        assertThat(database.number("select count(*) from pgmq.a_refunds_domain_events"))
                .isEqualTo(50);
        assertThat(database.number("""
                        select count(*) from pgmq.q_refunds_domain_events_dlq
                        where headers #>> '{dead_letter,reason}' = 'max_attempts'""")).isEqualTo(100);
        assertThat(database.number("select count(*) from pgmq.q_refunds_domain_events_dlq"))
                .isEqualTo(100);
    }

    /** Deploys another template of refunds. */
    private static void reload(String template) throws IOException {
        Files.writeString(folder.resolve("refund.yaml"), template);
        assertThat(service.send("POST", "/v1/templates/reload", ConsoleService.OPERATOR, ""))
                .startsWith("200 ");
    }

    @Test
    void discardsSelectedDeadLettersOfACause() {
        // Given
        service.deadLetters("blue_domain_events", 3, "max_attempts", "Cannot be paid {}");
        open("dead-letters", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);
        cause("Cannot be paid <n>").getByRole(AriaRole.LINK).click();

        // When
        page.getByLabel("Select message 2").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Discard"))
                .first()
                .click();
        button("Discard 1 message").click();
        button("Close").click();

        // Then
        assertThat(row("2")).hasCount(0);
        assertThat(row("3")).isVisible();
        assertThat(service.database().rows("select msg_id from pgmq.a_blue_domain_events_dlq"))
                .containsExactly(List.of(2L));
    }

    @Test
    void showsExactNumbersAndMasksSensitiveFieldsOfADeadLetter() {
        // Given
        service.deadLetters("green_domain_events", 1, "max_attempts", "odd");
        service.database().execute("""
                select pgmq.send('green_domain_events_dlq',
                    '{"amount": 49.90, "id": 9223372036854775807, "payment_method": {"card_number": "4111-secret"}}'::jsonb)""");
        open("dead-letters?queue=green_domain_events_dlq", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // When
        row("2").getByText("Show").click();

        // Then
        assertThat(row("2")).containsText("49.90");
        assertThat(row("2")).containsText("9223372036854775807");
        assertThat(row("2")).containsText("***");
        assertThat(page.content()).doesNotContain("4111-secret");
    }

    @Test
    void offersNoActionsToAViewerWhoseRequestsAreRejectedAsWell() {
        // Given
        service.deadLetters("grey_domain_events", 2, "max_attempts", "grey");

        // When
        open("dead-letters", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(cause("grey")).isVisible();

        // Then
        assertThat(button("Redrive")).hasCount(0);
        assertThat(button("Discard")).hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, named("Simulate"))).hasCount(0);
        for (var action : List.of("redrive", "discard")) {
            assertThat(service.send(
                            "POST",
                            "/v1/dead-letters/grey_domain_events_dlq/" + action,
                            ConsoleService.VIEWER,
                            "{\"all\": true}"))
                    .startsWith("403 ");
        }
        assertThat(service.database().number("select count(*) from pgmq.q_grey_domain_events_dlq"))
                .isEqualTo(2);
    }

    @Test
    void filtersDeadLettersByTheAddress() {
        // Given
        service.deadLetters("pink_domain_events", 1, "max_attempts", "first");
        service.deadLetters("pink_domain_events", 1, "poison", "second");
        open("dead-letters?queue=pink_domain_events_dlq&reason=poison", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(row("2")).isVisible();
        assertThat(row("1")).hasCount(0);

        // When
        page.getByLabel("Reason").fill("max_attempts");
        button("Filter").click();

        // Then
        assertThat(row("1")).isVisible();
        assertThat(page.url()).contains("reason=max_attempts");
        page.goBack();
        assertThat(row("2")).isVisible();
        page.getByLabel("Event").fill("no.such");
        button("Filter").click();
        assertThat(page.getByText("No dead letters match")).isVisible();
    }

    @Test
    void findsATaskByAnEventAndExplainsWhyOthersWereNotPublished() {
        // Given
        var step = PostedStep.payment();
        service.post(step, step.success());
        var eventId = service.database().text("""
                select message ->> 'event_id' from pgmq.q_payments_domain_events
                where message -> 'metadata' ->> 'step_uuid' = ?""", step.stepUuid().toString());

        // When
        open("find", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        page.getByLabel("Find by").selectOption("Event id");
        page.getByLabel("Value").fill(eventId);
        button("Find").click();

        // Then
        var card = page.getByRole(AriaRole.REGION, named("Step process_payment"));
        assertThat(card).containsText("Attempt 1 success");
        assertThat(card).containsText("published payment.processed");
        assertThat(card).containsText("queued waits in payments_domain_events");
        assertThat(card).containsText("skipped payment.failed");
        assertThat(card).containsText("Its condition does not match the outcome of the step");
        assertThat(page.getByText("corr-" + step.taskUuid()).first()).isVisible();
    }

    @Test
    void findsAStepWhoseEventViolatesItsSchema() {
        // Given
        var step = PostedStep.payment();
        service.post(step, step.success().replace("10.50", "\"much\""));

        // When
        open("find?step_uuid=" + step.stepUuid(), ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        assertThat(page.locator(".timeline")).containsText("rejected payment.processed");
        assertThat(page.locator(".timeline")).containsText("/amount string found, number expected");
    }

    @Test
    void findsATaskByItsCorrelationIdAndExplainsWhyNoneOfItsEventsWasPublished() {
        // Given
        var step = PostedStep.payment();
        service.post(step, step.success().replace("10.50", "\"much\""));

        // When
        open("find?correlation_id=corr-" + step.taskUuid(), ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        var card = page.getByRole(AriaRole.REGION, named("Step " + step.stepUuid()));
        assertThat(card).containsText("0 of 2 events published");
        assertThat(card).containsText("rejected payment.processed");
        assertThat(card).containsText("The payload violates the schema");
        assertThat(card).containsText("queued waits in orchestration_step_results");
    }

    @Test
    void showsTheMessageThatBlocksAnOrderingKeyAndLeadsToIt() {
        // Given
        var task = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            var step = new PostedStep(UUID.randomUUID(), task, "orders", "fulfil_order", "charge_customer");
            service.post(step, step.success());
        }
        service.database().execute("""
                update pgmq.q_orders_domain_events set vt = now() + interval '1 hour' where msg_id =
                    (select min(msg_id) from pgmq.q_orders_domain_events where headers ->> 'x-pgmq-group' = ?)""", "corr-" + task);

        // When
        open("ordering-keys", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        assertThat(row("corr-" + task)).containsText("2order.charged");
        row("corr-" + task).getByRole(AriaRole.LINK).click();
        assertThat(page.getByText("in flight is with a consumer of orders_domain_events"))
                .isVisible();
    }

    @Test
    void saysWhatToCheckWhenNothingIsFound() {
        open("find?event_id=" + UUID.randomUUID(), ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        assertThat(page.getByText("Nothing found")).isVisible();
        assertThat(page.getByText("Fast events are not stored")).isVisible();
        expectedComplaints.add("404");
    }

    @Test
    void tailsEventsAsTheyHappenUntilItIsPaused() {
        // Given
        open("live?pattern=payment.*", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(page.getByText("connected")).isVisible();
        var first = PostedStep.payment();
        var second = PostedStep.payment();

        // When
        service.post(first, first.success());

        // Then
        var event = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("corr-" + first.taskUuid()));
        assertThat(event).isVisible();
        button("Pause").click();
        service.post(second, second.success());
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("paused, 1 waiting");
        event.click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("\"amount\": 10.50");
        button("Close").click();
        button("Continue").click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("corr-" + second.taskUuid())))
                .isVisible();
    }

    @Test
    void filtersEventsByOutcomeAndExplainsWhyOneWasNotPublished() {
        // Given
        open("live?outcome=rejected", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);
        assertThat(page.getByText("connected")).isVisible();
        var step = PostedStep.payment();

        // When
        service.post(step, step.success().replace("10.50", "\"much\""));

        // Then
        var event = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("corr-" + step.taskUuid()));
        assertThat(event).containsText("rejected payment.processed");
        event.click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("The payload violates the schema");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("string found, number expected");
        button("Close").click();
        page.getByLabel("Outcome").selectOption("published");
        button("Filter").click();
        assertThat(event).hasCount(0);
        assertThat(page.url()).contains("outcome=published");
    }

    @Test
    void keepsOnlyTheRowsInViewOfTenThousandEvents() {
        // Given
        var events = IntStream.rangeClosed(1, 10_000)
                .mapToObj(n -> ("id: i-%1$d\nevent: many.seen\ndata: {\"event_name\": \"many.seen\", \"metadata\":"
                                + " {\"correlation_id\": \"many-%1$d\", \"fired_at\": \"2026-01-01T00:00:00Z\"}}\n\n")
                        .formatted(n))
                .collect(Collectors.joining());
        var waiting = new ArrayList<>(List.of(events));
        page = chromium.open(WIDE, HEIGHT, ColorScheme.LIGHT);
        page.route(
                "**/v1/events/stream",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setContentType("text/event-stream")
                        .setBody(waiting.isEmpty() ? "" : waiting.remove(0))));

        // When
        signIn("live", ConsoleService.VIEWER);
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("10,000 events");
        var scrolled =
                (Map<?, ?>) page.getByRole(AriaRole.REGION, named("Events")).evaluate(SCROLL);

        // Then
        LOG.infof("Console scrolled: rows=%s %s", scrolled.get("rows"), scrolled);
        assertThat(scrolled.get("rows")).isEqualTo(10_000);
        assertThat(scrolled.get("gaps")).isEqualTo(0);
        assertThat((Integer) scrolled.get("most")).isLessThan(60);
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("many-1$"))))
                .isVisible();
    }

    @Test
    void mapsTheDeclaredEventsWithTheirQueuesAndSubscribers() {
        // When
        open("catalog?text=stock.reservation.failed", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        var event = page.getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("stock.reservation.failed"));
        assertThat(event).containsText("on permanent failure");
        assertThat(event).containsText("orders_domain_events, purchasing_events");
        assertThat(page.getByText("credit_card_payment")).hasCount(0);
    }

    @Test
    void countsTheOutcomesOfADeclaredEventSinceTheStart() {
        // Given
        var step = PostedStep.payment();
        service.post(step, step.success());

        // When
        open("catalog?text=payment.failed", ConsoleService.VIEWER, WIDE, ColorScheme.LIGHT);

        // Then
        var event = page.getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText("payment.failed"));
        assertThat(event).containsText(Pattern.compile("Since this instance started: 1 published, \\d+ skipped"));
    }

    @Test
    void simulatesChangedTemplatesWithRecordedResults() throws IOException {
        // Given
        var step = PostedStep.payment();
        service.post(step, step.success());
        var template = Files.readString(folder.resolve("credit_card_payment.yaml"));
        open("simulate", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);

        // When
        page.getByLabel("Templates, as YAML").fill(template.replace("type: number", "type: string"));
        page.getByLabel("Namespace").fill("payments");
        button("Start").click();

        // Then
        var changes = page.getByRole(AriaRole.REGION, named("What would differ"));
        assertThat(changes).containsText("payment.processed");
        assertThat(changes).containsText("published → rejected(schema)");
        assertThat(changes).containsText("/amount type");
        assertThat(page.getByText("All recorded results of the period were read."))
                .isVisible();
        page.reload();
        assertThat(changes).containsText("payment.processed");
        changes.getByRole(AriaRole.LINK).first().click();
        assertThat(page.locator(".timeline")).containsText("payment.processed");
    }

    @Test
    void showsTheProblemsOfTemplatesToSimulate() {
        // Given
        open("simulate", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);
        page.getByLabel("Templates, as YAML").fill("name: order");

        // When
        button("Start").click();

        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("namespace_name");
        expectedComplaints.add("422");
    }

    @Test
    void cancelsASimulationAndShowsWhatItHasRead() throws IOException {
        // Given a simulation of some minutes
        var step = PostedStep.payment();
        service.post(step, step.success());
        service.recordAttempts(step.stepUuid(), 5_000);
        open("simulate", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);
        page.getByLabel("Templates, as YAML").fill(Files.readString(folder.resolve("credit_card_payment.yaml")));

        // When
        page.getByLabel("Results of the last").fill("1h");
        button("Start").click();
        assertThat(page.getByText(Pattern.compile("[1-9][\\d,]* results read since")))
                .isVisible();
        button("Cancel").click();

        // Then
        assertThat(page.getByText("It was cancelled")).isVisible();
        service.forgetAttempts(step.stepUuid());
    }

    @Test
    void showsWhatWouldBePublishedForAPastedResult() {
        // Given
        var step = PostedStep.payment();
        open("catalog", ConsoleService.OPERATOR, WIDE, ColorScheme.LIGHT);

        // When
        page.getByText("Try it: what would be published").click();
        page.getByLabel("Step result with its task_sequence_step")
                .fill(PostedStep.with(
                        step.success().replace("10.50", "\"much\""), "task_sequence_step", step.context(1)));
        button("Preview").click();

        // Then
        assertThat(page.getByRole(AriaRole.LIST, named("Preview"))).containsText("rejected payment.processed");
        assertThat(page.getByRole(AriaRole.LIST, named("Preview")))
                .containsText("/amount string found, number expected");
    }

    @Test
    void recordsThePicturesOfThePage() {
        // Given
        service.dropQueuesOfOtherTests();
        service.deadLetters("payments_domain_events", 90, "max_attempts", "The account {} is closed");
        service.deadLetters("payments_domain_events", 45, "invalid_input", "/items/{}/amount must be a number");
        service.deadLetters(
                "orders_domain_events", 15, "max_attempts", "Timeout after {} ms: the warehouse did not answer");
        page = chromium.open(WIDE, 760, ColorScheme.LIGHT);
        // Minutes in a few seconds: the samples have the time of the page's clock, which begins in the past and is
        // advanced to the present below.
        page.clock()
                .install(new com.microsoft.playwright.Clock.InstallOptions()
                        .setTime(System.currentTimeMillis() - PICTURED_SAMPLES * SAMPLE_SECONDS * 1_000L));
        page.addInitScript("""
                const send = window.fetch;
                window.fetch = async (address, options) => {
                  const answer = await send(address, options);
                  if (!String(address).endsWith("/metrics/events")) {
                    return answer;
                  }
                  const at = '"captured_at":"' + new Date().toISOString() + '"';
                  return new Response((await answer.text()).replace(/"captured_at":"[^"]+"/, at));
                };""");

        // When
        signIn("overview", ConsoleService.OPERATOR);
        assertThat(row("payments_domain_events")).isVisible();
        for (int i = 0; i < PICTURED_SAMPLES; i++) {
            for (int j = 0; j < 2 + i % 7; j++) {
                var paid = PostedStep.payment();
                service.post(paid, j % 5 == 0 ? paid.permanentFailure() : paid.success());
            }
            page.clock().runFor(SAMPLE_SECONDS * 1_000);
        }
        page.evaluate("scrollTo(0, 0)");
        var overview = Chromium.picture(page, "console-overview");
        page.navigate(service.screen("dead-letters"));
        cause("The account <n> is closed").waitFor();
        var deadLetters = Chromium.picture(page, "console-dead-letters");

        // Then
        assertThat(overview).hasSizeLessThan(MAX_PICTURE_BYTES);
        assertThat(deadLetters).hasSizeLessThan(MAX_PICTURE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview",
                "live",
                "find",
                "ordering-keys",
                "catalog",
                "simulate",
                "dead-letters",
                "dead-letters?queue=teal_domain_events_dlq"
            })
    void hasNoAccessibilityViolation(String screen) {
        service.deadLetters("teal_domain_events", 3, "max_attempts", "No answer at port {}");
        var violations = new ArrayList<String>();
        for (var width : List.of(NARROW, WIDE)) {
            open(screen, ConsoleService.OPERATOR, width, ColorScheme.LIGHT);
            page.locator("main .card").first().waitFor();
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                // When
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                violations.addAll(Chromium.accessibilityViolations(page));

                // Then
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("fits into %d pixels", width)
                        .isTrue();
            }
            if (width == NARROW) {
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
        recordComplaints();
        page.addInitScript(
                "sessionStorage.setItem('tasker-console-credentials', '{\"header\": \"X-API-Key\", \"value\": \"" + key
                        + "\"}')");
        page.navigate(service.screen(screen));
    }

    private void recordComplaints() {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    private Locator cause(String error) {
        return page.getByRole(
                AriaRole.LISTITEM, new Page.GetByRoleOptions().setName(error).setExact(true));
    }

    private Locator row(String name) {
        return page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.ROWHEADER,
                                new Page.GetByRoleOptions().setName(name).setExact(true))));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
