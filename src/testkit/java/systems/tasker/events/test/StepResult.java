package systems.tasker.events.test;

import java.util.UUID;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;

/** What a step's handler reports, for a test to say; immutable. The kit puts the step's id in. */
public final class StepResult {

    private final ObjectNode json;

    private StepResult(ObjectNode json) {
        this.json = json;
    }

    /** The handler did what it was there for; it returned nothing and reports no metadata unless said otherwise. */
    public static StepResult succeeded() {
        var json = JsonNodeFactory.instance.objectNode();
        return new StepResult(json.put("success", true).put("status", "completed"));
    }

    /** The handler failed, for good unless {@link #retryable()}. */
    public static StepResult failed() {
        var json = JsonNodeFactory.instance.objectNode();
        return new StepResult(json.put("success", false).put("status", "failed"));
    }

    /** What the handler returned, as JSON. */
    public StepResult returning(String result) {
        return returning(Json.read(result));
    }

    /** What the handler returned. */
    public StepResult returning(JsonNode result) {
        return changed(json -> json.set("result", result.deepCopy()));
    }

    /** A key of the metadata, known to the service or not. */
    public StepResult metadata(String key, String value) {
        return changed(json -> json.withObject("/metadata").put(key, value));
    }

    /** A key of the metadata, known to the service or not. */
    public StepResult metadata(String key, long value) {
        return changed(json -> json.withObject("/metadata").put(key, value));
    }

    /** What went wrong. */
    public StepResult error(String type, String message) {
        return changed(json -> json.withObject("/error").put("error_type", type).put("message", message));
    }

    /** The code of what went wrong, in the metadata. */
    public StepResult errorCode(String code) {
        return metadata("error_code", code);
    }

    /** Another attempt may succeed, the handler says. */
    public StepResult retryable() {
        return changed(json -> json.withObject("/metadata").put("retryable", true));
    }

    StepExecutionResult ofStep(UUID stepUuid) {
        return StepExecutionResult.of(changed(all -> all.put("step_uuid", stepUuid.toString())).json);
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private StepResult changed(Consumer<ObjectNode> change) {
        var copy = json.deepCopy();
        change.accept(copy);
        return new StepResult(copy);
    }
}
