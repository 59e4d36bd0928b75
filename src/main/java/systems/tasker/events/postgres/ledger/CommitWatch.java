package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.health.CommitHealth;
import systems.tasker.events.postgres.health.CommitHealth.Failures;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.template.queues.QueuePlan;

/**
 * Watches whether results can be committed, for status, metric and log: from the commits themselves, and from a probe while none succeeds.
 *
 * <pre>
 *     commits ──────────────────────────────▶ CommitHealth ─▶ none succeeds ─▶ STALLED
 *     none succeeded for an interval ──▶ probe ─▶ │        ─▶ some fail ─▶ DEGRADED
 * </pre>
 */
@Singleton
class CommitWatch implements PeriodicTask, StatusSource {

    private static final Logger LOG = Logger.getLogger(CommitWatch.class);

    // A result that fails alone, such as at a failover, is its sender's retry and no state of the service.
    private static final double DEGRADED_FROM = 0.05;
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);

    private final CommitHealth health;
    private final Supplier<Uni<Void>> probe;
    private final Duration interval;
    private volatile boolean stopping;
    private boolean rejecting;

    @Inject
    CommitWatch(
            CommitHealth health,
            Pool pool,
            QueuePlan plan,
            LedgerConfig config,
            QueuesConfig queues,
            MeterRegistry registry) {
        this(
                health,
                new CommitProbe(pool, plan.notificationQueue(), config)::run,
                interval(queues.sample().interval()));
        Gauge.builder(MeterNames.COMMIT_FAILURE_RATIO, health, CommitWatch::ratio)
                .description("Share of the commits of the last seconds that failed, those of the probe included")
                .register(registry);
    }

    CommitWatch(CommitHealth health, Supplier<Uni<Void>> probe, Duration interval) {
        this.health = health;
        this.probe = probe;
        this.interval = interval;
    }

    /** The status is as current about commits as about queues, or more: a probe costs less than a sample of many queues. */
    private static Duration interval(Duration ofSamples) {
        return ofSamples.compareTo(MAX_INTERVAL) < 0 ? ofSamples : MAX_INTERVAL;
    }

    /** The first probe, so that a replica whose configuration is wrong is noticed before it gets requests. */
    void first(@Observes @Priority(Lifecycle.START_COMMIT_PROBE) StartupEvent start) {
        if (!interval.isZero()) {
            probe().subscribe().with(done -> {});
        }
    }

    /** What the end of the process interrupts is no rejection to report. */
    void stop(@Observes @Priority(Lifecycle.STOP_PERIODIC_TASKS) ShutdownEvent stop) {
        stopping = true;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Uni<Void> run() {
        return health.isWithoutCommitFor(interval)
                ? probe()
                : Uni.createFrom().voidItem().invoke(this::log);
    }

    @Override
    public List<StatusReason> reasons() {
        return health.failures().filter(CommitWatch::isReported).map(CommitWatch::reason).stream()
                .toList();
    }

    private Uni<Void> probe() {
        return probe.get()
                .invoke(health::committed)
                .onFailure()
                .invoke(health::failed)
                .onFailure()
                .recoverWithNull()
                .invoke(this::log);
    }

    private static boolean isReported(Failures failures) {
        return failures.ratio() >= DEGRADED_FROM;
    }

    private static StatusReason reason(Failures failures) {
        return failures.isTotal()
                ? StatusReason.stalled(
                        "results_rejected",
                        "No result can be committed: the last %d commits failed; the last with %s"
                                .formatted(failures.inARow(), failures.cause().summary()))
                : StatusReason.degraded(
                        "results_rejected",
                        "%d of the %d commits of the last %d s failed; the last with %s"
                                .formatted(
                                        failures.failed(),
                                        failures.all(),
                                        CommitHealth.WINDOW.toSeconds(),
                                        failures.cause().summary()));
    }

    private static double ratio(CommitHealth health) {
        return health.failures().map(Failures::ratio).orElse(0.0);
    }

    private synchronized void log() {
        if (stopping) {
            return;
        }
        var failures = health.failures().filter(CommitWatch::isReported);
        if (failures.isPresent() && !rejecting) {
            LOG.errorf(
                    "Results are rejected: failed=%d of=%d sqlstate=%s remedy=%s",
                    Math.max(failures.get().failed(), failures.get().inARow()),
                    Math.max(failures.get().all(), failures.get().inARow()),
                    failures.get().cause().sqlState(),
                    failures.get().cause().remedy());
        } else if (failures.isEmpty() && rejecting) {
            LOG.info("Results are committed again");
        }
        rejecting = failures.isPresent();
    }
}
