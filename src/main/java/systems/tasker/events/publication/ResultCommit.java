package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.step.AttemptKey;

/**
 * What becomes true together or not at all: the result is accepted, orchestration is notified, the durable events are in their queue.
 *
 * @param key the attempt that the result is of
 * @param bodyDigest tells another body under the same key apart
 * @param claimId the claim its context comes from, which must still be in force; empty to end whatever claim there is
 * @param notificationQueue the queue orchestration reads
 * @param notification the message for it
 * @param durableEvents the events, in the order of their declaration
 * @param receipt the receipt, still without message ids
 * @param trace the span that the messages are sent in; an invalid one where there is none
 */
public record ResultCommit(
        AttemptKey key,
        String bodyDigest,
        Optional<UUID> claimId,
        String notificationQueue,
        ObjectNode notification,
        List<DurableEvent> durableEvents,
        PublicationReceipt receipt,
        SpanContext trace) {

    public ResultCommit {
        durableEvents = List.copyOf(durableEvents);
        var queued =
                durableEvents.stream().map(durable -> durable.event().eventId()).toList();
        // A store that keeps the message ids beside the receipt relies on it.
        if (!receipt.queuedEventIds().equals(queued)) {
            throw new IllegalArgumentException("The receipt names other events in queues than are committed: "
                    + receipt.queuedEventIds() + ", not " + queued);
        }
    }
}
