package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusReason.Level;
import systems.tasker.events.postgres.health.CommitHealth;
import systems.tasker.events.postgres.health.RejectionCause;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

/** The time is a number that the tests move: no clock is read. */
class CommitHealthTest {

    private static final CommitVerdict COMMITTED = new CommitVerdict.Committed(1, Map.of());
    private static final Throwable TABLE_MISSING = failure("42P01");

    private long now;
    private final CommitHealth health = new CommitHealth(() -> now);
    private final CommitWatch watch =
            new CommitWatch(health, () -> Uni.createFrom().voidItem(), Duration.ofSeconds(10));

    @Test
    void isOkWithoutACommit() {
        assertThat(watch.reasons()).isEmpty();
    }

    @Test
    void isStalledWhenEveryCommitFails() {
        fail(3);

        assertThat(watch.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.level()).isEqualTo(Level.STALLED);
            assertThat(reason.reason()).isEqualTo("results_rejected");
            assertThat(reason.detail())
                    .startsWith("No result can be committed: the last 3 commits failed")
                    .contains("SQLSTATE 42P01", "run the command migrate");
        });
    }

    @Test
    void isDegradedWhenSomeCommitsFail() {
        commit(9);
        fail(1);

        assertThat(watch.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.level()).isEqualTo(Level.DEGRADED))
                .extracting(StatusReason::detail)
                .asString()
                .startsWith("1 of the 10 commits of the last 15 s failed");
    }

    @Test
    void isStalledFiveSecondsAfterTheLastCommit() {
        commit(100);
        move(Duration.ofSeconds(4));
        fail(3);
        assertThat(watch.reasons()).isEmpty();

        move(Duration.ofSeconds(1));

        assertThat(watch.reasons()).extracting(StatusReason::level).containsExactly(Level.STALLED);
    }

    @Test
    void isOkWhenFewerThanFivePercentFail() {
        commit(99);
        fail(1);

        assertThat(watch.reasons()).isEmpty();
    }

    @Test
    void forgetsFailuresAfterTheWindow() {
        fail(10);
        commit(1);
        move(CommitHealth.WINDOW);

        assertThat(watch.reasons()).isEmpty();
        assertThat(health.failures()).isEmpty();
    }

    @Test
    void staysStalledBeyondTheWindowUntilACommitSucceeds() {
        fail(1);
        move(CommitHealth.WINDOW.multipliedBy(10));

        assertThat(watch.reasons()).extracting(StatusReason::level).containsExactly(Level.STALLED);
        assertThat(health.failures().orElseThrow().ratio()).isEqualTo(1);
    }

    @Test
    void ignoresVerdictsThatSayNothingOfTheDatabase() {
        fail(1);
        health.ended(new CommitVerdict.ClaimGone(), null);
        health.ended(new CommitVerdict.EventsRefused("none"), null);

        assertThat(watch.reasons()).extracting(StatusReason::level).containsExactly(Level.STALLED);
    }

    @Test
    void ignoresAResultThatPostgresqlCannotStore() {
        health.ended(null, failure("22P05").getCause());
        health.ended(null, failure("54000").getCause());

        assertThat(watch.reasons()).isEmpty();
    }

    @Test
    void runsTheProbeOnlyWithoutACommitForTheInterval() {
        // Given
        var failing = new CommitWatch(health, () -> Uni.createFrom().failure(failure("53100")), Duration.ofSeconds(10));
        move(Duration.ofSeconds(9));
        commit(1);
        move(Duration.ofSeconds(9));

        // When
        failing.run().await().indefinitely();

        // Then
        assertThat(health.failures()).isEmpty();
        move(Duration.ofSeconds(1));
        failing.run().await().indefinitely();
        assertThat(health.failures().orElseThrow().cause().remedy()).contains("is full");
    }

    @Test
    void distinguishesOneQueueFromAllResultsByTheProbe() {
        // Given
        move(Duration.ofSeconds(10));
        fail(5);

        // When
        watch.run().await().indefinitely();

        // Then
        assertThat(watch.reasons()).extracting(StatusReason::level).containsExactly(Level.DEGRADED);
    }

    @ParameterizedTest
    @CsvSource({
        "42P01,false",
        "42501,false",
        "53100,false",
        "55P03,false",
        "57014,false",
        "26000,true",
        "25006,true",
        "08006,true",
        "28P01,true",
        "0A000,true"
    })
    void saysWhetherAnotherReplicaMayDoBetter(String sqlState, boolean isOfConnections) {
        var cause = RejectionCause.of(failure(sqlState));

        assertThat(cause.isOfConnections()).isEqualTo(isOfConnections);
        assertThat(cause.summary()).startsWith("SQLSTATE " + sqlState);
    }

    @Test
    void takesTimeoutsForAFaultOfEveryReplica() {
        var cause = RejectionCause.of(new StoreUnavailableException(
                "The database did not answer within PT5S", new io.smallrye.mutiny.TimeoutException()));

        assertThat(cause.isOfConnections()).isFalse();
        assertThat(cause.remedy()).contains("overloaded");
    }

    @Test
    void leavesOutMessagesThatMayQuoteData() {
        var cause = RejectionCause.of(new StoreUnavailableException(
                "The database is unavailable",
                new PgException("invalid: secret", "ERROR", "23514", "Failing row contains (secret)")));

        assertThat(cause.summary()).doesNotContain("secret").contains("constraint or trigger");
    }

    private void commit(int times) {
        for (int i = 0; i < times; i++) {
            health.ended(COMMITTED, null);
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            health.ended(null, TABLE_MISSING);
        }
    }

    private void move(Duration by) {
        now += by.toNanos();
    }

    private static Throwable failure(String sqlState) {
        return new StoreUnavailableException(
                "The database is unavailable", new PgException("made by the test", "ERROR", sqlState, ""));
    }
}
