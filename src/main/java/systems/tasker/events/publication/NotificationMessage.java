package systems.tasker.events.publication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.step.TaskSequenceStep;

/** Writes the message that tells orchestration of a result. */
final class NotificationMessage {

    private final PublicationConfig.Form form;

    NotificationMessage(PublicationConfig.Form form) {
        this.form = form;
    }

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
