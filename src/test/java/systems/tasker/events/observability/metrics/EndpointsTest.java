package systems.tasker.events.observability.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
class EndpointsTest {

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void isHealthy(String probe) {
        Api.get("/q/health/" + probe).statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void reportsTheDatabaseInReadiness() {
        Api.get("/q/health/ready")
                .body("checks.find { it.name == 'database' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'database' }.data.postgresql", startsWith("18"))
                .body("checks.find { it.name == 'database' }.data.queues", greaterThanOrEqualTo(5));
    }

    @Test
    void reportsTheStartup() {
        Api.get("/q/health/started")
                .body("checks.find { it.name == 'database-prepared' }.data.pgmq", startsWith("1."))
                .body("checks.find { it.name == 'database-prepared' }.data.migrated", equalTo(true))
                .body("checks.find { it.name == 'templates' }.data.templates", equalTo(2));
    }

    @Test
    void reportsResponsiveThreadsInLiveness() {
        Api.get("/q/health/live")
                .body("checks.find { it.name == 'threads' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'threads' }.data.event_loops", greaterThanOrEqualTo(2))
                .body("checks.find { it.name == 'threads' }.data.worker_answered", equalTo(true));
    }

    @Test
    void showsTheStatisticsOfTheInstance() {
        Api.get("/metrics/events")
                .statusCode(200)
                .body("router.total_routed", notNullValue())
                .body("router.durable_routed", notNullValue())
                .body("router.fast_routed", notNullValue())
                .body("router.broadcast_routed", notNullValue())
                .body("router.fast_delivery_errors", notNullValue())
                .body("router.routing_errors", notNullValue())
                .body("in_process_bus.total_events_dispatched", notNullValue())
                .body("captured_at", notNullValue())
                .body("worker_id", notNullValue());
    }

    @Test
    void showsATemplateWithItsDefaultsFilledIn() {
        Api.get("/v1/templates/payments/credit_card_payment/1.0.0")
                .statusCode(200)
                .body("namespace_name", equalTo("payments"))
                .body("steps[0].max_attempts", equalTo(3))
                .body("steps[0].publishes_events[1].version", equalTo("1.0"))
                .body("steps[0].publishes_events[0].schema.required", equalTo(List.of("transaction_id", "amount")));
        Api.get("/v1/templates").statusCode(200).body("size()", equalTo(2));
    }

    @Test
    void describesEveryEndpoint() throws Exception {
        // When
        var api = new ObjectMapper()
                .readTree(Api.get("/q/openapi?format=json")
                        .statusCode(200)
                        .extract()
                        .asString());

        // Then
        var operations = new HashSet<String>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(Set.of("get", "post", "put", "delete")::contains)
                        .forEach(method -> operations.add(method + " " + path.getKey())));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "post /v1/step-claims",
                        "post /v1/step-results",
                        "post /v1/step-results/batch",
                        "post /v1/step-results/preview",
                        "get /v1/step-results/{step_uuid}",
                        "get /v1/templates",
                        "get /v1/templates/{namespace}/{name}/{version}",
                        "get /v1/events",
                        "get /v1/events/stream",
                        "get /v1/events/{event_id}",
                        "get /v1/timeline",
                        "get /v1/ordering-keys",
                        "post /v1/templates/reload",
                        "post /v1/templates/validate",
                        "get /asyncapi",
                        "get /v1/publishers",
                        "get /v1/subscribers",
                        "get /v1/caller",
                        "get /v1/queues",
                        "get /v1/dead-letter-causes",
                        "post /v1/dead-letters/{queue}/discard",
                        "get /v1/doctor",
                        "get /v1/status",
                        "get /v1/dead-letters/{queue}",
                        "get /v1/dead-letters/{queue}/{msg_id}",
                        "delete /v1/dead-letters/{queue}/{msg_id}",
                        "post /v1/dead-letters/{queue}/redrive",
                        "post /v1/events/replay",
                        "get /metrics/events");
    }
}
