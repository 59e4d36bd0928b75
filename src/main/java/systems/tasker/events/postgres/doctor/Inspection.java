package systems.tasker.events.postgres.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.queue.QueueName;

/**
 * What one check works with: a read-only transaction and the expectations.
 *
 * @param pool the service's pool
 * @param connection the connection of the check's transaction
 * @param expected what the database should be like
 */
record Inspection(Pool pool, SqlConnection connection, Expectations expected) {

    /** The expected queues with their tables, which are null when they do not exist; $1 is the queues. */
    static final String OURS =
            """
            with ours as (
                select name, to_regclass(%s) as messages, to_regclass(%s) as archive
                from unnest($1::text[]) as name
            )
            """.formatted(QueueName.qualifiedTableSql("name"), QueueName.qualifiedArchiveSql("name"));

    /** The same with a row per table. */
    static final String TABLES = OURS + """
            , tables as (
                select name, messages as relation from ours where messages is not null
                union all
                select name, archive from ours where archive is not null
            )
            """;

    /** What switches a row of {@code pg_settings} on; the command line wins over {@code alter system}. */
    static final String SWITCH_ON = """
            case source
                when 'command line'
                then format('remove %1$s from the command line, which wins over alter system, and restart the server', name)
                else format('alter system set %s = on; select pg_reload_conf()', name)
            end""";

    private static final String READABLE = OURS + """
            select name from ours
            where has_table_privilege(messages, 'select') and has_table_privilege(archive, 'select')
            """;

    /** One finding per row of a query for subject, evidence and fix. */
    Uni<List<Finding>> each(FindingType type, String sql, Object... parameters) {
        return rows(sql, parameters)
                .map(rows -> rows.stream()
                        .map(row -> type.of(row.getString(0), row.getString(1), row.getString(2)))
                        .toList());
    }

    Uni<List<Row>> rows(String sql, Object... parameters) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.from(parameters))
                .map(rows -> Rows.stream(rows).toList());
    }

    Uni<Row> row(String sql, Object... parameters) {
        return rows(sql, parameters).map(rows -> rows.get(0));
    }

    /** The expected queues, as a parameter. */
    String[] queues() {
        return array(expected.queues());
    }

    static String[] array(Set<String> names) {
        return new TreeSet<>(names).toArray(String[]::new);
    }

    /** The rows of a query per expected queue that exists; its first parameter is the index in the list, then messages and archive. */
    Uni<List<Row>> perQueue(List<QueueTable> tables, String sql) {
        if (tables.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var parts = new ArrayList<String>();
        for (int i = 0; i < tables.size(); i++) {
            parts.add(sql.formatted(i, tables.get(i).messages(), tables.get(i).archive()));
        }
        return rows(String.join(" union all ", parts));
    }

    /** The expected queues whose tables exist and can be read. */
    Uni<List<QueueTable>> tables() {
        return rows(READABLE, (Object) queues()).chain(readable -> {
            var names = readable.stream()
                    .map(row -> new QueueName(row.getString(0)))
                    .collect(Collectors.toSet());
            return new QueueTables(connection)
                    .readable()
                    .map(tables -> tables.stream()
                            .filter(table -> names.contains(new QueueName(table.queue())))
                            .toList());
        });
    }
}
