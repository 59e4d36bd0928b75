package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.queue.QueueName;

/**
 * The queues that cannot be sent to, because another session holds a lock on their table, or waits for one.
 *
 * <p>They are determined when a commit runs into its lock timeout, and polled while there are any, so that no further commit has to wait
 * for its timeout. Thread-safe.
 */
final class LockedQueues {

    private static final Logger LOG = Logger.getLogger(LockedQueues.class);

    // A small query, and results are accepted again soon after the lock is released.
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    // The lock modes that an insert conflicts with. Requested locks count, too: an insert queues up behind them.
    private static final String SQL = """
            select queue from unnest($1::text[]) as wanted (queue)
            where exists (
                select from pg_locks
                where locktype = 'relation'
                  and relation = to_regclass(%s)
                  and database = (select oid from pg_database where datname = current_database())
                  and mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                  and pid is distinct from pg_backend_pid())
            """.formatted(QueueName.qualifiedTableSql("queue"));

    private final Pool pool;
    private final Map<String, Long> checkedAt = new ConcurrentHashMap<>();

    LockedQueues(Pool pool) {
        this.pool = pool;
    }

    /** The usual case; commits then need no further check. */
    boolean isEmpty() {
        return checkedAt.isEmpty();
    }

    boolean contains(String queue) {
        return checkedAt.containsKey(queue);
    }

    /** Checks those whose poll is due; never fails, because the commit itself reports what is wrong with the database. */
    Uni<Void> poll() {
        var now = System.nanoTime();
        var due = checkedAt.entrySet().stream()
                .filter(queue -> now - queue.getValue() > POLL_INTERVAL.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : check(due).replaceWithVoid().onFailure().recoverWithNull();
    }

    /**
     * Checks which of some queues are locked now.
     *
     * @return whether any is
     */
    Uni<Boolean> check(Set<String> queues) {
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(queues.toArray(String[]::new)))
                .map(rows -> {
                    var locked = Rows.stream(rows).map(row -> row.getString(0)).collect(Collectors.toSet());
                    queues.forEach(queue -> note(queue, locked.contains(queue)));
                    return !locked.isEmpty();
                });
    }

    private void note(String queue, boolean isLocked) {
        if (isLocked && checkedAt.put(queue, System.nanoTime()) == null) {
            LOG.warnf("Queue is locked by another session; rejecting results for it: queue=%s", queue);
        } else if (!isLocked && checkedAt.remove(queue) != null) {
            LOG.infof("Queue is no longer locked; accepting results for it: queue=%s", queue);
        }
    }
}
