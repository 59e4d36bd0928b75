package systems.tasker.events.http.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;

import systems.tasker.events.event.DomainEvent;

/**
 * The last events of this instance, limited by number and heap. Each has a sequence number: 1, 2, 3, … since the start.
 *
 * <p>Thread-safe. Appending takes a lock for a few instructions; reading is lock-free. While nothing is kept, an event only gets its
 * number.
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

    /** Adds an event; the oldest ones are dropped if necessary. */
    void append(DomainEvent event) {
        long weight = keeping ? EventWeight.of(event) : 0;
        synchronized (this) {
            if (keeping) {
                keep(StreamedEvent.of(end, event, weight));
            } else {
                // The newer one first: a concurrent reader must not see an event that is missing.
                oldest = end + 1;
                end++;
            }
        }
    }

    /** Adds an event that was not published. While nothing is kept, it gets no number. */
    synchronized void append(UnpublishedEvent event) {
        if (keeping) {
            keep(StreamedEvent.of(end, event, EventWeight.of(event)));
        }
    }

    private void keep(StreamedEvent event) {
        if (end - oldest == slots.length()) {
            dropOldest();
        }
        slots.set(slot(end), event);
        bytes += event.weight();
        end++;
        while (bytes > maxBytes) {
            dropOldest();
        }
    }

    /** Keeps events from now on. */
    synchronized void keep() {
        keeping = true;
    }

    /** Stops keeping events and drops the kept ones. */
    synchronized void forget() {
        keeping = false;
        while (oldest < end) {
            dropOldest();
        }
    }

    /** The event with a sequence below {@link #end}; null when it was dropped. */
    StreamedEvent get(long sequence) {
        var event = slots.get(slot(sequence));
        return event != null && event.sequence() == sequence ? event : null;
    }

    /** The sequence of the oldest event that is kept; {@link #end} when none is kept. */
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
