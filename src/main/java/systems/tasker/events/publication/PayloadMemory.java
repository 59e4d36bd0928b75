package systems.tasker.events.publication;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the payloads that custom publishers have made and that are not committed yet: a result of a megabyte with a hundred events could
 * otherwise become hundreds of megabytes. Thread-safe.
 */
final class PayloadMemory {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    /** @param max characters of all payloads together */
    PayloadMemory(long max) {
        this.max = max;
    }

    /** What one result takes of it. */
    Share share() {
        return new Share();
    }

    /** Characters of the payloads being committed. */
    long used() {
        return used.get();
    }

    /** The payloads of one result; released as a whole. */
    final class Share {

        private long taken;
        private boolean released;

        private Share() {}

        /**
         * Adds a payload.
         *
         * @return whether there is memory left for it
         */
        synchronized boolean take(long characters) {
            // A publisher that overran its time limit may return when its result is long answered.
            if (released || used.addAndGet(characters) > max) {
                used.addAndGet(released ? 0 : -characters);
                return false;
            }
            taken += characters;
            return true;
        }

        synchronized void release() {
            released = true;
            used.addAndGet(-taken);
            taken = 0;
        }
    }
}
