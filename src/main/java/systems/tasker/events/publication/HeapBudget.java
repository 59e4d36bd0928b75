package systems.tasker.events.publication;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/**
 * Bounds the heap that one kind of trees takes, such as the payloads that custom publishers have made and that are not committed yet: a
 * result of a megabyte with a hundred events could otherwise become hundreds of megabytes. Thread-safe.
 */
final class HeapBudget {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /** @param max bytes of all trees together, as estimated */
    HeapBudget(long max) {
        this.max = max;
    }

    /** What one result takes of it. */
    Share share() {
        return new Share();
    }

    /**
     * Does work that retains some heap until it ends.
     *
     * @param bytes of heap, about
     * @return fails with a {@link RejectedExecutionException} when there is no memory left for it
     */
    <T> Uni<T> during(long bytes, Supplier<Uni<T>> work) {
        var share = share();
        return share.take(bytes)
                ? work.get().onTermination().invoke(share::release)
                : Uni.createFrom().failure(() -> new RejectedExecutionException("no memory left for it"));
    }

    /** Bytes that are taken. */
    long used() {
        return used.get();
    }

    /** What was taken for one result; released as a whole. */
    final class Share {

        private long taken;
        private boolean released;

        private Share() {}

        /**
         * Adds a tree.
         *
         * @return whether there is memory left for it
         */
        synchronized boolean take(long bytes) {
            // A publisher that overran its time limit may return when its result is long answered.
            if (released || used.addAndGet(bytes) > max) {
                used.addAndGet(released ? 0 : -bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        synchronized void release() {
            released = true;
            used.addAndGet(-taken);
            taken = 0;
        }
    }
}
