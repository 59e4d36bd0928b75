package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Set;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.queue.MessageHeaders;
import systems.tasker.events.queue.QueueName;

/**
 * The indexes that grouped reads of a queue need: without one, {@code read_grouped} walks the queue once per group.
 *
 * <p>A queue without its index works, only slower; so whatever goes wrong here is logged, with the SQL to run, and nothing more.
 */
public final class GroupIndexes {

    private static final Logger LOG = Logger.getLogger(GroupIndexes.class);

    // To the letter the expression of PGMQ's functions, or they do not use it. The headers are in it because PostgreSQL
    // reads an index alone, and leaves the messages where they are, only when it holds every column the query names.
    private static final String SQL = "%s if not exists \"%s\" on pgmq.\"%s\"" + " ((coalesce(headers->>'"
            + MessageHeaders.GROUP + "', '_default_fifo_group')), msg_id) include (headers)";

    private final Pool pool;
    private final Duration timeout;

    /**
     * @param timeout how long one index may take, waiting for its queue included
     */
    GroupIndexes(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    /** Creates the indexes that are missing; never fails. */
    Uni<Void> ensure(Set<String> queues) {
        return Multi.createFrom()
                .iterable(queues)
                .onItem()
                .transformToUniAndConcatenate(queue -> ensure(queue)
                        .onFailure()
                        .invoke(fault -> LOG.warnf(
                                "No index on an ordered queue, its grouped reads will be slow: queue=%s error=%s."
                                        + " As the owner of the table run: %s",
                                queue, fault.getMessage(), repair(queue)))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** In a transaction of its own, so that what one queue's senders wait for is one index. */
    private Uni<Void> ensure(String queue) {
        return TimedTransaction.run(
                pool,
                timeout,
                connection -> PgmqInstallation.lock(connection)
                        .ifNoItem()
                        .after(timeout)
                        .fail()
                        .chain(locked -> exists(connection, queue))
                        .chain(exists -> exists ? Uni.createFrom().voidItem() : create(connection, queue)));
    }

    /** Asked first, because {@code if not exists} waits for the queue's senders before it checks. */
    private static Uni<Boolean> exists(SqlConnection connection, String queue) {
        return connection
                .preparedQuery("select to_regclass($1) is not null")
                .execute(Tuple.of("pgmq.\"" + index(queue) + '"'))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Uni<Void> create(SqlConnection connection, String queue) {
        return connection
                .query(sql("create index", queue))
                .execute()
                .invoke(created -> LOG.infof("Index for ordered reads created: queue=%s", queue))
                .replaceWithVoid();
    }

    /** The SQL that creates the index of a queue without blocking its senders; for the owner of its table. */
    public static String repair(String queue) {
        return sql("CREATE INDEX CONCURRENTLY", queue);
    }

    private static String sql(String create, String queue) {
        return SQL.formatted(create, index(queue), table(queue));
    }

    private static String index(String queue) {
        return table(queue) + "_group_idx";
    }

    private static String table(String queue) {
        return new QueueName(queue).table();
    }
}
