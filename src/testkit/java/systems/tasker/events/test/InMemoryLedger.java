package systems.tasker.events.test;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;

/** Commits the one result it is there for. */
final class InMemoryLedger implements ResultLedger {

    private static final long FIRST = 1;

    @Override
    public Uni<CommitVerdict> commit(ResultCommit commit) {
        var ids = new HashMap<UUID, Long>();
        commit.durableEvents().forEach(durable -> ids.put(durable.event().eventId(), FIRST + ids.size()));
        return Uni.createFrom().item(new CommitVerdict.Committed(FIRST, ids));
    }

    @Override
    public Uni<Void> send(List<DurableEvent> events, long size, SpanContext trace) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<DurableEvent>> refused(List<DurableEvent> events) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<List<PublicationReceipt>> receipts(UUID stepUuid) {
        return Uni.createFrom().item(List.of());
    }
}
