package systems.tasker.events.observability.queues;

import java.util.HashMap;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.server.Blocker;
import systems.tasker.events.queue.QueueName;

/** Observes vacuum for the queues and logs what blocks it. */
final class VacuumWatch {

    private static final Logger LOG = Logger.getLogger(VacuumWatch.class);

    private static final String DEAD_ROWS = """
            select meta.queue_name, stat.n_dead_tup
            from pgmq.meta as meta
            join pg_stat_all_tables as stat on stat.schemaname = 'pgmq' and stat.relname = %s
            """.formatted(QueueName.tableSql("meta.queue_name"));

    private final Pool pool;
    private final int xminAgeThreshold;
    private volatile String pinnedBy;

    VacuumWatch(Pool pool, int xminAgeThreshold) {
        this.pool = pool;
        this.xminAgeThreshold = xminAgeThreshold;
    }

    Uni<Vacuum> poll() {
        return pool.query(DEAD_ROWS).execute().chain(tables -> {
            var deadRows = new HashMap<String, Long>();
            tables.forEach(table -> deadRows.put(table.getString(0), table.getLong(1)));
            return Blocker.all(pool)
                    .map(Blocker::oldest)
                    .invoke(this::logHolder)
                    .map(oldest -> new Vacuum(deadRows, oldest));
        });
    }

    /** What blocks vacuum for too long; empty when nothing does. */
    Optional<Blocker> pinning(Vacuum vacuum) {
        return vacuum.oldest().filter(holder -> holder.transactions() >= xminAgeThreshold);
    }

    /** Logs one line when the blocking begins and one when it ends. */
    private void logHolder(Optional<Blocker> oldest) {
        var holder = oldest.filter(each -> each.transactions() >= xminAgeThreshold);
        var name = holder.map(Blocker::name).orElse(null);
        if (name != null && !name.equals(pinnedBy)) {
            LOG.warnf(
                    "Consumed messages cannot be removed from their tables, the queues get slow: pinned_by=%s application=%s transactions=%d",
                    name, holder.get().application(), holder.get().transactions());
        } else if (name == null && pinnedBy != null) {
            LOG.infof("Consumed messages can be removed again: pinned_until_now_by=%s", pinnedBy);
        }
        pinnedBy = name;
    }
}
