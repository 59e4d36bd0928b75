package systems.tasker.events.http;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.LogThrottle;
import systems.tasker.events.postgres.pgmq.TimedTransaction;
import systems.tasker.events.publication.StoreUnavailableException;

/** Bounds the time of a call to the database, and says of a database that is away that it is. */
public final class DatabaseGuard {

    private static final Logger LOG = Logger.getLogger(DatabaseGuard.class);
    // A queue that is dropped at this moment; looking again tells.
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String WRONG_SQL = "42";
    private static final String WRONG_DATA = "22";

    private final Duration timeout;
    private final LogThrottle faults = new LogThrottle();

    public DatabaseGuard(Duration timeout) {
        this.timeout = timeout;
    }

    /** Runs statements to which the server gives that time each, however little it gives to those of others. */
    public <T> Uni<T> run(Pool pool, Function<SqlConnection, Uni<T>> statements) {
        return guard(TimedTransaction.run(pool, timeout, statements));
    }

    public <T> Uni<T> guard(Uni<T> call) {
        return call.ifNoItem()
                .after(timeout)
                .fail()
                .onFailure(fault -> !isBug(fault))
                .transform(fault -> {
                    faults.log(calls ->
                            LOG.warnf("Database call failed: calls_since_last_line=%d error=%s", calls, fault));
                    return new StoreUnavailableException("The queues cannot be reached", fault);
                });
    }

    private static boolean isBug(Throwable fault) {
        var state = fault instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
        return state.startsWith(WRONG_DATA) || state.startsWith(WRONG_SQL) && !state.equals(UNDEFINED_TABLE);
    }
}
