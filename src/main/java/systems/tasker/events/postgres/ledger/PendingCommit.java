package systems.tasker.events.postgres.ledger;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.smallrye.mutiny.subscription.UniEmitter;

import systems.tasker.events.json.Json;
import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.ResultCommit;

/**
 * A commit with its JSON already written, and the one who waits for its verdict.
 *
 * <p>Writing happens on the thread that hands the commit in, so that putting a batch together costs the batch nothing.
 *
 * @param commit what is to be committed
 * @param key what makes it the same result as another
 * @param notification text of the message to orchestration
 * @param notificationHeaders text of its headers; null without any
 * @param events the durable events, their copies included
 * @param receipt text of the receipt
 * @param size characters it adds to a batch
 * @param waiting the one who waits
 */
record PendingCommit(
        ResultCommit commit,
        Key key,
        String notification,
        String notificationHeaders,
        List<QueuedMessage> events,
        String receipt,
        int size,
        UniEmitter<? super CommitVerdict> waiting) {

    /** Step and attempt or, where nobody said which attempt, step and body. */
    record Key(UUID stepUuid, String attemptKey) {}

    /** Every queue it sends to. */
    Stream<String> queues() {
        return Stream.concat(
                Stream.of(commit.notificationQueue()), events.stream().map(QueuedMessage::queue));
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
                key(commit),
                notification,
                QueuedMessage.notificationHeaders(commit.trace()),
                events,
                receipt,
                size,
                waiting);
    }

    /** The attempt's number or, where nobody said which, the digest: that body is then accepted once. */
    private static Key key(ResultCommit commit) {
        var attempt = commit.attempt();
        return new Key(
                commit.stepUuid(), attempt.isPresent() ? Integer.toString(attempt.getAsInt()) : commit.bodyDigest());
    }
}
