package systems.tasker.events.pgmq;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.publication.QueuePlan;
import systems.tasker.events.publication.ResultLedger;

/** Prepares the database at start-up and wires the ledger. */
@Singleton
class PgmqBeans {

    private static final Logger LOG = Logger.getLogger(PgmqBeans.class);
    // After the migrations, which Quarkus runs before any observer; before the subscribers start.
    private static final int PREPARE_DATABASE = 100;

    @Produces
    @Singleton
    ResultLedger ledger(Pool pool, PgmqConfig config) {
        return new PgmqLedger(pool, config);
    }

    void prepare(
            @Observes @Priority(PREPARE_DATABASE) StartupEvent start, Pool pool, PgmqConfig config, QueuePlan plan) {
        var version =
                new PgmqInstallation(pool, config).ensure(plan.queues()).await().atMost(config.startTimeout());
        LOG.infof("PGMQ is ready: version=%s queues=%d", version, plan.queues().size());
    }
}
