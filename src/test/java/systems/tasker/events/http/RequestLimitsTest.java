package systems.tasker.events.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.RawHttp;
import systems.tasker.events.fixture.TightLimits;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static systems.tasker.events.fixture.Waits.await;

/** What a request may take before its body is read. */
@QuarkusTest
@TestProfile(TightLimits.class)
class RequestLimitsTest {

    // TightLimits
    private static final int MAX_CONNECTIONS = 200;

    @Test
    void closesTheConnectionAtTheBodyTimeout() throws Exception {
        var dripping = Executors.newSingleThreadScheduledExecutor();
        try (var socket = connect()) {
            // When
            send(
                    socket,
                    "POST /v1/step-results HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 1000\r\n\r\n{");
            dripping.scheduleAtFixedRate(() -> drip(socket), 200, 200, TimeUnit.MILLISECONDS);

            // Then
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("application/problem+json", "urn:tasker:problem:body-too-slow", "may take 1000 ms");
        } finally {
            dripping.shutdownNow();
        }
        await().untilAsserted(() -> Api.get("/q/metrics").body(containsString("tasker_ingress_saturation 0.0")));
    }

    @Test
    void closesIdleConnections() throws Exception {
        try (var socket = connect()) {
            assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
        }
    }

    @Test
    void closesConnectionsBeyondTheLimit() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            // Connections are counted when the service accepts them, a moment after they are there. On a slow machine
            // the first of
            // them have reached the idle timeout by then, so each attempt brings as many as it takes.
            await().until(() -> {
                for (int i = 0; i < MAX_CONNECTIONS; i++) {
                    sockets.add(connect());
                }
                return !isAnswered();
            });
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        await().until(RequestLimitsTest::isAnswered);
    }

    @Test
    void rejectsTooLargeHeaders() throws Exception {
        var answer = RawHttp.send(RawHttp.to("/v1/queues").header("X-Filler", "x".repeat(21_000)));

        assertStatus(answer, 431);
    }

    @Test
    void rejectsATooLongPath() throws Exception {
        var answer = RawHttp.send(RawHttp.to("/v1/queues?filler=" + "x".repeat(4_100)));

        assertStatus(answer, 414);
    }

    @Test
    void acceptsHeadersAndPathAtTheLimit() throws Exception {
        var answer = RawHttp.send(
                RawHttp.to("/v1/publishers?filler=" + "x".repeat(4_000)).header("X-Filler", "x".repeat(19_000)));

        assertStatus(answer, 200);
    }

    private static void assertStatus(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private static Socket connect() throws IOException {
        var socket = new Socket("localhost", RestAssured.port);
        // So that a connection that is not closed fails its test and not the whole run.
        socket.setSoTimeout(Waits.LONG_MILLIS);
        return socket;
    }

    /** Whether a connection of its own is served. */
    private static boolean isAnswered() throws IOException {
        try (var socket = connect()) {
            send(socket, "GET /v1/queues HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return socket.getInputStream().read() == 'H';
        } catch (SocketException hungUp) {
            return false;
        }
    }

    private static void drip(Socket socket) {
        try {
            // What arrives after the service has hung up would be answered with a reset, and the reader would miss the
            // end.
            if (socket.getInputStream().available() == 0) {
                send(socket, " ");
            }
        } catch (IOException hungUp) {
            throw new UncheckedIOException(hungUp);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
