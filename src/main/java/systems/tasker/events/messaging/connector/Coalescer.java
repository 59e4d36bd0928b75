package systems.tasker.events.messaging.connector;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/** Lets items that arrive while a call is in flight share the next one, in order. Thread-safe. */
final class Coalescer<T> {

    private final Queue<T> waiting = new ArrayDeque<>();
    private final int maxBatch;
    private final Function<List<T>, Uni<Void>> call;
    private boolean busy;

    /** @param call settles every item of a batch; completes when all are settled, never fails */
    Coalescer(int maxBatch, Function<List<T>, Uni<Void>> call) {
        this.maxBatch = maxBatch;
        this.call = call;
    }

    void add(T item) {
        List<T> batch;
        synchronized (this) {
            waiting.add(item);
            batch = busy ? List.of() : next();
        }
        run(batch);
    }

    private void run(List<T> batch) {
        if (!batch.isEmpty()) {
            call.apply(batch).subscribe().with(done -> runNext());
        }
    }

    private void runNext() {
        List<T> batch;
        synchronized (this) {
            batch = next();
        }
        run(batch);
    }

    private List<T> next() {
        var batch = new ArrayList<T>();
        while (batch.size() < maxBatch && !waiting.isEmpty()) {
            batch.add(waiting.poll());
        }
        busy = !batch.isEmpty();
        return batch;
    }
}
