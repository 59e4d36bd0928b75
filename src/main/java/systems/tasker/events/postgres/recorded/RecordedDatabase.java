package systems.tasker.events.postgres.recorded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.TimedTransaction;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.simulation.RecordedResult;
import systems.tasker.events.simulation.RecordedResults;

/**
 * Reads the recorded results of the database, page by page, oldest first.
 *
 * <p>A run has one connection of its own, outside the pool that accepting results uses. Each page has a read-only transaction, so that no
 * snapshot keeps the database from vacuuming. A statement has a low timeout, and finds its rows by primary key or by time.
 */
public final class RecordedDatabase {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    // A page has few statements; beyond that the server does not answer.
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(15);

    private final Supplier<Uni<SqlConnection>> connections;
    private final DatabaseGuard database = new DatabaseGuard(PAGE_TIMEOUT, StoreUnavailableException::new);

    /** @param connections opens a connection, which is closed at the end of the run */
    RecordedDatabase(Supplier<Uni<SqlConnection>> connections) {
        this.connections = connections;
    }

    /** The results accepted since a time; reading them fails with {@link StoreUnavailableException} when the database is unavailable. */
    public RecordedResults since(Instant from) {
        return new Run(from);
    }

    private final class Run implements RecordedResults {

        private final Instant from;
        private SqlConnection connection;

        Run(Instant from) {
            this.from = from;
        }

        @Override
        public Iterator<RecordedResult> results() {
            return new Pages(this, from, Instant.now());
        }

        <T> T read(Function<SqlConnection, Uni<T>> statements) {
            if (connection == null) {
                connection = await(connections.get());
            }
            return await(TimedTransaction.runReadOnly(connection, STATEMENT_TIMEOUT, statements));
        }

        private <T> T await(Uni<T> call) {
            return database.guard(call).await().indefinitely();
        }

        @Override
        public void close() {
            if (connection != null) {
                // Also when its server does not answer: nothing is waited for.
                connection.closeAndForget();
                connection = null;
            }
        }
    }

    private static final class Pages implements Iterator<RecordedResult> {

        private final Run run;
        private final ArrayDeque<RecordedResult> page = new ArrayDeque<>();
        private AcceptedPage.Position position;

        Pages(Run run, Instant from, Instant until) {
            this.run = run;
            this.position = AcceptedPage.Position.start(from, until);
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !position.isAtEnd()) {
                position = run.read(connection -> AcceptedPage.after(connection, position)
                        .chain(accepted -> new PageReading(connection, accepted)
                                .results()
                                .map(results -> {
                                    page.addAll(results);
                                    return accepted.next();
                                })));
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
