package systems.tasker.events.observability.queues;

import java.util.Map;
import java.util.Optional;

/**
 * The state of PostgreSQL's vacuum for the queues: consumed messages leave dead rows, which vacuum removes once no snapshot can see them.
 *
 * @param deadRows estimated dead rows in the queues' tables, by queue
 * @param oldest the holder of the oldest snapshot; empty when there is none
 */
record Vacuum(Map<String, Long> deadRows, Optional<Holder> oldest) {

    static final Vacuum NOTHING_KNOWN = new Vacuum(Map.of(), Optional.empty());

    Vacuum {
        deadRows = Map.copyOf(deadRows);
    }

    /**
     * A session, replication slot or prepared transaction that keeps rows from being removed.
     *
     * @param name its kind, with pid or name
     * @param application the application name of the session
     * @param age transactions that began since its oldest snapshot
     */
    record Holder(String name, String application, long age) {}

    /** Transactions that began since the oldest snapshot. */
    long age() {
        return oldest.map(Holder::age).orElse(0L);
    }
}
