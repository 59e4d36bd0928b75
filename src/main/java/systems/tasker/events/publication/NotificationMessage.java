package systems.tasker.events.publication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.step.TaskSequenceStep;

/**
 * Writes the message that notifies orchestration of a result.
 *
 * @param queue the queue that orchestration reads
 * @param form how much of the result the message holds
 */
record NotificationMessage(String queue, PublicationConfig.Form form) {

    ObjectNode of(StepRun run) {
        var message = JsonNodeFactory.instance.objectNode();
        if (form == PublicationConfig.Form.RESULT) {
            message.setAll(run.result().json());
        }
        message.put(
                "task_uuid",
                run.context().map(context -> context.taskUuid().toString()).orElse(null));
        message.put("step_uuid", run.result().stepUuid().toString());
        message.put(
                "correlation_id",
                run.context().map(TaskSequenceStep::correlationId).orElse(null));
        return message;
    }
}
