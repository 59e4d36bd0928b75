package systems.tasker.events.storm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publication.DurableEvent;
import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.publication.PublicationReceipt.EventReceipt;
import systems.tasker.events.publication.PublicationReceipt.Notification;
import systems.tasker.events.publication.ResultCommit;
import systems.tasker.events.step.AttemptKey;

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
        return commit(
                stepUuid,
                claim,
                digest,
                events.stream()
                        .map(event ->
                                new DurableEvent(event, eventQueue, List.of(), Optional.empty(), Optional.empty()))
                        .toList());
    }

    public ResultCommit commit(List<DurableEvent> events) {
        return commit(UUID.randomUUID(), Optional.empty(), "digest", events);
    }

    private ResultCommit commit(UUID stepUuid, Optional<UUID> claim, String digest, List<DurableEvent> events) {
        return new ResultCommit(
                AttemptKey.of(stepUuid, OptionalInt.of(1), digest),
                digest,
                claim,
                notificationQueue,
                JsonNodeFactory.instance.objectNode().put("step_uuid", stepUuid.toString()),
                events,
                receipt(stepUuid, events),
                SpanContext.getInvalid());
    }

    private PublicationReceipt receipt(UUID stepUuid, List<DurableEvent> events) {
        var receipts = events.stream()
                .map(durable -> new EventReceipt(
                        durable.event().eventName().value(),
                        "published",
                        null,
                        List.of(),
                        durable.event().eventId(),
                        "durable",
                        durable.destination(durable.queue()),
                        null))
                .toList();
        return new PublicationReceipt(stepUuid, 1, "success", new Notification(notificationQueue, null), receipts);
    }
}
