package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.PublicationReceipt.Notification;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.step.AttemptKey;

/**
 * Tries whether a result could be committed: runs the statement of a commit for a made-up result without events, and rolls back.
 *
 * <p>It is the very statement, so it meets what a commit meets: a missing table or queue, a right, a full disk, a pooler that loses
 * prepared statements, a lock. Nothing of it is visible to others. It takes one id of the notification queue's sequence, and leaves two
 * dead rows to vacuum.
 */
final class CommitProbe {

    private static final String NAME = "probe";

    private final Pool pool;
    private final String notificationQueue;
    private final Duration timeout;
    private final CommitSettings settings;

    CommitProbe(Pool pool, String notificationQueue, LedgerConfig config) {
        this.pool = pool;
        this.notificationQueue = notificationQueue;
        this.timeout = config.timeout();
        this.settings = CommitSettings.of(config);
    }

    /** Fails as a commit would. */
    Uni<Void> run() {
        return AcceptStatement.tryOut(pool, new PendingCommit(commit(UUID.randomUUID()), null), settings)
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private ResultCommit commit(UUID stepUuid) {
        return new ResultCommit(
                AttemptKey.of(stepUuid, OptionalInt.of(1), NAME),
                NAME,
                Optional.empty(),
                false,
                notificationQueue,
                JsonNodeFactory.instance.objectNode().put("step_uuid", stepUuid.toString()),
                List.of(),
                new PublicationReceipt(stepUuid, 1, NAME, new Notification(notificationQueue, null), List.of()),
                0,
                SpanContext.getInvalid());
    }
}
