package systems.tasker.events.postgres.retention;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.BatchedDelete;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.queue.QueueName;

/**
 * Deletes archived messages that are older than an age, in batches with pauses, by one replica at a time.
 *
 * <p>A message that is in its queue or among the dead letters is kept, whatever its age. Partitioned archives are left to pg_partman.
 */
final class ArchivePurge {

    private static final Logger LOG = Logger.getLogger(ArchivePurge.class);

    private static final long LOCK = 7_356_270_811_942_630_147L;

    private static final String IS_PARTITIONED = "select relkind = 'p' from pg_class where oid = to_regclass($1)";

    // Of several replicas the one that gets the lock deletes; the others delete nothing. The lock ends with the
    // transaction.
    private static final String DELETE = """
            with purger as materialized (
                select pg_try_advisory_xact_lock(%4$d) as mine
            )
            delete from %1$s
            where msg_id in (
                select archived.msg_id from %1$s as archived, purger
                where purger.mine and archived.archived_at < now() - make_interval(secs => $1)
                  and not exists (select from %2$s as queued where queued.msg_id = archived.msg_id)
                  %3$s
                order by archived.archived_at
                limit $2)
            """;

    private static final String NO_DEAD_LETTER = """
            and not exists (
                select from %1$s as letter
                where letter.headers -> '%2$s' ->> 'queue' = '%3$s'
                  and letter.headers -> '%2$s' ->> 'msg_id' = archived.msg_id::text)
            """;

    private final Pool pool;
    private final int batchSize;
    private final Duration pause;

    /** @param maxPerSecond messages that are deleted per second at most */
    ArchivePurge(Pool pool, int maxPerSecond) {
        this.pool = pool;
        this.batchSize = Math.min(BatchedDelete.BATCH_SIZE, maxPerSecond);
        this.pause = Duration.ofMillis(1_000L * batchSize / maxPerSecond);
    }

    /**
     * Deletes batches until one is not full; never fails.
     *
     * @param deleted receives the size of each batch
     */
    Uni<Void> run(String queue, Duration age, LongConsumer deleted) {
        var tables = new QueueTables(pool);
        return tables.find(queue)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tables.find(QueueName.ofDeadLetters(found.get().queue()))
                                .chain(letters -> run(found.get(), letters, age, deleted)))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "Archived messages not deleted, retrying at the next interval: queue=%s error=%s",
                        queue, fault))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> run(QueueTable queue, Optional<QueueTable> letters, Duration age, LongConsumer deleted) {
        return pool.preparedQuery(IS_PARTITIONED)
                .execute(Tuple.of(queue.archive()))
                .chain(rows -> {
                    if (rows.iterator().next().getBoolean(0)) {
                        LOG.debugf("Partitioned archive left to pg_partman: queue=%s", queue.queue());
                        return Uni.createFrom().voidItem();
                    }
                    return batches(sql(queue, letters), queue, age, deleted);
                });
    }

    private Uni<Void> batches(String sql, QueueTable queue, Duration age, LongConsumer deleted) {
        return new BatchedDelete(pool, sql, age, batchSize, BatchedDelete.TIMEOUT)
                .run(size -> {
                    deleted.accept(size);
                    var done = Uni.createFrom().voidItem();
                    return size < batchSize ? done : done.onItem().delayIt().by(pause);
                })
                .invoke(sum -> {
                    if (sum > 0) {
                        LOG.infof(
                                "Archived messages deleted: queue=%s messages=%d older_than=%s",
                                queue.queue(), sum, age);
                    }
                })
                .replaceWithVoid();
    }

    private static String sql(QueueTable queue, Optional<QueueTable> letters) {
        // A queue's name has no quotes: PGMQ rejects them.
        var noDeadLetter = letters.map(
                        table -> NO_DEAD_LETTER.formatted(table.messages(), DeadLetter.HEADER, queue.queue()))
                .orElse("");
        return DELETE.formatted(queue.archive(), queue.messages(), noDeadLetter, LOCK);
    }
}
