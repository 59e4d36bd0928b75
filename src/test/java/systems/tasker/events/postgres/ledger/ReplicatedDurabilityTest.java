package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostgresPair;
import systems.tasker.events.fixture.PostgresPair.Replication;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.Waits;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.postgres.server.ServerState;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.WeakDurabilityException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.fixture.Waits.await;

/** A primary with a synchronous standby, whose replication falls back as that of an operator that prefers availability. */
class ReplicatedDurabilityTest {

    private static final String NOTIFICATIONS = "replicated_notifications";
    private static final String EVENTS = "replicated_events";

    @TempDir
    Path folder;

    @Test
    void acceptsResultsOnlyWhileCommitsWaitForAStandby() {
        var vertx = Vertx.vertx();
        try (var pair = PostgresPair.start(folder, Replication.SYNCHRONOUS)) {
            // Given
            var database = pair.primary().database();
            prepare(pair.primary().port(), database);
            var pool = Pool.newInstance(PgBuilder.pool()
                    .connectingTo(new PgConnectOptions()
                            .setHost("localhost")
                            .setPort(pair.primary().port())
                            .setDatabase("postgres")
                            .setUser("postgres")
                            .setPassword("postgres"))
                    .using(vertx)
                    .build());

            // Then
            assertThat(state(pool).synchronousStandbys()).contains(1L);
            assertThat(reasons(state(pool), Optional.of(Durability.REPLICATED))).isEmpty();
            assertThat(commit(pool)).isInstanceOf(Committed.class);

            // When
            database.execute("alter system set synchronous_standby_names = ''");
            database.text("select pg_reload_conf()");
            await().until(() -> state(pool).isAsynchronous());

            // Then
            assertThatThrownBy(() -> commit(pool)).hasCauseInstanceOf(WeakDurabilityException.class);
            assertThat(reasons(state(pool), Optional.of(Durability.REPLICATED))).containsExactly("durability_too_low");
            assertThat(reasons(state(pool), Optional.empty())).containsExactly("replication_asynchronous");
            assertThat(database.number("select count(*) from pgmq.q_" + EVENTS)).isOne();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void prepare(int port, Database database) {
        database.execute("create extension pgmq");
        Flyway.configure()
                .dataSource("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres")
                .schemas("tasker_events")
                .load()
                .migrate();
        database.text("select pgmq.create(?)", NOTIFICATIONS);
        database.text("select pgmq.create(?)", EVENTS);
    }

    private static ServerState state(Pool pool) {
        return ServerState.read(pool).await().atMost(Waits.LONG);
    }

    private static List<String> reasons(ServerState server, Optional<Durability> required) {
        var watch = new DurabilityWatch(SynchronousCommit.ON, required);
        watch.polled(server);
        return watch.reasons().stream().map(StatusReason::reason).toList();
    }

    private static CommitVerdict commit(Pool pool) {
        var committer = new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                messages -> {},
                new CommitSettings(Duration.ofSeconds(10), SynchronousCommit.ON, Durability.REPLICATED));
        var commit = new SampleCommits(NOTIFICATIONS)
                .commit(UUID.randomUUID(), EVENTS, List.of(SampleStep.event("storm.replicated")));
        return CommitBatch.start(committer, List.of(commit)).get(0).join();
    }
}
