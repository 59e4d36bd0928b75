package systems.tasker.events.publication;

import java.util.List;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.PublicationReceipt.EventReceipt;
import systems.tasker.events.template.QueuePlan;

/** Writes the receipt of a run, still without message ids. */
final class Receipts {

    private final QueuePlan queues;

    Receipts(QueuePlan queues) {
        this.queues = queues;
    }

    PublicationReceipt receipt(StepRun run, List<PublicationOutcome> outcomes) {
        var attempt = run.attempt();
        return new PublicationReceipt(
                run.result().stepUuid(),
                attempt.isPresent() ? attempt.getAsInt() : null,
                run.outcome().label(),
                new PublicationReceipt.Notification(queues.notificationQueue(), null),
                outcomes.stream().map(this::event).toList());
    }

    private EventReceipt event(PublicationOutcome outcome) {
        return new EventReceipt(
                outcome.eventName(),
                outcome.status().label(),
                outcome.reason().map(PublicationOutcome.Reason::label).orElse(null),
                outcome.violations(),
                outcome.durable()
                        .map(DurableEvent::event)
                        .or(outcome::event)
                        .map(DomainEvent::eventId)
                        .orElse(null),
                outcome.deliveryMode().map(DeliveryMode::label).orElse(null),
                outcome.durable()
                        .map(durable -> durable.destination(durable.queue()))
                        .orElse(null),
                null);
    }
}
