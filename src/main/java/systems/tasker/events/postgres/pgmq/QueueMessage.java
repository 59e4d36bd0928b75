package systems.tasker.events.postgres.pgmq;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.json.Json;

/**
 * A message as a consumer gets it.
 *
 * @param id its id in the queue
 * @param readCount how often it was read, this time included
 * @param enqueuedAt when it was sent
 * @param text its JSON
 * @param headers its headers; empty when it has none
 */
public record QueueMessage(long id, int readCount, Instant enqueuedAt, String text, ObjectNode headers) {

    /** A row of id, read count, time, message and headers. */
    static QueueMessage of(Row row) {
        return new QueueMessage(
                row.getLong(0),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                Json.objectOrEmpty(row.getString(4)));
    }
}
