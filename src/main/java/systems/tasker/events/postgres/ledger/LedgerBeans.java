package systems.tasker.events.postgres.ledger;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.postgres.pgmq.PgmqInstallation;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;
import systems.tasker.events.publication.store.ResultLedger;
import systems.tasker.events.template.queues.QueueCreation;
import systems.tasker.events.template.queues.QueuePlan;

/** Wires the ledger, and creates the queues it sends to at start-up. */
@Singleton
class LedgerBeans {

    private static final Logger LOG = Logger.getLogger(LedgerBeans.class);

    @Produces
    @Singleton
    @DefaultBean
    ResultLedger ledger(Pool pool, LedgerConfig config, QueueWakeUps wakeUps, CommitMeters meters) {
        var ledger = new PgmqLedger(pool, config, wakeUps::sent, meters);
        meters.waiting(ledger::waiting);
        return ledger;
    }

    @Produces
    @Singleton
    QueueCreation queueCreation(PgmqInstallation pgmq) {
        return plan -> {
            pgmq.ensureDurable(plan.queues());
            pgmq.ensureGroupIndexes(plan.orderedQueues());
            pgmq.ensureStorage(plan.queues());
        };
    }

    @Produces
    @Singleton
    Purge acceptedResultsPurge(Pool pool, LedgerConfig config) {
        return new Purge(pool, Purge.Table.ACCEPTED_RESULTS, config.retention());
    }

    @Produces
    @Singleton
    Purge claimedContextsPurge(Pool pool, ContextConfig config) {
        return new Purge(pool, Purge.Table.CLAIMED_CONTEXTS, config.retention());
    }

    void prepare(
            @Observes @Priority(Lifecycle.START_DATABASE) StartupEvent start,
            QueueCreation queues,
            QueuePlan plan,
            LedgerConfig config) {
        config.requiredDurability()
                .filter(required -> !required.isPossibleWith(config.synchronousCommit()))
                .ifPresent(required -> {
                    throw new ConfigurationException("tasker.ledger.required-durability=" + required.label()
                            + " needs tasker.ledger.synchronous-commit=on; it is "
                            + config.synchronousCommit().value());
                });
        queues.ensure(plan);
        if (config.synchronousCommit() != SynchronousCommit.ON) {
            LOG.warn(LedgerStatus.sentence(config.synchronousCommit()));
        }
    }
}
