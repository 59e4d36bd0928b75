package systems.tasker.events.storm;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class ManyPostersTest {

    private static final int POSTERS = 500;

    @TestHTTPResource
    URI service;

    private final Database database = Database.ofTests();

    @Test
    void givesEachPosterItsOwnReceipt() {
        // Given
        var poster = new Poster(service.getPort());
        var steps = Stream.generate(UUID::randomUUID).limit(POSTERS).toList();

        // When all post at once
        var answers = steps.stream().map(InlineStep::result).map(poster::result).toList();

        // Then
        for (int i = 0; i < POSTERS; i++) {
            var answer = answers.get(i).join();
            assertThat(answer.statusCode()).isEqualTo(202);
            var receipt = Json.read(answer.body());
            assertThat(InlineStep.stepUuid(receipt)).isEqualTo(steps.get(i).toString());
            assertMessages(receipt);
        }
        assertThat(distinctEventIds(answers)).isEqualTo(3 * POSTERS);
        assertThat(transactions(steps)).isLessThan(POSTERS);
    }

    private void assertMessages(JsonNode receipt) {
        assertThat(message("orchestration_step_results", receipt.at("/notification/msg_id"), "'step_uuid'"))
                .isEqualTo(InlineStep.stepUuid(receipt));
        var events = receipt.get("events");
        assertThat(events).hasSize(3);
        for (var event : events) {
            if (event.has("queue")) {
                assertThat(message(event.get("queue").textValue(), event.get("msg_id"), "'event_id'"))
                        .isEqualTo(event.get("event_id").textValue());
            }
        }
        assertThat(events.at("/0/msg_id").longValue())
                .isLessThan(events.at("/2/msg_id").longValue());
    }

    private String message(String queue, JsonNode msgId, String field) {
        return database.text(
                "select message ->> " + field + " from pgmq.q_" + queue + " where msg_id = ?", msgId.longValue());
    }

    private static long distinctEventIds(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream()
                .map(answer -> Json.read(answer.join().body()))
                .flatMap(receipt -> receipt.get("events").findValuesAsText("event_id").stream())
                .distinct()
                .count();
    }

    private long transactions(List<UUID> steps) {
        return database.number(
                "select count(distinct xmin::text) from tasker_events.accepted_results where step_uuid = any(?::text[]::uuid[])",
                (Object) steps.stream().map(UUID::toString).toArray(String[]::new));
    }
}
