package systems.tasker.events.postgres.ledger;

import java.util.Map;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.postgres.health.CommitHealth;
import systems.tasker.events.postgres.health.RejectionCause;
import systems.tasker.events.postgres.pgmq.MessagingMeters;
import systems.tasker.events.postgres.pgmq.MessagingMeters.Operation;
import systems.tasker.events.postgres.pgmq.PrimaryServers;
import systems.tasker.events.publication.store.CommitVerdict;

/** Meters of the commits: results per commit, results waiting for one, messages sent. */
@Singleton
class CommitMeters implements CommitListener {

    // The server is a standby or read-only.
    private static final String READ_ONLY = "25006";

    private final MeterRegistry registry;
    private final MessagingMeters messaging;
    private final CommitHealth health;
    private final PrimaryServers servers;
    private final DistributionSummary batches;

    CommitMeters(MeterRegistry registry, MessagingMeters messaging, CommitHealth health, PrimaryServers servers) {
        this.servers = servers;
        this.registry = registry;
        this.messaging = messaging;
        this.health = health;
        this.batches = DistributionSummary.builder(MeterNames.COMMIT_BATCH)
                .description("Results that share a commit")
                .register(registry);
    }

    void waiting(Supplier<Number> commits) {
        Gauge.builder(MeterNames.COMMIT_WAITING, commits)
                .description("Results that wait for a commit to share")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void sent(Map<String, Integer> messagesByQueue) {
        messaging.sent(messagesByQueue);
    }

    @Override
    public void ended(CommitVerdict verdict, Throwable failure) {
        health.ended(verdict, failure);
        if (failure != null && RejectionCause.of(failure).sqlState().equals(READ_ONLY)) {
            servers.leaveReadOnly();
        }
    }

    @Override
    public <T> Uni<T> statement(int results, Uni<T> statement) {
        batches.record(results);
        return messaging.timed(Operation.SEND, statement);
    }
}
