package systems.tasker.events.step;

import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.FieldReader;
import systems.tasker.events.json.InvalidInputException;

/**
 * What a step handler reported when it ended.
 *
 * <p>The JSON is kept as it came, unknown fields included; the accessors read it. Its JSON must not be changed.
 *
 * @param stepUuid the step that ran
 * @param success whether it did what it was there for
 * @param json the whole document
 */
public record StepExecutionResult(UUID stepUuid, boolean success, ObjectNode json) {

    /**
     * Checks a document and wraps it.
     *
     * @throws InvalidInputException with every problem that was found
     */
    public static StepExecutionResult of(ObjectNode json) {
        var fields = new FieldReader(json, "");
        var stepUuid = fields.requiredUuid("/step_uuid");
        var success = fields.required("/success", JsonNodeType.BOOLEAN).asBoolean();
        // Any text: every worker has its own words, and "success" alone decides.
        fields.optional("/status", JsonNodeType.STRING);
        fields.optional("/error", JsonNodeType.OBJECT);
        fields.optional("/error/message", JsonNodeType.STRING);
        fields.optional("/error/error_type", JsonNodeType.STRING);
        fields.optional("/metadata", JsonNodeType.OBJECT);
        fields.optional("/metadata/retryable", JsonNodeType.BOOLEAN);
        fields.optional("/metadata/error_code", JsonNodeType.STRING);
        fields.optional("/metadata/error_type", JsonNodeType.STRING);
        fields.optional("/metadata/completed_at", JsonNodeType.STRING);
        fields.optional("/metadata/execution_time_ms", JsonNodeType.NUMBER);
        fields.optional("/orchestration_metadata", JsonNodeType.OBJECT);
        fields.finish();
        return new StepExecutionResult(stepUuid, success, json);
    }

    /** What the handler returned; JSON null when it returned nothing. */
    public JsonNode result() {
        var result = json.get("result");
        return result == null ? NullNode.getInstance() : result;
    }

    /** Whether the worker sent a result, a JSON null included. */
    public boolean hasResult() {
        return json.has("result");
    }

    /** The metadata object, with keys this project knows and keys it does not; missing when there is none. */
    public JsonNode metadata() {
        return json.path("metadata");
    }

    /** The error object; missing when there is none. */
    public JsonNode error() {
        return json.path("error");
    }

    /** Whether the handler said in so many words that another attempt may succeed. */
    public boolean allowsRetry() {
        return metadata().path("retryable").asBoolean(false);
    }

    /** The same without what the handler returned where that is a given JSON, else itself. */
    public StepExecutionResult without(JsonNode duplicate) {
        if (!hasResult() || !result().equals(duplicate)) {
            return this;
        }
        var rest = json.objectNode();
        rest.setAll(json);
        rest.remove("result");
        return new StepExecutionResult(stepUuid, success, rest);
    }
}
