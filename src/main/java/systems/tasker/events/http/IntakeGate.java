package systems.tasker.events.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the requests and bytes in progress. Requests beyond the limit are rejected at once, not queued.
 *
 * <p>Memory stays bounded because everything that holds a body holds a pass. Thread-safe.
 */
final class IntakeGate {

    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    IntakeGate(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** What one request holds: released when its last holder releases it. */
    public final class Pass {

        private final AtomicInteger holders = new AtomicInteger(1);
        private final AtomicLong held = new AtomicLong();

        private Pass() {}

        /**
         * Asks for more bytes.
         *
         * @return whether they were granted
         */
        public boolean grow(long more) {
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            held.addAndGet(more);
            return true;
        }

        /** Adds a holder, which has to release as well: the work goes on when the caller has disconnected. */
        public void hold() {
            holders.incrementAndGet();
        }

        /** Called once by every holder. */
        public void release() {
            if (holders.decrementAndGet() == 0) {
                requests.decrementAndGet();
                bytes.addAndGet(-held.get());
            }
        }
    }

    /**
     * Lets one more in.
     *
     * @return null when the capacity is used up
     */
    public Pass enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return null;
        }
        return new Pass();
    }

    /** Bytes that all together may hold; a body with more never fits. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How full it is, from 0 to 1: the fuller of requests and bytes. */
    public double saturation() {
        return Math.max((double) requests.get() / maxRequests, (double) bytes.get() / maxBytes);
    }

    /** How many are in flight. */
    public int inFlight() {
        return requests.get();
    }
}
