package systems.tasker.events.observability.queues;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.postgres.pgmq.QueueFault;
import systems.tasker.events.postgres.pgmq.QueueTables;

/** Observes whether the queues of this service are what they were at start-up: logged tables. */
final class QueueFaultWatch {

    private static final Logger LOG = Logger.getLogger(QueueFaultWatch.class);

    private final Pool pool;
    private final Supplier<Set<String>> durableQueues;
    private volatile Map<String, QueueFault> latest = Map.of();

    QueueFaultWatch(Pool pool, Supplier<Set<String>> durableQueues) {
        this.pool = pool;
        this.durableQueues = durableQueues;
    }

    /** The faults at the last poll, by queue. */
    Map<String, QueueFault> latest() {
        return latest;
    }

    Uni<Void> poll() {
        return new QueueTables(pool)
                .faults(durableQueues.get())
                .invoke(this::take)
                .replaceWithVoid();
    }

    /** Logs one line when a fault begins and one when it ends. */
    private void take(Map<String, QueueFault> faults) {
        faults.forEach((queue, fault) -> {
            if (latest.get(queue) != fault) {
                LOG.warn(fault.sentence(queue));
            }
        });
        latest.keySet().stream()
                .filter(queue -> !faults.containsKey(queue))
                .forEach(queue -> LOG.infof("Queue keeps its messages again: queue=%s", queue));
        latest = faults;
    }
}
