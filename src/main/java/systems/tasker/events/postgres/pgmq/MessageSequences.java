package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

/**
 * Repairs the sequence of a queue's message ids that is behind its table, as after a restore of rows alone: every send then fails with
 * 23505.
 *
 * <p>A role that may not set the sequence logs the SQL to run. Thread-safe.
 */
public final class MessageSequences {

    private static final Logger LOG = Logger.getLogger(MessageSequences.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    // A role that may not repair it would otherwise try with every commit.
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

    // No other session takes an id meanwhile, or the sequence could be set back.
    private static final String LOCK = "set local lock_timeout = '1s'; lock table %s in share row exclusive mode";

    // Ids of archived messages are taken, too: archiving fails on them.
    private static final String SET = """
            select setval(pg_get_serial_sequence('%1$s', 'msg_id')::regclass, used.highest)
            from (select greatest((select max(msg_id) from %2$s), (select max(msg_id) from %3$s)) as highest) as used
            """;

    private static final String IF_BEHIND =
            "where used.highest > coalesce(pg_sequence_last_value(pg_get_serial_sequence('%1$s', 'msg_id')::regclass), 0)";

    private final Pool pool;
    private final Map<String, Long> failedAt = new ConcurrentHashMap<>();

    public MessageSequences(Pool pool) {
        this.pool = pool;
    }

    /** Whether a message got an id that a message of its queue has. */
    public static boolean isBehind(Throwable fault) {
        return DatabaseErrors.meaning(fault) == DatabaseErrors.Meaning.DUPLICATE
                && fault instanceof PgException pg
                && "pgmq".equals(pg.getSchema())
                && pg.getTable() != null
                && pg.getTable().startsWith("q_");
    }

    /** The table of such a fault. */
    public static String table(Throwable fault) {
        return ((PgException) fault).getTable();
    }

    /**
     * Sets the sequence of such a fault's queue behind the last message, unless another session has done it meanwhile; never fails.
     *
     * @return whether the sequence is right now, so that the statement may be tried again
     */
    public Uni<Boolean> repair(Throwable fault) {
        var table = table(fault);
        var last = failedAt.get(table);
        if (last != null && System.nanoTime() - last < RETRY_INTERVAL.toNanos()) {
            return Uni.createFrom().item(false);
        }
        var set = SET.formatted(literal(qualified(table)), qualified(table), qualified("a_" + table.substring(2)));
        return TimedTransaction.run(
                        pool,
                        TIMEOUT,
                        connection -> connection
                                .query(LOCK.formatted(qualified(table)))
                                .execute()
                                .chain(() -> connection
                                        .query(set + IF_BEHIND.formatted(literal(qualified(table))))
                                        .execute())
                                .map(rows -> rows.size() > 0))
                .map(isSet -> {
                    failedAt.remove(table);
                    if (isSet) {
                        LOG.warnf("Message sequence was behind its table and is repaired: table=pgmq.%s", table);
                    }
                    return true;
                })
                .onFailure()
                .recoverWithItem(refused -> {
                    failedAt.put(table, System.nanoTime());
                    LOG.warnf(
                            "Message sequence is behind its table, sends to it fail: table=pgmq.%s error=%s. As the owner of the table run: %s",
                            table, refused.getMessage(), set.strip().replaceAll("\\s+", " "));
                    return false;
                });
    }

    private static String qualified(String table) {
        return "pgmq.\"" + table.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return text.replace("'", "''");
    }
}
