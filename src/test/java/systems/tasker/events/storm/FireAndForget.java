package systems.tasker.events.storm;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The mode that answers before it publishes, with room for one result in the works and one that waits. */
public class FireAndForget implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "storm.beans", "true",
                "tasker.publication.mode", "fire-and-forget",
                "tasker.publication.fire-and-forget.queue-size", "1",
                "tasker.publication.fire-and-forget.workers", "1",
                "tasker.publisher.timeout", "60s");
    }
}
