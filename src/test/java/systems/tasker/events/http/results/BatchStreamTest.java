package systems.tasker.events.http.results;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.HeldCommits;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(HeldCommits.class)
class BatchStreamTest {

    @TestHTTPResource
    URI service;

    @Test
    void streamsNdjsonAnswersLineByLine() throws Exception {
        // Given a line that is answered at once, and one that waits for the database
        var body = "{}\n" + Json.write(InlineStep.result());
        var answer = new AtomicReference<BufferedReader>();

        // When
        Database.ofTests()
                .whileHolding(
                        () -> {
                            var stream = new Poster(service.getPort())
                                    .post(Poster.BATCH, Poster.NDJSON, body, BodyHandlers.ofInputStream())
                                    .join()
                                    .body();
                            answer.set(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
                            assertThat(answer.get().readLine()).startsWith("{\"status\":400");
                        },
                        Database.NOTIFICATIONS_LOCK);

        // Then
        assertThat(answer.get().readLine()).startsWith("{\"status\":202");
        assertThat(answer.get().readLine()).isNull();
    }
}
