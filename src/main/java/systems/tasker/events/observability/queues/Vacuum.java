package systems.tasker.events.observability.queues;

import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL's vacuum has to do with the queues: every message that was consumed leaves rows behind, which it removes once nobody can see
 * them any more.
 *
 * @param deadRows rows left behind in the queues' tables, by queue, as PostgreSQL estimates them
 * @param oldest who sees the oldest rows; empty when nobody looks at any
 */
record Vacuum(Map<String, Long> deadRows, Optional<Holder> oldest) {

    static final Vacuum NOTHING_KNOWN = new Vacuum(Map.of(), Optional.empty());

    Vacuum {
        deadRows = Map.copyOf(deadRows);
    }

    /**
     * A session, replication slot or prepared transaction that keeps rows from being removed.
     *
     * @param name what it is, with its pid or name
     * @param application the application that the session says it belongs to
     * @param age how many transactions began since the oldest it sees
     */
    record Holder(String name, String application, long age) {}

    /** How many transactions began since the oldest that somebody sees. */
    long age() {
        return oldest.map(Holder::age).orElse(0L);
    }
}
