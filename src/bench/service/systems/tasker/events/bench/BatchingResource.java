package systems.tasker.events.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.jboss.resteasy.reactive.RestResponse;

import systems.tasker.events.publication.store.PublicationReceipt;

/**
 * The best one would write by hand: requests that arrive during a commit share the next one, which is a single statement, and each is
 * answered after its commit.
 *
 * <p>The same HTTP stack, pool and messages as the service; but no templates, schemas, receipts to keep, or check whether the result came
 * before; and one invalid message fails its whole batch.
 */
@Path("/bench/by-hand")
class BatchingResource {

    // A second one at a time would halve the batches, and use the same cores.
    private static final int COMMITS_IN_FLIGHT = 1;
    private static final int MAX_RESULTS = 100;
    // Inserting is faster than pgmq.send_batch, which does the same in PL/pgSQL.
    private static final String SQL = """
            with notifications as (
                insert into pgmq.q_orchestration_step_results (vt, message)
                select clock_timestamp(), message::jsonb from unnest($1::text[]) as message
                returning msg_id),
            events as (
                insert into pgmq.q_benchmark_domain_events (vt, message)
                select clock_timestamp(), message::jsonb from unnest($2::text[]) as message
                returning msg_id)
            select array(select msg_id from notifications), array(select msg_id from events)
            """;

    private record Waiting(Messages messages, UniEmitter<? super RestResponse<PublicationReceipt>> answer) {}

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore commits = new Semaphore(COMMITS_IN_FLIGHT);
    private final Pool pool;
    private final ObjectMapper json;

    BatchingResource(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<PublicationReceipt>> submit(byte[] body) throws IOException {
        var messages = Messages.of(json, (ObjectNode) json.readTree(body));
        return Uni.createFrom().emitter(answer -> {
            waiting.add(new Waiting(messages, answer));
            sendNext();
        });
    }

    private void sendNext() {
        while (!waiting.isEmpty() && commits.tryAcquire()) {
            var batch = nextBatch();
            if (batch.isEmpty()) {
                commits.release();
            } else {
                send(batch);
            }
        }
    }

    private List<Waiting> nextBatch() {
        var batch = new ArrayList<Waiting>();
        for (var next = waiting.poll(); next != null; next = batch.size() < MAX_RESULTS ? waiting.poll() : null) {
            batch.add(next);
        }
        return batch;
    }

    private void send(List<Waiting> batch) {
        var notifications = batch.stream().map(next -> next.messages().notification());
        var events = batch.stream().map(next -> next.messages().event());
        var parameters = Tuple.tuple()
                .addArrayOfString(notifications.toArray(String[]::new))
                .addArrayOfString(events.toArray(String[]::new));
        pool.preparedQuery(SQL).execute(parameters).onComplete(committed -> {
            commits.release();
            sendNext();
            if (committed.succeeded()) {
                answer(batch, committed.result().iterator().next());
            } else {
                batch.forEach(next -> next.answer().fail(committed.cause()));
            }
        });
    }

    private static void answer(List<Waiting> batch, Row ids) {
        var notificationIds = ids.getArrayOfLongs(0);
        var eventIds = ids.getArrayOfLongs(1);
        for (int i = 0; i < batch.size(); i++) {
            var next = batch.get(i);
            next.answer()
                    .complete(NoDatabaseResource.receipt(next.messages().stepUuid(), notificationIds[i], eventIds[i]));
        }
    }
}
