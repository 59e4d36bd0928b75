package systems.tasker.events.publication.store;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.step.TaskSequenceStep;

/**
 * Keeps the contexts of claimed steps until their result is accepted; shared by all replicas, and durable.
 *
 * <p>Every method fails with {@link StoreUnavailableException} when the store is unavailable.
 */
public interface ContextStore {

    /**
     * Keeps a context; it replaces one of the same step, unless that is of a later attempt.
     *
     * @return whether there was none
     */
    Uni<Boolean> claim(TaskSequenceStep context);

    /** The context of a claimed step, possibly cached: stale when the step was claimed again through another replica. */
    Uni<Optional<ClaimedContext>> find(UUID stepUuid);

    /** The context of a claimed step, read from the store. */
    Uni<Optional<ClaimedContext>> refresh(UUID stepUuid);

    /** Evicts from the cache the claim that an accepted result of this attempt has ended; one of a later attempt stays. */
    void forget(UUID stepUuid, OptionalInt attempt);

    /** The statistics of the cache in front of the store. */
    CacheStatistics cacheStatistics();

    /**
     * The context of a claimed step.
     *
     * @param claimId identifies the claim; a step that is claimed again gets a new one
     * @param context the context
     * @param attempt the attempt that was claimed; empty when the context does not name it
     */
    record ClaimedContext(UUID claimId, TaskSequenceStep context, OptionalInt attempt) {

        /** Whether it is known to be of a later attempt, so that a result of this one must not end it. */
        public boolean isLaterThan(OptionalInt other) {
            return attempt.isPresent() && (other.isEmpty() || attempt.getAsInt() > other.getAsInt());
        }
    }

    /**
     * The statistics of the cache since the process started.
     *
     * @param size approximate number of cached contexts
     * @param hits look-ups that found a cached context
     * @param misses look-ups that did not
     */
    record CacheStatistics(long size, long hits, long misses) {}
}
