package systems.tasker.events.observability.queues;

import java.util.Map;
import java.util.Optional;

import systems.tasker.events.postgres.server.Blocker;

/**
 * The state of PostgreSQL's vacuum for the queues: consumed messages leave dead rows, which vacuum removes once no snapshot can see them.
 *
 * @param deadRows estimated dead rows in the queues' tables, by queue
 * @param oldest the holder of the oldest snapshot; empty when there is none
 */
record Vacuum(Map<String, Long> deadRows, Optional<Blocker> oldest) {

    static final Vacuum NOTHING_KNOWN = new Vacuum(Map.of(), Optional.empty());

    Vacuum {
        deadRows = Map.copyOf(deadRows);
    }

    /** Transactions that began since the oldest snapshot. */
    long age() {
        return oldest.map(Blocker::transactions).orElse(0L);
    }
}
