package systems.tasker.events.messaging.results;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.LogLines;
import systems.tasker.events.fixture.Meters;
import systems.tasker.events.fixture.PostedStep;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** What holds for step results from the channel, whatever feeds it. */
abstract class ResultChannelContract {

    private static final int MANY = 500;

    final Database database = Database.ofTests();
    private final LogLines log = new LogLines(RetryPolicy.class.getName());

    @AfterEach
    void openLog() {
        log.close();
    }

    /** Sends messages at once, each under a key that its dead letter would be found by. */
    abstract void send(Map<UUID, byte[]> messages);

    /** Waits until everything that was sent is acknowledged. */
    abstract void awaitAcknowledged();

    /** Waits for a dead letter. @return why it is one: reason and errors */
    abstract String awaitDeadLetter(UUID key);

    @Test
    void publishesTheEventsOfAResult() {
        var step = PostedStep.payment();

        send(step, step.success());

        awaitPublished(List.of(step));
        awaitAcknowledged();
    }

    @Test
    void acknowledgesAReplayedResultWithoutPublishingAgain() {
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
    void replaysAResultAfterTheNextClaimAndPublishesTheNextResult() {
        // Given
        var step = PostedStep.payment();
        Api.claim(step.context(1)).statusCode(201);
        sendWithoutContext(step, step.permanentFailure());
        awaitPublished(List.of(step));
        Api.claim(step.context(2)).statusCode(201);
        var replayed = replayed();

        // When
        sendWithoutContext(step, step.permanentFailure());
        awaitAcknowledged();
        sendWithoutContext(step, step.success());

        // Then
        awaitAcknowledged();
        await().untilAsserted(() -> assertThat(database.events(step)).hasSize(2));
        assertThat(replayed()).isEqualTo(replayed + 1);
        assertThat(database.notifications(step.stepUuid())).hasSize(2);
        assertThat(Api.receipts(step.stepUuid()).extract().jsonPath().getList("attempt"))
                .isEqualTo(List.of(1, 2));
    }

    @Test
    void acceptsResultsWhoseStepDefinitionIsNoObjectAndSkipsTheirEvents() {
        // Given
        var definitions = List.of("\"charge\"", "7", "true", "[]");
        var steps = steps(definitions.size());

        // When
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var context = step.contextDeclaring(definitions.get(i));
            sendWithoutContext(step, PostedStep.with(step.success(), "task_sequence_step", context));
        }

        // Then
        awaitAcknowledged();
        assertThat(steps).allSatisfy(step -> {
            assertThat(database.notifications(step.stepUuid())).hasSize(1);
            assertThat(database.events(step)).isEmpty();
            assertThat(Api.receipts(step.stepUuid()).extract().jsonPath().getList("events.flatten().reason"))
                    .isEqualTo(List.of("definition_invalid"));
        });
    }

    @Test
    void deadLettersAResultWhoseMessagesAreTooLarge() {
        // Given
        var step = PostedStep.payment();
        var good = PostedStep.payment();
        var events = IntStream.range(0, 400)
                .mapToObj(i -> "{\"name\": \"large.event_" + i + "\"}")
                .collect(Collectors.joining(","));
        var context = step.contextDeclaring("{\"name\": \"large\", \"publishes_events\": [" + events + "]}");
        var result = step.success().replace("txn-1", "x".repeat(70_000));

        // When
        send(Map.of(
                step.stepUuid(),
                PostedStep.with(result, "task_sequence_step", context).getBytes(StandardCharsets.UTF_8)));
        send(good, good.success());

        // Then
        awaitPublished(List.of(good));
        assertThat(awaitDeadLetter(step.stepUuid()))
                .startsWith("invalid_input")
                .contains("in 401 messages", "tasker.ingress.max-body-size");
        awaitAcknowledged();
    }

    @Test
    void rejectsAnotherResultForAnAttempt() {
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
    void waitsWhileTheDatabaseIsUnavailable() {
        // Given
        var steps = steps(5);

        // When
        database.whileHolding(
                () -> {
                    steps.forEach(step -> send(step, step.success()));
                    await().until(() -> log.with("have to wait") > 0);
                    Api.get("/q/health/live").statusCode(200);
                },
                Database.NOTIFICATIONS_LOCK);

        // Then
        awaitPublished(steps);
        awaitAcknowledged();
        await().untilAsserted(() -> assertThat(log.with("go on")).isPositive());
        assertThat(log.with("have to wait")).isEqualTo(log.with("go on"));
    }

    @Test
    void letsManyResultsShareACommit() {
        // Given
        var steps = steps(MANY);

        // When
        send(steps.stream().collect(Collectors.toMap(PostedStep::stepUuid, step -> message(step, step.success()))));

        // Then
        awaitAcknowledged();
        awaitPublished(steps);
        assertThat(database.number(
                        "select count(distinct xmin::text) from tasker_events.accepted_results where step_uuid in ("
                                + ids(steps) + ")"))
                .isLessThan(MANY / 2);
    }

    static List<PostedStep> steps(int count) {
        return Stream.generate(PostedStep::payment).limit(count).toList();
    }

    void send(PostedStep step, String result) {
        send(Map.of(step.stepUuid(), message(step, result)));
    }

    private void sendWithoutContext(PostedStep step, String result) {
        send(Map.of(step.stepUuid(), result.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] message(PostedStep step, String result) {
        return PostedStep.with(result, "task_sequence_step", step.context(1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until each step has its one notification and its one event. */
    void awaitPublished(List<PostedStep> steps) {
        var notifications = "select count(*) from pgmq.q_orchestration_step_results where message->>'step_uuid' in ("
                + ids(steps) + ")";
        await().untilAsserted(() -> assertThat(database.number(notifications)).isGreaterThanOrEqualTo(steps.size()));
        assertThat(database.number(notifications)).isEqualTo(steps.size());
        assertThat(database.number(
                        "select count(*) from pgmq.q_payments_domain_events where message->'metadata'->>'step_uuid' in ("
                                + ids(steps) + ")"))
                .isEqualTo(steps.size());
    }

    private static String ids(List<PostedStep> steps) {
        return steps.stream().map(step -> "'" + step.stepUuid() + "'").collect(Collectors.joining(","));
    }

    private static double replayed() {
        return Meters.value("tasker_results_accept_seconds_count", Map.of("answer", "replayed"));
    }
}
