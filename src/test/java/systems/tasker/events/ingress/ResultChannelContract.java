package systems.tasker.events.ingress;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.LogLines;
import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What holds for step results from the channel, whatever feeds it. */
abstract class ResultChannelContract {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int MANY = 500;

    @Inject
    Pool pool;

    private Database database;
    private LogLines log;

    @BeforeEach
    void watch() {
        database = new Database(pool);
        log = new LogLines(Patience.class.getName());
    }

    @AfterEach
    void look() {
        log.close();
    }

    /** Sends a message, under a key where the sender of it has such a thing. */
    abstract void send(UUID key, byte[] message);

    /** Waits until everything that was sent is acknowledged. */
    abstract void awaitAcknowledged();

    /** Waits for a dead letter. @return why it is one: reason and errors */
    abstract String awaitDeadLetter(UUID key);

    @Test
    void publishesTheEventsOfAResult() throws Exception {
        var step = PostedStep.payment();

        send(step, step.success());

        awaitPublished(List.of(step));
        awaitAcknowledged();
    }

    @Test
    void acknowledgesAResultThatComesAgainAndPublishesNothingTwice() throws Exception {
        // Given
        var step = PostedStep.payment();
        var replayed = replayed();

        // When
        for (int i = 0; i < 3; i++) {
            send(step, step.success());
        }

        // Then
        awaitAcknowledged();
        awaitPublished(List.of(step));
        assertThat(replayed()).isEqualTo(replayed + 2);
    }

    @Test
    void rejectsAnotherResultForAnAttempt() throws Exception {
        // Given
        var step = PostedStep.payment();
        send(step, step.success());
        awaitPublished(List.of(step));

        // When
        send(step, step.permanentFailure());

        // Then
        assertThat(awaitDeadLetter(step.stepUuid()))
                .startsWith("attempt_conflict")
                .contains("for attempt 1");
        awaitAcknowledged();
        awaitPublished(List.of(step));
    }

    @Test
    void waitsForADatabaseThatIsAway() throws Exception {
        // Given
        var steps = steps(5);

        // When
        try (var other = lockQueue()) {
            steps.forEach(step -> send(step, step.success()));
            await().atMost(PATIENCE).until(() -> log.with("have to wait") > 0);
            Api.get("/q/health/live").statusCode(200);
            other.rollback();
        }

        // Then
        awaitPublished(steps);
        awaitAcknowledged();
        await().untilAsserted(() -> assertThat(log.with("go on")).isPositive());
        assertThat(log.with("have to wait")).isEqualTo(log.with("go on"));
    }

    @Test
    void letsManyResultsShareACommit() throws Exception {
        // Given
        var steps = steps(MANY);

        // When
        steps.forEach(step -> send(step, step.success()));

        // Then
        awaitAcknowledged();
        awaitPublished(steps);
        assertThat(database.count(
                        "select count(distinct xmin::text) from tasker_events.accepted_results where step_uuid in ("
                                + ids(steps) + ")"))
                .isLessThan(MANY / 2);
    }

    static List<PostedStep> steps(int count) {
        return Stream.generate(PostedStep::payment).limit(count).toList();
    }

    void send(PostedStep step, String result) {
        var message = PostedStep.with(result, "task_sequence_step", step.context(1));
        send(step.stepUuid(), message.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until each step has its one notification and its one event. */
    void awaitPublished(List<PostedStep> steps) throws SQLException {
        var notifications = "select count(*) from pgmq.q_orchestration_step_results where message->>'step_uuid' in ("
                + ids(steps) + ")";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.count(notifications)).isGreaterThanOrEqualTo(steps.size()));
        assertThat(database.count(notifications)).isEqualTo(steps.size());
        assertThat(database.count(
                        "select count(*) from pgmq.q_payments_domain_events where message->'metadata'->>'step_uuid' in ("
                                + ids(steps) + ")"))
                .isEqualTo(steps.size());
    }

    private static String ids(List<PostedStep> steps) {
        return steps.stream().map(step -> "'" + step.stepUuid() + "'").collect(Collectors.joining(","));
    }

    private Connection lockQueue() throws SQLException {
        var connection = database.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("lock table pgmq.q_orchestration_step_results in access exclusive mode");
        return connection;
    }

    private static double replayed() {
        return Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "replayed"));
    }
}
