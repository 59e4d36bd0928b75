package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.arc.DefaultBean;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.reactive.pg.client.PgPoolCreator.Input;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes pools on which nothing is waited for without end, whatever happens to the database.
 *
 * <pre>
 *     connection ─▶ statement ─▶ answer
 *         │             │           │ a server or a network that says nothing: the connection is closed after the idle timeout
 *         │             │ a lock, a slow disk: the server ends the statement after the statement timeout
 *         │ a server that does not answer: the caller fails after the connect timeout
 * </pre>
 */
@Singleton
final class BoundedPools {

    // A server process grows with what it has seen, and a connection in use would otherwise stay where its name once
    // led.
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);
    private static final double MAX_JITTER = 0.25;

    // The client caches no statement of more than 2,048 characters by default; the one that accepts results is longer.
    private static final int LONGEST_CACHED_STATEMENT = 16_384;

    private static final String APPLICATION = "tasker-domain-events";
    private static final String STATEMENT_TIMEOUT = "statement_timeout";
    private static final String APPLICATION_NAME = "application_name";
    private static final String UNNAMED = PgConnectOptions.DEFAULT_PROPERTIES.get(APPLICATION_NAME);
    // In Kubernetes the name of the pod. PostgreSQL cuts names at 63 bytes.
    private static final String HOST = System.getenv("HOSTNAME");

    private final ConnectionTimeouts timeouts;
    private final Instance<ServerLocator> locators;
    private final PrimaryServers servers;

    BoundedPools(ConnectionTimeouts timeouts, Instance<ServerLocator> locators, PrimaryServers servers) {
        this.timeouts = timeouts;
        this.locators = locators;
        this.servers = servers;
    }

    /** The pool that all statements share. Gives way to an application's own: with two of them Quarkus would silently use neither. */
    @Produces
    @Singleton
    @DefaultBean
    PgPoolCreator statements() {
        return input -> create(input, APPLICATION);
    }

    /** The connection that listens for notifications. */
    @Produces
    @Singleton
    @DefaultBean
    @ReactiveDataSource("listener")
    PgPoolCreator listener() {
        return input -> create(input, QueueWakeUps.LISTENER_APPLICATION);
    }

    @Produces
    @Singleton
    static ConnectionTimeouts timeouts(
            @ConfigProperty(name = "tasker.ledger.timeout") Duration commit, QueuesConfig queues) {
        return ConnectionTimeouts.of(commit, queues.timeout());
    }

    // What replaces the deprecated method only chooses an address, before there is a connection that could be asked
    // whether it can write.
    @SuppressWarnings("deprecation")
    Pool create(Input input, String application) {
        var options = input.pgConnectOptionsList().stream()
                .map(this::located)
                .map(each -> named(bounded(each), application))
                .toList();
        var connector = servers.connector(input.vertx(), options);
        return PgBuilder.pool()
                .with(bounded(input.poolOptions()))
                .connectingTo(List.<SqlConnectOptions>copyOf(options))
                .using(input.vertx())
                .build()
                .connectionProvider(connector::connect);
    }

    /** With jitter, so that replicas that were started together do not replace their connections together. */
    static Duration lifetime(PoolOptions options) {
        var configured = options.getMaxLifetime() > 0
                ? Duration.ofMillis(options.getMaxLifetimeUnit().toMillis(options.getMaxLifetime()))
                : MAX_LIFETIME;
        return Duration.ofMillis(Math.max(1, (long) (configured.toMillis()
                * (1 - MAX_JITTER * ThreadLocalRandom.current().nextDouble()))));
    }

    /** A name by which operators distinguish sessions; a name in the URL stays. */
    static PgConnectOptions named(PgConnectOptions options, String application) {
        return UNNAMED.equals(options.getProperties().get(APPLICATION_NAME))
                ? options.addProperty(APPLICATION_NAME, HOST == null ? application : application + " " + HOST)
                : options;
    }

    private PgConnectOptions located(PgConnectOptions options) {
        return locators.isResolvable() ? locators.get().locate(options) : options;
    }

    PgConnectOptions bounded(PgConnectOptions options) {
        var bounded = new PgConnectOptions(options);
        bounded.setConnectTimeout((int) timeouts.connect().toMillis());
        bounded.setIdleTimeout((int) timeouts.idle().toMillis());
        bounded.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        bounded.setPreparedStatementCacheSqlFilter(sql -> sql.length() <= LONGEST_CACHED_STATEMENT);
        // At the start of a session, which costs nothing. One that is in the URL already stands.
        if (!bounded.getProperties().containsKey(STATEMENT_TIMEOUT)) {
            bounded.addProperty(
                    STATEMENT_TIMEOUT, Long.toString(timeouts.statement().toMillis()));
        }
        return bounded;
    }

    private PoolOptions bounded(PoolOptions options) {
        // All that is waited for has an end, and so has waiting for one of these. The pool's own clock goes on when its
        // call has failed, and then complains of that in the log, once per call.
        var bounded = new PoolOptions(options).setConnectionTimeout(0);
        bounded.setMaxLifetime((int) lifetime(bounded).toMillis()).setMaxLifetimeUnit(TimeUnit.MILLISECONDS);
        // A connection that merely rests leaves the pool before its silence says that it leads nowhere, or it would be
        // closed the moment it is used.
        return bounded.getIdleTimeout() > 0
                ? bounded
                : bounded.setIdleTimeout((int) timeouts.idle().dividedBy(2).toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
