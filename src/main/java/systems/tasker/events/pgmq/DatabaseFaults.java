package systems.tasker.events.pgmq;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

import systems.tasker.events.publication.StoreUnavailableException;

/** Tells what a failure of the database means: something wrong with what was sent, a database that is away, or a bug. */
final class DatabaseFaults {

    private static final Logger LOG = Logger.getLogger(DatabaseFaults.class);
    private static final String UNIQUE_VIOLATION = "23505";
    // Raised by tasker_events.release_claims.
    private static final String CLAIM_GONE = "TE001";
    private static final String UNDEFINED_TABLE = "42P01";

    private final Duration timeout;

    DatabaseFaults(Duration timeout) {
        this.timeout = timeout;
    }

    /** Bounds the time of a call, and turns a database that is away into the exception that says so. */
    <T> Uni<T> guard(Uni<T> call) {
        return call.ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException("The database did not answer within " + timeout, null))
                .onFailure(DatabaseFaults::isUnavailable)
                .transform(DatabaseFaults::unavailable);
    }

    static boolean isDuplicateOrClaimGone(Throwable fault) {
        return fault instanceof PgException pg
                && (UNIQUE_VIOLATION.equals(pg.getSqlState()) || CLAIM_GONE.equals(pg.getSqlState()));
    }

    /** Data that PostgreSQL does not take, a limit it has, or a queue that is not there. */
    static boolean isRefusal(Throwable fault) {
        var cause = fault instanceof StoreUnavailableException ? fault.getCause() : fault;
        return cause instanceof PgException pg
                && (pg.getSqlState().startsWith("22")
                        || pg.getSqlState().startsWith("54")
                        || UNDEFINED_TABLE.equals(pg.getSqlState()));
    }

    private static boolean isUnavailable(Throwable fault) {
        // Class 42 apart from a missing queue is our own SQL being wrong, class 22 and 54 what was sent.
        return !(fault instanceof StoreUnavailableException)
                && !(fault instanceof PgException pg
                        && (pg.getSqlState().startsWith("22")
                                || pg.getSqlState().startsWith("54")
                                || pg.getSqlState().startsWith("42") && !UNDEFINED_TABLE.equals(pg.getSqlState())));
    }

    private static StoreUnavailableException unavailable(Throwable fault) {
        LOG.warnf("Database call failed: %s", fault.toString());
        LOG.debug("Database call failed", fault);
        return new StoreUnavailableException("The database is not available", fault);
    }
}
