package systems.tasker.events.postgres.pgmq;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseErrorsTest {

    @ParameterizedTest(name = "{0} {3}")
    @CsvSource({
        "22021, INVALID_DATA, false, invalid byte sequence",
        "22P05, INVALID_DATA, false, untranslatable character",
        "54000, LIMIT_EXCEEDED, false, program limit exceeded",
        "54001, LIMIT_EXCEEDED, false, statement too complex",
        "42P01, MISSING_TABLE, true, undefined table",
        "42601, WRONG_STATEMENT, false, syntax error",
        "42883, WRONG_STATEMENT, false, undefined function",
        "42501, REJECTED, true, insufficient privilege",
        "0A000, WRONG_STATEMENT, false, feature not supported",
        "21000, WRONG_STATEMENT, false, cardinality violation",
        "P0001, REJECTED, true, raised by a trigger",
        "23502, REJECTED, true, not null violation",
        "23514, REJECTED, true, check violation",
        "23505, DUPLICATE, true, unique violation",
        "40P01, DEADLOCK, true, deadlock detected",
        "55P03, LOCK_TIMEOUT, true, lock not available",
        "57014, STATEMENT_TIMEOUT, true, query canceled",
        "TE001, RAISED, false, raised by release_claims",
        "26000, UNAVAILABLE, true, prepared statement does not exist",
        "42P05, UNAVAILABLE, true, prepared statement exists",
        "08006, UNAVAILABLE, true, connection failure",
        "25006, UNAVAILABLE, true, read-only transaction",
        "28P01, UNAVAILABLE, true, invalid password",
        "3D000, UNAVAILABLE, true, database does not exist",
        "40001, UNAVAILABLE, true, serialization failure",
        "53100, UNAVAILABLE, true, disk full",
        "53300, UNAVAILABLE, true, too many connections",
        "57P01, UNAVAILABLE, true, admin shutdown",
        "57P03, UNAVAILABLE, true, cannot connect now",
        "58030, UNAVAILABLE, true, I/O error",
        "42809, REJECTED, true, wrong object type",
        "55000, REJECTED, true, a view in place of a table",
        "XX001, REJECTED, true, data corrupted",
        "ZZ001, REJECTED, true, raised by a trigger",
        "X, REJECTED, true, a state of no known form",
    })
    void classifiesEverySqlStateOfTheTable(String sqlState, Meaning meaning, boolean isTransient, String what) {
        assertThat(DatabaseErrors.meaning(pg(sqlState))).isEqualTo(meaning);
        assertThat(meaning.isTransient()).isEqualTo(isTransient);
    }

    @Test
    void classifiesFailuresOfDriverPoolAndNetworkAsUnavailable() {
        assertThat(Stream.of(
                        new ConnectException("refused"),
                        new IOException("reset"),
                        new NoStackTraceThrowable("Timeout"),
                        new VertxException("Connection is closed"),
                        new TimeoutException(),
                        new io.smallrye.mutiny.TimeoutException(),
                        pg(null)))
                .allSatisfy(fault -> assertThat(DatabaseErrors.meaning(fault)).isEqualTo(Meaning.UNAVAILABLE));
    }

    @Test
    void classifiesNoBugOfTheServiceAsAnUnavailableDatabase() {
        assertThat(Stream.of(
                        new NullPointerException(),
                        new IllegalStateException("bug"),
                        new IllegalArgumentException("bug"),
                        new StackOverflowError()))
                .allSatisfy(fault -> {
                    assertThat(DatabaseErrors.meaning(fault)).isEqualTo(Meaning.NOT_OF_DATABASE);
                    assertThat(DatabaseErrors.meaning(fault).isTransient()).isFalse();
                });
    }

    private static PgException pg(String sqlState) {
        return new PgException("message", "ERROR", sqlState, null);
    }
}
