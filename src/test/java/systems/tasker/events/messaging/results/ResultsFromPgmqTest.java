package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.docs.ReadmeService;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(ReadmeService.class)
class ResultsFromPgmqTest extends ResultChannelContract {

    private static final String QUEUE = "worker_step_results";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1] | malformed_input | must be a JSON object",
                "{'success': true} | malformed_input | /step_uuid",
                "{'step_uuid': 'nobody', 'success': true} | malformed_input | /step_uuid",
                "{'step_uuid': '00000000-0000-0000-0000-000000000001', 'success': 1} | malformed_input | /success",
                "{'step_uuid': '00000000-0000-0000-0000-000000000001', 'success': true, 'attempt': -1} | invalid_input | /attempt",
                "{'step_uuid': '00000000-0000-0000-0000-000000000001', 'success': true, 'result': 1e400} | invalid_input | /result"
            })
    void deadLettersPoisonMessages(String poison, String reason, String error) {
        // Given
        var good = PostedStep.payment();
        var key = UUID.randomUUID();

        // When
        send(Map.of(key, poison.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        send(good, good.success());

        // Then
        awaitPublished(List.of(good));
        assertThat(awaitDeadLetter(key)).startsWith(reason + ": " + error);
        awaitAcknowledged();
    }

    @Test
    void recordsReasonAndOriginInADeadLetter() {
        // Given
        var key = UUID.randomUUID();
        var before = Instant.now().minusSeconds(1);

        // When
        send(Map.of(key, "{\"step_uuid\": \"nobody\"}".getBytes(StandardCharsets.UTF_8)));

        // Then
        var header = deadLetter(key);
        assertThat(header.get("reason").asText()).isEqualTo("malformed_input");
        assertThat(header.get("errors")).hasSize(2);
        assertThat(header.get("attempts").asInt()).isOne();
        assertThat(header.get("queue").asText()).isEqualTo(QUEUE);
        assertThat(header.get("msg_id").asLong())
                .isEqualTo(database.number(
                        "select msg_id from pgmq.a_" + QUEUE + " where headers->>'key' = ?", key.toString()));
        assertThat(Instant.parse(header.get("first_seen_at").asText()))
                .isBetween(before, Instant.parse(header.get("last_seen_at").asText()));
    }

    @Override
    void send(Map<UUID, byte[]> messages) {
        database.rows(
                "select pgmq.send_batch(?, ?::jsonb[], ?::jsonb[])",
                QUEUE,
                messages.values().stream()
                        .map(message -> new String(message, StandardCharsets.UTF_8))
                        .toArray(),
                messages.keySet().stream()
                        .map(key -> "{\"key\": \"" + key + "\"}")
                        .toArray());
    }

    @Override
    void awaitAcknowledged() {
        await().untilAsserted(() -> assertThat(database.number("select count(*) from pgmq.q_" + QUEUE))
                .isZero());
    }

    @Override
    String awaitDeadLetter(UUID key) {
        var header = deadLetter(key);
        var errors = new ArrayList<String>();
        header.get("errors").forEach(error -> errors.add(error.asText()));
        return header.get("reason").asText() + ": " + String.join("; ", errors);
    }

    private JsonNode deadLetter(UUID key) {
        return await()
                .until(
                        () -> database.rows(
                                "select headers->>'dead_letter' from pgmq.q_" + QUEUE
                                        + "_dlq where headers->>'key' = ?",
                                key.toString()),
                        found -> !found.isEmpty())
                .stream()
                .map(row -> Json.read((String) row.get(0)))
                .findFirst()
                .orElseThrow();
    }
}
