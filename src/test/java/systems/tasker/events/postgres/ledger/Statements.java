package systems.tasker.events.postgres.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.smallrye.mutiny.Uni;

/** Records how many results each statement was to accept. */
final class Statements extends ConcurrentLinkedQueue<Integer> implements CommitListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void sent(Map<String, Integer> messagesByQueue) {
        // Only what is tried matters here.
    }

    @Override
    public <T> Uni<T> statement(int results, Uni<T> statement) {
        add(results);
        return statement;
    }
}
