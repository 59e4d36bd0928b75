package systems.tasker.events.observability.metrics;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class MetersTest {

    private static final String EVENTS = "tasker_domain_events_total";

    private final PostedStep step = PostedStep.payment();

    @ParameterizedTest
    @CsvSource({
        // what to take away from a good result, event, mode, outcome, reason
        "nothing_at_all,     payment.processed, broadcast, published, none",
        "nothing_at_all,     payment.failed,    durable,   skipped,   condition",
        "transaction_id,     payment.processed, broadcast, rejected,  schema",
        "amount,             payment.processed, broadcast, rejected,  schema"
    })
    void countsEveryOutcomeOfADeclaredEvent(String missing, String event, String mode, String outcome, String reason) {
        var tags = tags(event, "payments", mode, outcome, reason);
        var before = Meters.value(EVENTS, tags);

        Api.submit(step.success().replace(missing, "other"), step.context(1)).statusCode(202);

        assertThat(Meters.value(EVENTS, tags)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "cheerful, published, none",
        "declines, skipped,   should_publish",
        "vetoes,   skipped,   before_publish",
        "throws,   failed,    publisher_error"
    })
    void countsEventsThatOnlyACallerDeclaresAsUndeclared(String mood, String outcome, String reason) {
        // Given
        var tags = tags("undeclared", "undeclared", "durable", outcome, reason);
        var before = Meters.value(EVENTS, tags);
        var context = step.contextDeclaring("""
                {"name": "any", "publishes_events": [{"name": "made.up", "publisher": "Fixture::Moody"}]}""");

        // When
        Api.submit(step.success().replace("txn-1\"", "txn-1\", \"mood\": \"" + mood + "\""), context)
                .statusCode(202);

        // Then
        assertThat(Meters.value(EVENTS, tags)).isEqualTo(before + 1);
    }

    @Test
    void countsAResultWithoutContext() {
        var tags = tags("undeclared", "undeclared", "none", "skipped", "context_missing");
        var before = Meters.value(EVENTS, tags);

        Api.submit(step.success()).statusCode(202);

        assertThat(Meters.value(EVENTS, tags)).isEqualTo(before + 1);
    }

    @Test
    void countsAResultWithoutDefinition() {
        var unknown = PostedStep.of("payments", "no_such_template", "any");
        var tags = tags("undeclared", "undeclared", "none", "skipped", "definition_missing");
        var before = Meters.value(EVENTS, tags);

        Api.submit(unknown.success(), unknown.context(1)).statusCode(202);

        assertThat(Meters.value(EVENTS, tags)).isEqualTo(before + 1);
    }

    @Test
    void countsADurableEventOfANamespaceWithoutQueue() {
        var stranger = PostedStep.of("strangers", "any", "any");
        var tags = tags("undeclared", "undeclared", "durable", "failed", "queue_missing");
        var before = Meters.value(EVENTS, tags);

        Api.submit(stranger.success(), stranger.contextDeclaring("made.up", "durable"))
                .statusCode(202);

        assertThat(Meters.value(EVENTS, tags)).isEqualTo(before + 1);
    }

    @Test
    void hasTheSameTagsOnEveryCounter() {
        Api.submit(step.success(), step.context(1)).statusCode(202);

        assertThat(Meters.all(EVENTS).keySet())
                .isNotEmpty()
                .allSatisfy(tags -> assertThat(tags)
                        .containsOnlyKeys("event_name", "namespace", "delivery_mode", "outcome", "reason"));
    }

    @Test
    void timesAnswersAndCommits() {
        // Given
        var accepted = Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "accepted"));
        var replayed = Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "replayed"));
        var conflict = Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "conflict"));
        var committed = Meters.value("tasker_results_commit_seconds_count", Map.of("verdict", "committed"));
        var already = Meters.value("tasker_results_commit_seconds_count", Map.of("verdict", "already_accepted"));

        // When
        Api.submit(step.success(), step.context(1)).statusCode(202);
        Api.submit(step.success(), step.context(1)).statusCode(200);
        Api.submit(step.permanentFailure(), step.context(1)).statusCode(409);

        // Then
        assertThat(Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "accepted")))
                .isEqualTo(accepted + 1);
        assertThat(Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "replayed")))
                .isEqualTo(replayed + 1);
        assertThat(Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "conflict")))
                .isEqualTo(conflict + 1);
        assertThat(Meters.value("tasker_results_commit_seconds_count", Map.of("verdict", "committed")))
                .isEqualTo(committed + 1);
        assertThat(Meters.value("tasker_results_commit_seconds_count", Map.of("verdict", "already_accepted")))
                .isEqualTo(already + 2);
    }

    @Test
    void showsEventsAndMailboxOfEverySubscriber() {
        // Given
        var handled = Map.of("subscriber", "MetricsSubscriber", "outcome", "handled");
        var before = Meters.value("tasker_subscriber_events_total", handled);

        // When
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // Then
        await().until(() -> Meters.value("tasker_subscriber_events_total", handled) == before + 1);
        assertThat(Meters.all("tasker_subscriber_mailbox_depth"))
                .containsEntry(Map.of("subscriber", "MetricsSubscriber"), 0.0)
                .containsEntry(Map.of("subscriber", "LoggingSubscriber"), 0.0);
    }

    @Test
    void countsHitsAndMissesOfTheContextCache() {
        // Given
        var hits = Meters.value("tasker_context_cache_requests_total", Map.of("result", "hit"));
        var misses = Meters.value("tasker_context_cache_requests_total", Map.of("result", "miss"));

        // When
        Api.claim(step.context(1));
        Api.submit(step.success());
        Api.submit(step.success());

        // Then
        assertThat(Meters.value("tasker_context_cache_requests_total", Map.of("result", "hit")))
                .isEqualTo(hits + 1);
        assertThat(Meters.value("tasker_context_cache_requests_total", Map.of("result", "miss")))
                .isEqualTo(misses + 1);
        assertThat(Meters.all("tasker_context_cache_size")).hasSize(1);
    }

    private static Map<String, String> tags(
            String event, String namespace, String mode, String outcome, String reason) {
        return Map.of(
                "event_name", event,
                "namespace", namespace,
                "delivery_mode", mode,
                "outcome", outcome,
                "reason", reason);
    }
}
