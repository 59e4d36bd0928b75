package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
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

    // A message has no key that another session could have used: a duplicate is a fault of the queue.
    private static final Set<Meaning> OF_QUEUES =
            EnumSet.of(Meaning.MISSING_TABLE, Meaning.REJECTED, Meaning.DUPLICATE);

    private static final String REMEDY =
            ". A pooler loses prepared statements: use PgBouncer 1.21 or later with max_prepared_statements,"
                    + " or its session mode";

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
        return guard(call, timeout);
    }

    /** The same for a call that may take another time. */
    public <T> Uni<T> guard(Uni<T> call, Duration limit) {
        return guard(call, limit, Meaning::isTransient);
    }

    /** The same for a call that sends to queues, which may be missing or refuse messages: those failures stay what they are, too. */
    public <T> Uni<T> guardUnlessQueueRefuses(Uni<T> call) {
        return guardUnlessQueueRefuses(call, timeout);
    }

    /** The same for a call that may take another time. */
    public <T> Uni<T> guardUnlessQueueRefuses(Uni<T> call, Duration limit) {
        return guard(call, limit, meaning -> meaning.isTransient() && !OF_QUEUES.contains(meaning));
    }

    private <T> Uni<T> guard(Uni<T> call, Duration limit, Predicate<Meaning> isUnavailable) {
        return call.ifNoItem()
                .after(limit)
                .fail()
                .onFailure(fault -> isUnavailable.test(DatabaseErrors.meaning(fault)))
                .transform(fault -> unavailable(fault, limit));
    }

    private Throwable unavailable(Throwable fault, Duration limit) {
        var isOfPooler = DatabaseErrors.isOfLostSession(fault);
        faults.log(calls -> LOG.warnf(
                "Database call failed: calls_since_last_line=%d error=%s%s", calls, fault, isOfPooler ? REMEDY : ""));
        LOG.debug("Database call failed", fault);
        if (isOfPooler) {
            return unavailable.apply("The database is unavailable behind its pooler" + REMEDY, fault);
        }
        return fault instanceof io.smallrye.mutiny.TimeoutException
                ? unavailable.apply("The database did not answer within " + limit, fault)
                : unavailable.apply("The database is unavailable", fault);
    }
}
