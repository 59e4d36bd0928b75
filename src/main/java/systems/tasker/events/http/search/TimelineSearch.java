package systems.tasker.events.http.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.event.MetadataField;
import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.search.EventSearch.Found;
import systems.tasker.events.http.search.StoredEvent.Place;
import systems.tasker.events.http.search.Timeline.Handled;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.subscriber.SubscriberRegistry;
import systems.tasker.events.template.queues.PlannedQueues;

/**
 * Collects what is known of a task.
 *
 * <pre>
 *     step ─▶ its receipts ─▶ a message that they name ─┐
 *     message ──────────────────────────────────────────┴─▶ correlation id ─┐
 *     event ─▶ search ──────────────────────────────────────▶ correlation id ┤
 *     correlation id, task ──────────────────────────────────────────────────┴─▶ events and notifications ─▶ steps ─▶ receipts
 * </pre>
 *
 * <p>A step of which no event was published is found by the notification of orchestration: that is sent for every result.
 */
@Singleton
class TimelineSearch {

    private static final int MAX_STEPS = 100;
    // Each comes with its whole payload.
    private static final int MAX_EVENTS = 200;

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
    private final EventSearch events;
    private final ResultLedger ledger;
    private final PlannedQueues queues;
    private final SubscriberRegistry subscribers;

    TimelineSearch(
            Pool pool, EventSearch events, ResultLedger ledger, PlannedQueues queues, SubscriberRegistry subscribers) {
        this.pool = pool;
        this.events = events;
        this.ledger = ledger;
        this.queues = queues;
        this.subscribers = subscribers;
    }

    /** What leads to a task: its correlation id, or else one of its steps. */
    private record Lead(Optional<String> correlationId, Optional<UUID> step) {}

    /** The task that a condition of its messages selects. */
    Uni<Timeline> ofTask(MessageFilter selection) {
        return events.limited(() -> follow(selection, Optional.empty()));
    }

    Uni<Timeline> ofStep(UUID step) {
        return events.limited(() ->
                ledger.receipts(step).chain(receipts -> lead(step, receipts).chain(this::follow)));
    }

    Uni<Timeline> ofEvent(UUID eventId) {
        return events.limited(() -> events.search(new MessageFilter().eventId(eventId), "", 1)
                .chain(page -> page.events().isEmpty()
                        ? nothing()
                        : follow(lead(page.events().get(0)))));
    }

    Uni<Timeline> ofMessage(String queue, long msgId) {
        return events.limited(() ->
                message(queue, msgId).chain(found -> found.map(this::follow).orElse(nothing())));
    }

    private static Uni<Timeline> nothing() {
        return Uni.createFrom().item(new Timeline(null, null, List.of(), false));
    }

    private static Lead lead(Found event) {
        return new Lead(Optional.ofNullable(event.correlationId()), uuid(event.stepUuid()));
    }

    /** The message ids of the receipts find a message without a search. */
    private Uni<Lead> lead(UUID step, List<PublicationReceipt> receipts) {
        var messages = new ArrayList<Uni<Optional<Lead>>>();
        for (var receipt : receipts) {
            messages.add(message(
                    receipt.notification().queue(), receipt.notification().msgId()));
            receipt.events().stream()
                    .filter(event -> event.msgId() != null)
                    .forEach(event -> messages.add(message(event.queue(), event.msgId())));
        }
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUniAndConcatenate(message -> message)
                .filter(lead -> lead.flatMap(Lead::correlationId).isPresent())
                .collect()
                .first()
                .map(lead -> new Lead(
                        lead == null ? Optional.empty() : lead.flatMap(Lead::correlationId), Optional.of(step)));
    }

    private Uni<Optional<Lead>> message(String queue, long msgId) {
        return events.bounded(new QueueTables(pool).find(queue))
                .chain(table -> table.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : events.bounded(message(table.get(), msgId)));
    }

    private Uni<Optional<Lead>> message(QueueTable table, long msgId) {
        return pool.preparedQuery(MESSAGE.formatted(CORRELATION_ID, STEP_UUID, table.messages(), table.archive()))
                .execute(Tuple.of(msgId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(lead(rows.iterator().next())));
    }

    private static Lead lead(Row row) {
        return new Lead(Optional.ofNullable(row.getString("correlation_id")), uuid(row.getString("step_uuid")));
    }

    private Uni<Timeline> follow(Lead lead) {
        return lead.correlationId()
                .map(id -> follow(new MessageFilter().correlationId(id), lead.step()))
                .orElseGet(() -> lead.step()
                        .map(step -> complete(new Task(null, null, false), Map.of(step.toString(), new Stored())))
                        .orElse(nothing()));
    }

    private record Task(String correlationId, String taskUuid, boolean truncated) {}

    /** What is stored of one step. */
    private static final class Stored {

        private final List<Place> notifications = new ArrayList<>();
        private final List<StoredEvent> events = new ArrayList<>();
    }

    private Uni<Timeline> follow(MessageFilter selection, Optional<UUID> step) {
        return notifications(selection)
                .chain(rows -> events.search(selection, "", MAX_EVENTS).chain(page -> {
                    var steps = new LinkedHashMap<String, Stored>();
                    String correlationId = null;
                    String taskUuid = null;
                    for (var row : rows) {
                        steps.computeIfAbsent(row.getString("step_uuid"), uuid -> new Stored())
                                .notifications
                                .add(place(row));
                        correlationId = row.getString("correlation_id");
                        taskUuid = row.getString("task_uuid");
                    }
                    for (var event : page.events()) {
                        steps.computeIfAbsent(Objects.toString(event.stepUuid(), ""), uuid -> new Stored())
                                .events
                                .add(event.event());
                        correlationId = event.correlationId() == null ? correlationId : event.correlationId();
                        taskUuid = event.taskUuid() == null ? taskUuid : event.taskUuid();
                    }
                    step.ifPresent(uuid -> steps.computeIfAbsent(uuid.toString(), none -> new Stored()));
                    var truncated = rows.size() >= MAX_STEPS || page.hasMore() || steps.size() > MAX_STEPS;
                    return complete(new Task(correlationId, taskUuid, truncated), steps);
                }));
    }

    private Uni<RowSet<Row>> notifications(MessageFilter selection) {
        return events.bounded(new QueueTables(pool).find(queues.current().notificationQueue()))
                .chain(table -> {
                    var sql = NOTIFICATIONS.formatted(
                            STEP_UUID,
                            TASK_UUID,
                            CORRELATION_ID,
                            table.orElseThrow().messages(),
                            table.get().archive(),
                            selection.sql(1));
                    return events.bounded(events.timed(
                            connection -> connection.preparedQuery(sql).execute(selection.parameters(MAX_STEPS))));
                });
    }

    private Place place(Row row) {
        return new Place(
                row.getString("state"),
                queues.current().notificationQueue(),
                row.getLong("msg_id"),
                row.getOffsetDateTime("enqueued_at").toInstant(),
                row.getInteger("read_ct"));
    }

    /** Adds receipts and what subscribers did. A step without any of it is none. */
    private Uni<Timeline> complete(Task task, Map<String, Stored> steps) {
        return Multi.createFrom()
                .iterable(List.copyOf(steps.entrySet()))
                .select()
                .first(MAX_STEPS)
                .onItem()
                .transformToUni(step -> receipts(step.getKey()).map(receipts -> step(step, receipts)))
                .concatenate(false)
                .filter(step -> !step.receipts().isEmpty()
                        || !step.notifications().isEmpty()
                        || !step.events().isEmpty())
                .collect()
                .asList()
                .map(list -> new Timeline(task.correlationId(), task.taskUuid(), list, task.truncated()));
    }

    private Uni<List<PublicationReceipt>> receipts(String step) {
        return uuid(step).map(ledger::receipts).orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Timeline.Step step(Map.Entry<String, Stored> step, List<PublicationReceipt> receipts) {
        var ids = new ArrayList<String>();
        receipts.forEach(receipt -> receipt.events().stream()
                .filter(event -> event.eventId() != null)
                .forEach(event -> ids.add(event.eventId().toString())));
        step.getValue().events.forEach(event -> ids.add(event.eventId()));
        var handled = ids.stream()
                .distinct()
                .flatMap(id -> uuid(id).stream())
                .flatMap(id -> subscribers.all().stream()
                        .flatMap(subscription -> subscription.recent(id).stream()
                                .map(recent -> new Handled(
                                        id.toString(), subscription.name(), recent.outcome(), recent.at()))))
                .toList();
        return new Timeline.Step(
                step.getKey(), receipts, step.getValue().notifications, step.getValue().events, handled);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** A field of an event's metadata, which a notification has at the top. */
    private static String field(MetadataField field) {
        return "coalesce(message #>> '{metadata,%1$s}', message ->> '%1$s')".formatted(field.key());
    }
}
