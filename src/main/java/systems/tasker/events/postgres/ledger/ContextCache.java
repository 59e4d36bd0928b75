package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.json.TreeMemory;
import systems.tasker.events.publication.store.ContextStore.CacheStatistics;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;

/** Recently claimed contexts, bounded by the heap that they retain. */
// Caffeine loads the classes of its variants by name; the builder below needs these two.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMWW", "com.github.benmanes.caffeine.cache.PSWMW"})
final class ContextCache {

    // The claim, its ids and the cache's node.
    private static final int ENTRY = 500;

    private final Cache<UUID, Entry> entries;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private record Entry(ClaimedContext claim, int bytes) {}

    /** @param maxBytes of heap, about */
    ContextCache(long maxBytes, Duration expiry) {
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<UUID, Entry>weigher((step, entry) -> entry.bytes())
                .expireAfterWrite(expiry)
                .build();
    }

    void put(ClaimedContext claim) {
        var bytes = ENTRY + TreeMemory.of(claim.context().json());
        entries.put(claim.context().stepUuid(), new Entry(claim, (int) Math.min(bytes, Integer.MAX_VALUE)));
    }

    Optional<ClaimedContext> get(UUID stepUuid) {
        var entry = entries.getIfPresent(stepUuid);
        (entry == null ? misses : hits).increment();
        return Optional.ofNullable(entry).map(Entry::claim);
    }

    /** Removes a claim that a result of this attempt ends, which is one of the same or an earlier attempt. */
    void remove(UUID stepUuid, OptionalInt attempt) {
        entries.asMap()
                .computeIfPresent(stepUuid, (step, entry) -> entry.claim().isLaterThan(attempt) ? entry : null);
    }

    CacheStatistics statistics() {
        return new CacheStatistics(entries.estimatedSize(), hits.sum(), misses.sum());
    }
}
