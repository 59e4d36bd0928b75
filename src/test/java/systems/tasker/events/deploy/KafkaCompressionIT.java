package systems.tasker.events.deploy;

import java.nio.file.Path;
import java.util.Map;

import org.apache.kafka.common.record.CompressionType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaResource;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.ServiceProcess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records of every compression come in and go out, by the packaged service: what decompresses them is native code, which a binary has only
 * if its build was told so. {@code -Dservice.binary=...} runs these on a binary.
 */
class KafkaCompressionIT {

    private static KafkaBroker broker;
    private static OrdinaryPostgres postgres;

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    @BeforeAll
    static void startKafkaAndPostgres() throws Exception {
        KafkaResource.quiet();
        broker = new KafkaBroker();
        broker.start();
        postgres = new OrdinaryPostgres(shared);
    }

    @AfterAll
    static void stopKafkaAndPostgres() throws Exception {
        broker.stop();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void consumesAndSendsCompressedRecords(CompressionType compression) throws Exception {
        // Given
        var in = "results-" + compression.name;
        var out = "events-" + compression.name;
        var step = PostedStep.of("pay", "charge_card", "charge");
        var result = PostedStep.with(step.success(), "task_sequence_step", step.context(1));
        var environment = Map.ofEntries(
                Map.entry("TASKER_AUTH", "none"),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + postgres.port() + "/postgres"),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", "postgres"),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", "postgres"),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", broker.address()),
                Map.entry("MP_MESSAGING_INCOMING_STEP_RESULTS_ENABLED", "true"),
                Map.entry("MP_MESSAGING_INCOMING_STEP_RESULTS_CONNECTOR", "smallrye-kafka"),
                Map.entry("MP_MESSAGING_INCOMING_STEP_RESULTS_TOPIC", in),
                Map.entry("MP_MESSAGING_INCOMING_STEP_RESULTS_GROUP_ID", in),
                Map.entry("MP_MESSAGING_INCOMING_DOMAIN_EVENTS_OUT_ENABLED", "true"),
                Map.entry("MP_MESSAGING_INCOMING_DOMAIN_EVENTS_OUT_QUEUE", "pay_domain_events"),
                Map.entry("TASKER_RELAY_TOPIC", out),
                Map.entry("MP_MESSAGING_OUTGOING_DOMAIN_EVENTS_KAFKA_COMPRESSION_TYPE", compression.name));

        // When
        try (var results = new KafkaTopic(broker, in, compression.name);
                var events = new KafkaTopic(broker, out, compression.name);
                var service = ServiceProcess.embedded(Path.of("src/test/resources/relay"), temporary, environment)) {
            service.awaitManagementPort();
            results.send(step.stepUuid().toString(), result.getBytes(UTF_8));

            // Then
            assertThat(events.await(
                            1, event -> event.key().equals(step.stepUuid().toString())))
                    .hasSize(1);
            assertThat(broker.compressionsOf(in)).containsOnly(compression);
            assertThat(broker.compressionsOf(out)).containsOnly(compression);
        }
    }
}
