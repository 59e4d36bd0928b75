package systems.tasker.events.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.HeldCommits;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.RawRequest;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(HeldCommits.class)
class BackPressureTest {

    @TestHTTPResource
    URI service;

    private final Database database = Database.ofTests();
    private final List<UUID> steps =
            Stream.generate(UUID::randomUUID).limit(HeldCommits.MAX_REQUESTS).toList();
    private Poster poster;
    private int port;

    @BeforeEach
    void connect() {
        port = service.getPort();
        poster = new Poster(port);
    }

    @AfterEach
    void leavesNothingInFlight() {
        awaitSaturation(0);
    }

    @Test
    void rejectsARequestBeyondTheQuotaWithoutReadingItsBody() {
        database.whileHolding(
                () -> {
                    // Given
                    var accepted = fillUp();

                    // When a head announces a body that never comes
                    String answer;
                    try (var oneTooMany = RawRequest.post(port, Poster.RESULTS, "Content-Length: 5000")) {
                        answer = oneTooMany.answer();
                    }

                    // Then
                    assertThat(answer)
                            .startsWith("HTTP/1.1 503 Service Unavailable")
                            .containsIgnoringCase("\nretry-after: 5\n")
                            .containsIgnoringCase("\ncontent-type: application/problem+json\n");
                    var problem = Json.read(answer.substring(answer.indexOf("\n\n")));
                    assertThat(problem.get("type").textValue()).isEqualTo("urn:tasker:problem:saturated");
                    assertThat(problem.get("status").intValue()).isEqualTo(503);
                    assertThat(accepted).noneMatch(CompletableFuture::isDone);
                },
                Database.NOTIFICATIONS_LOCK);
    }

    @Test
    void acceptsRequestsInFlightOnceTheDatabaseRecovers() {
        // Given
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        // When
        database.whileHolding(() -> answers.addAll(fillUp()), Database.NOTIFICATIONS_LOCK);

        // Then
        assertThat(answers).allMatch(answer -> answer.join().statusCode() == 202);
        assertThat(poster.result(InlineStep.result()).join().statusCode()).isEqualTo(202);
    }

    @Test
    void rejectsABatchBeyondTheQuota() {
        database.whileHolding(
                () -> {
                    fillUp();

                    try (var batch = RawRequest.post(port, Poster.BATCH, "Content-Length: 5000")) {
                        assertThat(batch.line()).isEqualTo("HTTP/1.1 503 Service Unavailable");
                    }
                },
                Database.NOTIFICATIONS_LOCK);
    }

    @Test
    void answersOtherEndpointsUnderBackPressure() {
        database.whileHolding(
                () -> {
                    fillUp();

                    assertThat(poster.get("/q/health/live").statusCode()).isEqualTo(200);
                    assertThat(poster.get("/v1/step-results/" + UUID.randomUUID())
                                    .statusCode())
                            .isEqualTo(404);
                },
                Database.NOTIFICATIONS_LOCK);
    }

    @Test
    void rejectsBodiesBeyondTheByteQuota() {
        database.whileHolding(
                () -> {
                    // Given
                    var large = poster.result(InlineStep.result(steps.get(0), InlineStep.text(60_000)));
                    await().until(() -> saturation() > 0.6);

                    // When
                    var refused = poster.result(InlineStep.result(steps.get(1), InlineStep.text(60_000)))
                            .join();
                    var fits = poster.result(InlineStep.result(steps.get(2), InlineStep.text(20_000)));

                    // Then
                    assertThat(refused.statusCode()).isEqualTo(503);
                    await().until(() -> saturation() > 0.8);
                    assertThat(List.of(large, fits)).noneMatch(CompletableFuture::isDone);
                },
                Database.NOTIFICATIONS_LOCK);
    }

    @Test
    void countsTheBytesOfAChunkedBody() throws Exception {
        // Given
        var chunked = "Transfer-Encoding: chunked";
        try (var first = RawRequest.post(port, Poster.RESULTS, chunked);
                var second = RawRequest.post(port, Poster.RESULTS, chunked)) {
            first.send("c350\r\n" + " ".repeat(50_000) + "\r\n");
            awaitSaturation(0.5);

            // When
            second.send("c351\r\n" + " ".repeat(50_001) + "\r\n");

            // Then
            assertThat(second.line()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        }
    }

    @Test
    void answers413ForABodyAboveTheWholeByteQuota() throws Exception {
        // Given
        var head = "Content-Length: " + (HeldCommits.MAX_BYTES + 1);

        // When
        String answer;
        try (var large = RawRequest.post(port, Poster.BATCH, head)) {
            answer = large.answer();
        }

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("urn:tasker:problem:body-too-large");
    }

    @Test
    void answers413ForABodyWhoseParsedSizeExceedsTheQuota() {
        // Given
        var dense = InlineStep.result(steps.get(0), InlineStep.emptyObjects(60_000));

        // When
        var answer = poster.result(dense).join();

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void keepsThePermitAfterADisconnectUntilTheWorkEnds() {
        database.whileHolding(
                () -> {
                    // Given
                    var open = openConnections();
                    var callers = new ArrayList<RawRequest>();
                    for (var step : steps) {
                        callers.add(RawRequest.result(port, Json.write(InlineStep.result(step))));
                    }
                    awaitSaturation(1);

                    // When
                    for (var caller : callers) {
                        caller.close();
                    }
                    await().untilAsserted(() -> assertThat(openConnections()).isLessThanOrEqualTo(open));

                    // Then
                    assertThat(saturation()).isEqualTo(1.0);
                    assertThat(poster.result(InlineStep.result()).join().statusCode())
                            .isEqualTo(503);
                },
                Database.NOTIFICATIONS_LOCK);
        awaitSaturation(0);
        assertThat(steps)
                .allMatch(step -> poster.get("/v1/step-results/" + step).statusCode() == 200);
    }

    @Test
    void releasesThePermitOnADisconnectDuringTheBody() throws Exception {
        // Given
        var caller = RawRequest.post(port, Poster.RESULTS, "Content-Length: 5000");
        caller.send("{\"step_uuid\":");
        awaitSaturation(1.0 / HeldCommits.MAX_REQUESTS);

        // When
        caller.close();

        // Then
        awaitSaturation(0);
    }

    /** Posts as many results as there are places, and waits until each has one. */
    private List<CompletableFuture<HttpResponse<String>>> fillUp() {
        var answers = steps.stream().map(InlineStep::result).map(poster::result).toList();
        awaitSaturation(1);
        return answers;
    }

    private void awaitSaturation(double expected) {
        await().untilAsserted(() -> assertThat(saturation()).isEqualTo(expected));
    }

    private double saturation() {
        return meter("tasker_ingress_saturation");
    }

    private double openConnections() {
        return meter("http_server_connections_seconds_active_count");
    }

    /** Read on a connection that is closed afterwards: a client that keeps its connections may open another one between two counts. */
    private double meter(String name) {
        try {
            return Poster.sum(RawRequest.get(port, Poster.METRICS), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
