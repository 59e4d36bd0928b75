package systems.tasker.events.postgres.health;

import jakarta.inject.Singleton;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import systems.tasker.events.postgres.health.CommitHealth.Failures;
import systems.tasker.events.postgres.server.ServerWatch;

/**
 * Ready means that this replica is no worse than another: the database answers it and is writable, and its commits do not all fail
 * because of its own connections.
 *
 * <p>Down, because a replica with other connections or another configuration would do better:
 *
 * <ul>
 *   <li>connections that break or are rejected (08, 28), or that lead to a standby or a read-only server (25006)
 *   <li>prepared statements that the pooler or the session does not know, or that are out of date (26000, 42P05, 0A000): a rollout with a
 *       wrong pooler stops at its first replica, and the replicas before it go on
 * </ul>
 *
 * <p>Up, because every replica fails alike, and without one that is ready callers get no answer at all in place of 503 with {@code
 * Retry-After}: a missing table or queue (42P01), a missing right (42501), a full disk (53100), locks and statements that time out. The
 * status is STALLED then.
 */
@Singleton
@Readiness
class DatabaseReadyCheck implements AsyncHealthCheck {

    private final DatabaseChecks database;
    private final CommitHealth commits;
    private final ServerWatch server;

    DatabaseReadyCheck(Pool pool, CommitHealth commits, ServerWatch server) {
        this.server = server;
        this.database = new DatabaseChecks(pool);
        this.commits = commits;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var failing = commits.failures().filter(Failures::isTotal).map(Failures::cause);
        return database.response(
                "database",
                "select current_setting('server_version'), pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',"
                        + " (select count(*) from pgmq.meta)",
                (row, response) -> {
                    response.withData("postgresql", row.getString(0)).withData("queues", row.getLong(2));
                    server.latest()
                            .ifPresent(seen ->
                                    response.withData("server", seen.address()).withData("role", seen.role()));
                    failing.ifPresent(cause -> response.withData("results_rejected", cause.summary()));
                },
                row -> !row.getBoolean(1)
                        && failing.filter(RejectionCause::isOfConnections).isEmpty());
    }
}
