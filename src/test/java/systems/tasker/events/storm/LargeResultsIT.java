package systems.tasker.events.storm;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** One result times its events: in a small heap it is accepted, or rejected as too large, and delays no other. */
class LargeResultsIT {

    private static final String HEAP = "-Xmx256m";

    @Test
    void acceptsOrRejectsResultsThatBecomeLargeInASmallHeap() {
        try (var postgres = DurablePostgres.start();
                var service = ServiceProcess.start(
                        "large-results", postgres.environment(), HEAP, "-XX:+ExitOnOutOfMemoryError")) {
            // Given
            var poster = new Poster(service.awaitPort());
            var large = declaring(8, InlineStep.text(900_000));
            var manyObjects = declaring(8, InlineStep.emptyObjects(900_000));
            var tooLarge = declaring(60, InlineStep.text(800_000));

            // When
            var underWay = List.of(poster.result(large), poster.result(manyObjects));
            var others = new ArrayList<HttpResponse<String>>();
            do {
                others.add(poster.result(InlineStep.result()).join());
            } while (!underWay.stream().allMatch(CompletableFuture::isDone));
            var rejected = poster.result(tooLarge).join();
            var batch = poster.post(
                            Poster.BATCH,
                            Poster.JSON,
                            "[" + tooLarge + "," + InlineStep.result() + "]",
                            HttpResponse.BodyHandlers.ofString())
                    .join();

            // Then
            assertThat(underWay.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                    .as(service.log())
                    .containsOnly(202);
            assertThat(others.stream().map(HttpResponse::statusCode)).containsOnly(202);
            assertThat(rejected.statusCode()).isEqualTo(422);
            assertThat(rejected.body())
                    .contains("in 61 messages", "60 durable events", "33554432", "tasker.ingress.max-body-size");
            assertThat(Json.read(batch.body()).findValuesAsText("status"))
                    .startsWith("422")
                    .endsWith("202");
            assertThat(poster.result(large).join().statusCode()).isEqualTo(200);
            assertThat(service.log()).doesNotContain("OutOfMemory", "ERROR");
        }
    }

    private static ObjectNode declaring(int events, JsonNode result) {
        var submission = InlineStep.result(UUID.randomUUID(), "[]");
        ((ObjectNode) submission.get("result")).set("filling", result);
        var declared =
                submission.withObject("/task_sequence_step/step_definition").withArray("publishes_events");
        IntStream.range(0, events)
                .forEach(i ->
                        declared.addObject().put("name", "large.event_" + i).put("delivery_mode", "durable"));
        return submission;
    }
}
