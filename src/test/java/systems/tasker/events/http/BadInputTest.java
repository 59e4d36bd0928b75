package systems.tasker.events.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.BadBody;
import systems.tasker.events.fixture.ErrorLog;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class BadInputTest {

    private static final String RESULTS = "/v1/step-results";
    private static final String CLAIMS = "/v1/step-claims";

    private final PostedStep step = PostedStep.payment();
    private ErrorLog log;

    @BeforeEach
    void listen() {
        log = new ErrorLog();
    }

    @AfterEach
    void logsNoErrorForBadInput() {
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("systems.tasker.events.fixture.BadBody#all")
    void rejects(BadBody bad) throws Exception {
        // When
        var answer = RawHttp.json(RESULTS, bad.bytes());

        // Then
        var problem = problem(answer, bad.status());
        var error = problem.path("errors").path(0);
        assertThat(error.path("pointer").asText("missing")).isEqualTo(bad.pointer());
        assertThat(error.path("detail").asText()).isNotBlank();
        assertThat(problem.path("errors")).hasSize(1);
        assertThat(answer.body()).doesNotContain(bad.value());
        Api.receipts(bad.step().stepUuid()).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        RESULTS + ", text/plain",
        RESULTS + ", application/xml",
        RESULTS + ", nonsense",
        RESULTS + "/batch, nonsense",
        "/v1/templates/validate, nonsense",
        CLAIMS + ", text/plain"
    })
    void rejectsOtherMediaTypes(String path, String mediaType) throws Exception {
        var request = RawHttp.to(path).header("Content-Type", mediaType).POST(BodyPublishers.ofString(step.success()));

        problem(RawHttp.send(request), 415);
        Api.receipts(step.stepUuid()).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({RESULTS, CLAIMS})
    void rejectsABodyWithoutMediaType(String path) throws Exception {
        problem(RawHttp.send(RawHttp.to(path).POST(BodyPublishers.ofString(step.success()))), 415);

        Api.receipts(step.stepUuid()).statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        RESULTS + ", gzip",
        RESULTS + "/batch, br",
        CLAIMS + ", deflate",
        "/v1/templates/validate, 'gzip, identity'"
    })
    void rejectsACompressedBody(String path, String coding) throws Exception {
        var request = RawHttp.to(path)
                .headers("Content-Type", "application/json", "Content-Encoding", coding)
                .POST(BodyPublishers.ofString(step.success()));

        var answer = RawHttp.send(request);

        problem(answer, 415);
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
        Api.receipts(step.stepUuid()).statusCode(404);
    }

    @Test
    void acceptsTheContentEncodingIdentity() throws Exception {
        var request = RawHttp.to(RESULTS)
                .headers("Content-Type", "application/json", "Content-Encoding", "Identity")
                .POST(BodyPublishers.ofString(step.success()));

        assertThat(RawHttp.send(request).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({RESULTS, CLAIMS})
    void rejectsABodyWithTooLargeContentLength(String path) throws Exception {
        var answer = RawHttp.json(path, tooLarge());

        assertTooLarge(answer);
    }

    @ParameterizedTest
    @CsvSource({RESULTS, CLAIMS})
    void rejectsAChunkedBodyThatIsTooLarge(String path) throws Exception {
        var request = RawHttp.to(path).header("Content-Type", "application/json");

        var answer = RawHttp.send(request.POST(RawHttp.chunked(tooLarge())));

        assertTooLarge(answer);
    }

    @Test
    void acceptsAChunkedBodyOfExactlyTheLimit() throws Exception {
        var body = PostedStep.with(step.success(), "filler", "\"\"");
        var filled = body.replace("\"\"", "\"" + "x".repeat((1 << 20) - body.length()) + "\"");
        var request = RawHttp.to(RESULTS).header("Content-Type", "application/json");

        var answer = RawHttp.send(request.POST(RawHttp.chunked(filled.getBytes(StandardCharsets.UTF_8))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    @Test
    void answersExpect100Continue() throws Exception {
        var statusLines = RawHttp.askFirst(RESULTS, step.success());

        assertThat(statusLines).containsExactly("HTTP/1.1 100 Continue", "HTTP/1.1 202 Accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/step-results/not-a-uuid, 404",
        "GET, /v1/unknown, 404",
        "POST, /v1/unknown, 404",
        "GET, /v1/templates/payments/unknown/1.0.0, 404",
        "DELETE, /v1/step-results, 405",
        "GET, /v1/step-results, 405",
        "PUT, /v1/step-claims, 405",
        "POST, /v1/templates, 405"
    })
    void answersUnknownPathsAndMethodsWithProblems(String method, String path, int status) throws Exception {
        var request = RawHttp.to(path).header("Content-Type", "application/json");

        problem(RawHttp.send(request.method(method, BodyPublishers.ofString("{}"))), status);
    }

    private byte[] tooLarge() {
        return PostedStep.with(step.success(), "filler", "\"" + "x".repeat(1 << 20) + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void assertTooLarge(HttpResponse<String> answer) throws Exception {
        var problem = problem(answer, 413);
        assertThat(problem.path("detail").asText()).contains("1048576");
        Api.receipts(step.stepUuid()).statusCode(404);
    }

    private static JsonNode problem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "com.fasterxml", "systems.tasker");
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        for (var field : new String[] {"type", "title", "detail"}) {
            assertThat(problem.path(field).asText())
                    .as(field + " of " + problem)
                    .isNotBlank();
        }
        return problem;
    }
}
