package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.SampleCommits;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.fixture.Waits;
import systems.tasker.events.publication.store.CommitVerdict.Committed;

import static org.assertj.core.api.Assertions.assertThat;

/** A trigger of a queue records what the transaction that fills it has set. */
@QuarkusTest
class SynchronousCommitTest {

    private static final String QUEUE = "synchronous_commit";

    private final Database database = Database.ofTests();

    @Inject
    Vertx vertx;

    @BeforeEach
    void recordTheSetting() {
        List.of(QUEUE, "synchronous_commit_notifications")
                .forEach(queue -> database.execute("select pgmq.create(?)", queue));
        database.execute("create table pgmq.seen_setting (setting text)");
        database.execute(
                "create function pgmq.see_setting() returns trigger language plpgsql as"
                        + " $$ begin insert into pgmq.seen_setting values (current_setting('synchronous_commit')); return new; end $$");
        database.execute("create trigger see before insert on pgmq.q_" + QUEUE
                + " for each row execute function pgmq.see_setting()");
    }

    @AfterEach
    void drop() {
        List.of(QUEUE, "synchronous_commit_notifications")
                .forEach(queue -> database.execute("select pgmq.drop_queue(?)", queue));
        database.execute("drop function pgmq.see_setting()");
        database.execute("drop table pgmq.seen_setting");
    }

    @ParameterizedTest(name = "session: {0}, tasker.ledger.synchronous-commit: {1}")
    @CsvSource({"off, ON, on", "local, ON, on", "remote_apply, ON, remote_apply", "on, OFF, off", "on, LOCAL, local"})
    void commitsAsConfiguredWhateverTheDatabaseSays(String session, SynchronousCommit configured, String expected) {
        // Given
        var pool = Pool.newInstance(PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(database.port())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .addProperty("synchronous_commit", session))
                .using(vertx)
                .build());
        var committer = new GroupCommit(
                pool,
                new AcceptedResults(pool, SynchronousCommit.ON),
                queues -> {},
                messages -> {},
                new CommitSettings(Waits.LONG, configured, Durability.NONE));

        // When
        var commit = new SampleCommits("synchronous_commit_notifications")
                .commit(UUID.randomUUID(), QUEUE, List.of(SampleStep.event("storm.durable")));
        var verdict = CommitBatch.start(committer, List.of(commit)).get(0).join();

        // Then
        assertThat(verdict).isInstanceOf(Committed.class);
        assertThat(database.text("select setting from pgmq.seen_setting")).isEqualTo(expected);
        pool.closeAndAwait();
    }

    @Test
    void reportsAWeakerSetting() {
        assertThat(LedgerStatus.sentence(SynchronousCommit.OFF))
                .contains("may be lost in a crash of the database")
                .endsWith("tasker.ledger.synchronous-commit=off");
    }
}
