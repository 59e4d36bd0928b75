package systems.tasker.events.publication;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.step.AttemptKey;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * Writes the message that notifies orchestration of a result, and what is committed with it.
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

    /**
     * The commit of a plan.
     *
     * @param size characters of all its messages, with every copy
     * @param trace the span that the messages are sent in
     */
    ResultCommit commit(StepRun run, List<PlannedEvent> plan, long size, SpanContext trace) {
        var stepUuid = run.result().stepUuid();
        var receipts = new ArrayList<PublicationReceipt.EventReceipt>();
        for (var planned : plan) {
            receipts.add(planned.receipt());
        }
        var digest = run.submission().bodyDigest();
        return new ResultCommit(
                AttemptKey.of(stepUuid, run.attempt(), digest),
                digest,
                run.claimId(),
                run.unclaimed(),
                queue,
                of(run),
                PlannedEvent.durable(plan),
                new PublicationReceipt(
                        stepUuid,
                        run.attempt().isPresent() ? run.attempt().getAsInt() : null,
                        run.outcome().label(),
                        new PublicationReceipt.Notification(queue, null),
                        receipts),
                size,
                trace);
    }
}
