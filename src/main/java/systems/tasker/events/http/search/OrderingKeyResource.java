package systems.tasker.events.http.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.queue.MessageHeaders;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.queues.PlannedQueues;

/** Shows which ordering keys are blocked. */
@Path("/v1/ordering-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queues")
class OrderingKeyResource {

    /** The oldest messages of a queue: what blocks is among them, unless more are waiting than any look-up should read. */
    private static final int MAX_MESSAGES = 100_000;

    private static final int MAX_KEYS = 100;

    private static final String BLOCKED = """
            select %1$d as source, blocked.key, blocked.waiting, blocked.scanned, head.msg_id, head.enqueued_at, head.vt,
                   head.read_ct, head.message ->> '%4$s' as event_id, head.message ->> '%5$s' as event_name
            from (
                select key, min(msg_id) as msg_id, count(*) - 1 as waiting, (sum(count(*)) over ())::bigint as scanned
                from (select msg_id, headers ->> '%3$s' as key from %2$s order by msg_id limit %6$d) as oldest
                where key is not null
                group by key
            ) as blocked
            join %2$s as head using (msg_id)
            where head.vt > clock_timestamp()
            """;

    private final EventSearch searches;
    private final PlannedQueues queues;
    private final QueueTables tables;

    @Inject
    OrderingKeyResource(Pool pool, EventSearch searches, PlannedQueues queues) {
        this.searches = searches;
        this.queues = queues;
        this.tables = new QueueTables(pool);
    }

    @GET
    @Operation(
            operationId = "listBlockedOrderingKeys",
            summary = "The ordering keys that are blocked, by which message, and how many messages wait behind it",
            description =
                    "A key is blocked while its oldest message is with a consumer or waits for its retry. At most 100 keys,"
                            + " of the oldest 100,000 messages of each queue.")
    @APIResponse(
            responseCode = "200",
            description = "The keys, those with the most waiting messages first",
            content = @Content(schema = @Schema(implementation = BlockedKeys.class)))
    @APIResponse(responseCode = "503", description = "The search took too long, or too many searches are running")
    @Cancellable(false)
    public Uni<BlockedKeys> blocked() {
        return searches.limited(() -> searches.bounded(tables.readable())
                .map(this::ordered)
                .chain(ordered -> ordered.isEmpty()
                        ? Uni.createFrom().item(new BlockedKeys(List.of(), false))
                        : searches.bounded(searches.timed(connection ->
                                        connection.query(sql(ordered)).execute()))
                                .map(rows -> keys(ordered, rows))));
    }

    private List<QueueTable> ordered(List<QueueTable> all) {
        var names =
                queues.current().orderedQueues().stream().map(QueueName::new).collect(Collectors.toSet());
        return all.stream()
                .filter(table -> names.contains(new QueueName(table.queue())))
                .toList();
    }

    private static String sql(List<QueueTable> ordered) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < ordered.size(); i++) {
            parts.add(BLOCKED.formatted(
                    i,
                    ordered.get(i).messages(),
                    MessageHeaders.GROUP,
                    EventFields.EVENT_ID,
                    EventFields.EVENT_NAME,
                    MAX_MESSAGES));
        }
        return "select * from (" + String.join(" union all ", parts)
                + ") as blocked order by waiting desc, source, msg_id limit " + (MAX_KEYS + 1);
    }

    private static BlockedKeys keys(List<QueueTable> ordered, RowSet<Row> rows) {
        var keys = new ArrayList<BlockedKeys.Key>();
        var capped = false;
        for (var row : rows) {
            capped |= row.getLong("scanned") >= MAX_MESSAGES;
            keys.add(new BlockedKeys.Key(
                    ordered.get(row.getInteger("source")).queue(),
                    row.getString("key"),
                    row.getLong("msg_id"),
                    row.getString("event_id"),
                    row.getString("event_name"),
                    row.getOffsetDateTime("enqueued_at").toInstant(),
                    row.getOffsetDateTime("vt").toInstant(),
                    row.getInteger("read_ct"),
                    row.getLong("waiting")));
        }
        keys.sort(Comparator.comparingLong(BlockedKeys.Key::waiting).reversed());
        return new BlockedKeys(
                keys.size() > MAX_KEYS ? keys.subList(0, MAX_KEYS) : keys, capped || keys.size() > MAX_KEYS);
    }
}
