package systems.tasker.events.pgmq;

import java.util.List;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The PGMQ functions this project uses, typed; runs them on a pool or on a connection with a transaction of its own.
 *
 * <p>JSON goes in as text: the client would send a {@code String} for a {@code jsonb} parameter as a JSON string.
 */
final class PgmqClient {

    private final SqlClient sql;

    PgmqClient(SqlClient sql) {
        this.sql = sql;
    }

    /**
     * A message as a consumer gets it.
     *
     * @param id its id in the queue
     * @param readCount how often it was read, this time included
     * @param message its JSON
     * @param headers its headers; null when it has none
     */
    record Message(long id, int readCount, String message, JsonObject headers) {}

    /** Creates a queue; an existing one stays as it is. */
    Uni<Void> create(String queue) {
        return sql.preparedQuery("select pgmq.create($1)")
                .execute(Tuple.of(queue))
                .replaceWithVoid();
    }

    /** The names of all queues. */
    Uni<List<String>> queues() {
        return sql.preparedQuery("select queue_name from pgmq.list_queues()")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    /** Sends a message. @return its id */
    Uni<Long> send(String queue, String message, String headers) {
        return sql.preparedQuery("select pgmq.send($1, $2::text::jsonb, $3::text::jsonb)")
                .execute(Tuple.of(queue, message, headers))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Sends messages in order, all or none. @return their ids */
    Uni<List<Long>> sendBatch(String queue, List<EventText> messages) {
        return sql.preparedQuery("select pgmq.send_batch($1, $2::text[]::jsonb[], $3::text[]::jsonb[])")
                .execute(Tuple.of(
                        queue,
                        messages.stream().map(EventText::message).toArray(String[]::new),
                        messages.stream().map(EventText::headers).toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /** Takes messages, which nobody else sees for a while. */
    Uni<List<Message>> read(String queue, int visibilityTimeoutSeconds, int quantity) {
        return messages(
                "select msg_id, read_ct, message::text, headers from pgmq.read($1, $2, $3)",
                Tuple.of(queue, visibilityTimeoutSeconds, quantity));
    }

    /** Takes messages and deletes them at once. */
    Uni<List<Message>> pop(String queue) {
        return messages("select msg_id, read_ct, message::text, headers from pgmq.pop($1)", Tuple.of(queue));
    }

    /** Moves messages to the queue's archive. @return how many were there */
    Uni<Integer> archive(String queue, List<Long> ids) {
        return sql.preparedQuery("select pgmq.archive($1, $2::bigint[])")
                .execute(Tuple.of(queue, ids.toArray(Long[]::new)))
                .map(rows -> rows.size());
    }

    /** Deletes a message. @return whether it was there */
    Uni<Boolean> delete(String queue, long id) {
        return sql.preparedQuery("select pgmq.delete($1, $2::bigint)")
                .execute(Tuple.of(queue, id))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Hides a message for some more seconds, or shows it again with 0. */
    Uni<Void> setVisibilityTimeout(String queue, long id, int seconds) {
        return sql.preparedQuery("select pgmq.set_vt($1, $2::bigint, $3::integer)")
                .execute(Tuple.of(queue, id, seconds))
                .replaceWithVoid();
    }

    private Uni<List<Message>> messages(String query, Tuple parameters) {
        return sql.preparedQuery(query)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PgmqClient::message)
                        .toList());
    }

    private static Message message(Row row) {
        return new Message(row.getLong(0), row.getInteger(1), row.getString(2), row.getJsonObject(3));
    }
}
