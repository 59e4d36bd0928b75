package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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

    /** A read-only transaction of a connection that the caller owns, without JIT compilation. */
    public static <T> Uni<T> runReadOnly(
            SqlConnection connection, Duration limit, Function<SqlConnection, Uni<T>> work) {
        return connection
                .begin()
                .chain(transaction -> set(connection, limit, "; set local jit = off; set transaction read only")
                        .chain(set -> work.apply(connection))
                        .call(transaction::commit)
                        .onFailure()
                        .call(() -> transaction.rollback().onFailure().recoverWithNull()));
    }

    private static <T> Uni<T> run(Pool pool, Duration limit, String more, Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> set(connection, limit, more).chain(set -> work.apply(connection)));
    }

    private static Uni<RowSet<Row>> set(SqlConnection connection, Duration limit, String more) {
        return connection
                .query("set local statement_timeout = " + limit.toMillis() + more)
                .execute();
    }
}
