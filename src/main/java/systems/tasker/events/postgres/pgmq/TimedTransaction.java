package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Gives statements a time limit of their own instead of the one for those who accept results; through a PgBouncer, too. */
public final class TimedTransaction {

    private TimedTransaction() {}

    /**
     * Runs work in a transaction whose statements the server ends after a time each, with SQL state 57014; fails with what the client fails
     * with.
     */
    public static <T> Uni<T> run(Pool pool, Duration limit, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .query("set local statement_timeout = " + limit.toMillis())
                .execute()
                .chain(set -> work.apply(connection)));
    }
}
