package systems.tasker.events.observability.queues;

import java.util.HashMap;
import java.util.Optional;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.queues.Vacuum.Holder;
import systems.tasker.events.queue.QueueName;

/** Observes vacuum for the queues and logs what blocks it. */
final class VacuumWatch {

    private static final Logger LOG = Logger.getLogger(VacuumWatch.class);

    private static final String DEAD_ROWS = """
            select meta.queue_name, stat.n_dead_tup
            from pgmq.meta as meta
            join pg_stat_all_tables as stat on stat.schemaname = 'pgmq' and stat.relname = %s
            """.formatted(QueueName.tableSql("meta.queue_name"));

    // A vacuum holds no rows back. Sessions of other databases cannot see our rows; those of replicas have no database.
    private static final String OLDEST = """
            select holder, application, age::bigint
            from (
                select 'session with pid ' || pid as holder, application_name as application,
                       greatest(age(backend_xmin), age(backend_xid)) as age
                from pg_stat_activity
                where coalesce(backend_xmin, backend_xid) is not null
                  and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'
                  and coalesce(datname, current_database()) = current_database()
                union all
                select 'replication slot ' || slot_name, plugin, age(xmin)
                from pg_replication_slots where xmin is not null
                union all
                select 'prepared transaction ' || gid, owner, age(transaction)
                from pg_prepared_xacts where database = current_database()
            ) as seen
            order by age desc
            limit 1
            """;

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
            return pool.query(OLDEST)
                    .execute()
                    .map(holders -> StreamSupport.stream(holders.spliterator(), false)
                            .map(row -> new Holder(row.getString(0), row.getString(1), row.getLong(2)))
                            .findFirst())
                    .invoke(this::logHolder)
                    .map(oldest -> new Vacuum(deadRows, oldest));
        });
    }

    /** What blocks vacuum for too long; empty when nothing does. */
    Optional<Holder> pinning(Vacuum vacuum) {
        return vacuum.oldest().filter(holder -> holder.age() >= xminAgeThreshold);
    }

    /** Logs one line when the blocking begins and one when it ends. */
    private void logHolder(Optional<Holder> oldest) {
        var holder = oldest.filter(each -> each.age() >= xminAgeThreshold);
        var name = holder.map(Holder::name).orElse(null);
        if (name != null && !name.equals(pinnedBy)) {
            LOG.warnf(
                    "Consumed messages cannot be removed from their tables, the queues get slow: pinned_by=%s application=%s transactions=%d",
                    name, holder.get().application(), holder.get().age());
        } else if (name == null && pinnedBy != null) {
            LOG.infof("Consumed messages can be removed again: pinned_until_now_by=%s", pinnedBy);
        }
        pinnedBy = name;
    }
}
