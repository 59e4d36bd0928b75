package systems.tasker.events.postgres.ledger;

import java.net.ConnectException;
import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.publication.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultsTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final DatabaseFaults faults = new DatabaseFaults(PLENTY);

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "22021, invalid byte sequence",
        "22P05, untranslatable character",
        "54000, program limit exceeded",
        "54001, statement too complex",
        "42601, syntax error: our own SQL",
        "42883, undefined function: our own SQL",
    })
    void passesOnWhatIsNotTheDatabasesAvailability(String sqlState, String what) {
        var fault = pg(sqlState, what);

        assertThat(guarded(Uni.createFrom().failure(fault))).isSameAs(fault);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "53300, too many connections",
        "57P01, terminating connection due to administrator command",
        "57P03, the database system is starting up",
        "08006, connection failure",
        "25006, cannot execute in a read-only transaction",
        "40001, serialization failure",
        "40P01, deadlock detected",
        "42P01, the queue is not there",
        "23505, somebody else's duplicate",
    })
    void saysOfEverythingElseThatTheDatabaseIsAway(String sqlState, String what) {
        var fault = pg(sqlState, what);

        assertThat(guarded(Uni.createFrom().failure(fault)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasCause(fault);
    }

    @Test
    void classifiesALostConnectionAsUnavailable() {
        assertThat(guarded(Uni.createFrom().failure(new ConnectException("refused"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(guarded(Uni.createFrom().failure(new NoStackTraceThrowable("Timeout"))))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void givesUpOnACallThatNeverAnswers() {
        var impatient = new DatabaseFaults(Duration.ofMillis(20));

        var fault = impatient
                .guard(Uni.createFrom().nothing())
                .onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .atMost(PLENTY);

        assertThat(fault).isInstanceOf(StoreUnavailableException.class).hasMessageContaining("PT0.02S");
    }

    @Test
    void passesASuccessfulAnswerThrough() {
        assertThat(faults.guard(Uni.createFrom().item(7)).await().atMost(PLENTY))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "54000", "42P01"})
    void knowsARefusalOfTheEvents(String sqlState) {
        assertThat(DatabaseFaults.isRefusal(pg(sqlState, "refused"))).isTrue();
    }

    @Test
    void classifiesUnavailabilityAndBugsAsNoRejection() {
        assertThat(DatabaseFaults.isRefusal(pg("57P01", "shut down"))).isFalse();
        assertThat(DatabaseFaults.isRefusal(pg("42601", "syntax error"))).isFalse();
        assertThat(DatabaseFaults.isRefusal(new StoreUnavailableException("no answer", null)))
                .isFalse();
        assertThat(DatabaseFaults.isRefusal(new ConnectException())).isFalse();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "TE001, true, true, the claim ended or was replaced",
        "23505, true, false, the result was accepted before",
        "40P01, true, false, two batches hold each other's results",
        "22021, true, false, a text that cannot be stored",
        "42P01, true, false, a queue that is not there",
        "23502, false, false, a bug",
        "42601, false, false, a bug",
        "57P01, false, false, the database is away",
    })
    void tellsAFaultOfOneResultFromOneOfTheWholeBatch(String sqlState, boolean members, boolean claim, String what) {
        assertThat(DatabaseFaults.isMembersFault(pg(sqlState, what))).isEqualTo(members);
        assertThat(DatabaseFaults.isClaimGone(pg(sqlState, what))).isEqualTo(claim);
    }

    @Test
    void classifiesAFaultWithoutSqlStateAsUnavailable() {
        assertThat(DatabaseFaults.isMembersFault(new ConnectException())).isFalse();
        assertThat(guarded(Uni.createFrom().failure(pg(null, "protocol"))))
                .isInstanceOf(StoreUnavailableException.class);
    }

    private Throwable guarded(Uni<?> call) {
        return faults.guard(call)
                .onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .atMost(PLENTY);
    }

    private static PgException pg(String sqlState, String message) {
        return new PgException(message, "ERROR", sqlState, null);
    }
}
