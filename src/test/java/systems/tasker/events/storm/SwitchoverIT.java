package systems.tasker.events.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.PostgresPair;
import systems.tasker.events.fixture.PostgresPair.Replication;
import systems.tasker.events.fixture.ServiceProcess;
import systems.tasker.events.json.Json;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** What remains after the primary was killed and its standby promoted, again and again under load. */
class SwitchoverIT {

    private static final Logger LOG = Logger.getLogger(SwitchoverIT.class);
    // The long form is "mvn verify -Pstorm".
    private static final int ROUNDS = Integer.getInteger("storm.switchovers", 3);
    private static final int SENDERS = 6;
    private static final int ENOUGH = 100;
    private static final int SAMPLE = 200;
    // Of tasker_database_durability.
    private static final int LOCAL = 1;

    @TempDir
    Path folder;

    @Test
    void losesAndDuplicatesNothingAcknowledgedOverSwitchoversWithSynchronousReplication() {
        try (var servers = PostgresPair.start(folder, Replication.SYNCHRONOUS);
                var service = start("switchover", servers)) {
            var api = new Poster(service.awaitPort());
            switchOver(servers, api);
        }
    }

    private static void switchOver(PostgresPair servers, Poster api) {
        // Given
        var senders = new Senders(SENDERS, api, InlineStep::result);
        var claiming = new Senders(1, api, () -> claimed(api));
        var traffic = new QueueTraffic(new Database(servers.port().port(), "postgres"));
        var times = new SwitchoverTimes();

        // When
        for (int round = 1; round <= ROUNDS; round++) {
            servers.addFollower();
            awaitAccepted(senders);
            awaitAccepted(claiming);
            servers.killPrimary();
            servers.promote();
            times.promoted();
            var accepted = senders.acknowledged().count();
            servers.awaitStandby();
            times.writable();
            // Polled often, because that is measured.
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> senders.acknowledged().count() > accepted);
            times.accepted();
        }
        senders.stop();
        claiming.stop();
        traffic.stop();
        var database = servers.primary().database();
        await().until(() -> QueueTraffic.open(database) == 0);

        // Then
        check(senders, servers);
        check(claiming, servers);
        traffic.check(database);
        var again = senders.unacknowledged().stream()
                .limit(SAMPLE)
                .map(senders::sendAgain)
                .toList();
        assertThat(again).isSubsetOf(200, 202);
        check(senders, servers);
        assertThat(senders.hung() + claiming.hung()).isZero();
        assertThat(senders.connectionErrors() + claiming.connectionErrors()).isZero();
        assertThat(senders.statuses().keySet()).isSubsetOf(200, 202, 503);
        LOG.infof(
                "switchovers=%d acknowledged=%d claimed=%d submitted=%d consumed=%d statuses=%s %s",
                ROUNDS,
                senders.acknowledged().count(),
                claiming.acknowledged().count(),
                traffic.submitted(),
                traffic.consumed(),
                senders.statuses(),
                times);
    }

    @Test
    void losesAcknowledgedResultsWithAsynchronousReplication() {
        try (var servers = PostgresPair.start(folder, Replication.ASYNCHRONOUS);
                var service = start("switchover-asynchronous", servers)) {
            // Given
            var api = new Poster(service.awaitPort());
            var senders = new Senders(SENDERS, api, InlineStep::result);
            awaitAccepted(senders);

            // Then
            var warned = awaitWarning(api, new Poster(service.awaitManagementPort()));

            // When
            servers.pauseReplication();
            // Those of the first that were committed before are not lost.
            awaitAccepted(senders);
            awaitAccepted(senders);
            servers.killPrimary();
            servers.promote();
            awaitAccepted(senders);
            senders.stop();

            // Then
            var lost = senders.acknowledged().lost(servers.primary().database());
            assertThat(lost).isGreaterThanOrEqualTo(ENOUGH);
            LOG.infof(
                    "asynchronous: acknowledged=%d lost=%d warned=\"%s\"",
                    senders.acknowledged().count(), lost, warned);
        }
    }

    /** The sentence of the status that says what a failover may lose; the metric says it, too. */
    private static String awaitWarning(Poster api, Poster management) {
        await().until(() -> management.meter("tasker_database_durability") == LOCAL);
        return await().until(
                        () -> StreamSupport.stream(
                                        Json.read(api.get("/v1/status").body())
                                                .path("reasons")
                                                .spliterator(),
                                        false)
                                .filter(reason -> reason.path("reason").asText().equals("replication_asynchronous"))
                                .map(reason -> reason.path("detail").asText())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Both servers have it: the standby as soon as it has received what the check wrote. */
    private static void check(Senders senders, PostgresPair servers) {
        senders.acknowledged().check(servers.primary().database());
        servers.awaitReplay();
        Acknowledged.verify(servers.standby().database());
    }

    /** A result without a context, which its worker has sent before, when it claimed the step. */
    private static ObjectNode claimed(Poster api) {
        var result = InlineStep.result();
        var claim = Json.write(result.remove("task_sequence_step"));
        await().until(() -> isClaimed(api, claim));
        return result;
    }

    private static boolean isClaimed(Poster api, String claim) {
        try {
            return List.of(200, 201)
                    .contains(api.post("/v1/step-claims", Poster.JSON, claim, discarding())
                            .join()
                            .statusCode());
        } catch (CompletionException broken) {
            return false;
        }
    }

    private static void awaitAccepted(Senders senders) {
        var enough = senders.acknowledged().count() + ENOUGH;
        await().until(() -> senders.acknowledged().count() >= enough);
    }

    private static ServiceProcess start(String name, PostgresPair servers) {
        var environment = new HashMap<>(servers.environment());
        environment.put("MP_MESSAGING_INCOMING_STEP_RESULTS_ENABLED", "true");
        return ServiceProcess.start(name, environment);
    }
}
