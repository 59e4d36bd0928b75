package systems.tasker.events.postgres.ledger;

import java.net.ConnectException;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22021", "54000", "42P01", "42501", "42601", "42809", "23502", "23514", "55000", "P0001", "XX001",
                "ZZ001"
            })
    void classifiesSqlStatesOfEventsThatAreRefused(String sqlState) {
        assertThat(DatabaseFaults.isRefusal(pg(sqlState, "refused"))).isTrue();
    }

    @Test
    void classifiesUnavailabilityAsNoRefusal() {
        assertThat(DatabaseFaults.isRefusal(pg("57P01", "shut down"))).isFalse();
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
        "23502, true, false, a column of a queue that an operator added",
        "42601, true, false, a trigger of a queue with a bug",
        "53100, false, false, the disk is full",
        "57014, false, false, a statement timeout",
        "57P01, false, false, the database is unavailable",
    })
    void distinguishesFaultsOfOneResultFromFaultsOfTheBatch(
            String sqlState, boolean members, boolean claim, String what) {
        assertThat(DatabaseFaults.isFaultOfOneMember(pg(sqlState, what))).isEqualTo(members);
        assertThat(DatabaseFaults.isClaimGone(pg(sqlState, what))).isEqualTo(claim);
    }

    @Test
    void takesAFaultWithoutASqlStateForOneOfTheWholeBatch() {
        assertThat(DatabaseFaults.isFaultOfOneMember(new ConnectException())).isFalse();
    }

    @Test
    void tellsAnAcceptedResultFromAMessageIdThatIsTaken() {
        // Given
        var message = duplicate("pgmq", "q_orders_domain_events");

        // When // Then
        assertThat(DatabaseFaults.isAcceptedEarlier(duplicate("tasker_events", "accepted_results")))
                .isTrue();
        assertThat(DatabaseFaults.isAcceptedEarlier(message)).isFalse();
        assertThat(DatabaseFaults.isRefusal(message)).isTrue();
    }

    private static PgException duplicate(String schema, String table) {
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
                schema,
                table,
                null,
                null,
                null);
    }

    private static PgException pg(String sqlState, String message) {
        return new PgException(message, "ERROR", sqlState, null);
    }
}
