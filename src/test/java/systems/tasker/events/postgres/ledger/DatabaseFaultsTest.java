package systems.tasker.events.postgres.ledger;

import java.net.ConnectException;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.publication.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultsTest {

    @ParameterizedTest
    @ValueSource(strings = {"22021", "54000", "42P01"})
    void classifiesSqlStatesOfEventsThatCannotBeStored(String sqlState) {
        assertThat(DatabaseFaults.isUnstorable(pg(sqlState, "refused"))).isTrue();
    }

    @Test
    void classifiesUnavailabilityAndBugsAsNoRejection() {
        assertThat(DatabaseFaults.isUnstorable(pg("57P01", "shut down"))).isFalse();
        assertThat(DatabaseFaults.isUnstorable(pg("42601", "syntax error"))).isFalse();
        assertThat(DatabaseFaults.isUnstorable(new StoreUnavailableException("no answer", null)))
                .isFalse();
        assertThat(DatabaseFaults.isUnstorable(new ConnectException())).isFalse();
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
    void distinguishesFaultsOfOneResultFromFaultsOfTheBatch(
            String sqlState, boolean members, boolean claim, String what) {
        assertThat(DatabaseFaults.isFaultOfOneMember(pg(sqlState, what))).isEqualTo(members);
        assertThat(DatabaseFaults.isClaimGone(pg(sqlState, what))).isEqualTo(claim);
    }

    @Test
    void takesAFaultWithoutASqlStateForOneOfTheWholeBatch() {
        assertThat(DatabaseFaults.isFaultOfOneMember(new ConnectException())).isFalse();
    }

    private static PgException pg(String sqlState, String message) {
        return new PgException(message, "ERROR", sqlState, null);
    }
}
