package systems.tasker.events.publication;

import java.util.List;

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

    ResultCommit of(StepRun run, List<PublicationOutcome> outcomes, List<DurableEvent> durable) {
        return new ResultCommit(
                run.result().stepUuid(),
                run.attempt(),
                run.submission().bodyDigest(),
                run.claimId(),
                queues.notificationQueue(),
                notification.of(run),
                durable,
                receipts.receipt(run, outcomes));
    }
}
