package systems.tasker.events.publication;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.step.TaskSequenceStep;

/** No step is claimed, and nothing is recorded: a double that remembers its calls would measure the garbage collector. */
final class NoContexts implements ContextStore {

    @Override
    public Uni<Boolean> claim(TaskSequenceStep context) {
        throw new UnsupportedOperationException("not claimed in this benchmark");
    }

    @Override
    public Uni<Optional<ClaimedContext>> find(UUID stepUuid) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Optional<ClaimedContext>> refresh(UUID stepUuid) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public void forget(UUID stepUuid, OptionalInt attempt) {}

    @Override
    public CacheStatistics cacheStatistics() {
        return new CacheStatistics(0, 0, 0);
    }
}
