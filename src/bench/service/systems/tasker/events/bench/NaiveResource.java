package systems.tasker.events.bench;

import java.io.IOException;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

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
        var messages = Messages.of(json, (ObjectNode) json.readTree(body));
        return pool.withTransaction(transaction -> send(
                        transaction, "orchestration_step_results", messages.notification())
                .chain(notificationId -> send(transaction, "benchmark_domain_events", messages.event())
                        .map(eventId -> NoDatabaseResource.receipt(messages.stepUuid(), notificationId, eventId))));
    }

    private static Uni<Long> send(SqlConnection transaction, String queue, String message) {
        return transaction
                .preparedQuery("select pgmq.send($1, $2::text::jsonb)")
                .execute(Tuple.of(queue, message))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
