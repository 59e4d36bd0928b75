package systems.tasker.events.publication.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanContext;

import systems.tasker.events.step.AttemptKey;

/**
 * What is committed in one transaction: the accepted result, the notification of orchestration, the durable events.
 *
 * @param key the attempt that the result is of
 * @param bodyDigest the digest of its body, which distinguishes a replay from a conflict
 * @param claimId the claim that its context comes from, which must still exist; empty to end a claim of the same or an earlier attempt
 * @param unclaimed whether it is this attempt for want of a claim: the step must have no claim, and no answer to this body or attempt
 * @param notificationQueue the queue that orchestration reads
 * @param notification the message for it
 * @param durableEvents the events, in the order of their declaration
 * @param receipt the receipt, still without message ids
 * @param size characters of all its messages, with every copy
 * @param trace the span that the messages are sent in; an invalid one without tracing
 */
public record ResultCommit(
        AttemptKey key,
        String bodyDigest,
        Optional<UUID> claimId,
        boolean unclaimed,
        String notificationQueue,
        ObjectNode notification,
        List<DurableEvent> durableEvents,
        PublicationReceipt receipt,
        long size,
        SpanContext trace) {

    public ResultCommit {
        durableEvents = List.copyOf(durableEvents);
        var queued = new ArrayList<UUID>();
        for (var durable : durableEvents) {
            queued.add(durable.event().eventId());
        }
        // The store keeps message ids in the order of the receipt.
        var named = receipt.queuedEventIds();
        if (!named.equals(queued)) {
            throw new IllegalArgumentException(
                    "The receipt names other events in queues than are committed: " + named + ", not " + queued);
        }
    }
}
