package systems.tasker.events.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.ErrorLog;
import systems.tasker.events.fixture.LogLines;
import systems.tasker.events.fixture.Waits;

import static org.assertj.core.api.Assertions.assertThat;

/** What is malformed or ambiguous is answered before the first filter, and the connection is closed. */
@QuarkusTest
class RequestGuardTest {

    private static final int MANY = 50;

    private ErrorLog errors;

    @BeforeEach
    void listen() {
        errors = new ErrorLog();
    }

    @AfterEach
    void logsNoError() {
        errors.close();
        assertThat(errors.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // headers | status | detail
                "X-Other: 1 | 400 | Host header",
                "Host: a b | 400 | Host header",
                "Host: a:b:c | 400 | Host header",
                "Host: a\\r\\nHost: b | 400 | one Host header",
                "Host: a\\r\\nhost: a | 400 | one Host header",
                "Host: a\\r\\nContent-Length: 2\\r\\nTransfer-Encoding: gzip | 400 | exclude each other",
                "Host: a\\r\\nTransfer-Encoding: gzip | 501 | only Transfer-Encoding is chunked",
                "Host: a\\r\\nTransfer-Encoding: gzip, chunked | 501 | only Transfer-Encoding is chunked",
                "Host: a\\r\\nTransfer-Encoding: identity | 501 | only Transfer-Encoding is chunked"
            })
    void rejectsAmbiguousHeadersAndClosesTheConnection(String headers, int status, String detail) throws Exception {
        var answer = answer("POST /v1/step-results HTTP/1.1\r\n" + headers.replace("\\r\\n", "\r\n") + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("application/problem+json", "\"status\":" + status, detail);
    }

    @Test
    void closesTheConnectionAfterContentLengthAndChunkedTransferEncoding() throws Exception {
        // Given a second request where a server that takes the other length would see a body
        var both = "POST /v1/step-results HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + "GET /v1/status HTTP/1.1\r\nHost: a\r\n\r\n";

        // When
        var answer = answer(both);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/%zz",
                "/v1/events/%",
                "/%4",
                "/v1/events?after=%",
                "/v1/events?after=%1",
                "/?a=%gg&b=1",
                "/v1/events?event=a|b",
                "/v1/events?event=\"a\"",
                "/v1/{step}",
                "/v1/status#%",
                "http://%/v1/status"
            })
    void rejectsATargetThatIsNoUri(String target) throws Exception {
        var answer = answer("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "\"status\":400", "malformed");
    }

    @Test
    void rejectsATargetThatIsNoPath() throws Exception {
        var answer = answer("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
    }

    @Test
    void acceptsOneHostAndChunks() throws Exception {
        var answer = answer("POST /v1/step-results HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: Chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("step_uuid");
    }

    @Test
    void logsOneLineForManyMalformedRequests() throws Exception {
        var lines = new LogLines(RequestGuard.class.getName());
        try {
            // When
            for (int i = 0; i < MANY; i++) {
                answer("GET /v1/status HTTP/1.1\r\n\r\n");
                answer("GET /v1/status HTTP/1.1\r\nHost: " + i + ":a\r\n\r\n");
                answer("GET /v1/%z" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        } finally {
            lines.close();
        }

        // Then
        assertThat(lines.with("before any filter")).isLessThan(MANY / 2);
    }

    /** Everything until the service closes the connection. */
    private static String answer(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(Waits.LONG_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
