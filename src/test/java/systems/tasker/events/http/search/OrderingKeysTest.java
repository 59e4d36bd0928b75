package systems.tasker.events.http.search;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class OrderingKeysTest {

    private static final String QUEUE = "orders_domain_events";

    private final UUID task = UUID.randomUUID();

    @Inject
    Pool pool;

    @Test
    void showsTheMessageThatBlocksAKeyAndHowManyWait() {
        // Given
        var first = charged();
        charged();
        charged();

        // When
        new TestQueues(pool).hide(QUEUE, first);

        // Then
        assertThat(blocked())
                .singleElement()
                .satisfies(key -> assertThat(key)
                        .containsEntry("queue", QUEUE)
                        .containsEntry("msg_id", first)
                        .containsEntry("event_name", "order.charged")
                        .containsEntry("waiting", 2)
                        .containsKeys("event_id", "enqueued_at", "visible_at", "read_ct"));
    }

    @Test
    void showsNoKeyWhoseNextMessageCanBeRead() {
        // Given
        charged();
        var second = charged();

        // When
        new TestQueues(pool).hide(QUEUE, second);

        // Then
        assertThat(blocked()).isEmpty();
    }

    @Test
    void showsAsManyKeysAsItMayAndReportsThatThereAreMore() {
        // Given
        var queues = new TestQueues(pool);
        for (int i = 0; i <= 100; i++) {
            var id = queues.send(QUEUE, "{}", "{\"x-pgmq-group\": \"%s-%d\"}".formatted(task, i));
            queues.hide(QUEUE, id);
        }

        // Then
        Api.get("/v1/ordering-keys").body("keys", hasSize(100)).body("capped", equalTo(true));
        queues.archive(QUEUE);
    }

    private int charged() {
        var step = new PostedStep(UUID.randomUUID(), task, "orders", "fulfil_order", "charge_customer");
        return Api.submit(step.success(), step.context(1))
                .statusCode(202)
                .extract()
                .path("events[0].msg_id");
    }

    private List<Map<String, Object>> blocked() {
        return Api.get("/v1/ordering-keys")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("keys.findAll { it.ordering_key == 'corr-%s' }".formatted(task));
    }
}
