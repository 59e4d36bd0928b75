package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.queue.QueueName;

/**
 * The queues to which nobody can send, because somebody holds a lock on their table, or waits for one.
 *
 * <p>A commit that waited for a lock in vain has them looked for; as long as there are any, they are looked at now and then, so that no further
 * commit has to wait to find out. Safe to use from any thread.
 */
final class LockedQueues {

    private static final Logger LOG = Logger.getLogger(LockedQueues.class);

    // As often as a small query costs next to nothing, and senders are let in again soon.
    private static final Duration LOOK = Duration.ofMillis(250);

    // The locks that an insert waits for. Those that are waited for count, too: an insert queues up behind them.
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
    private final Map<String, Long> lookedAt = new ConcurrentHashMap<>();

    LockedQueues(Pool pool) {
        this.pool = pool;
    }

    /** As nearly always; then no commit has to ask any further. */
    boolean isEmpty() {
        return lookedAt.isEmpty();
    }

    boolean contains(String queue) {
        return lookedAt.containsKey(queue);
    }

    /** Looks at those that are due; never fails, for whoever sends finds out by itself what is wrong. */
    Uni<Void> lookAgain() {
        var now = System.nanoTime();
        var due = lookedAt.entrySet().stream()
                .filter(queue -> now - queue.getValue() > LOOK.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : look(due).replaceWithVoid().onFailure().recoverWithNull();
    }

    /** Looks which of some queues are locked now. @return whether any is */
    Uni<Boolean> look(Set<String> queues) {
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(queues.toArray(String[]::new)))
                .map(rows -> {
                    var locked = StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> row.getString(0))
                            .collect(Collectors.toSet());
                    queues.forEach(queue -> note(queue, locked.contains(queue)));
                    return !locked.isEmpty();
                });
    }

    private void note(String queue, boolean isLocked) {
        if (isLocked && lookedAt.put(queue, System.nanoTime()) == null) {
            LOG.warnf("Somebody holds a lock on a queue, results for it are refused meanwhile: queue=%s", queue);
        } else if (!isLocked && lookedAt.remove(queue) != null) {
            LOG.infof("The lock on a queue is gone, results for it are accepted again: queue=%s", queue);
        }
    }
}
