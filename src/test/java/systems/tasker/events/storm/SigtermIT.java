package systems.tasker.events.storm;

import java.util.HashMap;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.InlineStep;
import systems.tasker.events.fixture.Poster;
import systems.tasker.events.fixture.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class SigtermIT {

    private static final Logger LOG = Logger.getLogger(SigtermIT.class);
    private static final int SENDERS = 16;
    private static final int UNDER_LOAD = 500;
    private static final int TERMINATED = 128 + 15;

    @Test
    void drainsAcceptedResultsOnSigterm() {
        try (var postgres = DurablePostgres.start();
                var service = start(postgres)) {
            // Given
            var port = service.awaitPort();
            var probes = new Poster(service.awaitManagementPort());
            var senders = new Senders(SENDERS, port);
            await().until(() -> senders.acknowledged().count() > UNDER_LOAD);

            // When
            service.terminate();

            // Then first it says that it goes, while it still serves
            await().until(() -> probes.get("/q/health/ready").statusCode() == 503);
            assertThat(senders.sendAgain(InlineStep.result())).isEqualTo(202);
            assertThat(service.awaitExit()).isIn(0, TERMINATED);
            senders.stop();
            assertThat(senders.hung()).isZero();
            assertThat(senders.connectionErrors())
                    .as("refused once it was gone")
                    .isPositive();
            assertThat(senders.statuses().keySet()).isSubsetOf(202, 503);
            assertThat(service.log())
                    .contains("stopped in")
                    .doesNotContain("ERROR", "in flight; they were not answered", "\\tat ");
            senders.acknowledged().check(postgres.database());
            LOG.infof(
                    "SIGTERM: acknowledged=%d statuses=%s connection_errors=%d",
                    senders.acknowledged().count(), senders.statuses(), senders.connectionErrors());
        }
    }

    private static ServiceProcess start(DurablePostgres postgres) {
        var environment = new HashMap<>(postgres.environment());
        environment.put("QUARKUS_SHUTDOWN_DELAY", "5S");
        environment.put("QUARKUS_SHUTDOWN_TIMEOUT", "30S");
        return ServiceProcess.start("sigterm", environment);
    }
}
