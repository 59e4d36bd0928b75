package systems.tasker.events.messaging.relay;

import java.nio.charset.StandardCharsets;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.KafkaAsleep;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.ResultsFromKafka;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(KafkaAsleep.class)
class KafkaAsleepIT {

    KafkaBroker broker;

    @Test
    void servesHttpWithoutKafkaAndCatchesUpWhenItComes() {
        // Given
        var overHttp = PostedStep.of("pay", "charge_card", "charge");
        var overKafka = PostedStep.of("pay", "charge_card", "charge");
        Api.get("/q/health/started").statusCode(200);
        Api.get("/q/health/ready").statusCode(200);
        Api.get("/q/health/live").statusCode(200);
        Api.submit(overHttp.success(), overHttp.context(1)).statusCode(202);

        // When
        broker.start();

        // Then
        try (var results = new KafkaTopic(broker, ResultsFromKafka.TOPIC);
                var events = new KafkaTopic(broker, "pay.domain-events")) {
            results.send("", message(overKafka));
            var relayed = events.await(
                    2,
                    event -> event.key().equals(overHttp.stepUuid().toString())
                            || event.key().equals(overKafka.stepUuid().toString()));
            assertThat(relayed).extracting(KafkaTopic.Received::key).doesNotHaveDuplicates();
        }
    }

    private static byte[] message(PostedStep step) {
        return PostedStep.with(step.success(), "task_sequence_step", step.context(1))
                .getBytes(StandardCharsets.UTF_8);
    }
}
