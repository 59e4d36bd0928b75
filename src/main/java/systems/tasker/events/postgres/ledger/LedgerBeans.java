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
import systems.tasker.events.publication.ResultLedger;
import systems.tasker.events.template.QueueCreation;
import systems.tasker.events.template.QueuePlan;

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
