package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;

import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.step.AttemptKey;

/**
 * A commit that waits for its transaction, and the emitter of its verdict.
 *
 * <p>Its JSON is serialized with its batch: one after the other costs less than each in the middle of other work, and only the texts of
 * batches in flight are in memory, which are several times the trees that they are made of. That of a large commit is serialized in parts.
 */
final class PendingCommit {

    private final ResultCommit commit;
    private final UniEmitter<? super CommitVerdict> waiting;
    // Written by one thread at a time, that of the batch.
    private volatile Texts texts;

    private record Texts(Buffer notification, Buffer receipt, List<QueuedMessage> events) {}

    PendingCommit(ResultCommit commit, UniEmitter<? super CommitVerdict> waiting) {
        this.commit = commit;
        this.waiting = waiting;
    }

    ResultCommit commit() {
        return commit;
    }

    /** The attempt that its result is of. */
    AttemptKey key() {
        return commit.key();
    }

    /** Characters that it adds to a batch. */
    long size() {
        return commit.size();
    }

    /** Emits the verdict. */
    UniEmitter<? super CommitVerdict> waiting() {
        return waiting;
    }

    /** Whether its messages are too many for one statement, so that it is committed alone, and they are sent in parts. */
    boolean isLarge() {
        return size() > LargeCommit.THRESHOLD;
    }

    /** Every queue it sends to, once for each message. */
    List<String> queues() {
        var queues = new ArrayList<String>();
        queues.add(commit.notificationQueue());
        commit.durableEvents().forEach(event -> queues.addAll(event.destinations()));
        return queues;
    }

    /** JSON of the message to orchestration. */
    Buffer notification() {
        return texts().notification();
    }

    /** JSON of its headers; null without any. */
    Buffer notificationHeaders() {
        return QueuedMessage.notificationHeaders(commit.trace());
    }

    /** The durable events, their copies included; none of a large commit, whose messages are sent apart. */
    List<QueuedMessage> events() {
        return texts().events();
    }

    /** The same one after the other, so that only one of them is in memory. */
    Iterator<QueuedMessage> eachEvent() {
        return commit.durableEvents().stream()
                .flatMap(event -> QueuedMessage.of(event, commit.trace()).stream())
                .iterator();
    }

    /** The same result with its notification alone; for a trial, because its receipt still names the events. */
    PendingCommit withoutEvents() {
        var trial = new PendingCommit(commit, waiting);
        trial.texts = new Texts(notification(), receipt(), List.of());
        return trial;
    }

    /** JSON of the receipt. */
    Buffer receipt() {
        return texts().receipt();
    }

    /**
     * Serializes it; when that throws, fails it alone, and not the others of its batch.
     *
     * @return whether it is serialized
     */
    boolean serialize() {
        try {
            texts();
            return true;
        } catch (RuntimeException | StackOverflowError unwritable) {
            waiting.fail(unwritable);
            return false;
        }
    }

    private Texts texts() {
        if (texts == null) {
            var events = new ArrayList<QueuedMessage>();
            if (!isLarge()) {
                commit.durableEvents().forEach(event -> events.addAll(QueuedMessage.of(event, commit.trace())));
            }
            texts = new Texts(QueuedMessage.json(commit.notification()), QueuedMessage.json(commit.receipt()), events);
        }
        return texts;
    }
}
