package systems.tasker.events.http.deadletters;

import java.util.List;

import io.smallrye.mutiny.Uni;

/**
 * Where a run finds its messages and how it sends them. Each source serves one run, one call at a time.
 *
 * @param <M> what it has to know about a message in order to send it
 */
interface ResendSource<M> {

    /**
     * The next messages in the order of their ids.
     *
     * @param messages those to be sent; may be empty although more follow
     * @param lastId the id that the next batch begins after
     * @param isLast whether nothing follows
     * @param <M> what is known about each
     */
    record Batch<M>(List<M> messages, long lastId, boolean isLast) {

        public Batch {
            messages = List.copyOf(messages);
        }
    }

    /** Finds at most {@code max} messages with ids above {@code afterId}. */
    Uni<Batch<M>> next(long afterId, int max);

    /**
     * Sends messages in one statement, all or none.
     *
     * @return how many; those that are gone or locked by another session are not sent
     */
    Uni<Long> send(List<M> messages);
}
