package systems.tasker.events.postgres.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.server.Blocker.Kind;

/** Polls for sessions and transactions that are stuck and hold what others need; reports them, and ends them where configured. */
@Singleton
class BlockerWatch implements PeriodicTask, StatusSource {

    private static final Logger LOG = Logger.getLogger(BlockerWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    // Far longer than any transaction that a request waits for, and three signs of life of a listener.
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);
    // Of the status; a leaking pool has hundreds.
    private static final int MAX_NAMED = 5;

    private final Pool pool;
    private final Duration stuckAfter;
    private final Optional<Duration> terminateStuckAfter;
    private final LogThrottle refusals = new LogThrottle();
    private volatile List<Blocker> stuck = List.of();
    private Set<String> logged = Set.of();

    @Inject
    BlockerWatch(Pool pool, BlockerConfig config, MeterRegistry registry) {
        this(pool, STUCK_AFTER, config.terminateStuckAfter(), registry);
    }

    BlockerWatch(Pool pool, Duration stuckAfter, Optional<Duration> terminateStuckAfter, MeterRegistry registry) {
        this.pool = pool;
        this.stuckAfter = stuckAfter;
        this.terminateStuckAfter = terminateStuckAfter;
        for (var kind : Kind.values()) {
            if (kind.isStuckByAge()) {
                Gauge.builder(MeterNames.DATABASE_BLOCKERS, this, watch -> watch.count(kind))
                        .tag("kind", kind.label())
                        .description(
                                "Sessions and transactions that are stuck and hold locks, dead rows or notifications")
                        .register(registry);
            }
        }
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Uni<Void> run() {
        return Blocker.all(pool)
                .invoke(this::take)
                .chain(this::endStuck)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                // A server that does not answer has reasons of its own.
                .invoke(fault -> LOG.debugf("Sessions not polled: %s", fault))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public List<StatusReason> reasons() {
        return stuck.stream()
                .limit(MAX_NAMED)
                .map(blocker -> StatusReason.degraded("session_stuck", "The " + blocker.sentence()))
                .toList();
    }

    private Uni<Void> endStuck() {
        return terminateStuckAfter
                .map(age -> Blocker.endStuck(pool, age)
                        .invoke(ended -> ended.forEach(blocker -> LOG.warnf("Session ended: %s", blocker.sentence())))
                        .onFailure()
                        .invoke(fault -> refusals.log(calls -> LOG.warnf(
                                "Stuck sessions not ended, the role may need pg_signal_backend: times=%d error=%s",
                                calls, fault)))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Logs one line when a blocker appears. */
    private synchronized void take(List<Blocker> seen) {
        stuck = seen.stream().filter(blocker -> blocker.isStuck(stuckAfter)).toList();
        var known = new HashSet<>(logged);
        stuck.stream()
                .filter(blocker -> known.add(blocker.name()))
                .forEach(blocker -> LOG.warnf("Stuck in the database: %s", blocker.sentence()));
        logged = stuck.stream().map(Blocker::name).collect(Collectors.toSet());
    }

    private double count(Kind kind) {
        return stuck.stream().filter(blocker -> blocker.kind() == kind).count();
    }
}
