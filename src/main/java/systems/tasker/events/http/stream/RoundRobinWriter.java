package systems.tasker.events.http.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes to the readers of one event loop in turn, for a limited time per round; the next round continues with the next reader.
 *
 * <p>So the time is bounded for any readers, none starves, and a slow reader loses only its own events. Not thread-safe.
 */
final class RoundRobinWriter {

    private final Deque<StreamReader> readers = new ArrayDeque<>();
    private final long budgetNanos;
    private final LongSupplier nanoTime;

    RoundRobinWriter(long budgetNanos, LongSupplier nanoTime) {
        this.budgetNanos = budgetNanos;
        this.nanoTime = nanoTime;
    }

    void add(StreamReader reader) {
        readers.add(reader);
    }

    /**
     * Removes a reader.
     *
     * @return whether it was there
     */
    boolean remove(StreamReader reader) {
        return readers.remove(reader);
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    /** Writes until no reader can take more or the time is over, at least to one reader. */
    void round() {
        var now = nanoTime.getAsLong();
        var end = now + budgetNanos;
        for (int done = 0; done < readers.size() && now <= end; now = nanoTime.getAsLong()) {
            var reader = readers.remove();
            readers.add(reader);
            done = reader.advance(now) ? 0 : done + 1;
        }
    }

    void end() {
        // A reader that has ended is removed at once.
        List.copyOf(readers).forEach(StreamReader::end);
    }
}
