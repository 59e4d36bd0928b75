package systems.tasker.events.simulation;

import java.util.Iterator;

/** Results that came in earlier, read one after the other; not thread-safe. */
public interface RecordedResults extends AutoCloseable {

    /** The results, oldest first; to be called once. Reading them blocks. */
    Iterator<RecordedResult> results();

    @Override
    default void close() {
        // Nothing is open.
    }
}
