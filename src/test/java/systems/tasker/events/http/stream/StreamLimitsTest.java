package systems.tasker.events.http.stream;

import java.net.URI;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.TightLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.notNullValue;
import static systems.tasker.events.fixture.Waits.await;

/** Two readers may come from one address. */
@QuarkusTest
@TestProfile(TightLimits.class)
class StreamLimitsTest {

    @TestHTTPResource
    URI service;

    @Test
    void rejectsStreamsOfOneCallerBeyondItsQuota() throws Exception {
        try (var first = TailReader.open(service.getPort(), "")) {
            try (var second = TailReader.open(service.getPort(), "")) {
                assertThat(first.head()).startsWith("HTTP/1.1 200");
                assertThat(second.head()).startsWith("HTTP/1.1 200");

                Api.get("/v1/events/stream")
                        .statusCode(503)
                        .header("Retry-After", notNullValue())
                        .body("type", endsWith(":saturated"));
            }

            await().untilAsserted(() -> {
                try (var next = TailReader.open(service.getPort(), "")) {
                    assertThat(next.head()).startsWith("HTTP/1.1 200");
                }
            });
        }
    }
}
