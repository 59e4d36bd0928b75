package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.MessagingMeters.Operation;
import systems.tasker.events.queue.QueueName;

/**
 * The PGMQ functions this project uses, typed; runs them on a pool or on a connection with a transaction of its own.
 *
 * <p>JSON goes in as text: the client would send a {@code String} for a {@code jsonb} parameter as a JSON string. Every call fails with
 * what the client fails with; a missing queue is SQL state 42P01. Thread-safe.
 */
public final class PgmqClient {

    private static final String ARCHIVE_AND_SEND = """
            with gone as materialized (select pgmq.archive($1::text, $2::bigint) as was_there)
            select sent.msg_id from gone cross join lateral pgmq.send($3::text, $4::text::jsonb, $5::text::jsonb) as sent (msg_id)
            where was_there
            """;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final String DELETE_AND_SEND = ARCHIVE_AND_SEND.replace("pgmq.archive", "pgmq.delete");

    private final SqlClient sql;
    private final Optional<MessagingMeters> meters;

    /** A client without meters, for housekeeping. */
    public PgmqClient(SqlClient sql) {
        this(sql, Optional.empty());
    }

    public PgmqClient(SqlClient sql, MessagingMeters meters) {
        this(sql, Optional.of(meters));
    }

    private PgmqClient(SqlClient sql, Optional<MessagingMeters> meters) {
        this.sql = sql;
        this.meters = meters;
    }

    /** Creates a queue; an existing one stays as it is. */
    public Uni<Void> create(String queue) {
        return sql.preparedQuery("select pgmq.create($1::text)")
                .execute(Tuple.of(queue))
                .replaceWithVoid();
    }

    /** Creates queues in one statement, all or none; existing ones stay as they are. */
    Uni<Void> create(List<String> queues) {
        return sql.preparedQuery("select pgmq.create(queue::text) from unnest($1::text[]) as wanted (queue)")
                .execute(Tuple.of(queues.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** The names of all queues. */
    public Uni<List<String>> queues() {
        return sql.preparedQuery("select queue_name from pgmq.list_queues()")
                .execute()
                .map(rows -> Rows.list(rows, row -> row.getString(0)));
    }

    /**
     * Sends messages in order, all or none.
     *
     * @return their ids
     */
    public Uni<List<Long>> send(String queue, List<MessageText> messages) {
        var send = sql.preparedQuery("select pgmq.send_batch($1::text, $2::text[]::jsonb[], $3::text[]::jsonb[])")
                .execute(Tuple.of(
                        queue,
                        messages.stream().map(MessageText::message).toArray(String[]::new),
                        messages.stream().map(MessageText::headers).toArray(String[]::new)))
                .map(PgmqClient::ids);
        return timed(Operation.SEND, send)
                .invoke(ids -> meters.ifPresent(counters -> counters.sent(Map.of(queue, ids.size()))));
    }

    /**
     * Sends messages to several queues, in order within each, all or none.
     *
     * @param messages the messages by queue
     */
    public Uni<Void> send(Map<String, List<MessageText>> messages) {
        var queues = new ArrayList<String>();
        var texts = new ArrayList<MessageText>();
        var counts = new HashMap<String, Integer>();
        messages.forEach((queue, ofQueue) -> {
            queues.addAll(Collections.nCopies(ofQueue.size(), queue));
            texts.addAll(ofQueue);
            counts.put(queue, ofQueue.size());
        });
        var send = sql.preparedQuery("""
                        select count(*)
                        from (select queue, array_agg(message::jsonb order by position) as messages,
                                     array_agg(headers::jsonb order by position) as headers
                              from unnest($1::text[], $2::text[], $3::text[])
                                  with ordinality as message (queue, message, headers, position)
                              group by queue) as queued
                        cross join lateral pgmq.send_batch(queue::text, messages, headers)
                        """)
                .execute(Tuple.of(
                        queues.toArray(String[]::new),
                        texts.stream().map(MessageText::message).toArray(String[]::new),
                        texts.stream().map(MessageText::headers).toArray(String[]::new)))
                .replaceWithVoid();
        return timed(Operation.SEND, send).invoke(() -> meters.ifPresent(counters -> counters.sent(counts)));
    }

    /**
     * Reads messages, which are hidden from other consumers for the visibility timeout.
     *
     * @return at most {@code quantity} of them, oldest first
     */
    public Uni<List<QueueMessage>> read(String queue, int visibilityTimeoutSeconds, int quantity) {
        return read(
                queue,
                "select msg_id, read_ct, enqueued_at, message::text, headers::text from pgmq.read($1::text, $2::integer, $3::integer)",
                Tuple.of(queue, visibilityTimeoutSeconds, quantity));
    }

    /**
     * The same as a consumer that is registered with the inbox: in its order per key, and without poison messages.
     *
     * @param consumer the name that the queue is registered for
     */
    public Uni<List<QueueMessage>> receive(String queue, String consumer, int visibilityTimeoutSeconds, int quantity) {
        var enqueuedAt =
                "(select enqueued_at from %s as waiting where waiting.msg_id = taken.msg_id)".formatted(table(queue));
        return read(
                queue,
                "select msg_id, read_ct, " + enqueuedAt + ", message::text, headers::text"
                        + " from tasker_events.receive($1::text, $2::text, $3::integer, $4::integer) as taken",
                Tuple.of(queue, consumer, visibilityTimeoutSeconds, quantity));
    }

    private Uni<List<QueueMessage>> read(String queue, String statement, Tuple parameters) {
        var read = sql.preparedQuery(statement)
                .execute(parameters)
                .map(rows -> Rows.stream(rows)
                        .map(QueueMessage::of)
                        // The function's own order is that of an UPDATE, which is none.
                        .sorted(Comparator.comparingLong(QueueMessage::id))
                        .toList());
        return timed(Operation.RECEIVE, read)
                .invoke(taken -> meters.ifPresent(counters -> counters.received(queue, taken.size())));
    }

    /**
     * Moves messages to the queue's archive.
     *
     * @return the ids of those that were there
     */
    public Uni<List<Long>> archive(String queue, List<Long> ids) {
        return settle("select pgmq.archive($1::text, $2::bigint[])", queue, ids);
    }

    /**
     * Deletes messages.
     *
     * @return the ids of those that were there
     */
    public Uni<List<Long>> delete(String queue, List<Long> ids) {
        return settle("select pgmq.delete($1::text, $2::bigint[])", queue, ids);
    }

    private Uni<List<Long>> settle(String statement, String queue, List<Long> ids) {
        return timed(
                Operation.SETTLE,
                sql.preparedQuery(statement)
                        .execute(Tuple.of(queue, ids.toArray(Long[]::new)))
                        .map(PgmqClient::ids));
    }

    /** Hides messages for so many seconds from now on, or shows them at once with 0; those that are gone stay gone. */
    public Uni<Void> setVisibilityTimeout(String queue, List<Long> ids, int seconds) {
        return sql.preparedQuery(
                        "select pgmq.set_vt($1::text, id, $3::integer) from unnest($2::bigint[]) as message (id) order by id")
                .execute(Tuple.of(queue, ids.toArray(Long[]::new), seconds))
                .replaceWithVoid();
    }

    /**
     * Moves a message to another queue, in one statement: it is in one of the two at any time.
     *
     * @param archives whether it stays in its own queue's archive, too
     * @return its id there; empty when it was gone already
     */
    public Uni<Optional<Long>> move(String queue, long id, boolean archives, String target, MessageText message) {
        var move = sql.preparedQuery(archives ? ARCHIVE_AND_SEND : DELETE_AND_SEND)
                .execute(Tuple.of(queue, id, target, message.message(), message.headers()))
                .map(rows -> ids(rows).stream().findFirst());
        return timed(Operation.SETTLE, move)
                .invoke(sent ->
                        meters.ifPresent(counters -> sent.ifPresent(newId -> counters.sent(Map.of(target, 1)))));
    }

    private static String table(String queue) {
        return "pgmq.\"" + new QueueName(queue).table().replace("\"", "\"\"") + "\"";
    }

    /** Whether a consumer would get a message now. */
    public Uni<Boolean> hasVisible(String queue) {
        // PGMQ has no function that peeks.
        return sql.query("select exists (select from " + table(queue) + " where vt <= now())")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether a message has been visible for a time without a consumer that took it, or has it locked. */
    public Uni<Boolean> hasVisibleFor(String queue, Duration time) {
        return sql.preparedQuery(
                        "select exists (select from (select from " + table(queue)
                                + " where vt <= now() - make_interval(secs => $1) limit 1 for key share skip locked) as waiting)")
                .execute(Tuple.of(time.toMillis() / MILLIS_PER_SECOND))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Starts the timer of a message's processing.
     *
     * @return to be called when processing ends, with the failure or null
     */
    public Consumer<Throwable> processing(String queue) {
        var start = System.nanoTime();
        return failure -> meters.ifPresent(
                timers -> timers.processed(queue, Duration.ofNanos(System.nanoTime() - start), failure));
    }

    private <T> Uni<T> timed(Operation operation, Uni<T> statement) {
        return meters.map(timers -> timers.timed(operation, statement)).orElse(statement);
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return Rows.list(rows, row -> row.getLong(0));
    }
}
