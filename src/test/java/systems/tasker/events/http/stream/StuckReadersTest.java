package systems.tasker.events.http.stream;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.http.stream.TailReader.Sent;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers that connect and read nothing, while events go past that would fill any buffer. */
@QuarkusTest
class StuckReadersTest {

    private static final int STUCK = 20;
    private static final int RESULTS = 160;
    // An event holds it twice: 32 MB for each reader, which is more than the ring and a socket hold.
    private static final int LARGE = 100_000;
    private static final String FAST = "[{\"name\": \"storm.%s\", \"delivery_mode\": \"fast\"}]";

    @TestHTTPResource
    URI service;

    private final List<TailReader> stuck = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (var reader : stuck) {
            reader.close();
        }
    }

    @Test
    void areReportedTheirGapAndSlowNoOtherReader() throws Exception {
        // Given
        var poster = new Poster(service.getPort());
        for (int i = 0; i < STUCK; i++) {
            stuck.add(TailReader.open(service.getPort(), ""));
        }
        try (var reader = TailReader.open(service.getPort(), "?pattern=storm.last")) {

            // When
            for (int i = 0; i < RESULTS; i++) {
                assertThat(poster.result(large()).join().statusCode()).isEqualTo(202);
            }
            var end = InlineStep.result(UUID.randomUUID(), FAST.formatted("last"));
            assertThat(poster.result(end).join().statusCode()).isEqualTo(202);

            // Then
            reader.upTo(StuckReadersTest::isLast);
            var late = stuck.get(0).upTo(StuckReadersTest::isLast);
            var position = late.get(0).sequence();
            assertThat(late).extracting(Sent::name).contains(SseEncoder.GAP);
            for (var sent : late.subList(1, late.size())) {
                position += SseEncoder.GAP.equals(sent.name())
                        ? Json.read(sent.data()).get("missed").longValue()
                        : sent.name() == null ? 0 : 1;
                assertThat(sent.sequence()).isEqualTo(position);
            }
        }
    }

    private static JsonNode large() {
        var result = InlineStep.result(UUID.randomUUID(), FAST.formatted("large"));
        ((ObjectNode) result.get("result")).set("filling", InlineStep.text(LARGE));
        return result;
    }

    private static boolean isLast(Sent sent) {
        return "storm.last".equals(sent.name());
    }
}
