package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Deletes rows that are older than an age, in batches, each in a transaction of its own.
 *
 * @param sql the statement that deletes one batch; $1 is the age in seconds, $2 the size of the batch
 * @param timeout time that one statement may take
 */
public record BatchedDelete(Pool pool, String sql, Duration age, int batchSize, Duration timeout) {

    /** Few enough to hold their locks for milliseconds. */
    public static final int BATCH_SIZE = 1_000;

    /** Longer than a commit has, because no request waits for it. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Deletes batches until one is not full.
     *
     * @param after called with the size of each batch; the next one waits for it
     * @return the number of rows
     */
    public Uni<Long> run(Function<Integer, Uni<?>> after) {
        return Multi.createBy()
                .repeating()
                .uni(() -> batch().call(after))
                .whilst(deleted -> deleted == batchSize)
                .collect()
                .with(Collectors.summingLong(Integer::longValue));
    }

    public Uni<Long> run() {
        return run(deleted -> Uni.createFrom().voidItem());
    }

    private Uni<Integer> batch() {
        return TimedTransaction.run(
                pool,
                timeout,
                connection -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.of((double) age.toSeconds(), batchSize))
                        .map(rows -> rows.rowCount()));
    }
}
