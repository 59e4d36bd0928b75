package systems.tasker.events.storm;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A small intake, and commits that wait for a lock as long as a test holds it. */
public class HeldCommits implements QuarkusTestProfile {

    public static final int MAX_REQUESTS = 4;
    public static final int MAX_BYTES = 100_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tasker.ingress.max-concurrent-requests", Integer.toString(MAX_REQUESTS),
                "tasker.ingress.max-concurrent-bytes", Integer.toString(MAX_BYTES),
                "tasker.ledger.timeout", "60s",
                "tasker.ledger.lock-timeout", "60s",
                "tasker.pgmq.connection.statement-timeout", "60s",
                "tasker.pgmq.connection.idle-timeout", "70s");
    }
}
