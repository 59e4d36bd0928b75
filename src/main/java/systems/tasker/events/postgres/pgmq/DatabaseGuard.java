package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;

/**
 * Bounds the time of calls to the database, and turns transient failures into the exception by which the caller reports an unavailable
 * database. All other failures, bugs among them, stay what they are.
 */
public final class DatabaseGuard {

    private static final Logger LOG = Logger.getLogger(DatabaseGuard.class);

    private final Duration timeout;
    private final BiFunction<String, Throwable, ? extends Throwable> unavailable;
    private final LogThrottle faults = new LogThrottle();

    /**
     * A guard for calls of one kind.
     *
     * @param timeout time that a call may take
     * @param unavailable makes the exception from a message and a cause
     */
    public DatabaseGuard(Duration timeout, BiFunction<String, Throwable, ? extends Throwable> unavailable) {
        this.timeout = timeout;
        this.unavailable = unavailable;
    }

    /** Runs statements in a transaction of their own, with a {@code statement_timeout} of the guard's time. */
    public <T> Uni<T> run(Pool pool, Function<SqlConnection, Uni<T>> statements) {
        return guard(TimedTransaction.run(pool, timeout, statements));
    }

    public <T> Uni<T> guard(Uni<T> call) {
        return guard(call, Meaning::isTransient);
    }

    /** The same for a call that addresses a queue which may not exist: that failure stays what it is, too. */
    public <T> Uni<T> guardUnlessQueueIsMissing(Uni<T> call) {
        return guard(call, meaning -> meaning.isTransient() && meaning != Meaning.MISSING_TABLE);
    }

    private <T> Uni<T> guard(Uni<T> call, Predicate<Meaning> isUnavailable) {
        return call.ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(fault -> isUnavailable.test(DatabaseErrors.meaning(fault)))
                .transform(this::unavailable);
    }

    private Throwable unavailable(Throwable fault) {
        faults.log(calls -> LOG.warnf("Database call failed: calls_since_last_line=%d error=%s", calls, fault));
        LOG.debug("Database call failed", fault);
        return fault instanceof io.smallrye.mutiny.TimeoutException
                ? unavailable.apply("The database did not answer within " + timeout, fault)
                : unavailable.apply("The database is unavailable", fault);
    }
}
