package systems.tasker.events.publication;

import systems.tasker.events.step.AttemptKey;
import java.util.List;

import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.template.QueuePlan;

/** Puts together what a run commits. */
final class CommitWriter {

    private final QueuePlan queues;
    private final NotificationMessage notification;
    private final Receipts receipts;

    CommitWriter(QueuePlan queues, NotificationMessage notification) {
        this.queues = queues;
        this.notification = notification;
        this.receipts = new Receipts(queues);
    }

    /** The queue that every commit sends its notification to. */
    String notificationQueue() {
        return queues.notificationQueue();
    }

    ResultCommit of(StepRun run, List<PublicationOutcome> outcomes, List<DurableEvent> durable, SpanContext trace) {
        return new ResultCommit(
                AttemptKey.of(
                        run.result().stepUuid(), run.attempt(), run.submission().bodyDigest()),
                run.submission().bodyDigest(),
                run.claimId(),
                queues.notificationQueue(),
                notification.of(run),
                durable,
                receipts.receipt(run, outcomes),
                trace);
    }
}
