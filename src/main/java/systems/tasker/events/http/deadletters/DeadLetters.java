package systems.tasker.events.http.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.json.DeepJson;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.queue.QueueName;

/** Reads dead letters without hiding them from consumers, and archives discarded ones. */
final class DeadLetters {

    private static final String COLUMNS =
            "select msg_id, enqueued_at, read_ct, message ->> '" + EventFields.EVENT_ID + "' as event_id,"
                    + " message ->> '" + EventFields.EVENT_NAME + "' as event_name, headers::text as headers";

    private static final JsonNode TOO_DEEP = TextNode.valueOf("(nested too deeply to be shown)");

    private final Pool pool;
    private final DatabaseGuard database;
    private final Function<String, JsonNode> shown;

    /** @param shown makes of a message what may be shown of it */
    DeadLetters(Pool pool, DatabaseGuard database, Function<String, JsonNode> shown) {
        this.pool = pool;
        this.database = database;
        this.shown = shown;
    }

    /** At most {@code size} selected messages with ids above {@code after}, ordered by id. */
    Uni<DeadLetterPage> page(QueueTable queue, MessageFilter selection, long after, int size) {
        var sql = COLUMNS + " from " + queue.messages() + " where msg_id > $1 and " + selection.sql(2)
                + " order by msg_id limit $2";
        return database.run(
                        pool,
                        connection -> connection.preparedQuery(sql).execute(selection.parameters(after, size + 1)))
                .map(rows -> {
                    List<DeadLetterView> views = new ArrayList<>();
                    rows.forEach(row -> views.add(view(queue, row)));
                    var isLast = views.size() <= size;
                    var shown = isLast ? views : views.subList(0, size);
                    return new DeadLetterPage(
                            queue.queue(),
                            shown,
                            isLast ? null : shown.get(size - 1).msgId());
                });
    }

    Uni<Optional<DeadLetterMessage>> find(QueueTable queue, long id) {
        var sql = COLUMNS + ", message::text as message from " + queue.messages() + " where msg_id = $1";
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(Tuple.of(id)))
                .map(rows -> {
                    var found = rows.iterator();
                    if (!found.hasNext()) {
                        return Optional.empty();
                    }
                    var row = found.next();
                    return Optional.of(new DeadLetterMessage(view(queue, row), shown.apply(row.getString("message"))));
                });
    }

    /**
     * Moves a message to the queue's archive.
     *
     * @return whether it was there
     */
    Uni<Boolean> discard(QueueTable queue, long id) {
        return database.run(pool, connection -> new PgmqClient(connection).archive(queue.queue(), List.of(id)))
                .map(ids -> !ids.isEmpty());
    }

    private static DeadLetterView view(QueueTable queue, Row row) {
        // Messages that are sent here by hand may have any headers.
        var headers = json(row.getString("headers"));
        var said = headers.path(DeadLetter.HEADER);
        var origin = said.path("queue");
        return new DeadLetterView(
                row.getLong("msg_id"),
                row.getOffsetDateTime("enqueued_at").toInstant(),
                row.getInteger("read_ct"),
                origin.isTextual() ? origin.textValue() : QueueName.ofOrigin(queue.queue()),
                row.getString("event_id"),
                row.getString("event_name"),
                said.isMissingNode() ? null : said,
                headers instanceof ObjectNode object ? DeadLetter.removeFrom(object) : headers);
    }

    private static JsonNode json(String text) {
        return text == null ? NullNode.getInstance() : DeepJson.readShallow(text, TOO_DEEP);
    }
}
