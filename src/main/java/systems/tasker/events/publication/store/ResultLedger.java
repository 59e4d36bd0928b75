package systems.tasker.events.publication.store;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;

/**
 * Stores which results were accepted, each committed together with its notification and its durable events.
 *
 * <p>Every method fails with {@link StoreUnavailableException} when the store is unavailable. The outcome of a commit is then unknown.
 * Submitting the same result again is idempotent: it is accepted now, or replayed.
 */
public interface ResultLedger {

    /** Commits everything in one transaction. */
    Uni<CommitVerdict> commit(ResultCommit commit);

    /**
     * Sends events of a result that is accepted already, in one transaction; fails when the database rejects them.
     *
     * @param size characters of their messages, with every copy
     * @param trace the span that the messages are sent in; an invalid one without tracing
     */
    Uni<Void> send(List<DurableEvent> events, long size, SpanContext trace);

    /**
     * Tries dead letters one by one, each in a transaction that is rolled back.
     *
     * @return those that the database refuses
     */
    Uni<List<DurableEvent>> refused(List<DurableEvent> events);

    /** The accepted result of a step whose body had this digest, otherwise the one of the last attempt that is known to be answered. */
    Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest);

    /** The receipts of a step, oldest first. */
    Uni<List<PublicationReceipt>> receipts(UUID stepUuid);

    /**
     * A result that was accepted earlier.
     *
     * @param bodyDigest the digest of its body
     * @param receipt the receipt that its sender got
     */
    record AcceptedResult(String bodyDigest, PublicationReceipt receipt) {}
}
