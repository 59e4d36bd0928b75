package systems.tasker.events.observability.queues;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.postgres.pgmq.PgmqInstallation;
import systems.tasker.events.postgres.pgmq.QueueFault;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.postgres.server.Blocker;

/**
 * Samples all queues at intervals in the background; requests get the figures of the last successful sample.
 *
 * <p>So frequent requests put no load on the database, and answers do not wait for it.
 */
@Singleton
class QueueSampler implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(QueueSampler.class);

    private static final int MISSED_SAMPLES = 3;

    private final QueueCounter counter;
    private final Pool pool;
    private final Duration interval;
    private final SampleLimits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final VacuumWatch vacuum;
    private final QueueFaultWatch faults;
    private final QueueMeters meters;
    private volatile Vacuum lastVacuum = Vacuum.NOTHING_KNOWN;
    private volatile Throwable lastFault;
    private volatile boolean readOnly;
    private volatile String version;
    private volatile boolean stopping;
    // Of the last sample; before the first one, of the start.
    private volatile long takenAt;
    private volatile QueueSample latest = new QueueSample(null, null, List.of(), null);

    @Inject
    QueueSampler(
            Pool pool,
            PgmqInstallation installation,
            QueuesConfig config,
            SampleLimits limits,
            QueueMeters meters,
            Clock clock) {
        this(pool, config, limits, meters, clock, System::nanoTime, installation::durableQueues);
    }

    /**
     * For tests.
     *
     * @param clock the time of a sample that people see
     * @param nanoTime what the age of a sample is measured by, because the clock may step back
     * @param durableQueues the queues of this service, which have to keep their messages
     */
    QueueSampler(
            Pool pool,
            QueuesConfig config,
            SampleLimits limits,
            QueueMeters meters,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<Set<String>> durableQueues) {
        this.pool = pool;
        this.interval = config.sample().interval();
        this.limits = limits;
        this.vacuum = new VacuumWatch(pool, config.sample().xminAgeThreshold());
        this.faults = new QueueFaultWatch(pool, durableQueues);
        this.meters = meters;
        this.counter = new QueueCounter(pool, limits);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.takenAt = nanoTime.getAsLong();
    }

    /** The last successful sample; thread-safe. */
    QueueSample latest() {
        return latest;
    }

    /** The same with its age. */
    QueueSample current() {
        var sample = latest;
        return sample.sampledAt() == null
                ? sample
                : new QueueSample(sample.sampledAt(), age().toSeconds(), sample.queues(), sample.database());
    }

    /** Whether the last sample is so old that others must have been missed: what it shows may no longer be so. */
    boolean isStale() {
        var missed = interval.multipliedBy(MISSED_SAMPLES).plus(limits.timeout());
        return !interval.isZero() && age().compareTo(missed) > 0;
    }

    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - takenAt);
    }

    /** What blocks the removal of consumed messages, as of that sample; empty when nothing does for too long. */
    Optional<Blocker> pinning() {
        return vacuum.pinning(lastVacuum);
    }

    /** The queues of this service that do not keep their messages, as of that sample. */
    Map<String, QueueFault> faultyQueues() {
        return faults.latest();
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

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Uni<Void> run() {
        return sample();
    }

    /** Takes a sample unless one is running; after a failure the previous sample stays valid. */
    Uni<Void> sample() {
        return Uni.createFrom().deferred(() -> {
            if (!inFlight.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            return pool.query("select pg_is_in_recovery(), current_setting('server_version')")
                    .execute()
                    .map(rows -> rows.iterator().next())
                    .invoke(row -> {
                        readOnly = row.getBoolean(0);
                        version = row.getString(1);
                    })
                    .chain(faults::poll)
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
        takenAt = nanoTime.getAsLong();
        latest = new QueueSample(clock.instant(), 0L, queues, DatabaseState.of(version, readOnly, seen.age()));
        meters.show(latest, seen);
    }
}
