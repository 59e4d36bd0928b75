package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Gives statements a {@code statement_timeout} of their own instead of the session's; works through PgBouncer, too. */
public final class TimedTransaction {

    private TimedTransaction() {}

    /**
     * Runs work in a transaction whose statements the server cancels after a time each, with SQL state 57014; fails with what the client
     * fails with.
     */
    public static <T> Uni<T> run(Pool pool, Duration limit, Function<SqlConnection, Uni<T>> work) {
        return run(pool, limit, "", work);
    }

    /**
     * The same without JIT compilation: a statement over hundreds of tables has costs at which PostgreSQL compiles it, which takes longer
     * than running it.
     */
    public static <T> Uni<T> runWithoutJit(Pool pool, Duration limit, Function<SqlConnection, Uni<T>> work) {
        return run(pool, limit, "; set local jit = off", work);
    }

    private static <T> Uni<T> run(Pool pool, Duration limit, String more, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> connection
                .query("set local statement_timeout = " + limit.toMillis() + more)
                .execute()
                .chain(set -> work.apply(connection)));
    }
}
