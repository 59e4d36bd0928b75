package systems.tasker.events.storm;

import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Two instances on one database, started at once on an empty one. */
class ReplicasIT {

    private static final String CLAIMS = "/v1/step-claims";
    private static final int TWICE = 200;
    private static final int SENDERS = 4;
    private static final int ROLLOUTS = 2;
    private static final int UNDER_LOAD = 500;
    private static final int TERMINATED = 128 + 15;

    private static DurablePostgres postgres;
    private static Database database;
    private static ServiceProcess one;
    private static ServiceProcess other;
    private static Poster atOne;
    private static Poster atOther;

    @BeforeAll
    static void startBothAtOnce() {
        postgres = DurablePostgres.start();
        database = postgres.database();
        one = start("replica-one");
        other = start("replica-other");
        atOne = new Poster(one.awaitPort());
        atOther = new Poster(other.awaitPort());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        postgres.close();
    }

    @Test
    void provisionTheDatabaseOnce() {
        assertThat(List.of(one.log(), other.log()))
                .allSatisfy(log -> assertThat(log).doesNotContain("ERROR"));
        assertThat(database.number(
                        "select count(version) - count(distinct version) from tasker_events.flyway_schema_history"))
                .isZero();
        assertThat(database.number("select count(*) from pgmq.list_queues() where queue_name = ?", InlineStep.QUEUE))
                .isOne();
    }

    @Test
    void acceptAResultClaimedAtTheOtherReplica() {
        // Given
        var result = InlineStep.result();
        var context = result.remove("task_sequence_step");
        assertThat(atOne.post(CLAIMS, Poster.JSON, Json.write(context), ofString())
                        .join()
                        .statusCode())
                .isEqualTo(201);

        // When
        var answer = atOther.result(result).join();

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.read(answer.body()).findValuesAsText("outcome"))
                .containsExactly("success", "published", "published", "published");
    }

    @Test
    void acceptAResultPostedToBothReplicasOnce() {
        // Given
        var results = IntStream.range(0, TWICE)
                .mapToObj(i -> InlineStep.result(UUID.randomUUID()))
                .toList();

        // When
        var answers = results.stream()
                .map(result -> List.of(atOne.result(result), atOther.result(result)))
                .toList();

        // Then
        for (var pair : answers) {
            var first = pair.get(0).join();
            var second = pair.get(1).join();
            assertThat(List.of(first.statusCode(), second.statusCode())).containsExactlyInAnyOrder(200, 202);
            assertThat(Json.read(first.body())).isEqualTo(Json.read(second.body()));
        }
        assertThat(results)
                .allSatisfy(result -> assertThat(database.number(
                                "select count(*) from pgmq.q_" + InlineStep.QUEUE
                                        + " where message #>> '{metadata,step_uuid}' = ?",
                                InlineStep.stepUuid(result)))
                        .isEqualTo(2));
    }

    @Test
    void loseNothingDuringARollingUpdate() {
        // Given
        var running = start("rolling-0");
        var senders = new Senders(SENDERS, running.awaitPort());

        // When each takes over under load, as in a rollout: it serves before the one before it is told to go
        for (int i = 1; i <= ROLLOUTS; i++) {
            var next = start("rolling-" + i);
            var port = next.awaitPort();
            var enough = senders.acknowledged().count() + UNDER_LOAD;
            await().until(() -> senders.acknowledged().count() >= enough);
            senders.turnTo(port);
            running.terminate();
            assertThat(running.awaitExit()).isIn(0, TERMINATED);
            running = next;
        }
        senders.stop();

        // Then
        assertThat(senders.statuses().keySet()).containsExactly(202);
        assertThat(senders.connectionErrors() + senders.hung()).isZero();
        senders.acknowledged().check(database);
        running.close();
    }

    private static ServiceProcess start(String name) {
        var environment = new HashMap<>(postgres.environment());
        environment.put("QUARKUS_SHUTDOWN_DELAY", "3S");
        // No result is to be answered with 503 because the machine is slow while two instances start.
        environment.put("TASKER_LEDGER_TIMEOUT", "60s");
        return ServiceProcess.start(name, environment);
    }
}
