package systems.tasker.events.test;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.step.TaskSequenceStep;

/** Keeps nothing: in tests the context comes with the result. */
final class NoClaims implements ContextStore {

    @Override
    public Uni<Boolean> claim(TaskSequenceStep context) {
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<Optional<ClaimedContext>> find(UUID stepUuid) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Optional<ClaimedContext>> refresh(UUID stepUuid) {
        return find(stepUuid);
    }

    @Override
    public void forget(UUID stepUuid, OptionalInt attempt) {
        // Nothing was kept.
    }

    @Override
    public CacheStatistics cacheStatistics() {
        return new CacheStatistics(0, 0, 0);
    }
}
