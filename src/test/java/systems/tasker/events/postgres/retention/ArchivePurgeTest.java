package systems.tasker.events.postgres.retention;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.ProductionServer;
import systems.tasker.events.fixture.TwoRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.ProductionServer.APP;
import static systems.tasker.events.fixture.ProductionServer.MIGRATOR;

class ArchivePurgeTest {

    private static final String QUEUE = "payments_domain_events";
    private static final Duration AGE = Duration.ofDays(90);

    @TempDir
    static Path temporary;

    private static ProductionServer server;
    private static Pool pool;

    private final List<Long> batches = new ArrayList<>();

    @BeforeAll
    static void prepare() throws Exception {
        server = new ProductionServer(temporary);
        server.execute(
                MIGRATOR,
                "select pgmq.create('" + QUEUE + "')",
                "select pgmq.create('" + QUEUE + "_dlq')",
                "select pgmq.create('orders_domain_events')");
        pool = server.pool(TwoRoles.DATABASE);
    }

    @AfterAll
    static void stop() throws Exception {
        pool.closeAndAwait();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.execute(
                APP,
                "delete from pgmq.a_payments_domain_events",
                "delete from pgmq.q_payments_domain_events",
                "delete from pgmq.q_payments_domain_events_dlq");
    }

    @Test
    void deletesArchivedMessagesOlderThanTheRetention() {
        // Given
        archive(1, "90 days 1 minute");
        archive(2, "89 days 23 hours");

        // When
        purge(1_000);

        // Then
        assertThat(archived()).containsExactly("2");
        assertThat(batches).containsExactly(1L);
    }

    @Test
    void keepsMessagesThatAreInTheQueueOrADeadLetter() {
        // Given
        archive(1, "100 days");
        archive(2, "100 days");
        archive(3, "100 days");
        server.execute(
                APP,
                "insert into pgmq.q_payments_domain_events (msg_id, vt, message) overriding system value values (1, now(), '{}')",
                "select pgmq.send('payments_domain_events_dlq', '{}'::jsonb,"
                        + " '{\"dead_letter\": {\"queue\": \"payments_domain_events\", \"msg_id\": 2}}'::jsonb)");

        // When
        purge(1_000);

        // Then
        assertThat(archived()).containsExactly("1", "2");
    }

    @Test
    void deletesInBatchesAtTheRateUntilNoneIsLeft() {
        // Given
        server.execute(
                APP,
                "insert into pgmq.a_payments_domain_events (msg_id, enqueued_at, archived_at, vt, message)"
                        + " select i, now(), now() - interval '91 days', now(), '{}' from generate_series(1, 25) as i");

        // When
        purge(10);

        // Then
        assertThat(archived()).isEmpty();
        assertThat(batches).containsExactly(10L, 10L, 5L);
    }

    @Test
    void deletesNothingWhileAnotherReplicaDoes() throws SQLException {
        // Given
        archive(1, "100 days");

        // When
        try (var replica = server.connect(TwoRoles.DATABASE, APP)) {
            replica.setAutoCommit(false);
            replica.createStatement().execute("select pg_advisory_xact_lock(7356270811942630147)");
            purge(1_000);
            assertThat(archived()).containsExactly("1");
            replica.rollback();
        }
        purge(1_000);

        // Then
        assertThat(archived()).isEmpty();
    }

    @Test
    void leavesPartitionedArchivesAndMissingQueuesAlone() {
        // Given
        server.execute(
                "postgres",
                "alter table pgmq.a_orders_domain_events rename to a_orders_plain",
                "create table pgmq.a_orders_domain_events (like pgmq.a_orders_plain) partition by range (archived_at)",
                "create table pgmq.a_orders_all partition of pgmq.a_orders_domain_events default",
                "insert into pgmq.a_orders_domain_events (msg_id, read_ct, enqueued_at, archived_at, vt, message)"
                        + " values (1, 0, now(), now() - interval '91 days', now(), '{}')",
                "grant select, delete on pgmq.a_orders_domain_events to tasker_app");

        // When
        var purge = new ArchivePurge(pool, 1_000);
        purge.run("orders_domain_events", AGE, batches::add).await().indefinitely();
        purge.run("no_such_queue", AGE, batches::add).await().indefinitely();

        // Then
        assertThat(server.column("select msg_id from pgmq.a_orders_domain_events"))
                .containsExactly("1");
        assertThat(batches).isEmpty();
    }

    @Test
    void readsAgesByQueueWhateverTheirCase() {
        // When
        var retention = new ArchiveRetention(Set.of("Payments_domain_events=90d", "orders_domain_events = 12h"));

        // Then
        assertThat(retention.of("payments_domain_EVENTS")).contains(AGE);
        assertThat(retention.of("orders_domain_events")).contains(Duration.ofHours(12));
        assertThat(retention.of("others")).isEmpty();
        assertThat(List.of("payments", "payments=", "payments=soon", "payments=0s"))
                .allSatisfy(pair -> assertThatThrownBy(() -> new ArchiveRetention(Set.of(pair)))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(pair));
    }

    private void purge(int maxPerSecond) {
        new ArchivePurge(pool, maxPerSecond)
                .run(QUEUE, AGE, batches::add)
                .await()
                .indefinitely();
    }

    private static void archive(int id, String age) {
        server.execute(
                APP,
                "insert into pgmq.a_payments_domain_events (msg_id, enqueued_at, archived_at, vt, message) values ("
                        + id + ", now(), now() - interval '" + age + "', now(), '{}')");
    }

    private static List<String> archived() {
        return server.column("select msg_id from pgmq.a_payments_domain_events order by msg_id");
    }
}
