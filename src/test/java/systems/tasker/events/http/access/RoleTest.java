package systems.tasker.events.http.access;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoleTest {

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/step-results, step-results:write",
        "POST, /v1/step-results/batch, step-results:write",
        "POST, /v1/step-claims, step-results:write",
        "GET, /v1/step-results/1, events:read",
        "HEAD, /v1/queues, events:read",
        "OPTIONS, /v1/queues, events:read",
        "POST, /v1/step-resultsandmore, events:operate",
        "POST, /v1/not/thought/of, events:operate",
        "POST, /v1/step-results/../dead-letters/q_dlq/redrive, events:operate",
        "POST, /v1/step-results/, events:operate",
        "DELETE, /v1/step-results, events:operate",
        "DELETE, /v1/dead-letters/q_dlq/1, events:operate",
        "PROPFIND, /, events:operate"
    })
    void isRequiredByMethodAndPath(String method, String path, String role) {
        assertThat(Role.neededFor(HttpMethod.valueOf(method), path).label()).isEqualTo(role);
    }
}
