package systems.tasker.events.storm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.publication.PublicationReceipt.EventReceipt;
import systems.tasker.events.publication.PublicationReceipt.Notification;
import systems.tasker.events.publication.ResultCommit;

/**
 * Makes commits by hand.
 *
 * @param notificationQueue the queue all of them notify
 */
public record StormCommits(String notificationQueue) {

    public ResultCommit commit(UUID stepUuid, String eventQueue, List<DomainEvent> events) {
        return commit(stepUuid, Optional.empty(), "digest", eventQueue, events);
    }

    public ResultCommit commit(
            UUID stepUuid, Optional<UUID> claim, String digest, String eventQueue, List<DomainEvent> events) {
        return new ResultCommit(
                stepUuid,
                OptionalInt.of(1),
                digest,
                claim,
                notificationQueue,
                JsonNodeFactory.instance.objectNode().put("step_uuid", stepUuid.toString()),
                eventQueue,
                events,
                receipt(stepUuid, eventQueue, events));
    }

    private PublicationReceipt receipt(UUID stepUuid, String eventQueue, List<DomainEvent> events) {
        var receipts = events.stream()
                .map(event -> new EventReceipt(
                        event.eventName().value(),
                        "published",
                        null,
                        List.of(),
                        event.eventId(),
                        "durable",
                        eventQueue,
                        null))
                .toList();
        return new PublicationReceipt(stepUuid, 1, "success", new Notification(notificationQueue, null), receipts);
    }
}
