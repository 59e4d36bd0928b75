package systems.tasker.events.postgres.ledger;

import java.util.Map;

import io.smallrye.mutiny.Uni;

/** Observes the commits, for meters; called on the thread that delivers the database's answer, must not block. */
@FunctionalInterface
interface CommitListener {

    /**
     * Messages are committed.
     *
     * @param messagesByQueue their number by queue
     */
    void sent(Map<String, Integer> messagesByQueue);

    /** Decorates the statement that accepts some results; by default it is returned unchanged. */
    default <T> Uni<T> statement(int results, Uni<T> statement) {
        return statement;
    }
}
