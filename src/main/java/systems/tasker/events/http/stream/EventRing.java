package systems.tasker.events.http.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;

import systems.tasker.events.event.DomainEvent;

/**
 * The last events of this instance, as many as two bounds allow, each with its sequence: 1, 2, 3 and so on since the start.
 *
 * <p>Appending takes a lock for some instructions; reading takes none. While nothing is to be kept, an event only gets its number.
 */
final class EventRing {

    private final AtomicReferenceArray<StreamedEvent> slots;
    private final long maxBytes;
    private long bytes;
    private volatile boolean keeping;
    private volatile long oldest = 1;
    private volatile long end = 1;

    EventRing(int maxEvents, long maxBytes) {
        this.slots = new AtomicReferenceArray<>(maxEvents);
        this.maxBytes = maxBytes;
    }

    /** Adds an event; the oldest ones make room. Safe to call from any thread. */
    void append(DomainEvent event) {
        long weight = keeping ? EventWeight.of(event) : 0;
        synchronized (this) {
            if (keeping) {
                if (end - oldest == slots.length()) {
                    dropOldest();
                }
                slots.set(slot(end), new StreamedEvent(end, event, weight));
                bytes += weight;
                end++;
                while (bytes > maxBytes) {
                    dropOldest();
                }
            } else {
                // The newer one first: who reads meanwhile must not see an event that is not there.
                oldest = end + 1;
                end++;
            }
        }
    }

    /** Keeps events from now on. */
    synchronized void keep() {
        keeping = true;
    }

    /** Keeps none any more, and forgets those there are. */
    synchronized void forget() {
        keeping = false;
        while (oldest < end) {
            dropOldest();
        }
    }

    /** The event with a sequence below {@link #end}; null when it is gone. */
    StreamedEvent get(long sequence) {
        var event = slots.get(slot(sequence));
        return event != null && event.sequence() == sequence ? event : null;
    }

    /** The sequence of the oldest event that is kept; {@link #end} when none is. */
    long oldest() {
        return oldest;
    }

    /** The sequence that the next event will get. */
    long end() {
        return end;
    }

    private void dropOldest() {
        bytes -= slots.getAndSet(slot(oldest), null).weight();
        oldest++;
    }

    private int slot(long sequence) {
        return (int) (sequence % slots.length());
    }
}
