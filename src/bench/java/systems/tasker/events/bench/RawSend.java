package systems.tasker.events.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;

/** Sends batches of messages through the reactive client, each its own transaction, with nothing around it. */
final class RawSend implements AutoCloseable {

    private static final int BATCH = 100;
    private static final String SQL = "select pgmq.send_batch($1, $2::text[]::jsonb[])";

    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    RawSend(Database database) {
        this.database = database;
    }

    /**
     * Keeps as many batches under way as there are lanes.
     *
     * @param contents for each queue that is sent to in turn, a message
     * @return messages per second
     */
    double rate(int lanes, List<Content> contents, Duration time) {
        var pool = pool(lanes);
        var batches = contents.stream().map(Content::batch).toList();
        var start = System.nanoTime();
        var end = start + time.toNanos();
        var sent = IntStream.range(0, lanes)
                .mapToObj(lane ->
                        lane(pool, batches, lane, 0, end).toCompletionStage().toCompletableFuture())
                .toList();
        var messages = sent.stream().mapToLong(CompletableFuture::join).sum();
        var seconds =
                (System.nanoTime() - start) / (double) Duration.ofSeconds(1).toNanos();
        pool.close().toCompletionStage().toCompletableFuture().join();
        return messages / seconds;
    }

    /** A message that a batch consists of. */
    record Content(String queue, String message) {

        Tuple batch() {
            var messages = new ArrayList<String>();
            for (int i = 0; i < BATCH; i++) {
                messages.add(message);
            }
            return Tuple.tuple().addString(queue).addArrayOfString(messages.toArray(String[]::new));
        }
    }

    private static Future<Long> lane(Pool pool, List<Tuple> batches, int turn, long sent, long end) {
        return System.nanoTime() >= end
                ? Future.succeededFuture(sent)
                : pool.preparedQuery(SQL)
                        .execute(batches.get(turn % batches.size()))
                        .compose(rows -> lane(pool, batches, turn + 1, sent + BATCH, end));
    }

    private Pool pool(int lanes) {
        var address = new PgConnectOptions()
                .setHost(database.host())
                .setPort(database.port())
                .setDatabase(database.name())
                .setUser(database.user())
                .setCachePreparedStatements(true);
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(lanes))
                .connectingTo(address)
                .using(vertx)
                .build();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
