package systems.tasker.events.publisher;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.StepOutcome;

/**
 * Publishes what the handler returned or, where a failed handler returned nothing, the error.
 *
 * <p>Workers report errors at different locations; the first with a value wins. A field without a value is left out: a null would violate a
 * schema that declares a text.
 */
final class DefaultPublisher extends BasePublisher {

    static final String NAME = "default";

    private static final List<JsonPointer> ERROR_CODE =
            pointers("/metadata/error_code", "/metadata/custom/error_code", "/error/error_code");
    private static final List<JsonPointer> ERROR_TYPE =
            pointers("/metadata/error_type", "/metadata/custom/error_type", "/error/error_type");
    private static final List<JsonPointer> ERROR_MESSAGE =
            pointers("/error/message", "/metadata/error_message", "/error_message", "/metadata/custom/error_message");

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
        if (empty && !context.executionResult().success()) {
            return failure(context);
        }
        return context.executionResult().hasResult() ? result : JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode failure(StepEventContext context) {
        StepExecutionResult result = context.executionResult();
        var payload = JsonNodeFactory.instance.objectNode();
        setFirst(payload, "error_code", result, ERROR_CODE);
        setFirst(payload, "error_type", result, ERROR_TYPE);
        setFirst(payload, "error_message", result, ERROR_MESSAGE);
        payload.put("retryable", context.outcome() == StepOutcome.RETRYABLE_FAILURE);
        context.attempts().ifPresent(attempts -> payload.put("attempts", attempts));
        payload.put(
                "failed_at",
                result.metadata().path("completed_at").asText(clock.instant().toString()));
        return payload;
    }

    private static void setFirst(ObjectNode payload, String field, StepExecutionResult result, List<JsonPointer> from) {
        from.stream()
                .map(result.json()::at)
                .filter(DefaultPublisher::isValue)
                .findFirst()
                .ifPresent(value -> payload.set(field, value));
    }

    /** Whether a node says something; some workers send every field and leave the unknown ones empty. */
    private static boolean isValue(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank();
    }

    private static List<JsonPointer> pointers(String... locations) {
        return Stream.of(locations).map(JsonPointer::compile).toList();
    }
}
