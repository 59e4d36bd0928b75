package systems.tasker.events.postgres.doctor;

import java.util.List;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.postgres.pgmq.GroupIndexes;
import systems.tasker.events.queue.QueueName;

/** Checks of queues and their tables, but not of messages. */
final class QueueChecks {

    private static final String MISSING = """
            select name, 'no queue of this name in pgmq.meta', format('select pgmq.create(%%L)', name)
            from unnest($1::text[]) as name
            where name %s like '%%\\%s'
              and not exists (select from pgmq.meta where lower(queue_name) = lower(name))
            order by name
            """;

    private static final String MISSING_TABLES = Inspection.OURS + """
            select name,
                   concat_ws(' and ', case when messages is null then 'its table' end, case when archive is null then 'its archive' end)
                       || ' does not exist',
                   format('select pgmq.create(%L)', name)
            from ours
            where (messages is null or archive is null)
              and exists (select from pgmq.meta where lower(queue_name) = lower(name))
            order by name
            """;

    // PGMQ's functions read by vt, this service's purge by archived_at; any index that begins with the column serves.
    private static final String MISSING_INDEXES = Inspection.OURS + """
            select relation::text, 'no index on ' || indexed, format('create index concurrently on %s (%I)', relation, indexed)
            from (
                select messages as relation, 'vt' as indexed from ours
                union all select archive, 'archived_at' from ours
            ) as needed
            where relation is not null and not exists (
                select from pg_index
                join pg_attribute on attrelid = indrelid and attnum = indkey[0]
                where indrelid = relation and attname = indexed)
            order by 1
            """;

    private static final String INVALID_INDEXES = Inspection.TABLES + """
            select indexrelid::regclass::text, format('the index of %s is not valid, its build was interrupted', relation),
                   format('reindex index concurrently %s', indexrelid::regclass)
            from tables join pg_index on indrelid = relation
            where not indisvalid
            order by 1
            """;

    // The lock modes that an insert conflicts with.
    private static final String LOCKED = Inspection.OURS + """
            select name,
                   format('session with pid %s (%s) %s %s for %s s', lock.pid, coalesce(nullif(session.application_name, ''), 'no name'),
                       case when lock.granted then 'holds' else 'waits for' end, lock.mode,
                       coalesce(extract(epoch from now() - session.xact_start)::integer, 0)),
                   format('select pg_terminate_backend(%s)', lock.pid)
            from ours
            join pg_locks as lock on lock.relation = ours.messages
            left join pg_stat_activity as session on session.pid = lock.pid
            where lock.locktype = 'relation'
              and lock.database = (select oid from pg_database where datname = current_database())
              and lock.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              and lock.pid is distinct from pg_backend_pid()
            order by 1
            """;

    private static final String NOTIFY_TRIGGERS = Inspection.OURS + """
            select name, format('the trigger %s serializes the transactions of senders', tgname),
                   format('select pgmq.disable_notify_insert(%L)', name)
            from ours join pg_trigger on tgrelid = messages
            where not tgisinternal and tgname like '%notify%'
            order by 1
            """;

    private QueueChecks() {}

    static Uni<List<Finding>> missing(Inspection inspection) {
        var sql = MISSING.formatted("not", QueueName.DEAD_LETTERS);
        return inspection.each(FindingType.QUEUE_MISSING, sql, (Object) inspection.queues());
    }

    static Uni<List<Finding>> missingDeadLetterQueues(Inspection inspection) {
        var sql = MISSING.formatted("", QueueName.DEAD_LETTERS);
        return inspection.each(FindingType.DEAD_LETTER_QUEUE_MISSING, sql, (Object) inspection.queues());
    }

    static Uni<List<Finding>> missingTables(Inspection inspection) {
        return inspection.each(FindingType.QUEUE_TABLE_MISSING, MISSING_TABLES, (Object) inspection.queues());
    }

    static Uni<List<Finding>> missingIndexes(Inspection inspection) {
        return inspection.each(FindingType.INDEX_MISSING, MISSING_INDEXES, (Object) inspection.queues());
    }

    /** The indexes that grouped reads of ordered queues need. */
    static Uni<List<Finding>> missingGroupIndexes(Inspection inspection) {
        var ordered = inspection.expected().orderedQueues();
        return inspection
                .tables()
                .map(tables -> tables.stream()
                        .filter(table -> ordered.contains(table.queue()))
                        .toList())
                .chain(tables -> inspection
                        .perQueue(tables, "select %1$d, to_regclass('%2$s_group_idx') is null")
                        .map(rows -> rows.stream()
                                .filter(row -> row.getBoolean(1))
                                .map(row -> tables.get(row.getInteger(0)))
                                .map(table -> FindingType.INDEX_MISSING.of(
                                        table.messages(),
                                        "no index for grouped reads, which events with an ordering key need",
                                        GroupIndexes.repair(table.queue())))
                                .toList()));
    }

    static Uni<List<Finding>> invalidIndexes(Inspection inspection) {
        return inspection.each(FindingType.INDEX_INVALID, INVALID_INDEXES, (Object) inspection.queues());
    }

    /** Sessions because of which commits run into their lock timeout. */
    static Uni<List<Finding>> locked(Inspection inspection) {
        return inspection.each(FindingType.QUEUE_LOCKED, LOCKED, (Object) inspection.queues());
    }

    /** What {@code pgmq.enable_notify_insert} makes. */
    static Uni<List<Finding>> notifyTriggers(Inspection inspection) {
        return inspection.each(FindingType.NOTIFY_TRIGGER, NOTIFY_TRIGGERS, (Object) inspection.queues());
    }
}
