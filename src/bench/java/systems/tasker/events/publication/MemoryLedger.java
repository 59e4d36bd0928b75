package systems.tasker.events.publication;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.json.Json;
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.DurableEvent;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultCommit;
import systems.tasker.events.publication.store.ResultLedger;

/** Writes what a ledger writes, and then throws it away. */
final class MemoryLedger implements ResultLedger {

    private long written;

    @Override
    public Uni<CommitVerdict> commit(ResultCommit commit) {
        written += Json.write(commit.notification()).length();
        written += Json.write(commit.receipt()).length();
        var ids = new HashMap<UUID, Long>();
        for (var event : commit.durableEvents()) {
            written += Json.write(event.event()).length();
            ids.put(event.event().eventId(), written);
        }
        return Uni.createFrom().item(new CommitVerdict.Committed(written, ids));
    }

    @Override
    public Uni<Void> send(List<DurableEvent> events, long size, SpanContext trace) {
        throw new UnsupportedOperationException("not sent in this benchmark");
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
        throw new UnsupportedOperationException("not asked in this benchmark");
    }
}
