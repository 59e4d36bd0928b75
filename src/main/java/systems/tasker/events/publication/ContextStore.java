package systems.tasker.events.publication;

import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.step.TaskSequenceStep;

/**
 * Keeps the contexts of claimed steps until their result is accepted; every replica sees them, and they survive a restart.
 *
 * <p>Every method fails with {@link StoreUnavailableException} when the store cannot be reached.
 */
public interface ContextStore {

    /** Keeps a context in place of an earlier one of the same step. @return whether there was none */
    Uni<Boolean> claim(TaskSequenceStep context);

    /** The context of a claimed step; may be an earlier one when the step was claimed again at another replica. */
    Uni<Optional<ClaimedContext>> find(UUID stepUuid);

    /** The context of a claimed step as the store has it now. */
    Uni<Optional<ClaimedContext>> refresh(UUID stepUuid);

    /** Forgets what is held in memory of a step whose claim has been released. */
    void forget(UUID stepUuid);

    /** How the memory in front of the store does. */
    CacheStatistics cacheStatistics();

    /**
     * How the memory in front of the store does, since the process started.
     *
     * @param size contexts in memory, roughly
     * @param hits contexts found in memory
     * @param misses contexts that the store had to be asked for
     */
    record CacheStatistics(long size, long hits, long misses) {}
}
