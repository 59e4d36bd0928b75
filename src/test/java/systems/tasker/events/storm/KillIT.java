package systems.tasker.events.storm;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

class KillIT {

    private static final Logger LOG = Logger.getLogger(KillIT.class);
    // A few, for the suite has to end in time; the long form is "mvn verify -Dit.test=KillIT -Dstorm.rounds=20".
    private static final int ROUNDS = Integer.getInteger("storm.rounds", 2);
    private static final int SENDERS = 16;
    private static final int ACKNOWLEDGED_PER_ROUND = 100;
    private static final int SAMPLE = 300;

    @Test
    void losesAndDuplicatesNothingAcknowledgedAfterSigkill() {
        try (var postgres = DurablePostgres.start()) {
            // Given
            var running = start(postgres, 0);
            var senders = new Senders(SENDERS, running.awaitPort());

            // When it is killed again and again, in the middle of its work
            for (int round = 1; round <= ROUNDS; round++) {
                // The next one starts meanwhile, as another replica would.
                var enough = senders.acknowledged().count() + ACKNOWLEDGED_PER_ROUND;
                var next = start(postgres, round);
                var port = next.awaitPort();
                await().until(() -> senders.acknowledged().count() >= enough);
                running.kill();
                senders.turnTo(port);
                running = next;
            }
            senders.stop();

            // Then
            senders.acknowledged().check(postgres.database());
            submitAgain(senders);
            senders.acknowledged().check(postgres.database());
            report(postgres, senders);
            running.close();
        }
    }

    /** Whether these were accepted before the kill is unknown; submitting them again is idempotent and finds out. */
    private static void submitAgain(Senders senders) {
        var sample = senders.unacknowledged().stream().limit(SAMPLE).toList();
        assertThat(sample).isNotEmpty();
        assertThat(sample).map(senders::sendAgain).containsAnyOf(200, 202).isSubsetOf(200, 202);
    }

    private static void report(DurablePostgres postgres, Senders senders) {
        LOG.infof(
                "kill -9: rounds=%d acknowledged=%d broken_off=%d statuses=%s rows=%d events=%d",
                ROUNDS,
                senders.acknowledged().count(),
                senders.unacknowledged().size(),
                senders.statuses(),
                postgres.database().number("select count(*) from tasker_events.accepted_results"),
                postgres.database().number("select count(*) from pgmq.q_orders_domain_events"));
    }

    private static ServiceProcess start(DurablePostgres postgres, int round) {
        return ServiceProcess.start("kill-" + round, postgres.environment());
    }
}
