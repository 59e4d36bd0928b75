package systems.tasker.events.publication;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;

/**
 * Remembers which results were accepted, and commits each together with its notification and its durable events.
 *
 * <p>Every method fails with {@link StoreUnavailableException} when the store cannot be reached. After such a failure nobody knows whether a
 * commit happened; handing the same result in again finds out and changes nothing.
 */
public interface ResultLedger {

    /** Commits all of it, in one transaction, or nothing. */
    Uni<CommitVerdict> commit(ResultCommit commit);

    /** Queues events by themselves, all or none, for a result that is accepted already; fails when they are refused. @param trace as in a commit */
    Uni<Void> send(List<DurableEvent> events, SpanContext trace);

    /** The accepted result of a step whose body had this digest. */
    Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest);

    /** The receipts of a step, oldest first. */
    Uni<List<PublicationReceipt>> receipts(UUID stepUuid);
}
