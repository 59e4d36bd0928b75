package systems.tasker.events.postgres.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.PeriodicTask;
import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.pgmq.PrimaryServers;

/** Polls the server, also without traffic, and reports one that cannot write. */
@Singleton
public class ServerWatch implements PeriodicTask, StatusSource {

    private static final Logger LOG = Logger.getLogger(ServerWatch.class);

    // A primary that cannot write is reported within five seconds: the interval and the timeout of one poll.
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Pool pool;
    private final PrimaryServers servers;
    private final List<ServerObserver> observers;
    private volatile Optional<ServerState> latest = Optional.empty();
    private volatile boolean answered;
    private boolean reported;

    @Inject
    ServerWatch(Pool pool, PrimaryServers servers, @All List<ServerObserver> observers, MeterRegistry registry) {
        this.pool = pool;
        this.servers = servers;
        this.observers = observers;
        Gauge.builder(MeterNames.DATABASE_WRITABLE, this, ServerWatch::writable)
                .description(
                        "1 while the server is a primary that can write, 0 while it is not; absent while it does not answer")
                .register(registry);
    }

    /** The first poll, so that the state is known before the first request. */
    void first(@Observes @Priority(Lifecycle.START_COMMIT_PROBE) StartupEvent start) {
        run().subscribe().with(done -> {});
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Uni<Void> run() {
        return pool.withConnection(connection -> ServerState.read(connection)
                        .call(() -> servers.leaveLost(connection).onFailure().recoverWithNull()))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .invoke(this::take)
                .onFailure()
                .invoke(this::unanswered)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** What the last successful poll found; empty before the first. */
    public Optional<ServerState> latest() {
        return latest;
    }

    @Override
    public List<StatusReason> reasons() {
        return latest
                .filter(ServerState::readOnly)
                .map(server -> StatusReason.stalled(
                        "database_read_only",
                        "The server %s takes no results: %s".formatted(server.address(), server.whyReadOnly())))
                .stream()
                .toList();
    }

    private void unanswered() {
        answered = false;
        servers.leaveLost();
    }

    private synchronized void take(ServerState server) {
        latest = Optional.of(server);
        answered = true;
        if (server.readOnly() && !reported) {
            LOG.errorf(
                    "The database takes no results: server=%s role=%s: %s",
                    server.address(), server.role(), server.whyReadOnly());
        } else if (!server.readOnly() && reported) {
            LOG.infof("The database takes results again: server=%s", server.address());
        }
        reported = server.readOnly();
        if (server.readOnly()) {
            servers.leaveReadOnly();
        }
        observers.forEach(observer -> observer.polled(server));
    }

    private double writable() {
        return answered
                ? latest.filter(server -> !server.readOnly()).map(server -> 1.0).orElse(0.0)
                : Double.NaN;
    }
}
