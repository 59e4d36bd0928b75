package systems.tasker.events.event;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.ExpectedEvent;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;

class DomainEventTest {

    private static final UUID EVENT_ID = UUID.fromString("0198d3c0-1111-7000-8000-00000000000e");
    private static final Instant FIRED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void writesTheFieldsOfTheBaseEventInOrder() {
        // Given
        var context = SampleStep.json("""
                {
                  "unknown_first": [1, 2.0],
                  "task": {
                    "task": {
                      "task_uuid": "0198d3c0-0000-7000-8000-000000000002",
                      "correlation_id": "corr-1",
                      "context": {"cart": 7}
                    },
                    "task_name": "charge_card",
                    "namespace_name": "pay"
                  },
                  "workflow_step": {
                    "workflow_step_uuid": "0198d3c0-0000-7000-8000-000000000001",
                    "name": "charge",
                    "attempts": 1
                  }
                }
                """);
        var result = SampleStep.json("""
                {
                  "success": true,
                  "step_uuid": "0198d3c0-0000-7000-8000-000000000001",
                  "result": {"amount": 10.50, "id": 12345678901234567890, "note": null},
                  "metadata": {"payment_provider": "stripe"}
                }
                """);
        var stated = SampleStep.json("""
                {
                  "event": "payment.processed",
                  "version": "2.10",
                  "publisher": "DomainEvents::Publishers::PaymentEventPublisher",
                  "payload": {"transaction_id": "tx-1", "amount": 10.50, "name": "Łukasz 😀"},
                  "metadata": {"publisher_type": "custom", "weight": 1.0}
                }
                """);
        var additional = ((ObjectNode) stated.get("metadata")).deepCopy().put("fired_by", "forged");
        var event = new DomainEvent(
                EVENT_ID,
                new EventName("payment.processed"),
                "2.10",
                new DomainEvent.Payload(
                        TaskSequenceStep.of(context, ""), StepExecutionResult.of(result), stated.get("payload")),
                SampleStep.metadata(FIRED_AT, "DomainEvents::Publishers::PaymentEventPublisher", additional));

        // When
        var written = Json.write(event);

        // Then
        var expected = new ExpectedEvent(context, result, stated).message();
        assertThat(written)
                .isEqualTo(Json.write(expected)
                        .replace("${uuid-v7}", EVENT_ID.toString())
                        .replace("${instant}", FIRED_AT.toString()));
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
}
