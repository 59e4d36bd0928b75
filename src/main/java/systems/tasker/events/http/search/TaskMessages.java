package systems.tasker.events.http.search;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.event.MetadataField;
import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.search.StoredEvent.Place;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.template.queues.PlannedQueues;

/** Reads messages that belong to a task: one by its id, which is an event or a notification, and the notifications of its steps. */
@Singleton
class TaskMessages {

    private static final String CORRELATION_ID = field(MetadataField.CORRELATION_ID);
    private static final String STEP_UUID = field(MetadataField.STEP_UUID);
    private static final String TASK_UUID = field(MetadataField.TASK_UUID);

    private static final String NOTIFICATIONS = """
            select * from (
                select case when vt > now() then 'in_flight' else 'queued' end as state, msg_id, enqueued_at, read_ct,
                       %1$s as step_uuid, %2$s as task_uuid, %3$s as correlation_id from %4$s where %6$s
                union all
                select 'archived', msg_id, enqueued_at, read_ct, %1$s, %2$s, %3$s from %5$s where %6$s
            ) as notification
            where step_uuid is not null
            order by enqueued_at, msg_id limit $1
            """;

    // By their primary keys.
    private static final String MESSAGE = """
            select %1$s as correlation_id, %2$s as step_uuid from %3$s where msg_id = $1
            union all
            select %1$s, %2$s from %4$s where msg_id = $1
            limit 1
            """;

    private final Pool pool;
    private final EventSearch search;
    private final PlannedQueues queues;

    TaskMessages(Pool pool, EventSearch search, PlannedQueues queues) {
        this.pool = pool;
        this.search = search;
        this.queues = queues;
    }

    /** What leads to a task: its correlation id, or else one of its steps. */
    record Lead(Optional<String> correlationId, Optional<UUID> step) {

        static Lead of(String correlationId, String step) {
            return new Lead(Optional.ofNullable(correlationId), uuid(step));
        }

        /** Empty for a text that is no id. */
        static Optional<UUID> uuid(String text) {
            try {
                return Optional.ofNullable(text).map(UUID::fromString);
            } catch (IllegalArgumentException notAnId) {
                return Optional.empty();
            }
        }
    }

    /** A notification of orchestration, and where it is. */
    record Notified(String stepUuid, String taskUuid, String correlationId, Place place) {}

    /** The task of a message in a queue or its archive; empty when there is no such message. */
    Uni<Optional<Lead>> find(String queue, long msgId) {
        return search.bounded(new QueueTables(pool).find(queue))
                .chain(table -> table.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : search.bounded(find(table.get(), msgId)));
    }

    private Uni<Optional<Lead>> find(QueueTable table, long msgId) {
        return pool.preparedQuery(MESSAGE.formatted(CORRELATION_ID, STEP_UUID, table.messages(), table.archive()))
                .execute(Tuple.of(msgId))
                .map(rows -> Rows.stream(rows)
                        .findFirst()
                        .map(row -> Lead.of(row.getString("correlation_id"), row.getString("step_uuid"))));
    }

    /** The oldest notifications that match. */
    Uni<List<Notified>> notifications(MessageFilter selection, int max) {
        var queue = queues.current().notificationQueue();
        return search.bounded(new QueueTables(pool).find(queue)).chain(table -> {
            var sql = NOTIFICATIONS.formatted(
                    STEP_UUID,
                    TASK_UUID,
                    CORRELATION_ID,
                    table.orElseThrow().messages(),
                    table.get().archive(),
                    selection.sql(1));
            return search.bounded(search.timed(
                            connection -> connection.preparedQuery(sql).execute(selection.parameters(max))))
                    .map(rows -> Rows.list(rows, row -> notified(queue, row)));
        });
    }

    private static Notified notified(String queue, Row row) {
        return new Notified(
                row.getString("step_uuid"),
                row.getString("task_uuid"),
                row.getString("correlation_id"),
                new Place(
                        row.getString("state"),
                        queue,
                        row.getLong("msg_id"),
                        row.getOffsetDateTime("enqueued_at").toInstant(),
                        row.getInteger("read_ct")));
    }

    /** A field of an event's metadata, which a notification has at the top. */
    private static String field(MetadataField field) {
        return "coalesce(message #>> '{metadata,%1$s}', message ->> '%1$s')".formatted(field.key());
    }
}
