package systems.tasker.events.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.fixture.Tool;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** The wall clock of the process steps back by two minutes while the monotonic clock goes on, as with a correction by NTP. */
@Tag(Tool.TAG)
class ClockStepIT {

    private static final Duration STEP = Duration.ofMinutes(2);
    private static final Path SAMPLES = Path.of("deploy/example/tasks/payments/credit_card_payment.yaml");

    @TempDir
    Path temporary;

    @Test
    void goesOnWithSamplesReloadsProbesAndOrderedIdsWhenTheClockStepsBack() throws Exception {
        // Given
        var templates = Files.createDirectories(temporary.resolve("templates"));
        Files.copy(SAMPLES, templates.resolve("payment.yaml"));
        var clock = Files.writeString(temporary.resolve("clock"), "+0");
        try (var postgres = DurablePostgres.start();
                var service = ServiceProcess.start("clock-step", environment(postgres, templates, clock))) {
            var api = new Poster(service.awaitPort());
            var database = postgres.database();
            var before = event(api, database);
            var sampledBefore = sampledAt(api);

            // When
            step(clock);
            var after = await().until(
                            () -> event(api, database),
                            event -> firedAt(event).isBefore(firedAt(before).minus(STEP.dividedBy(2))));

            // Then
            assertThat(after.get("event_id").textValue())
                    .isGreaterThan(before.get("event_id").textValue());
            await().until(() -> sampledAt(api).isBefore(sampledBefore));
            var backAgain = sampledAt(api);
            await().until(() -> sampledAt(api).isAfter(backAgain));
            Files.writeString(
                    templates.resolve("payment.yaml"),
                    Files.readString(SAMPLES).replace("payment.processed", "payment.settled"));
            await().until(() -> api.get("/v1/templates").body().contains("payment.settled"));
            var probes = new Poster(service.awaitManagementPort());
            database.execute("alter table tasker_events.accepted_results rename to away");
            await().until(() -> api.get("/v1/status").body().contains("results_rejected"));
            database.execute("alter table tasker_events.away rename to accepted_results");
            await().until(() -> Json.read(api.get("/v1/status").body())
                    .path("status")
                    .textValue()
                    .equals("OK"));
            assertThat(probes.get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(service.log()).doesNotContain("ERROR", "\\tat ");
        }
    }

    /** The first event of another result, as it is in its queue. */
    private static JsonNode event(Poster api, Database database) {
        var receipt = Json.read(api.result(InlineStep.result()).join().body());
        return Json.read(database.text(
                "select message::text from pgmq.q_" + InlineStep.QUEUE + " where message->>'event_id' = ?",
                receipt.at("/events/0/event_id").textValue()));
    }

    private static Map<String, String> environment(DurablePostgres postgres, Path templates, Path clock) {
        var environment = new HashMap<>(postgres.environment());
        environment.put("LD_PRELOAD", library().toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", clock.toString());
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("FAKETIME_CACHE_DURATION", "1");
        environment.put("TASKER_TEMPLATES_PATH", templates.toString());
        environment.put("TASKER_TEMPLATES_POLL_INTERVAL", "500ms");
        environment.put("TASKER_QUEUES_SAMPLE_INTERVAL", "1s");
        environment.put("TASKER_LEDGER_PROBE_INTERVAL", "500ms");
        return environment;
    }

    /** Of Debian's package {@code libfaketime}. */
    private static Path library() {
        try (var libraries = Files.walk(Path.of("/usr/lib"), 3)) {
            return libraries
                    .filter(file -> file.endsWith("faketime/libfaketime.so.1"))
                    .findFirst()
                    .orElseThrow(() ->
                            new AssertionError("README says under \"Build and test\" what to install: libfaketime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(Path clock) throws IOException {
        // At once: the process reads the file at any time.
        var stepped = Files.writeString(temporary.resolve("stepped"), "-" + STEP.toSeconds());
        Files.move(stepped, clock, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Instant sampledAt(Poster api) {
        return Instant.parse(await().until(
                        () -> Json.read(api.get("/v1/queues").body()).path("sampled_at"), JsonNode::isTextual)
                .textValue());
    }

    private static Instant firedAt(JsonNode event) {
        return Instant.parse(event.at("/metadata/fired_at").textValue());
    }
}
