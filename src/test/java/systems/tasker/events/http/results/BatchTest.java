package systems.tasker.events.http.results;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class BatchTest {

    private static final String NOT_A_RESULT = "{\"step_uuid\": 7}";
    private static final String MALFORMED = "{\"step_uuid\":";
    private static final List<Integer> EACH_KIND = List.of(202, 200, 409, 400, 422, 202);

    @TestHTTPResource
    URI service;

    private final Database database = Database.ofTests();
    private Poster poster;

    @BeforeEach
    void connect() {
        poster = new Poster(service.getPort());
    }

    @Test
    void answersEachResultOfABatchSeparately() {
        // Given
        var batch = oneOfEachKind().toList();

        // When
        var answer = array(batch);

        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        assertEachKind(batch, items(Json.read(answer.body())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n", " \r\n\t\n"})
    void answersEachLineForItself(String lineEnd) {
        // Given
        var batch = oneOfEachKind().toList();

        // When
        var answer = lines(String.join(lineEnd, batch) + lineEnd);

        // Then
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
        assertEachKind(batch, answer.body().lines().map(Json::read).toList());
    }

    @Test
    void rejectsOnlyTheNdjsonLineThatIsInvalid() {
        // Given
        var good = Json.write(InlineStep.result());

        // When
        var answer = lines(MALFORMED + "\n" + good);

        // Then
        assertThat(answer.body().lines().map(Json::read).map(BatchTest::status)).containsExactly(400, 202);
    }

    @Test
    void acceptsALastLineWithoutLineBreak() {
        var answer = lines(Json.write(InlineStep.result()));

        assertThat(answer.body().lines().map(Json::read).map(BatchTest::status)).containsExactly(202);
    }

    @Test
    void replaysAResultThatIsInOneBatchTwice() {
        // Given
        var result = Json.write(InlineStep.result());

        // When
        var items = items(Json.read(array(List.of(result, result)).body()));

        // Then
        assertThat(items).map(BatchTest::status).containsExactlyInAnyOrder(202, 200);
        assertThat(items.get(1).get("receipt")).isEqualTo(items.get(0).get("receipt"));
    }

    @Test
    void replaysAResultOfABatchAfterTheNextClaimAndPublishesTheNextResult() {
        // Given
        var step = PostedStep.payment();
        Api.claim(step.context(1)).statusCode(201);
        var first = items(Json.read(array(List.of(step.permanentFailure())).body()));
        Api.claim(step.context(2)).statusCode(201);

        // When
        var items = items(Json.read(
                array(List.of(step.permanentFailure(), step.success())).body()));

        // Then
        assertThat(items).map(BatchTest::status).containsExactly(200, 202);
        assertThat(items.get(0).get("receipt")).isEqualTo(first.get(0).get("receipt"));
        assertThat(items.get(1).at("/receipt/attempt").intValue()).isEqualTo(2);
        assertThat(database.notifications(step.stepUuid())).hasSize(2);
        assertThat(database.events(step)).hasSize(2);
    }

    @Test
    void acceptsResultsWhoseStepDefinitionIsNoObjectAndSkipsTheirEvents() {
        // Given
        var batch = Stream.of("\"blow\"", "7", "true", "[]", "[{\"name\": \"blow\"}]")
                .map(definition -> {
                    var result = InlineStep.result();
                    result.withObject("/task_sequence_step").set("step_definition", Json.read(definition));
                    return Json.write(result);
                })
                .toList();

        // When
        var inArray = items(Json.read(array(batch).body()));
        var inLines =
                lines(String.join("\n", batch)).body().lines().map(Json::read).toList();

        // Then
        assertThat(inArray).hasSameSizeAs(batch).allSatisfy(item -> {
            assertThat(status(item)).isEqualTo(202);
            assertThat(item.at("/receipt/notification/msg_id").isIntegralNumber())
                    .isTrue();
            assertThat(item.at("/receipt/events")).hasSize(1);
            assertThat(item.at("/receipt/events/0/reason").textValue()).isEqualTo("definition_invalid");
            assertThat(item.at("/receipt/events/0/problems/0/pointer").textValue())
                    .isEqualTo("/task_sequence_step/step_definition");
        });
        assertThat(inLines).map(BatchTest::status).containsOnly(200);
        assertThat(inLines)
                .map(item -> item.get("receipt"))
                .isEqualTo(inArray.stream().map(item -> item.get("receipt")).toList());
    }

    @Test
    void acceptsABatchOfAThousandResults() {
        // Given
        var batch = results(1_000);

        // When
        var items = items(Json.read(array(batch).body()));

        // Then
        assertThat(items).hasSize(1_000).allMatch(item -> status(item) == 202);
        assertThat(items.stream().map(item -> item.at("/receipt/step_uuid").textValue()))
                .isEqualTo(
                        batch.stream().map(Json::read).map(InlineStep::stepUuid).toList());
    }

    @Test
    void rejectsABatchOfMoreThanAThousandResults() {
        // Given
        var batch = results(1_001);

        // When
        var answers = List.of(array(batch), lines(String.join("\n", batch)));

        // Then
        for (var answer : answers) {
            assertProblem(answer, 422, "invalid-input");
            assertThat(Json.read(answer.body()).at("/errors/0/detail").textValue())
                    .isEqualTo("has 1001 results, 1000 at most; nothing was done");
        }
        assertThat(accepted(batch)).isZero();
    }

    @Test
    void answersAnEmptyBatchWithAnEmptyArray() {
        assertThat(array(List.of()).statusCode()).isEqualTo(207);
        assertThat(array(List.of()).body()).isEqualTo("[]");
        assertThat(lines("").statusCode()).isEqualTo(207);
        assertThat(lines("\r\n \n").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "7", "[{}", "[] []"})
    void rejectsABodyThatIsNotAnArray(String body) {
        assertProblem(post(Poster.JSON, body), 400, "malformed-input");
    }

    @Test
    void rejectsABatchThatIsTooLarge() {
        // Given
        var large = "[" + " ".repeat(16 * 1024 * 1024) + "]";

        // When
        var answer = post(Poster.JSON, large);

        // Then
        assertProblem(answer, 413, "body-too-large");
    }

    /** Accepted, replayed, in conflict, malformed, invalid, accepted. */
    private Stream<String> oneOfEachKind() {
        var earlier = InlineStep.result();
        var other = InlineStep.result();
        poster.result(earlier).join();
        poster.result(other).join();
        var negative = InlineStep.result().put("attempt", -1);
        return Stream.of(
                        InlineStep.result(),
                        earlier,
                        other.put("success", false),
                        (ObjectNode) Json.read(NOT_A_RESULT),
                        negative,
                        InlineStep.result())
                .map(Json::write);
    }

    private static void assertEachKind(List<String> batch, List<JsonNode> items) {
        assertThat(items).map(BatchTest::status).isEqualTo(EACH_KIND);
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (status(item) < 300) {
                assertThat(InlineStep.stepUuid(item.get("receipt")))
                        .isEqualTo(InlineStep.stepUuid(Json.read(batch.get(i))));
                assertThat(item.has("problem")).isFalse();
            } else {
                assertThat(item.at("/problem/status")).isEqualTo(item.get("status"));
                assertThat(item.at("/problem/type").textValue()).startsWith("urn:tasker:problem:");
                assertThat(item.at("/problem/title").textValue()).isNotBlank();
                assertThat(item.at("/problem/detail").textValue()).isNotBlank();
                assertThat(item.has("receipt")).isFalse();
            }
        }
        assertThat(items.get(4).at("/problem/errors/0/pointer").textValue()).isEqualTo("/attempt");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Json.read(answer.body()).get("type").textValue()).isEqualTo("urn:tasker:problem:" + type);
    }

    private static List<String> results(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Json.write(InlineStep.result(UUID.randomUUID(), "[]")))
                .toList();
    }

    private long accepted(List<String> results) {
        return database.number(
                "select count(*) from tasker_events.accepted_results where step_uuid = any(?::text[]::uuid[])",
                (Object) results.stream()
                        .map(Json::read)
                        .map(InlineStep::stepUuid)
                        .toArray(String[]::new));
    }

    private HttpResponse<String> array(List<String> results) {
        return post(Poster.JSON, results.stream().collect(Collectors.joining(",", "[", "]")));
    }

    private HttpResponse<String> lines(String body) {
        return post(Poster.NDJSON, body);
    }

    private HttpResponse<String> post(String mediaType, String body) {
        return poster.post(Poster.BATCH, mediaType, body, BodyHandlers.ofString())
                .join();
    }

    private static List<JsonNode> items(JsonNode array) {
        assertThat(array.isArray()).isTrue();
        return IntStream.range(0, array.size()).mapToObj(array::get).toList();
    }

    private static int status(JsonNode item) {
        return item.get("status").intValue();
    }
}
