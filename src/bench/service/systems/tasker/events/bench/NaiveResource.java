package systems.tasker.events.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.resteasy.reactive.RestResponse;

import systems.tasker.events.publication.store.PublicationReceipt;

/**
 * What one would write first: a transaction per request with a {@code pgmq.send} for the notification and one for the event.
 *
 * <p>The same HTTP stack, pool and messages as the service; but no templates, schemas, receipts to keep, or check whether the result came
 * before.
 */
@Path("/bench/naive")
class NaiveResource {

    private final Pool pool;
    private final ObjectMapper json;

    NaiveResource(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<PublicationReceipt>> submit(byte[] body) throws IOException {
        var result = (ObjectNode) json.readTree(body);
        var context = result.remove("task_sequence_step");
        var notification = result.toString();
        var event = event(result, context).toString();
        return pool.withTransaction(transaction -> send(transaction, "orchestration_step_results", notification)
                .chain(notificationId -> send(transaction, "benchmark_domain_events", event)
                        .map(eventId -> NoDatabaseResource.receipt(result, notificationId, eventId))));
    }

    private static Uni<Long> send(SqlConnection transaction, String queue, String message) {
        return transaction
                .preparedQuery("select pgmq.send($1, $2::text::jsonb)")
                .execute(Tuple.of(queue, message))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private ObjectNode event(ObjectNode result, JsonNode context) {
        var task = context.path("task");
        var event = json.createObjectNode()
                .put("event_id", UUID.randomUUID().toString())
                .put("event_name", "benchmark.accepted")
                .put("event_version", "1.0");
        event.putObject("payload")
                .<ObjectNode>set("task_sequence_step", context)
                .<ObjectNode>set("execution_result", result)
                .set("payload", result.path("result"));
        event.putObject("metadata")
                .put("task_uuid", task.path("task").path("task_uuid").asText())
                .put("step_uuid", result.path("step_uuid").asText())
                .put("step_name", context.path("workflow_step").path("name").asText())
                .put("namespace", task.path("namespace_name").asText())
                .put("correlation_id", task.path("task").path("correlation_id").asText())
                .put("fired_at", Instant.now().toString())
                .put("fired_by", "Benchmark::MeasuredHandler");
        return event;
    }
}
