package systems.tasker.events.postgres.ledger;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class RetentionTest {

    private static final String LOCK = "select pg_advisory_xact_lock(7356270811942630145)";

    @Inject
    LedgerConfig config;

    @Inject
    Pool pool;

    @TestHTTPResource
    URI service;

    private final Database database = Database.ofTests();

    @Test
    void purgesResultsOlderThanTheRetention() {
        // Given
        var old = accepted("7 days 1 minute");
        var older = accepted("70 days");
        var young = accepted("6 days 23 hours");

        // When
        purge();

        // Then
        assertThat(remembers(old)).isFalse();
        assertThat(remembers(older)).isFalse();
        assertThat(remembers(young)).isTrue();
    }

    @Test
    void purgesInBatchesUntilNoneIsLeft() {
        // Given
        database.execute("""
                insert into tasker_events.accepted_results
                    (step_uuid, attempt_key, body_digest, receipt, notification_msg_id, event_msg_ids, accepted_at)
                select gen_random_uuid(), 'many', 'digest', '{}', 0, '{}', now() - interval '8 days'
                from generate_series(1, 2500)
                """);

        // When
        purge();

        // Then
        assertThat(database.number("select count(*) from tasker_events.accepted_results where attempt_key = 'many'"))
                .isZero();
    }

    @Test
    void keepsQueueMessagesOfAPurgedResult() {
        // Given
        var step = UUID.randomUUID();
        new Poster(service.getPort()).result(InlineStep.result(step)).join();
        database.execute(
                "update tasker_events.accepted_results set accepted_at = now() - interval '8 days' where step_uuid = ?",
                step);

        // When
        purge();

        // Then
        assertThat(remembers(step)).isFalse();
        assertThat(messages("pgmq.q_orchestration_step_results", "message ->> 'step_uuid'", step))
                .isOne();
        assertThat(messages("pgmq.q_" + InlineStep.QUEUE, "message -> 'metadata' ->> 'step_uuid'", step))
                .isEqualTo(2);
    }

    @Test
    void purgesEverythingWhenTwoReplicasPurgeAtOnce() {
        // Given
        database.execute("""
                insert into tasker_events.accepted_results
                    (step_uuid, attempt_key, body_digest, receipt, notification_msg_id, event_msg_ids, accepted_at)
                select gen_random_uuid(), 'shared', 'digest', '{}', 0, '{}', now() - interval '8 days'
                from generate_series(1, 2500)
                """);

        // When
        Uni.join().all(replica().run(), replica().run()).andFailFast().await().indefinitely();

        // Then
        assertThat(database.number("select count(*) from tasker_events.accepted_results where attempt_key = 'shared'"))
                .isZero();
    }

    private Purge replica() {
        return new Purge(pool, Purge.Table.ACCEPTED_RESULTS, config.retention());
    }

    @Test
    void skipsThePurgeWhileAnotherReplicaRunsIt() {
        // Given
        var old = accepted("8 days");

        // When
        database.whileHolding(this::purge, LOCK);

        // Then
        assertThat(remembers(old)).isTrue();
        purge();
        assertThat(remembers(old)).isFalse();
    }

    @Test
    void endsAPurgeAtItsTimeout() {
        // Given
        var old = accepted("8 days");
        var impatient = new Purge(pool, Purge.Table.ACCEPTED_RESULTS, config.retention(), Duration.ofMillis(200));

        // When it waits for the session that holds the row
        database.whileHolding(
                () -> impatient.run().await().indefinitely(),
                "select from tasker_events.accepted_results where step_uuid = ? for update",
                old);

        // Then
        assertThat(remembers(old)).isTrue();
        purge();
        assertThat(remembers(old)).isFalse();
    }

    private void purge() {
        replica().run().await().indefinitely();
    }

    private UUID accepted(String age) {
        var step = UUID.randomUUID();
        database.execute("""
                insert into tasker_events.accepted_results
                    (step_uuid, attempt_key, body_digest, receipt, notification_msg_id, event_msg_ids, accepted_at)
                values (?, '1', 'digest', '{}', 0, '{}', now() - ?::interval)
                """, step, age);
        return step;
    }

    private boolean remembers(UUID step) {
        return !database.rows("select 1 from tasker_events.accepted_results where step_uuid = ?", step)
                .equals(List.of());
    }

    private long messages(String table, String column, UUID step) {
        return database.number("select count(*) from " + table + " where " + column + " = ?", step.toString());
    }
}
