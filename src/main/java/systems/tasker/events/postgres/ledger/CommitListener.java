package systems.tasker.events.postgres.ledger;

import java.util.Map;

import io.smallrye.mutiny.Uni;

/** Watches the commits; called on the thread that brings the database's answer, and must not block. */
@FunctionalInterface
interface CommitListener {

    /** Messages are committed. @param messagesByQueue how many, by queue */
    void sent(Map<String, Integer> messagesByQueue);

    /** The statement that accepts so many results, watched; the usual case is to leave it as it is. */
    default <T> Uni<T> statement(int results, Uni<T> statement) {
        return statement;
    }
}
