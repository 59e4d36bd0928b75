package systems.tasker.events.storm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.SteppingClock;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The service while the wall clock of its machine steps back by two minutes, as a correction of a clock that was ahead does. */
@Tag(Tool.TAG)
class WallClockStepIT {

    private static final Duration STEP = Duration.ofSeconds(120);
    /** Within it, nothing that waits for the clock to catch up can have gone on. */
    private static final Duration SOON = STEP.dividedBy(2);

    private static final Path SAMPLE = Path.of("deploy/example/tasks/orders/fulfil_order.yaml");
    private static final String ORDERS = "orders_domain_events";

    @TempDir
    static Path folder;

    private static DurablePostgres postgres;
    private static Database database;
    private static SteppingClock clock;
    private static ServiceProcess service;
    private static Poster api;
    private static Poster management;

    @BeforeAll
    static void start() throws Exception {
        postgres = DurablePostgres.start();
        database = postgres.database();
        clock = new SteppingClock(folder);
        Files.copy(SAMPLE, Files.createDirectories(templates()).resolve("orders.yaml"));
        var environment = new HashMap<>(postgres.environment());
        environment.putAll(clock.environment());
        environment.put("TASKER_TEMPLATES_PATH", templates().toString());
        environment.put("TASKER_TEMPLATES_POLL_INTERVAL", "300ms");
        environment.put("TASKER_QUEUES_SAMPLE_INTERVAL", "500ms");
        environment.put("MP_MESSAGING_INCOMING_STEP_RESULTS_ENABLED", "true");
        service = ServiceProcess.start("clock-step", environment);
        api = new Poster(service.awaitPort());
        management = new Poster(service.awaitManagementPort());
    }

    private static Path templates() {
        return folder.resolve("tasks");
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @Test
    void goesOnWithSamplesPollsReloadsAndAscendingIdsWhenTheWallClockStepsBack() throws Exception {
        // Given
        var ids = new ArrayList<String>();
        post(ids);
        var sampled =
                await().until(() -> queue(ORDERS).path("visible").asInt() > 0 ? sampledAt() : null, at -> at != null);
        assertThat(reasons()).doesNotContain("queue_old", "sample_stale", "results_rejected");

        // When
        clock.set(STEP.negated());
        await().until(() -> clockOfTheService().isBefore(sampled));

        // Then
        post(ids);
        post(ids);
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        samplesQueuesAndReportsThem(sampled);
        readsMessages(ids);
        reloadsTemplates();
        probesCommits();
        assertThat(ids).isSorted();
        assertThat(clockOfTheService()).isBefore(sampled);
        showsNoNegativeDuration();
    }

    /** Also a queue whose messages wait too long, and a dead letter, which were not in the sample before the step. */
    private static void samplesQueuesAndReportsThem(Instant before) {
        database.execute("update pgmq.q_" + ORDERS + " set enqueued_at = enqueued_at - interval '1 hour'");
        database.execute("select pgmq.send(?, '{}'::jsonb)", ORDERS + "_dlq");

        await().atMost(SOON).until(() -> queue(ORDERS).path("dead_letters").asInt() == 1);
        await().atMost(SOON).until(() -> reasons().contains("queue_old"));
        assertThat(sampledAt()).isBefore(before);
        assertThat(queues().path("age_seconds").asInt()).isNotNegative();
        assertThat(reasons()).doesNotContain("sample_stale");
    }

    /** Of a queue without notifications of new messages. */
    private static void readsMessages(List<String> ids) {
        var step = UUID.randomUUID();
        database.execute("select pgmq.send('worker_step_results', ?::jsonb)", Json.write(InlineStep.result(step)));

        await().atMost(SOON).until(() -> !events(step).isEmpty());
        ids.addAll(events(step));
    }

    private static void reloadsTemplates() throws Exception {
        var changed = templates().resolve("orders.yaml");
        Files.writeString(changed, Files.readString(SAMPLE).replace("version: 1.0.0", "version: 1.0.1"));
        // As the stepped clock would date it.
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().minus(STEP)));

        await().atMost(SOON).until(() -> api.get("/v1/templates").body().contains("1.0.1"));
    }

    /** Last, because a failure stays in its window for a while. */
    private static void probesCommits() {
        database.execute("alter table pgmq.q_orchestration_step_results rename to away");

        await().atMost(SOON).until(() -> reasons().contains("results_rejected"));
    }

    private static void showsNoNegativeDuration() {
        var durations = management
                .get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("\\w+_seconds(_\\w+)?[ {].*"))
                .toList();

        assertThat(durations).hasSizeGreaterThan(50).noneMatch(line -> line.matches(".* -\\S+$"));
        assertThat(Json.read(api.get("/metrics/events").body())
                        .at("/results/seconds")
                        .asDouble())
                .isBetween(0.0, (double) STEP.toSeconds());
    }

    /** Posts a result, and adds the ids of its durable events. */
    private static void post(List<String> ids) {
        var step = UUID.randomUUID();
        assertThat(api.result(InlineStep.result(step)).join().statusCode()).isEqualTo(202);
        ids.addAll(events(step));
    }

    private static List<String> events(UUID step) {
        return database
                .rows(
                        "select message->>'event_id' from pgmq.q_" + ORDERS
                                + " where message->'metadata'->>'step_uuid' = ? order by msg_id",
                        step.toString())
                .stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static Instant clockOfTheService() {
        return Instant.parse(
                Json.read(api.get("/metrics/events").body()).path("captured_at").asText());
    }

    private static List<String> reasons() {
        return Json.read(api.get("/v1/status").body()).path("reasons").findValuesAsText("reason");
    }

    private static JsonNode queues() {
        return Json.read(api.get("/v1/queues").body());
    }

    private static Instant sampledAt() {
        return Instant.parse(queues().path("sampled_at").asText());
    }

    private static JsonNode queue(String name) {
        for (var queue : queues().path("queues")) {
            if (queue.path("name").asText().equals(name)) {
                return queue;
            }
        }
        return Json.read("{}");
    }
}
