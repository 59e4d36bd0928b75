package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator.Input;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Makes pools on which nothing is waited for without end, whatever happens to the database.
 *
 * <pre>
 *     connection ─▶ statement ─▶ answer
 *         │             │           │ a server or a network that says nothing: the connection is closed after idle-timeout
 *         │             │ a lock, a slow disk: the server ends the statement after statement-timeout
 *         │ a server that does not answer: the caller fails after connect-timeout
 * </pre>
 */
@Singleton
final class BoundedPools {

    private final PgmqConfig.Connection limits;
    private final Duration idleTimeout;
    private final Instance<ServerLocator> locators;

    @Inject
    BoundedPools(PgmqConfig config, Instance<ServerLocator> locators) {
        this(config.connection(), idleTimeout(config), locators);
    }

    BoundedPools(PgmqConfig.Connection limits, Duration idleTimeout, Instance<ServerLocator> locators) {
        this.limits = limits;
        this.idleTimeout = idleTimeout;
        this.locators = locators;
    }

    Pool create(Input input) {
        return PgBuilder.pool()
                .with(bounded(input.poolOptions()))
                .connectingTo(input.pgConnectOptionsList().stream()
                        .map(this::located)
                        .<SqlConnectOptions>map(this::bounded)
                        .toList())
                .using(input.vertx())
                .build();
    }

    /** The idle time after which a connection is closed: at least as long as building an index may take. */
    static Duration idleTimeout(PgmqConfig config) {
        var building = PgmqInstallation.INDEX_TIMEOUT.plus(config.connection().statementTimeout());
        var configured = config.connection().idleTimeout();
        return configured.compareTo(building) < 0 ? building : configured;
    }

    private PgConnectOptions located(PgConnectOptions options) {
        return locators.isResolvable() ? locators.get().locate(options) : options;
    }

    PgConnectOptions bounded(PgConnectOptions options) {
        var bounded = new PgConnectOptions(options);
        bounded.setConnectTimeout((int) limits.connectTimeout().toMillis());
        bounded.setIdleTimeout((int) idleTimeout.toMillis());
        bounded.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        // At the start of a session, which costs nothing. One that is in the URL already stands.
        if (!limits.statementTimeout().isZero() && !bounded.getProperties().containsKey("statement_timeout")) {
            bounded.addProperty(
                    "statement_timeout", Long.toString(limits.statementTimeout().toMillis()));
        }
        return bounded;
    }

    private PoolOptions bounded(PoolOptions options) {
        // All that is waited for has an end, and so has waiting for one of these. The pool's own clock goes on when its
        // call has failed, and then complains of that in the log, once per call.
        var bounded = new PoolOptions(options).setConnectionTimeout(0);
        // A connection that merely rests leaves the pool before its silence says that it leads nowhere, or it would be
        // closed the moment it is used.
        return bounded.getIdleTimeout() > 0
                ? bounded
                : bounded.setIdleTimeout((int) idleTimeout.dividedBy(2).toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
