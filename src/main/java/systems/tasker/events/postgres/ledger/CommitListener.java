package systems.tasker.events.postgres.ledger;

import java.util.Map;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.publication.store.CommitVerdict;

/** Observes the commits, for meters; called on the thread that delivers the database's answer, must not block. */
@FunctionalInterface
interface CommitListener {

    /**
     * Messages are committed.
     *
     * @param messagesByQueue their number by queue
     */
    void sent(Map<String, Integer> messagesByQueue);

    /**
     * A commit has ended; its caller has the verdict or the failure.
     *
     * @param verdict null when it failed
     * @param failure null when it did not
     */
    default void ended(CommitVerdict verdict, Throwable failure) {}

    /** Decorates the statement that accepts some results; by default it is returned unchanged. */
    default <T> Uni<T> statement(int results, Uni<T> statement) {
        return statement;
    }
}
