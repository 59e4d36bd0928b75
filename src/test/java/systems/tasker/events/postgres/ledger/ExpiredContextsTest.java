package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class ExpiredContextsTest {

    private static final String LOCK = "select pg_advisory_xact_lock(7356270811942630146)";

    @Inject
    ContextConfig config;

    @Inject
    Pool pool;

    private final Database database = Database.ofTests();

    @Test
    void purgesExpiredContexts() {
        // Given
        var expired = claimed("24 hours 1 minute");
        var young = claimed("23 hours");

        // When
        purge();

        // Then
        assertThat(remembers(expired)).isFalse();
        assertThat(remembers(young)).isTrue();
    }

    @Test
    void skipsThePurgeWhileAnotherReplicaRunsIt() {
        // Given
        var expired = claimed("25 hours");

        // When
        database.whileHolding(this::purge, LOCK);

        // Then
        assertThat(remembers(expired)).isTrue();
        purge();
        assertThat(remembers(expired)).isFalse();
    }

    @Test
    void endsAPurgeAtItsTimeout() {
        // Given
        var expired = claimed("25 hours");
        var impatient = new Purge(pool, Purge.Table.CLAIMED_CONTEXTS, config.retention(), Duration.ofMillis(200));

        // When it waits for the session that holds the row
        database.whileHolding(
                () -> impatient.run().await().indefinitely(),
                "select from tasker_events.claimed_contexts where step_uuid = ? for update",
                expired);

        // Then
        assertThat(remembers(expired)).isTrue();
        purge();
        assertThat(remembers(expired)).isFalse();
    }

    private void purge() {
        new Purge(pool, Purge.Table.CLAIMED_CONTEXTS, config.retention())
                .run()
                .await()
                .indefinitely();
    }

    private UUID claimed(String age) {
        var step = UUID.randomUUID();
        database.execute("""
                insert into tasker_events.claimed_contexts (step_uuid, claim_id, context, claimed_at)
                values (?, gen_random_uuid(), '{}', now() - ?::interval)
                """, step, age);
        return step;
    }

    private boolean remembers(UUID step) {
        return database.number("select count(*) from tasker_events.claimed_contexts where step_uuid = ?", step) > 0;
    }
}
