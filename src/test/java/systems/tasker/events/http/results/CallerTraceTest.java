package systems.tasker.events.http.results;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.docs.ReadmeService;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** With tracing off, as it is by default, the trace of a result's sender continues in the messages it leads to. */
@QuarkusTest
@TestProfile(ReadmeService.class)
class CallerTraceTest {

    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Database database = Database.ofTests();
    private final PostedStep step = PostedStep.payment();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/step-results", "/v1/step-results/batch"})
    void goesFromARequestToTheNotificationAndTheEvents(String path) {
        submit(path, Map.of("traceparent", TRACE_PARENT, "tracestate", "vendor=1"));

        assertThat(header("traceparent")).containsExactly(TRACE_PARENT, TRACE_PARENT);
        assertThat(header("tracestate")).containsExactly("vendor=1", "vendor=1");
    }

    @Test
    void propagatesTheTraceFromAMessageToNotificationAndEvents() {
        database.execute(
                "select pgmq.send('worker_step_results', ?::jsonb, ?::jsonb)",
                body(),
                "{\"traceparent\": \"" + TRACE_PARENT + "\"}");

        await().untilAsserted(() -> assertThat(header("traceparent")).containsExactly(TRACE_PARENT, TRACE_PARENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void ignoresAnInvalidTraceParent(String traceParent) {
        submit("/v1/step-results", Map.of("traceparent", traceParent));

        assertThat(header("traceparent")).hasSize(2).containsOnlyNulls();
    }

    private void submit(String path, Map<String, String> headers) {
        var isBatch = path.endsWith("batch");
        RestAssured.given()
                .headers(headers)
                .contentType("application/json")
                .body(isBatch ? "[" + body() + "]" : body())
                .post(path)
                .then()
                .statusCode(isBatch ? 207 : 202);
    }

    private String body() {
        return PostedStep.with(step.success(), "task_sequence_step", step.context(1));
    }

    /** A header of the notification and of the event. */
    private Stream<String> header(String name) {
        return database
                .rows(
                        """
                        select headers->>? from pgmq.q_orchestration_step_results where message->>'step_uuid' = ?
                        union all
                        select headers->>? from pgmq.q_payments_domain_events where message->'metadata'->>'step_uuid' = ?
                        """,
                        name,
                        step.stepUuid().toString(),
                        name,
                        step.stepUuid().toString())
                .stream()
                .map(row -> Optional.ofNullable(row.get(0)).map(String::valueOf).orElse(null));
    }
}
