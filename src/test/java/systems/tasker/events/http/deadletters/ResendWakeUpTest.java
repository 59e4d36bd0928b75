package systems.tasker.events.http.deadletters;

import java.sql.Connection;
import java.util.Arrays;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import systems.tasker.events.fixture.Database;

import static io.restassured.RestAssured.given;
import static systems.tasker.events.fixture.Waits.await;

/** Consumers hear of messages that are sent again as they do of new ones. */
@QuarkusTest
class ResendWakeUpTest {

    @Inject
    Pool pool;

    private DeadLetterQueue queue;

    @BeforeEach
    void create() {
        queue = DeadLetterQueue.in(pool);
    }

    @Test
    void notifiesConsumersOfTheQueueAfterARedrive() throws Exception {
        queue.letter();

        try (var consumer = listen(queue.origin())) {
            queue.redrive("{\"all\": true}").statusCode(200);

            awaitWakeUp(consumer, queue.origin());
        }
    }

    @Test
    void notifiesConsumersOfTheQueueAfterAReplay() throws Exception {
        // Given
        var source = queue.queues().existing(queue.origin() + "_domain_events");
        queue.queues().send(source, "{\"event_name\": \"a.b\"}", null);
        queue.queues().archive(source);

        try (var consumer = listen(queue.name())) {
            // When
            given().contentType(ContentType.JSON)
                    .body("{\"namespace\": \"%s\", \"queue\": \"%s\", \"event_name\": \"a.b\"}"
                            .formatted(queue.origin(), queue.name()))
                    .post("/v1/events/replay")
                    .then()
                    .statusCode(200);

            // Then
            awaitWakeUp(consumer, queue.name());
        }
    }

    private static Connection listen(String queue) throws Exception {
        var connection = Database.ofTests().connect();
        connection.createStatement().execute("listen \"" + channel(queue) + '"');
        return connection;
    }

    private static void awaitWakeUp(Connection consumer, String queue) {
        await().until(() -> Arrays.stream(consumer.unwrap(PGConnection.class).getNotifications(1_000))
                .anyMatch(notification -> notification.getName().equals(channel(queue))));
    }

    private static String channel(String queue) {
        return "pgmq.q_" + queue + ".INSERT";
    }
}
