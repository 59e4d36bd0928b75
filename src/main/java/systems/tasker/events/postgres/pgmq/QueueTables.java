package systems.tasker.events.postgres.pgmq;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.queue.QueueName;

/**
 * Finds the tables behind queues, for what PGMQ has no function for.
 *
 * <p>A name that comes from outside gets into SQL no other way: it has to be in PGMQ's own list, and PostgreSQL itself folds and quotes
 * it as PGMQ did. Every call fails with what the client fails with. Thread-safe.
 */
public final class QueueTables {

    private static final String MESSAGES = QueueName.qualifiedTableSql("queue_name");

    private static final String TABLES = """
            select queue_name,
                   %s as messages,
                   %s as archive
            from pgmq.meta
            """.formatted(MESSAGES, QueueName.qualifiedArchiveSql("queue_name"));

    private static final String FAULTS = """
            select queue, fault
            from unnest($1::text[]) as wanted (queue)
            left join pg_class as messages on messages.oid = to_regclass(%s)
            cross join lateral (
                select case when messages.oid is null then 'MISSING'
                            when messages.relkind not in ('r', 'p') then 'NOT_A_TABLE'
                            when messages.relpersistence = 'u' then 'UNLOGGED' end as fault) as found
            where fault is not null
            """.formatted(QueueName.qualifiedTableSql("queue"));

    private final SqlClient sql;

    public QueueTables(SqlClient sql) {
        this.sql = sql;
    }

    /** A queue by its name, in which upper and lower case are the same; empty when there is no such queue. */
    public Uni<Optional<QueueTable>> find(String queue) {
        return sql.preparedQuery(TABLES + "where lower(queue_name) = lower($1) limit 1")
                .execute(Tuple.of(queue))
                .map(rows -> tables(rows).stream().findFirst());
    }

    /** Every queue whose table this role may read, by name; a database may have queues of other applications. */
    public Uni<List<QueueTable>> readable() {
        return sql.query(TABLES + """
                        where has_table_privilege(to_regclass(%s), 'select')
                        order by queue_name
                        """.formatted(MESSAGES)).execute().map(QueueTables::tables);
    }

    /** Those of some queues that do not keep their messages, by name. */
    public Uni<SortedMap<String, QueueFault>> faults(Collection<String> queues) {
        return sql.preparedQuery(FAULTS)
                .execute(Tuple.of(queues.toArray(String[]::new)))
                .map(rows -> {
                    var faults = new TreeMap<String, QueueFault>();
                    rows.forEach(row -> faults.put(row.getString(0), QueueFault.valueOf(row.getString(1))));
                    return faults;
                });
    }

    private static List<QueueTable> tables(RowSet<Row> rows) {
        return Rows.list(rows, row -> new QueueTable(row.getString(0), row.getString(1), row.getString(2)));
    }
}
