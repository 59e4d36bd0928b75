package systems.tasker.events.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.PostedStep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What is in a body is in no log and in no answer, whatever becomes of it. */
@QuarkusTest
class PayloadsStayOutTest {

    private static final String SECRET = "4111-canary-1111";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            var parameters = entry.getParameters() == null ? List.of() : List.of(entry.getParameters());
            log.add(entry.getMessage() + " " + parameters + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void hangUp() {
        Logger.getLogger("").removeHandler(listener);
    }

    static List<String> bodies() {
        var step = PostedStep.payment();
        var context = step.context(1);
        return List.of(
                with(step, context, "{\"transaction_id\": \"%s\", \"amount\": 1}"),
                // Against the schema.
                with(step, context, "{\"transaction_id\": 7, \"amount\": \"%s\"}"),
                // Nothing to be stored by a database.
                with(step, context, "{\"transaction_id\": \"%s\\u0000\", \"amount\": 1}"),
                with(step, context, "{\"%s\": 1, \"%<s\": 1}"),
                PostedStep.with(step.success(), "metadata", "\"" + SECRET + "\""),
                PostedStep.with(step.success(), "task_sequence_step", "\"" + SECRET + "\""),
                "{\"step_uuid\": \"" + SECRET + "\", \"success\": \"" + SECRET + "\"}",
                "{\"result\": " + SECRET,
                SECRET);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void keepsPayloadsOutOfLogsAndProblems(String body) {
        for (var path : List.of("/v1/step-results", "/v1/step-results/batch", "/v1/step-claims")) {
            // When
            var answer = given().contentType("application/json").body(body).post(path);

            // Then
            assertThat(answer.statusCode()).isLessThan(500);
            assertThat(answer.asString()).doesNotContain(SECRET);
        }
        assertThat(log).noneMatch(line -> line.contains(SECRET));
    }

    private static String with(PostedStep step, String context, String result) {
        var body = PostedStep.with(step.success(), "task_sequence_step", context);
        return body.replace("{\"transaction_id\": \"txn-1\", \"amount\": 10.50}", result.formatted(SECRET));
    }
}
