package systems.tasker.events.observability.queues;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.postgres.pgmq.XminHolder;

/**
 * Samples all queues at intervals in the background; requests get the figures of the last successful sample.
 *
 * <p>So frequent requests put no load on the database, and answers do not wait for it.
 */
@Singleton
class QueueSampler {

    private static final Logger LOG = Logger.getLogger(QueueSampler.class);

    private final Pool pool;
    private final QueueCounter counter;
    private final QueueMonitorConfig.Sample limits;
    private final Clock clock;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final VacuumWatch vacuum;
    private final QueueMeters meters;
    private volatile Vacuum lastVacuum = Vacuum.NOTHING_KNOWN;
    private volatile Throwable lastFault;
    private volatile boolean readOnly;
    private volatile boolean stopping;
    private volatile QueueSample latest = new QueueSample(null, List.of());

    QueueSampler(Pool pool, QueueMonitorConfig config, QueueMeters meters, Clock clock) {
        this.pool = pool;
        this.limits = config.sample();
        this.vacuum = new VacuumWatch(pool, limits.xminAgeThreshold());
        this.meters = meters;
        this.counter = new QueueCounter(pool, limits);
        this.clock = clock;
    }

    /** The last successful sample; thread-safe. */
    QueueSample latest() {
        return latest;
    }

    /** What blocks the removal of consumed messages, as of that sample; empty when nothing does for too long. */
    Optional<XminHolder> pinning() {
        return vacuum.pinning(lastVacuum);
    }

    /** Whether that sample was taken on a standby, which accepts no results. */
    boolean isReadOnly() {
        return readOnly;
    }

    /** Why the last attempt failed; empty when it succeeded. */
    Optional<Throwable> fault() {
        return Optional.ofNullable(lastFault);
    }

    /** Takes the first sample after an earlier observer has created the queues. */
    void first(@Observes @Priority(Lifecycle.START_QUEUE_SAMPLES) StartupEvent start) {
        sample().subscribe().with(done -> {});
    }

    /** A sample that the end of the process interrupts, as that of a migration, is no problem to report. */
    void stop(@Observes @Priority(Lifecycle.STOP_QUEUE_SAMPLES) ShutdownEvent stop) {
        stopping = true;
    }

    /** Takes a sample unless one is running; after a failure the previous sample stays valid. */
    @Scheduled(every = "{tasker.queues.sample.interval}", delayed = "{tasker.queues.sample.interval}")
    Uni<Void> sample() {
        return Uni.createFrom().deferred(() -> {
            if (!inFlight.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            return pool.query("select pg_is_in_recovery()")
                    .execute()
                    .invoke(rows -> readOnly = rows.iterator().next().getBoolean(0))
                    .chain(counter::count)
                    .chain(queues -> vacuum.poll().invoke(seen -> take(queues, seen)))
                    .ifNoItem()
                    .after(limits.timeout())
                    .fail()
                    .onFailure()
                    .invoke(fault -> {
                        lastFault = fault;
                        if (!stopping) {
                            LOG.warnf("Queues not sampled, the last figures stay: %s", fault);
                        }
                    })
                    .onFailure()
                    .recoverWithNull()
                    .onTermination()
                    .invoke(() -> inFlight.set(false))
                    .replaceWithVoid();
        });
    }

    private void take(List<QueueState> queues, Vacuum seen) {
        lastFault = null;
        lastVacuum = seen;
        latest = new QueueSample(clock.instant(), queues);
        meters.show(latest, seen);
    }
}
