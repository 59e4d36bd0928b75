package systems.tasker.events.http.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.http.SaturatedException;
import systems.tasker.events.http.StoreTooSlowException;
import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.postgres.pgmq.TimedTransaction;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.TemplateCatalog;
import systems.tasker.events.template.queues.PlannedQueues;

/**
 * Searches the queues that the loaded templates send to, their archives and dead-letter queues.
 *
 * <p>A search scans the tables unless the operator created an index. So concurrent searches are limited, and PostgreSQL cancels one that
 * takes too long.
 */
@Singleton
class EventSearch {

    // The id identifies an event, so copies in several queues are the same event. UUIDs of version 7 sort by time.
    private static final String SEARCH = """
            with stored as materialized (
                %s
            ), page as (
                select distinct event_id from stored where event_id > $1 order by event_id limit $2
            )
            select event_id, source, state, msg_id, enqueued_at, read_ct, message::text,
                   message #>> '{metadata,step_uuid}', message #>> '{metadata,task_uuid}', message #>> '{metadata,correlation_id}'
            from stored join page using (event_id)
            order by event_id, enqueued_at, source, msg_id
            """;

    private static final String TABLE = """
            select %1$d as source, %2$s as state, msg_id, enqueued_at, read_ct, message,
                   (message ->> '%5$s') collate "C" as event_id
            from %3$s where %4$s
            """;

    // Beyond the statement timeout of the search.
    private static final Duration GRACE = Duration.ofSeconds(5);

    // Each takes a connection from those that accept results.
    private static final int MAX_CONCURRENT = 2;

    private final Pool pool;
    private final TemplateCatalog templates;
    private final PlannedQueues queues;
    private final QueuesConfig limits;
    private final DatabaseGuard database;
    private final Semaphore searches;

    EventSearch(Pool pool, PlannedQueues queues, TemplateCatalog templates, QueuesConfig limits) {
        this.pool = pool;
        this.templates = templates;
        this.queues = queues;
        this.limits = limits;
        // The server cancels first; this timeout is for a server that does not answer.
        this.database = new DatabaseGuard(limits.timeout().plus(GRACE), StoreUnavailableException::new);
        this.searches = new Semaphore(MAX_CONCURRENT);
    }

    /**
     * A page of the selected events with ids above {@code after}, ordered by id.
     *
     * @return fails with {@link SaturatedException} when too many searches are running, and with {@link StoreTooSlowException}
     */
    Uni<StoredEventPage> page(MessageFilter selection, String after, int size) {
        return limited(() -> search(selection, after, size)
                .map(found -> new StoredEventPage(
                        found.events().stream().map(Found::event).toList(),
                        found.hasMore() ? found.events().get(size - 1).event().eventId() : null)));
    }

    /** An event, and the step that it is of; null where the message does not name it. */
    record Found(StoredEvent event, String stepUuid, String taskUuid, String correlationId) {}

    /** Events in the order of their ids. */
    record FoundPage(List<Found> events, boolean hasMore) {}

    /** Runs a search unless as many are in flight as may be. */
    <T> Uni<T> limited(Supplier<Uni<T>> search) {
        return Uni.createFrom().deferred(() -> {
            if (!searches.tryAcquire()) {
                return Uni.createFrom()
                        .failure(new SaturatedException("As many searches as this instance takes on are in flight."));
            }
            return search.get().onTermination().invoke(() -> searches.release());
        });
    }

    /** Gives a statement of a search the failures of a search. */
    <T> Uni<T> bounded(Uni<T> statement) {
        return database.guard(statement
                        .map(Optional::of)
                        .onFailure(EventSearch::isTooSlow)
                        .recoverWithItem(Optional.empty()))
                .map(found -> found.orElseThrow(this::tooSlow));
    }

    /** Runs a statement that scans tables. */
    <T> Uni<T> timed(Function<SqlConnection, Uni<T>> statement) {
        return TimedTransaction.runWithoutJit(pool, limits.timeout(), statement);
    }

    /** A page, as part of a search that is counted. */
    Uni<FoundPage> search(MessageFilter selection, String after, int size) {
        return database.guard(new QueueTables(pool).readable())
                .map(this::eventQueues)
                .chain(tables -> tables.isEmpty()
                        ? Uni.createFrom().item(new FoundPage(List.of(), false))
                        : bounded(rows(tables, selection, after, size + 1).map(rows -> page(tables, rows, size))));
    }

    private List<QueueTable> eventQueues(List<QueueTable> tables) {
        var plan = queues.current();
        var names = plan.queues().stream()
                .filter(queue -> !queue.equals(plan.notificationQueue()))
                .map(QueueName::new)
                .collect(Collectors.toSet());
        return tables.stream()
                .filter(table -> names.contains(new QueueName(table.queue())))
                .toList();
    }

    private Uni<RowSet<Row>> rows(List<QueueTable> tables, MessageFilter selection, String after, int size) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < tables.size(); i++) {
            var table = tables.get(i);
            parts.add(
                    TABLE.formatted(i, stateInQueue(table), table.messages(), selection.sql(2), EventFields.EVENT_ID));
            parts.add(TABLE.formatted(i, "'archived'", table.archive(), selection.sql(2), EventFields.EVENT_ID));
        }
        var sql = SEARCH.formatted(String.join(" union all ", parts));
        return timed(connection -> connection.preparedQuery(sql).execute(selection.parameters(after, size)));
    }

    private static String stateInQueue(QueueTable table) {
        return QueueName.isOfDeadLetters(table.queue())
                ? "'dead_letter'"
                : "case when vt > now() then 'in_flight' else 'queued' end";
    }

    private FoundPage page(List<QueueTable> tables, RowSet<Row> rows, int size) {
        var events = new ArrayList<Found>();
        var places = new ArrayList<StoredEvent.Place>();
        Row last = null;
        for (var row : rows) {
            if (last != null && !last.getString(0).equals(row.getString(0))) {
                events.add(event(last, places));
                places.clear();
            }
            places.add(place(tables, row));
            last = row;
        }
        if (last != null) {
            events.add(event(last, places));
        }
        return new FoundPage(events.subList(0, Math.min(size, events.size())), events.size() > size);
    }

    private Found event(Row row, List<StoredEvent.Place> places) {
        var event = new StoredEvent(row.getString(0), places, templates.shown(row.getString(6)));
        return new Found(event, row.getString(7), row.getString(8), row.getString(9));
    }

    private static StoredEvent.Place place(List<QueueTable> tables, Row row) {
        return new StoredEvent.Place(
                row.getString(2),
                tables.get(row.getInteger(1)).queue(),
                row.getLong(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getInteger(5));
    }

    private StoreTooSlowException tooSlow() {
        return new StoreTooSlowException(
                "The event was not found within " + limits.timeout().toMillis()
                        + " ms. Queues and archives have no index for it; the page on live tail shows how to make one.",
                null);
    }

    private static boolean isTooSlow(Throwable fault) {
        return DatabaseErrors.meaning(fault) == Meaning.STATEMENT_TIMEOUT;
    }
}
