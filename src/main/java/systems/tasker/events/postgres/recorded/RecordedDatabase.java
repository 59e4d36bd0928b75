package systems.tasker.events.postgres.recorded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.TimedTransaction;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.simulation.RecordedResult;
import systems.tasker.events.simulation.RecordedResults;

/**
 * Reads the recorded results of the database, page by page, oldest first.
 *
 * <p>Each page has a read-only transaction of its own: one connection at a time, none between two pages, and no snapshot that keeps the
 * database from vacuuming. A statement has a low timeout, and finds its rows by primary key or by time.
 */
public final class RecordedDatabase {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    // A page has few statements; beyond that the server does not answer.
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(15);

    private final Pool pool;
    private final DatabaseGuard database = new DatabaseGuard(PAGE_TIMEOUT, StoreUnavailableException::new);

    RecordedDatabase(Pool pool) {
        this.pool = pool;
    }

    /** The results accepted since a time; reading them fails with {@link StoreUnavailableException} when the database is unavailable. */
    public RecordedResults since(Instant from) {
        return () -> new Pages(from, Instant.now());
    }

    private <T> T read(Function<SqlConnection, Uni<T>> statements) {
        return database.guard(TimedTransaction.runWithoutJit(
                        pool,
                        STATEMENT_TIMEOUT,
                        connection -> connection
                                .query("set transaction read only")
                                .execute()
                                .chain(set -> statements.apply(connection))))
                .await()
                .indefinitely();
    }

    private final class Pages implements Iterator<RecordedResult> {

        private final ArrayDeque<RecordedResult> page = new ArrayDeque<>();
        private AcceptedPage.Position position;

        Pages(Instant from, Instant until) {
            this.position = AcceptedPage.Position.start(from, until);
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !position.isAtEnd()) {
                var next = read(connection -> AcceptedPage.after(connection, position)
                        .chain(accepted -> new PageReading(connection, accepted)
                                .results()
                                .map(results -> {
                                    page.addAll(results);
                                    return accepted.next();
                                })));
                position = next;
            }
            return !page.isEmpty();
        }

        @Override
        public RecordedResult next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }
    }
}
