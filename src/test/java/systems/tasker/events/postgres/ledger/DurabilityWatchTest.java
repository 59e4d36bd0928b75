package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusReason.Level;
import systems.tasker.events.postgres.server.ServerState;

import static org.assertj.core.api.Assertions.assertThat;

class DurabilityWatchTest {

    @ParameterizedTest(name = "fsync {0}, synchronous-commit {1}, synchronous_standby_names ''{2}'': {3}")
    @CsvSource({
        "true, ON, *, REPLICATED",
        "true, ON, '', LOCAL",
        "true, REMOTE_WRITE, *, LOCAL",
        "true, LOCAL, *, LOCAL",
        "true, OFF, *, NONE",
        "false, ON, *, NONE"
    })
    void derivesDurabilityFromServerAndCommit(
            boolean fsync, SynchronousCommit commit, String names, Durability expected) {
        assertThat(Durability.of(primary(fsync, names, 1), commit)).isEqualTo(expected);
    }

    @Test
    void reportsAsynchronousReplicationUnlessLocalDurabilityIsDemanded() {
        var server = primary(true, "", 1);

        assertThat(reasons(server, Optional.empty())).containsExactly("DEGRADED replication_asynchronous");
        assertThat(reasons(server, Optional.of(Durability.LOCAL))).isEmpty();
        assertThat(reasons(server, Optional.of(Durability.REPLICATED))).containsExactly("STALLED durability_too_low");
    }

    @Test
    void reportsAMissingSynchronousStandby() {
        assertThat(reasons(primary(true, "*", 0), Optional.empty()))
                .containsExactly("STALLED synchronous_standby_missing");
        assertThat(reasons(primary(true, "*", 1), Optional.of(Durability.REPLICATED)))
                .isEmpty();
    }

    @Test
    void reportsNothingOfAServerWithoutStandbys() {
        assertThat(reasons(primary(true, "", 0), Optional.empty())).isEmpty();
    }

    private static List<String> reasons(ServerState server, Optional<Durability> required) {
        var watch = new DurabilityWatch(SynchronousCommit.ON, required);
        watch.polled(server);
        return watch.reasons().stream().map(DurabilityWatchTest::label).toList();
    }

    private static String label(StatusReason reason) {
        return Level.valueOf(reason.level().name()) + " " + reason.reason();
    }

    private static ServerState primary(boolean fsync, String names, long standbys) {
        return new ServerState("10.0.0.1:5432", false, false, fsync, names, "on", standbys, Optional.empty());
    }
}
