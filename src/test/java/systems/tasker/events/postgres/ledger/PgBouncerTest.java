package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.PgBouncer;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.publication.store.CommitVerdict.Committed;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

/** The ledger behind the PgBouncer that is installed: Debian 12 has 1.18, which does not keep track of prepared statements, Debian 13 has 1.24. */
@QuarkusTest
@Tag(Tool.TAG)
class PgBouncerTest {

    private final Database database = Database.ofTests();
    private final SampleCommits commits = new SampleCommits("orchestration_step_results");

    @Inject
    Vertx vertx;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "cached statements: {0}")
    @ValueSource(booleans = {true, false})
    void acceptsResultsInSessionMode(boolean cachesStatements) {
        try (var bouncer = new PgBouncer(folder, database.port(), "session", 4)) {
            var pool = pool(bouncer, cachesStatements);

            // When
            var outcomes = commit(pool);

            // Then
            assertThat(outcomes).hasSize(40).hasOnlyElementsOfType(Committed.class);
            pool.closeAndAwait();
        }
    }

    /**
     * From 1.21 on, {@code max_prepared_statements} keeps track of those with a name, which are those in the cache. Without the cache, a
     * statement is parsed in one round trip and executed in the next, which may have another session.
     */
    @ParameterizedTest(name = "cached statements: {0}")
    @ValueSource(booleans = {true, false})
    void acceptsResultsOrNamesTheRequiredVersionInTransactionMode(boolean cachesStatements) {
        try (var bouncer = new PgBouncer(folder, database.port(), "transaction", 2)) {
            var pool = pool(bouncer, cachesStatements);

            // When
            var outcomes = commit(pool);

            // Then
            assertThat(outcomes).hasSize(40).allSatisfy(PgBouncerTest::isCommittedOrNamesTheRequiredVersion);
            // Before 1.21, and without the cache, it depends on the order of the sessions whether a statement is lost.
            if (cachesStatements && PgBouncer.keepsPreparedStatements()) {
                assertThat(outcomes).hasOnlyElementsOfType(Committed.class);
            }
            pool.closeAndAwait();
        }
    }

    private static void isCommittedOrNamesTheRequiredVersion(Object outcome) {
        if (!(outcome instanceof Committed)) {
            assertThat(outcome)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasToString(StoreUnavailableException.class.getName()
                            + ": The database is unavailable behind its pooler. A pooler loses prepared statements:"
                            + " use PgBouncer 1.21 or later with max_prepared_statements,"
                            + " or its session mode");
        }
    }

    private List<Object> commit(Pool pool) {
        var settings = CommitSettings.of(Duration.ofSeconds(2));
        var ledger = new PgmqLedger(pool, Duration.ofSeconds(5), settings, 4, queues -> {}, messages -> {});
        return IntStream.range(0, 40)
                .mapToObj(i ->
                        commits.commit(UUID.randomUUID(), InlineStep.QUEUE, List.of(SampleStep.event("storm.pooled"))))
                .map(ledger::commit)
                .map(commit -> commit.<Object>map(verdict -> verdict)
                        .onFailure()
                        .recoverWithItem(fault -> fault)
                        .subscribeAsCompletionStage())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private Pool pool(PgBouncer bouncer, boolean cachesStatements) {
        var options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(bouncer.port())
                .setDatabase("postgres")
                .setUser("postgres")
                .setCachePreparedStatements(cachesStatements)
                // As the pools of the service: PreparedStatementsTest.
                .setPreparedStatementCacheSqlLimit(Integer.MAX_VALUE);
        return Pool.newInstance(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(4))
                .using(vertx)
                .build());
    }
}
