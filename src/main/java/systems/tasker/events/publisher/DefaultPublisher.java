package systems.tasker.events.publisher;

import java.time.Clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.step.StepExecutionResult;

/** Publishes what the handler returned or, where a failed handler returned nothing, what went wrong. */
final class DefaultPublisher extends BasePublisher {

    static final String NAME = "default";

    private final Clock clock;

    DefaultPublisher(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode transformPayload(StepEventContext context) {
        var result = context.result();
        var empty = result.isNull() || result.isObject() && result.isEmpty();
        return empty && !context.executionResult().success() ? failure(context) : result;
    }

    private ObjectNode failure(StepEventContext context) {
        StepExecutionResult result = context.executionResult();
        var payload = JsonNodeFactory.instance.objectNode();
        payload.set("error_code", orNull(result.metadata().path("error_code")));
        payload.set(
                "error_type",
                orNull(firstOf(
                        result.metadata().path("error_type"), result.error().path("error_type"))));
        payload.set("error_message", orNull(result.error().path("message")));
        payload.put("retryable", result.saysRetryable());
        if (context.attempts().isPresent()) {
            payload.put("attempts", context.attempts().getAsInt());
        } else {
            payload.putNull("attempts");
        }
        payload.put(
                "failed_at",
                result.metadata().path("completed_at").asText(clock.instant().toString()));
        return payload;
    }

    private static JsonNode firstOf(JsonNode preferred, JsonNode otherwise) {
        return preferred.isMissingNode() || preferred.isNull() ? otherwise : preferred;
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
    }
}
