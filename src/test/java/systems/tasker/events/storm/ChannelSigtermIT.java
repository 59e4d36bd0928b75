package systems.tasker.events.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class ChannelSigtermIT {

    private static final String GROUP = "tasker-domain-events";
    private static final int RESULTS = 8_000;
    private static final int TERMINATED = 128 + 15;

    @Test
    void acknowledgesExactlyTheResultsThatItAccepted() throws IOException {
        var broker = new KafkaBroker();
        broker.start();
        try (var postgres = DurablePostgres.start();
                var topic = new KafkaTopic(broker, "step-results")) {
            // Given
            for (int i = 0; i < RESULTS; i++) {
                topic.send("", Json.write(InlineStep.result()).getBytes(StandardCharsets.UTF_8));
            }

            try (var service = start(postgres, broker)) {
                service.awaitPort();
                await().until(() -> accepted(postgres) > 500);

                // When
                service.terminate();

                // Then
                assertThat(service.awaitExit()).isIn(0, TERMINATED);
                assertThat(service.log()).contains("stopped in").doesNotContain("ERROR", "were not acknowledged");
            }
            assertThat(accepted(postgres)).isBetween(500L, RESULTS - 1L);
            assertThat(topic.acknowledgedBy(GROUP)).isEqualTo(accepted(postgres));
        } finally {
            broker.stop();
        }
    }

    private static long accepted(DurablePostgres postgres) {
        return postgres.database().number("select count(*) from tasker_events.accepted_results");
    }

    private static ServiceProcess start(DurablePostgres postgres, KafkaBroker broker) {
        var environment = new HashMap<>(postgres.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.address());
        environment.put("MP_MESSAGING_INCOMING_STEP_RESULTS_ENABLED", "true");
        environment.put("MP_MESSAGING_INCOMING_STEP_RESULTS_CONNECTOR", "smallrye-kafka");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        return ServiceProcess.start("channel-sigterm", environment);
    }
}
