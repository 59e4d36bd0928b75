package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.stream.Stream;

import io.smallrye.mutiny.subscription.UniEmitter;

import systems.tasker.events.json.Json;
import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.ResultCommit;
import systems.tasker.events.step.AttemptKey;

/**
 * A commit with its JSON already serialized, and the emitter of its verdict.
 *
 * <p>Serialized on the submitting thread, which keeps that work out of the batch.
 *
 * @param commit the commit
 * @param key the attempt that its result is of
 * @param notification text of the message to orchestration
 * @param notificationHeaders text of its headers; null without any
 * @param events the durable events, their copies included
 * @param receipt text of the receipt
 * @param size characters that it adds to a batch
 * @param waiting emits the verdict
 */
record PendingCommit(
        ResultCommit commit,
        AttemptKey key,
        String notification,
        String notificationHeaders,
        List<QueuedMessage> events,
        String receipt,
        int size,
        UniEmitter<? super CommitVerdict> waiting) {

    /** Every queue it sends to. */
    Stream<String> queues() {
        return Stream.concat(
                Stream.of(commit.notificationQueue()), events.stream().map(QueuedMessage::queue));
    }

    /** The same result with its notification alone; for a trial, because its receipt still names the events. */
    PendingCommit withoutEvents() {
        return new PendingCommit(commit, key, notification, notificationHeaders, List.of(), receipt, size, waiting);
    }

    static PendingCommit of(ResultCommit commit, UniEmitter<? super CommitVerdict> waiting) {
        var notification = Json.write(commit.notification());
        var receipt = Json.write(commit.receipt());
        var events = commit.durableEvents().stream()
                .flatMap(event -> QueuedMessage.of(event, commit.trace()).stream())
                .toList();
        var size = notification.length()
                + receipt.length()
                + events.stream()
                        .mapToInt(event -> event.text().message().length())
                        .sum();
        return new PendingCommit(
                commit,
                commit.key(),
                notification,
                QueuedMessage.notificationHeaders(commit.trace()),
                events,
                receipt,
                size,
                waiting);
    }
}
