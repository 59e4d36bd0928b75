package systems.tasker.events.publication;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.StepEventContext;

import static org.assertj.core.api.Assertions.assertThat;

class StepLoggingContextTest {

    @Test
    void setsTheMdcOnPublisherThreads() throws Exception {
        // Given
        var seen = new CompletableFuture<Map<String, Object>>();
        var talkative = new BasePublisher() {
            @Override
            public String name() {
                return "talkative";
            }

            @Override
            public JsonNode transformPayload(StepEventContext context) {
                seen.complete(Map.copyOf(MDC.getMap()));
                return context.result();
            }
        };
        var bench = new ProcessorFixture(
                PublisherRegistries.onOwnThreads(ProcessorFixture.PLENTY, talkative),
                "- {name: payment.told, publisher: talkative}");

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(seen.get())
                .containsEntry("correlation_id", "corr-1")
                .containsEntry("task_uuid", SampleStep.TASK_UUID.toString())
                .containsEntry("step_uuid", SampleStep.STEP_UUID.toString());
        assertThat(MDC.getMap()).doesNotContainKeys("correlation_id", "task_uuid", "step_uuid");
    }

    @Test
    void cutsOffLongCorrelationIds() {
        // Given
        var metadata = SampleStep.event("payment.told").metadata();
        var event = SampleStep.metadata(
                "c".repeat(1_000_000), metadata.firedAt(), metadata.firedBy(), metadata.additional());
        var seen = new HashMap<String, Object>();

        // When
        StepLoggingContext.during(event, () -> seen.putAll(MDC.getMap()));

        // Then
        assertThat(seen).containsEntry("correlation_id", "c".repeat(255));
    }
}
