package systems.tasker.events.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.NullNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;

class DomainEventTest {

    @Test
    void writesTheGoldenJsonFieldByField() throws IOException {
        // Given
        var golden = golden();
        var json = SampleStep.json(golden);
        var event = new DomainEvent(
                UUID.fromString("0198d3c0-1111-7000-8000-00000000000e"),
                new EventName("payment.processed"),
                "2.10",
                new DomainEvent.Payload(
                        TaskSequenceStep.of(json.at("/payload/task_sequence_step"), ""),
                        StepExecutionResult.of(SampleStep.json("""
                                {
                                  "success": true,
                                  "step_uuid": "0198d3c0-0000-7000-8000-000000000001",
                                  "result": {"amount": 10.50, "id": 12345678901234567890, "note": null},
                                  "metadata": {"payment_provider": "stripe"}
                                }
                                """)),
                        SampleStep.json("{\"transaction_id\": \"tx-1\", \"amount\": 10.50, \"name\": \"Łukasz 😀\"}")),
                SampleStep.metadata(
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        "DomainEvents::Publishers::PaymentEventPublisher",
                        SampleStep.json(
                                "{\"publisher_type\": \"custom\", \"fired_by\": \"forged\", \"weight\": 1.0}")));

        // When
        var written = Json.write(event);

        // Then
        assertThat(written).isEqualTo(withoutLayout(golden));
    }

    @Test
    void serializesIndependentlyOfTheApplicationsObjectMapper() throws IOException {
        var event = SampleStep.event("payment.processed", SampleStep.json("{\"someKey\": null, \"a\": 1}"));
        var theirs = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);

        assertThat(theirs.writeValueAsString(event)).isEqualTo(Json.write(event));
    }

    @Test
    void writesAnEmptyPayloadAsNull() {
        var event = SampleStep.event("payment.processed", NullNode.getInstance());

        assertThat(Json.write(event)).contains(",\"payload\":null},\"metadata\":");
        assertThat(event.businessPayload().isNull()).isTrue();
    }

    private static String golden() throws IOException {
        try (var file = DomainEventTest.class.getResourceAsStream("/golden/event.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The file has a line per field and a blank after each colon; texts in it have neither. */
    private static String withoutLayout(String json) {
        return json.replaceAll("\\n\\s*", "").replace("\": ", "\":").strip();
    }
}
