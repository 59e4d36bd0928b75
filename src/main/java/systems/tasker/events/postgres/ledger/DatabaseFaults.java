package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.publication.StoreUnavailableException;

/** Tells what a failure of the database means: something wrong with what was sent, a database that is away, or a bug. */
final class DatabaseFaults {

    private static final Logger LOG = Logger.getLogger(DatabaseFaults.class);
    private static final String UNIQUE_VIOLATION = "23505";
    // Raised by tasker_events.release_claims.
    private static final String CLAIM_GONE = "TE001";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String DATA_EXCEPTION = "22";
    private static final String LIMIT_EXCEEDED = "54";
    private static final String WRONG_SQL = "42";
    // Two batches that hold each other's results; apart from each other they fit.
    private static final String DEADLOCK = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Duration timeout;
    private final LogThrottle faults = new LogThrottle();

    DatabaseFaults(Duration timeout) {
        this.timeout = timeout;
    }

    /** Bounds the time of a call, and turns a database that is away into the exception that says so. */
    <T> Uni<T> guard(Uni<T> call) {
        return bounded(call).onFailure(DatabaseFaults::isUnavailable).transform(this::unavailable);
    }

    /** The same for a call that PostgreSQL may refuse, for the sake of a missing queue too: that failure stays what it is. */
    <T> Uni<T> guardUnlessRefused(Uni<T> call) {
        return bounded(call)
                .onFailure(fault -> isUnavailable(fault) && !isRefusal(fault))
                .transform(this::unavailable);
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("The database did not answer within " + timeout, null));
    }

    /** Something about one result of a batch, so that the others may still be committed without it. */
    static boolean isMembersFault(Throwable fault) {
        var state = sqlState(fault);
        return isClaimGone(fault) || isRefusal(fault) || UNIQUE_VIOLATION.equals(state) || DEADLOCK.equals(state);
    }

    static boolean isClaimGone(Throwable fault) {
        return CLAIM_GONE.equals(sqlState(fault));
    }

    /** Data that PostgreSQL does not take, a limit it has, or a queue that is not there. */
    static boolean isRefusal(Throwable fault) {
        var state = sqlState(fault);
        return state.startsWith(DATA_EXCEPTION) || state.startsWith(LIMIT_EXCEEDED) || UNDEFINED_TABLE.equals(state);
    }

    /** Somebody holds a lock for longer than a commit waits for one. */
    static boolean isLockTimeout(Throwable fault) {
        return LOCK_NOT_AVAILABLE.equals(sqlState(fault));
    }

    private static boolean isUnavailable(Throwable fault) {
        var state = sqlState(fault);
        var ours = state.startsWith(WRONG_SQL) || state.startsWith(DATA_EXCEPTION) || state.startsWith(LIMIT_EXCEEDED);
        // A queue that is not there may come back; everything else that is ours stays wrong however often it is sent.
        return !(fault instanceof StoreUnavailableException) && (!ours || UNDEFINED_TABLE.equals(state));
    }

    private StoreUnavailableException unavailable(Throwable fault) {
        faults.log(calls -> LOG.warnf("Database call failed: calls_since_last_line=%d error=%s", calls, fault));
        LOG.debug("Database call failed", fault);
        return new StoreUnavailableException("The database is not available", fault);
    }

    private static String sqlState(Throwable fault) {
        return fault instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
    }
}
