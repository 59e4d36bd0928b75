package systems.tasker.events.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.test.ResultRecorder;
import systems.tasker.events.test.Simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulationTest {

    private static final String TEMPLATE = """
            name: order
            namespace_name: shop
            version: 1.0.0
            steps:
              - name: charge
                publishes_events:
                  - name: payment.charged
                    publisher: payments
                    schema: {properties: {card: {type: string, x-sensitive: true}}}
            """;

    private static final String EVENT = """
            {"event_name": "payment.charged", "payload": {
                "execution_result": {"step_uuid": "00000000-0000-0000-0000-000000000001", "success": true,
                                     "result": {"card": "4111-1111", "amount": 10.50}},
                "task_sequence_step": {
                    "task": {"namespace_name": "shop", "task_name": "order", "task_version": "1.0.0",
                             "task": {"task_uuid": "00000000-0000-0000-0000-000000000002", "correlation_id": "c"}},
                    "workflow_step": {"workflow_step_uuid": "00000000-0000-0000-0000-000000000001", "name": "charge"}},
                "payload": {"card": "4111-1111", "amount": 10.50}}}
            """;

    @TempDir
    private Path folder;

    private Path recorded;

    @BeforeEach
    void record() throws IOException {
        Files.writeString(folder.resolve("order.yaml"), TEMPLATE);
        recorded = folder.resolve("results.ndjson");
        ResultRecorder.of(folder).record(List.of(EVENT, EVENT), recorded);
    }

    @Test
    void recordsEachResultOnceWithSensitiveFieldsMasked() throws IOException {
        assertThat(Files.readAllLines(recorded))
                .singleElement()
                .asString()
                .contains("\"card\":\"***\",\"amount\":10.50", "\"task_sequence_step\":{")
                .doesNotContain("4111");
    }

    @Test
    void reportsWhatAnotherPublisherChanges() {
        // When
        var report = Simulation.of(folder)
                .with(new Payments("amount"))
                .insteadOf(folder, new Payments("nothing"))
                .against(recorded);

        // Then
        assertThat(report.input().simulated()).isEqualTo(1);
        assertThat(report.events().get(0).changes().get(0).paths()).containsExactly(Map.entry("/amount", 1L));
    }

    @Test
    void reportsNothingForEqualPublishers() {
        assertThat(Simulation.of(folder)
                        .with(new Payments("x"))
                        .insteadOf(folder, new Payments("x"))
                        .against(recorded)
                        .differs())
                .isFalse();
    }

    @Test
    void needsTemplatesToCompareWith() {
        assertThatThrownBy(() -> Simulation.of(folder).against(recorded)).hasMessageContaining("insteadOf");
    }

    private static final class Payments extends BasePublisher {

        private final String dropped;

        Payments(String dropped) {
            this.dropped = dropped;
        }

        @Override
        public String name() {
            return "payments";
        }

        @Override
        public Object transformPayload(StepEventContext context) {
            return ((ObjectNode) context.result().deepCopy()).without(dropped);
        }
    }
}
