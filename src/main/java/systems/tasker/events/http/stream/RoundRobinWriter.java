package systems.tasker.events.http.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes to the readers of one event loop, in turn, as long as a round may take; the next round goes on with the reader after the last one.
 *
 * <p>So the time is bounded whatever the readers are like, each gets its turn, and one who lags loses its own events only. For one thread.
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

    /** @return whether it was there */
    boolean remove(StreamReader reader) {
        return readers.remove(reader);
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    /** Goes round until nobody can take more or the time is over; at least one reader has its turn. */
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
        // Whoever has ended is removed at once.
        List.copyOf(readers).forEach(StreamReader::end);
    }
}
