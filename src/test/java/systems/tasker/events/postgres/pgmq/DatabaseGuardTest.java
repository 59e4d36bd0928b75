package systems.tasker.events.postgres.pgmq;

import java.net.ConnectException;
import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseGuardTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final DatabaseGuard guard = new DatabaseGuard(PLENTY, Unavailable::new);

    @ParameterizedTest
    @ValueSource(strings = {"22021", "54000", "42601", "42883", "TE001"})
    void passesOnFailuresThatWouldRecur(String sqlState) {
        var fault = pg(sqlState);

        assertThat(failure(guard.guard(Uni.createFrom().failure(fault)))).isSameAs(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "53300", "57P01", "57P03", "08006", "25006", "40001", "40P01", "42P01", "23505", "57014", "P0001",
                "23502", "23514"
            })
    void reportsTransientFailuresAsUnavailable(String sqlState) {
        var fault = pg(sqlState);

        assertThat(failure(guard.guard(Uni.createFrom().failure(fault))))
                .isInstanceOf(Unavailable.class)
                .hasCause(fault);
    }

    @Test
    void reportsALostConnectionAsUnavailable() {
        assertThat(failure(guard.guard(Uni.createFrom().failure(new ConnectException("refused")))))
                .isInstanceOf(Unavailable.class);
        assertThat(failure(guard.guard(Uni.createFrom().failure(new NoStackTraceThrowable("Timeout")))))
                .isInstanceOf(Unavailable.class);
        assertThat(failure(guard.guard(Uni.createFrom().failure(pg(null))))).isInstanceOf(Unavailable.class);
    }

    @Test
    void passesOnABug() {
        var bug = new IllegalStateException("bug");

        assertThat(failure(guard.guard(Uni.createFrom().failure(bug)))).isSameAs(bug);
    }

    @Test
    void passesOnARefusalOfAQueueWhereTheCallerHandlesIt() {
        var fault = pg("42P01");
        var refused = pg("P0001");

        assertThat(failure(guard.guardUnlessQueueRefuses(Uni.createFrom().failure(fault))))
                .isSameAs(fault);
        assertThat(failure(guard.guardUnlessQueueRefuses(Uni.createFrom().failure(refused))))
                .isSameAs(refused);
        assertThat(failure(guard.guardUnlessQueueRefuses(Uni.createFrom().failure(pg("57P01")))))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void failsACallThatNeverAnswersAfterItsTimeout() {
        var impatient = new DatabaseGuard(Duration.ofMillis(20), Unavailable::new);

        assertThat(failure(impatient.guard(Uni.createFrom().nothing())))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("PT0.02S");
    }

    @Test
    void passesOnAnAnswer() {
        assertThat(guard.guard(Uni.createFrom().item(7)).await().atMost(PLENTY)).isEqualTo(7);
    }

    private static Throwable failure(Uni<?> call) {
        return call.onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .atMost(PLENTY);
    }

    private static PgException pg(String sqlState) {
        return new PgException("message", "ERROR", sqlState, null);
    }

    private static final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
