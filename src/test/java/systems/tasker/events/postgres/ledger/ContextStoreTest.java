package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
class ContextStoreTest {

    private static final long PLENTY = 1 << 20;

    private final PostedStep step = PostedStep.payment();

    @Inject
    Pool pool;

    @Test
    void sharesClaimsAmongReplicas() {
        var context = claim(replica(PLENTY), step.context(1));

        assertThat(find(replica(PLENTY), step).map(ClaimedContext::context)).hasValue(context);
    }

    @Test
    void storesTheClaimedAttemptByTheAttemptsConvention() {
        // Given
        var store = new PgContextStore(
                pool,
                Duration.ofHours(24),
                PLENTY,
                AttemptsConvention.BEFORE_CLAIM,
                Duration.ofSeconds(30),
                UUID::randomUUID);

        // When
        claim(store, step.context(1));

        // Then
        assertThat(find(store, step).map(ClaimedContext::attempt)).hasValue(OptionalInt.of(2));
        assertThat(find(replica(PLENTY), step)).isPresent();
    }

    @Test
    void passesOnADataErrorInsteadOfReportingAnUnavailableDatabase() {
        // Given
        claim(replica(PLENTY), step.context(1));
        var outOfRange = Duration.ofSeconds(Long.MAX_VALUE);
        var store = new PgContextStore(
                pool, outOfRange, PLENTY, AttemptsConvention.AFTER_CLAIM, Duration.ofSeconds(30), UUID::randomUUID);

        // When
        var failure = store.find(step.stepUuid())
                .onItemOrFailure()
                .transform((found, fault) -> fault)
                .await()
                .indefinitely();

        // Then
        assertThat(failure).isInstanceOf(PgException.class);
    }

    @Test
    void keepsNumbersOfAClaimExactly() {
        claim(replica(PLENTY), PostedStep.with(step.context(1), "rate", "1.10"));

        var found = find(replica(PLENTY), step).orElseThrow().context();

        assertThat(found.json().get("rate").asText()).isEqualTo("1.10");
    }

    @Test
    void findsAClaimWhoseNumberTheDatabaseWritesOut() {
        claim(replica(PLENTY), PostedStep.with(step.context(1), "rate", "1e-9999"));

        var found = find(replica(PLENTY), step).orElseThrow().context();

        assertThat(found.json().get("rate").decimalValue()).isEqualByComparingTo("1e-9999");
    }

    @Test
    void reportsWhetherAClaimReplacesAnother() {
        var context = TaskSequenceStep.of(Json.read(step.context(1)), "");

        assertThat(replica(PLENTY).claim(context).await().indefinitely()).isTrue();
        assertThat(replica(PLENTY).claim(context).await().indefinitely()).isFalse();
    }

    @Test
    void ignoresExpiredClaims() throws Exception {
        // Given
        claim(replica(PLENTY), step.context(1));

        // When
        Database.ofTests()
                .execute("update tasker_events.claimed_contexts set claimed_at = now() - interval '25 hours'"
                        + " where step_uuid = '" + step.stepUuid() + "'");

        // Then
        assertThat(find(replica(PLENTY), step)).isEmpty();
        Api.submit(step.success()).statusCode(202).body("events.reason", contains("context_missing"));
    }

    @Test
    void readsTheTableOnlyOnACacheMiss() {
        var store = replica(PLENTY);
        claim(store, step.context(1));

        find(store, step);
        store.forget(step.stepUuid(), OptionalInt.of(1));
        find(store, step);
        find(store, step);

        assertThat(store.cacheStatistics()).isEqualTo(new ContextStore.CacheStatistics(1, 2, 1));
    }

    @Test
    void limitsTheContextCacheByWeight() {
        // Given
        var store = replica(1_000);
        var steps = Stream.generate(PostedStep::payment).limit(20).toList();

        // When
        steps.forEach(each -> claim(store, each.context(1)));

        // Then
        await().until(() -> store.cacheStatistics().size() <= 3);
        assertThat(steps).allSatisfy(each -> assertThat(find(store, each)).isPresent());
    }

    @Test
    void usesTheNewContextAfterAClaimAtAnotherReplica() throws Exception {
        // Given
        Api.claim(step.context(1)).statusCode(201);
        claim(replica(PLENTY), step.context(2));

        // When
        var answer = Api.submit(step.success());

        // Then
        answer.statusCode(202).body("attempt", equalTo(2));
        assertThat(Database.ofTests().events(step).get(0).body()).contains("\"attempts\": 2");
        assertThat(find(replica(PLENTY), step)).isEmpty();
    }

    @Test
    void usesTheNewAttemptAfterAClaimAtAnotherReplica() throws Exception {
        // Given
        Api.claim(step.context(1));
        Api.submit(step.retryableFailure()).statusCode(202).body("attempt", equalTo(1));
        claim(replica(PLENTY), step.context(2));

        // When
        var answer = Api.submit(step.permanentFailure());

        // Then
        answer.statusCode(202).body("attempt", equalTo(2));
        assertThat(Database.ofTests().notifications(step.stepUuid())).hasSize(2);
    }

    @Test
    void keepsTheClaimOfALaterAttempt() {
        // Given
        var first = replica(PLENTY);
        var second = replica(PLENTY);
        var later = claim(first, step.context(2));

        // When
        claim(first, step.context(1));
        claim(second, step.context(1));

        // Then
        assertThat(find(first, step).map(ClaimedContext::context)).hasValue(later);
        assertThat(find(second, step).map(ClaimedContext::context)).hasValue(later);
    }

    @Test
    void keepsALaterClaimInTheCacheWhenAnEarlierResultIsAccepted() {
        // Given
        var store = replica(PLENTY);
        claim(store, step.context(2));

        // When
        store.forget(step.stepUuid(), OptionalInt.of(1));
        store.forget(step.stepUuid(), OptionalInt.empty());

        // Then
        find(store, step);
        assertThat(store.cacheStatistics()).isEqualTo(new ContextStore.CacheStatistics(1, 1, 0));
    }

    private ContextStore replica(long cacheSize) {
        return new PgContextStore(
                pool,
                Duration.ofHours(24),
                cacheSize,
                AttemptsConvention.AFTER_CLAIM,
                Duration.ofSeconds(30),
                UUID::randomUUID);
    }

    private static TaskSequenceStep claim(ContextStore store, String json) {
        var context = TaskSequenceStep.of(Json.read(json), "");
        store.claim(context).await().indefinitely();
        return context;
    }

    private static Optional<ClaimedContext> find(ContextStore store, PostedStep step) {
        return store.find(step.stepUuid()).await().indefinitely();
    }
}
