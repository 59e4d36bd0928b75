package systems.tasker.events.postgres.doctor;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.postgres.pgmq.QueueStorage;
import systems.tasker.events.postgres.server.Blocker;

/** Checks of what vacuum and purge should keep small. */
final class VacuumChecks {

    // Far more than vacuum leaves with the service's settings for queues, and enough to make reads slow.
    private static final long DEAD_TUPLES = 100_000;
    // Below this size, empty pages do no harm.
    private static final long BLOAT_BYTES = 64L << 20;
    // Vacuum freezes at 200 million by default; PostgreSQL stops accepting writes at 2 billion.
    private static final long XID_AGE = 500_000_000;

    private static final String AUTOVACUUM = Inspection.TABLES + """
            select name, name || ' is off', %s
            from pg_settings where name in ('autovacuum', 'track_counts') and setting = 'off'
            union all
            select relation::text, 'autovacuum is disabled for this table', format('alter table %%s reset (autovacuum_enabled)', relation)
            from tables join pg_class on oid = relation
            where 'autovacuum_enabled=false' = any(reloptions) or 'autovacuum_enabled=off' = any(reloptions)
            order by 1
            """.formatted(Inspection.SWITCH_ON);

    private static final String DEAD = Inspection.TABLES + """
            select relation::text,
                   format('%s dead rows beside %s live ones, last vacuum %s', n_dead_tup, n_live_tup,
                       coalesce(greatest(last_vacuum, last_autovacuum)::text, 'never')),
                   format('vacuum (analyze) %s', relation)
            from tables join pg_stat_all_tables on relid = relation
            where n_dead_tup > $2
            order by n_dead_tup desc
            """;

    // Pages and rows as of the last vacuum or analyze; 40 bytes are the headers of a row. Messages out of line are not
    // in these pages.
    private static final String BLOATED = Inspection.TABLES + """
            select relation::text,
                   format('%s for %s rows that need %s', pg_size_pretty(size), rows, pg_size_pretty(needed)),
                   format('in a quiet hour, as it locks the queue: vacuum full %s', relation)
            from (
                select relation, relpages::bigint * current_setting('block_size')::bigint as size, reltuples::bigint as rows,
                       (reltuples::bigint * (40 + coalesce((
                           select sum(avg_width) from pg_stats where schemaname = 'pgmq' and tablename = relname), 200)))::bigint as needed
                from tables join pg_class on oid = relation
                where reltuples >= 0
            ) as measured
            where size > $2 and size > 4 * needed
            order by size desc
            """;

    private static final String XIDS = """
            select 'database ' || datname, format('%s transactions, %s multixacts old', xids, multixacts),
                   'remove what holds the xmin horizon, then as its owner: vacuum (freeze)'
            from (
                select datname, age(datfrozenxid) as xids, mxid_age(datminmxid) as multixacts
                from pg_database where datname = current_database()
            ) as database
            where greatest(xids, multixacts) > $1
            """;

    private static final String PURGED = """
            select 'tasker_events.accepted_results', 'has results older than twice the retention of ' || $2::text,
                   'grant delete to the role of the service, which purges every 10 minutes, and see its log for failed purges'
            where exists (
                select from tasker_events.accepted_results where accepted_at < now() - make_interval(secs => $1))
            """;

    private static final String PREPARED = "prepared transaction ";

    private VacuumChecks() {}

    /** Tables without the parameters that the service sets where it may. */
    static Uni<List<Finding>> storage(Inspection inspection) {
        return QueueStorage.missing(
                        inspection.connection(), inspection.expected().queues())
                .map(missing -> missing.stream()
                        .map(each -> FindingType.STORAGE_PARAMETERS.of(
                                each.table(), "it lacks " + each.options(), each.repair()))
                        .toList());
    }

    static Uni<List<Finding>> autovacuum(Inspection inspection) {
        return inspection.each(FindingType.AUTOVACUUM_OFF, AUTOVACUUM, (Object) inspection.queues());
    }

    static Uni<List<Finding>> deadTuples(Inspection inspection) {
        return inspection.each(FindingType.DEAD_TUPLES, DEAD, inspection.queues(), DEAD_TUPLES);
    }

    static Uni<List<Finding>> bloat(Inspection inspection) {
        return inspection.each(FindingType.BLOAT, BLOATED, inspection.queues(), BLOAT_BYTES);
    }

    static Uni<List<Finding>> xminHorizon(Inspection inspection) {
        var limit = inspection.expected().service().xminAgeThreshold();
        return Blocker.all(inspection.connection())
                .map(all -> Blocker.oldest(all)
                        .filter(holder -> holder.transactions() >= limit)
                        .map(holder -> List.of(FindingType.XMIN_HORIZON.of(
                                holder.name(),
                                "%s sees what was %d transactions ago"
                                        .formatted(
                                                Optional.ofNullable(holder.application())
                                                        .orElse("it"),
                                                holder.transactions()),
                                fix(holder.name()))))
                        .orElse(List.of()));
    }

    private static String fix(String holder) {
        var name = holder.substring(holder.lastIndexOf(' ') + 1);
        if (holder.startsWith("replication slot")) {
            return "start its consumer, or: select pg_drop_replication_slot('" + name + "')";
        }
        // Its name is any text.
        return holder.startsWith(PREPARED)
                ? "rollback prepared '" + holder.substring(PREPARED.length()).replace("'", "''") + "'"
                : "select pg_terminate_backend(" + name + ")";
    }

    static Uni<List<Finding>> xidAge(Inspection inspection) {
        return inspection.each(FindingType.XID_AGE, XIDS, XID_AGE);
    }

    /** Whether the service deletes accepted results at their retention. */
    static Uni<List<Finding>> purge(Inspection inspection) {
        var retention = inspection.expected().service().retention();
        return inspection
                .row("select to_regclass('tasker_events.accepted_results') is not null")
                .chain(row -> row.getBoolean(0)
                        ? inspection.each(
                                FindingType.PURGE_STALLED, PURGED, 2.0 * retention.toSeconds(), retention.toString())
                        : Uni.createFrom().item(List.<Finding>of()));
    }
}
