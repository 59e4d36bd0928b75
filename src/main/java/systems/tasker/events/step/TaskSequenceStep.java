package systems.tasker.events.step;

import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.json.FieldReader;
import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;

/**
 * The context a step ran in: its task, the step itself, what it depended on, and how it was declared.
 *
 * <p>The JSON is kept as it came, unknown fields included. Its JSON must not be changed.
 *
 * @param stepUuid the step this is the context of
 * @param stepName the step's name
 * @param templateStepName the name under which the task template declares it; a dynamic step's own name differs
 * @param taskUuid the task the step belongs to
 * @param correlationId what ties the task to the request that caused it
 * @param namespace the task's namespace
 * @param attempts how often the step ran, the run that just ended included; empty when the context does not say
 * @param json the whole document
 */
public record TaskSequenceStep(
        UUID stepUuid,
        String stepName,
        String templateStepName,
        UUID taskUuid,
        String correlationId,
        String namespace,
        OptionalInt attempts,
        ObjectNode json) {

    // Also the rule for a template's namespace: its queue must get a legal PGMQ name.
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,28}");

    /**
     * Checks a document and wraps it.
     *
     * @param json the context
     * @param base JSON pointer to the context within the caller's document, for the problems' pointers
     * @throws InvalidInputException with every problem that was found
     */
    public static TaskSequenceStep of(JsonNode json, String base) {
        if (!(json instanceof ObjectNode object)) {
            throw new InvalidInputException(InputProblem.malformed(base, "must be an object"));
        }
        var fields = new FieldReader(json, base);
        var taskUuid = fields.requiredUuid("/task/task/task_uuid");
        var correlationId = fields.requiredText("/task/task/correlation_id");
        var namespace = fields.requiredText("/task/namespace_name");
        if (!namespace.isEmpty() && !NAMESPACE.matcher(namespace).matches()) {
            fields.invalid(
                    "/task/namespace_name",
                    "must be letters, digits and underscores, not start with a digit, 29 at most");
        }
        fields.optional("/task/task_name", JsonNodeType.STRING);
        fields.optional("/task/task_version", JsonNodeType.STRING);
        var stepUuid = fields.requiredUuid("/workflow_step/workflow_step_uuid");
        var stepName = fields.requiredText("/workflow_step/name");
        var templateStepName = fields.optional("/workflow_step/template_step_name", JsonNodeType.STRING)
                .asText(stepName);
        var attempts = fields.optionalCount("/workflow_step/attempts");
        fields.optionalCount("/workflow_step/max_attempts");
        fields.optional("/workflow_step/retryable", JsonNodeType.BOOLEAN);
        fields.finish();
        return new TaskSequenceStep(
                stepUuid, stepName, templateStepName, taskUuid, correlationId, namespace, attempts, object);
    }

    /** The same context around another copy of its JSON. */
    public TaskSequenceStep withJson(ObjectNode copy) {
        return new TaskSequenceStep(
                stepUuid, stepName, templateStepName, taskUuid, correlationId, namespace, attempts, copy);
    }

    /** The same context with its ids as its only JSON. */
    public TaskSequenceStep idsOnly() {
        var ids = json.objectNode();
        ids.putObject("task")
                .putObject("task")
                .put("task_uuid", taskUuid.toString())
                .put("correlation_id", correlationId);
        ids.putObject("workflow_step").put("workflow_step_uuid", stepUuid.toString());
        return withJson(ids);
    }

    /** The name of the task's template; empty when the context does not say. */
    public String taskName() {
        return json.path("task").path("task_name").asText("");
    }

    /** The version of the task's template; empty when the context does not say. */
    public String taskVersion() {
        return json.path("task").path("task_version").asText("");
    }

    /** The attempts this very step is allowed, when the context overrides its declaration. */
    public OptionalInt maxAttempts() {
        var max = json.path("workflow_step").path("max_attempts");
        return max.isInt() ? OptionalInt.of(max.intValue()) : OptionalInt.empty();
    }

    /** Whether this very step may be retried; true unless the context says otherwise. */
    public boolean mayRetry() {
        return json.path("workflow_step").path("retryable").asBoolean(true);
    }

    /** The declaration that came with the context; missing when the loaded templates are to be asked. */
    public JsonNode stepDefinition() {
        return json.path("step_definition");
    }
}
