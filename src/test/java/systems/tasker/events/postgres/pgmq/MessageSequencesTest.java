package systems.tasker.events.postgres.pgmq;

import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class MessageSequencesTest {

    private static final String QUEUE = "sequences";
    private static final PgException DUPLICATE = duplicate("q_" + QUEUE);

    private final Database database = Database.ofTests();

    @Inject
    Vertx vertx;

    @BeforeEach
    void createQueue() {
        database.execute("select pgmq.create(?)", QUEUE);
        database.execute("select pgmq.send(?, '{}'::jsonb) from generate_series(1, 5)", QUEUE);
    }

    @AfterEach
    void dropQueue() {
        database.execute("select pgmq.drop_queue(?)", QUEUE);
    }

    @Test
    void setsASequenceThatIsBehindItsTable() {
        // Given
        setBack();
        var pool = connectAs("postgres");
        var sequences = new MessageSequences(pool);

        // When // Then
        assertThat(sequences.repair(DUPLICATE).await().indefinitely()).isTrue();
        assertThat(database.number("select pgmq.send(?, '{}'::jsonb)", QUEUE)).isEqualTo(6);
        pool.closeAndAwait();
    }

    /** Several commits meet the fault at once; the later ones are tried again as well. */
    @Test
    void saysTryAgainWhenAnotherSessionHasSetTheSequence() {
        // Given
        setBack();
        var pool = connectAs("postgres");
        var sequences = new MessageSequences(pool);
        sequences.repair(DUPLICATE).await().indefinitely();

        // When
        var isRight = sequences.repair(DUPLICATE).await().indefinitely();

        // Then
        assertThat(isRight).isTrue();
        assertThat(database.number("select pgmq.send(?, '{}'::jsonb)", QUEUE)).isEqualTo(6);
        pool.closeAndAwait();
    }

    @Test
    void logsTheSqlForASequenceThatItMayNotSet() {
        // Given
        setBack();
        var role = "sequences_" + UUID.randomUUID().toString().substring(0, 8);
        database.execute("create role " + role + " login");
        var pool = connectAs(role);

        var log = new LogLines(MessageSequences.class.getName());

        // When
        var isSet = new MessageSequences(pool).repair(DUPLICATE).await().indefinitely();

        // Then
        assertThat(isSet).isFalse();
        assertThat(log.with("As the owner of the table run")).isOne();
        log.close();
        pool.closeAndAwait();
    }

    private void setBack() {
        database.execute("select setval(pg_get_serial_sequence('pgmq.q_" + QUEUE + "', 'msg_id'), 1, false)");
    }

    private Pool connectAs(String role) {
        return Pool.newInstance(PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(database.port())
                        .setDatabase("postgres")
                        .setUser(role))
                .using(vertx)
                .build());
    }

    private static PgException duplicate(String table) {
        return new PgException(
                "duplicate key",
                "ERROR",
                "23505",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "pgmq",
                table,
                null,
                null,
                null);
    }
}
