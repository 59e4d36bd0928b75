package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.queue.QueueName;

/**
 * The storage parameters of queues and archives, which let autovacuum keep up; queues.md has the measurement behind them.
 *
 * <p>A parameter that is set, to whatever value, stays: it is an operator's. So setting them is idempotent.
 */
public final class QueueStorage {

    private static final Logger LOG = Logger.getLogger(QueueStorage.class);

    // Each message leaves two dead rows, one for its read and one for its removal, and a queue that is read has few
    // live rows. The share of
    // them that PostgreSQL waits for by default lets a backlog collect dead rows without need; the pause slows the
    // vacuum of a small table.
    private static final String QUEUE = "autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=1000,"
            + " autovacuum_vacuum_cost_delay=0";

    // An archive grows by inserts: vacuumed in small portions, so that none has to freeze millions of rows at once.
    private static final String ARCHIVE =
            "autovacuum_vacuum_insert_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02,"
                    + " autovacuum_analyze_scale_factor=0.02";

    // Partitioned tables have no such parameters; their partitions get them from their template.
    private static final String MISSING = """
            with wanted (is_archive, option, value) as (
                values %s
            ), tables as (
                select to_regclass(%s) as relation, false as is_archive from unnest($1::text[]) as name
                union all
                select to_regclass(%s), true from unnest($1::text[]) as name
            )
            select relation::text, pg_has_role(relowner, 'usage'), string_agg(option || '=' || value, ', ' order by option)
            from tables join pg_class on oid = relation join wanted using (is_archive)
            where relkind = 'r' and not exists (select from pg_options_to_table(reloptions) where option_name = option)
            group by relation, relowner
            order by 1
            """.formatted(
                    Stream.concat(rows(false, QUEUE), rows(true, ARCHIVE)).collect(Collectors.joining(", ")),
                    QueueName.qualifiedTableSql("name"),
                    QueueName.qualifiedArchiveSql("name"));

    private final Pool pool;
    private final Duration timeout;

    /**
     * @param timeout how long one table may take, waiting for its lock included
     */
    QueueStorage(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    /**
     * A table that lacks parameters.
     *
     * @param table its name with the schema
     * @param isOwned whether the role may set them
     * @param options the parameters with their values, separated by commas
     */
    public record Missing(String table, boolean isOwned, String options) {

        /** The SQL that sets them; it blocks neither readers nor writers. */
        public String repair() {
            return "alter table " + table + " set (" + options + ")";
        }
    }

    /** The tables of these queues that lack parameters; fails with what the client fails with. */
    public static Uni<List<Missing>> missing(SqlClient sql, Collection<String> queues) {
        return sql.preparedQuery(MISSING)
                .execute(Tuple.of(new TreeSet<>(queues).toArray(String[]::new)))
                .map(rows ->
                        Rows.list(rows, row -> new Missing(row.getString(0), row.getBoolean(1), row.getString(2))));
    }

    /** Sets the parameters that are missing, as far as this role may; never fails, because queues work without them. */
    Uni<Void> ensure(Collection<String> queues) {
        return missing(pool, queues)
                .chain(missing -> {
                    var foreign =
                            missing.stream().filter(each -> !each.isOwned()).count();
                    if (foreign > 0) {
                        LOG.infof(
                                "Tables of queues lack storage parameters and belong to another role: tables=%d."
                                        + " The command doctor prints the SQL for their owner",
                                foreign);
                    }
                    return Multi.createFrom()
                            .iterable(missing)
                            .filter(Missing::isOwned)
                            .onItem()
                            .transformToUniAndConcatenate(this::set)
                            .collect()
                            .last()
                            .replaceWithVoid();
                })
                .onFailure()
                .invoke(fault -> LOG.warnf("Storage parameters of queues not checked: %s", fault.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> set(Missing missing) {
        return TimedTransaction.run(
                        pool,
                        timeout,
                        connection -> connection.query(missing.repair()).execute())
                .invoke(set -> LOG.infof("Storage parameters set: table=%s", missing.table()))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Storage parameters not set: table=%s error=%s. As the owner of the table run: %s",
                        missing.table(), fault.getMessage(), missing.repair()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Stream<String> rows(boolean isArchive, String options) {
        return Stream.of(options.split(", ")).map(option -> {
            var pair = option.split("=");
            return "(%s, '%s', '%s')".formatted(isArchive, pair[0], pair[1]);
        });
    }
}
