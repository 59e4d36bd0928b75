package systems.tasker.events.postgres.recorded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.event.MetadataField;
import systems.tasker.events.json.Json;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.recorded.AcceptedPage.Accepted;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.simulation.NotReplayable;
import systems.tasker.events.simulation.RecordedResult;

/**
 * Puts the results of a page together.
 *
 * <pre>
 *     accepted result ─▶ its notification, in queue or archive ──▶ result
 *                     ─▶ durable events of its step, its own attempt first ──▶ context, and the result without a notification
 *                     ─▶ claim of its step ──▶ context, where no event has it
 * </pre>
 */
final class PageReading {

    // Of every attempt of the steps: the context of another attempt is the same but for its attempts, which the key
    // knows.
    private static final String RECEIPTS = """
            select step_uuid, attempt_key, receipt #>> '{notification,queue}',
                   array(select event ->> 'queue' from json_array_elements(receipt -> 'events') with ordinality as listed (event, n)
                         where event ->> 'queue' is not null order by n),
                   event_msg_ids
            from tasker_events.accepted_results where step_uuid = any($1)
            order by step_uuid, attempt_key
            """;

    private static final String MESSAGES = """
            select msg_id, message::text from %1$s where msg_id = any($1)
            union all
            select msg_id, message::text from %2$s where msg_id = any($1)
            """;

    private static final String CLAIMS = """
            select step_uuid, context::text from tasker_events.claimed_contexts where step_uuid = any($1)
            """;

    private final SqlConnection connection;
    private final List<Accepted> page;
    private final Map<Location, ObjectNode> messages = new HashMap<>();

    PageReading(SqlConnection connection, AcceptedPage page) {
        this.connection = connection;
        this.page = page.rows();
    }

    /** A message in a queue or its archive. */
    private record Location(QueueName queue, long msgId) {}

    /** Where the messages of an attempt are. */
    private record Attempt(UUID step, String key, QueueName notification, List<Location> events) {}

    /** The results, in the order of the page. */
    Uni<List<RecordedResult>> results() {
        if (page.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var steps = page.stream().map(Accepted::stepUuid).distinct().toArray(UUID[]::new);
        return connection
                .preparedQuery(RECEIPTS)
                .execute(Tuple.of(steps))
                .map(PageReading::attempts)
                .chain(attempts -> {
                    var wanted = new HashMap<QueueName, Set<Long>>();
                    for (var accepted : page) {
                        var own = own(attempts, accepted);
                        want(wanted, new Location(own.notification(), accepted.notificationMsgId()));
                        attempts.get(accepted.stepUuid())
                                .forEach(attempt -> attempt.events().forEach(at -> want(wanted, at)));
                    }
                    return read(wanted)
                            .chain(read -> connection
                                    .preparedQuery(CLAIMS)
                                    .execute(Tuple.of(steps))
                                    .map(claims -> {
                                        var claimed = new HashMap<UUID, ObjectNode>();
                                        claims.forEach(row ->
                                                claimed.put(row.getUUID(0), Json.objectOrEmpty(row.getString(1))));
                                        return page.stream()
                                                .map(accepted ->
                                                        result(accepted, attempts.get(accepted.stepUuid()), claimed))
                                                .toList();
                                    }));
                });
    }

    private static Map<UUID, List<Attempt>> attempts(RowSet<Row> rows) {
        var attempts = new LinkedHashMap<UUID, List<Attempt>>();
        for (var row : rows) {
            var queues = row.getArrayOfStrings(3);
            var ids = row.getArrayOfLongs(4);
            var events = new ArrayList<Location>();
            for (int i = 0; i < Math.min(queues.length, ids.length); i++) {
                events.add(new Location(new QueueName(queues[i]), ids[i]));
            }
            attempts.computeIfAbsent(row.getUUID(0), first -> new ArrayList<>())
                    .add(new Attempt(row.getUUID(0), row.getString(1), new QueueName(row.getString(2)), events));
        }
        return attempts;
    }

    private static Attempt own(Map<UUID, List<Attempt>> attempts, Accepted accepted) {
        return attempts.get(accepted.stepUuid()).stream()
                .filter(attempt -> attempt.key().equals(accepted.attemptKey()))
                .findFirst()
                .orElseThrow();
    }

    private static void want(Map<QueueName, Set<Long>> wanted, Location location) {
        wanted.computeIfAbsent(location.queue(), first -> new TreeSet<>()).add(location.msgId());
    }

    private Uni<Void> read(Map<QueueName, Set<Long>> wanted) {
        return new QueueTables(connection)
                .readable()
                .onItem()
                .transformToMulti(tables -> Multi.createFrom()
                        .iterable(tables.stream()
                                .filter(table -> wanted.containsKey(new QueueName(table.queue())))
                                .toList()))
                .onItem()
                .transformToUniAndConcatenate(table -> read(table, wanted.get(new QueueName(table.queue()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> read(QueueTable table, Set<Long> ids) {
        return connection
                .preparedQuery(MESSAGES.formatted(table.messages(), table.archive()))
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .invoke(rows -> rows.forEach(row -> messages.put(
                        new Location(new QueueName(table.queue()), row.getLong(0)),
                        Json.objectOrEmpty(row.getString(1)))));
    }

    private RecordedResult result(Accepted accepted, List<Attempt> attempts, Map<UUID, ObjectNode> claimed) {
        var isOwn = attempts.stream()
                .collect(Collectors.partitioningBy(at -> at.key().equals(accepted.attemptKey())));
        var own = isOwn.get(true).get(0);
        var body = messages.get(new Location(own.notification(), accepted.notificationMsgId()));
        if (!isResultOf(body, accepted.stepUuid())) {
            body = ofEvents(own.events(), EventFields.EXECUTION_RESULT);
        }
        var contexts = Stream.concat(Stream.of(own), isOwn.get(false).stream())
                .flatMap(attempt -> attempt.events().stream())
                .map(messages::get)
                .filter(Objects::nonNull)
                .map(PageReading::context)
                .flatMap(Optional::stream)
                .toList();
        var full = contexts.stream()
                .filter(context -> !context.slim())
                .map(Context::json)
                .findFirst()
                .or(() -> Optional.ofNullable(claimed.get(accepted.stepUuid())));
        var slim = contexts.stream().filter(Context::slim).map(Context::json).findFirst();
        // A slim event leaves the result out where its payload is the same.
        if (!isResultOf(body, accepted.stepUuid()) || slim.isPresent() && !body.has("result")) {
            return RecordedResult.not(NotReplayable.RESULT_MISSING);
        }
        var context = full.or(() -> slim);
        if (context.isEmpty()) {
            return RecordedResult.not(NotReplayable.CONTEXT_MISSING);
        }
        var posted = body.deepCopy();
        // Notifications have these beside the result.
        posted.remove(List.of("task_uuid", "correlation_id"));
        posted.set(EventFields.TASK_SEQUENCE_STEP, context.get());
        if (accepted.attemptKey().matches("\\d{1,9}")) {
            posted.put("attempt", Integer.parseInt(accepted.attemptKey()));
        }
        return full.isPresent() ? RecordedResult.of(posted) : RecordedResult.ofSlim(posted);
    }

    /**
     * The context in an event.
     *
     * @param slim whether it has ids only, completed by the names that the metadata has
     */
    private record Context(ObjectNode json, boolean slim) {}

    private static Optional<Context> context(ObjectNode event) {
        if (!(event.path(EventFields.PAYLOAD).path(EventFields.TASK_SEQUENCE_STEP) instanceof ObjectNode context)) {
            return Optional.empty();
        }
        if (context.path("task").has("namespace_name")) {
            return Optional.of(new Context(context, false));
        }
        var metadata = event.path(EventFields.METADATA);
        var named = context.deepCopy();
        if (!(named.path("task") instanceof ObjectNode task)
                || !(named.path("workflow_step") instanceof ObjectNode step)) {
            return Optional.empty();
        }
        task.set("namespace_name", metadata.path(MetadataField.NAMESPACE.key()));
        step.set("name", metadata.path(MetadataField.STEP_NAME.key()));
        return Optional.of(new Context(named, true));
    }

    /** Whether a message holds a result and not only a reference to it; ids start again in a queue that was created again. */
    private static boolean isResultOf(ObjectNode message, UUID step) {
        return message != null
                && message.has("success")
                && message.path("step_uuid").asText().equals(step.toString());
    }

    private ObjectNode ofEvents(List<Location> events, String part) {
        return events.stream()
                .map(messages::get)
                .map(message -> message == null
                        ? null
                        : message.path(EventFields.PAYLOAD).path(part))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElse(null);
    }
}
