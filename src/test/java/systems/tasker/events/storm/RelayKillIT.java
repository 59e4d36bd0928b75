package systems.tasker.events.storm;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class RelayKillIT {

    private static final Logger LOG = Logger.getLogger(RelayKillIT.class);
    private static final int ROUNDS = Integer.getInteger("storm.relay-rounds", 2);
    private static final int SENDERS = 4;
    private static final int ACKNOWLEDGED_PER_ROUND = 100;

    @Test
    void relaysEveryEventAtLeastOnceAcrossKills() throws IOException {
        var broker = new KafkaBroker();
        broker.start();
        try (var postgres = DurablePostgres.start();
                var topic = new KafkaTopic(broker, "orders.domain-events")) {
            // Given
            var running = start(postgres, broker, 0);
            var port = running.awaitPort();

            // When it is killed again and again, in the middle of its work
            for (int round = 1; round <= ROUNDS; round++) {
                // The next one starts meanwhile, as another replica would.
                var next = start(postgres, broker, round);
                var nextPort = next.awaitPort();
                if (round % 2 == 0) {
                    broker.stop();
                    broker.start();
                }
                var senders = new Senders(SENDERS, port);
                await().until(() -> senders.acknowledged().count() >= ACKNOWLEDGED_PER_ROUND);
                running.kill();
                senders.stop();
                running = next;
                port = nextPort;
            }

            // Then
            awaitEmpty(postgres);
            assertRelayed(archived(postgres), topic);
            running.close();
        } finally {
            broker.stop();
        }
    }

    private static ServiceProcess start(DurablePostgres postgres, KafkaBroker broker, int round) {
        var environment = new HashMap<>(postgres.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.address());
        environment.put("MP_MESSAGING_INCOMING_DOMAIN_EVENTS_OUT_ENABLED", "true");
        environment.put("MP_MESSAGING_INCOMING_DOMAIN_EVENTS_OUT_QUEUE", InlineStep.QUEUE);
        // What a killed process had in hand is to be taken by the next one soon.
        return ServiceProcess.start(
                "relay-kill-" + round, environment, "-Dmp.messaging.incoming.domain-events-out.visibility-timeout=3s");
    }

    private static void awaitEmpty(DurablePostgres postgres) {
        await().untilAsserted(
                        () -> assertThat(postgres.database().number("select count(*) from pgmq.q_" + InlineStep.QUEUE))
                                .isZero());
    }

    private static List<String> archived(DurablePostgres postgres) {
        return postgres.database().rows("select message->>'event_id' from pgmq.a_" + InlineStep.QUEUE).stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static void assertRelayed(List<String> events, KafkaTopic topic) {
        var relayed =
                topic.awaitDistinct(events.size(), record -> record.headers().get("ce_id"));
        assertThat(events).hasSizeGreaterThanOrEqualTo(2 * ROUNDS * ACKNOWLEDGED_PER_ROUND);
        assertThat(Set.copyOf(relayed)).containsExactlyInAnyOrderElementsOf(events);
        LOG.infof(
                "Relay killed: rounds=%d events=%d repeated=%d", ROUNDS, events.size(), relayed.size() - events.size());
    }
}
