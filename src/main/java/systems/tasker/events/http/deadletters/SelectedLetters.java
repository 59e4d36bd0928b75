package systems.tasker.events.http.deadletters;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;

/** Counts the dead letters that a request selects; those that arrive later are none of them. Serves one run, one call at a time. */
final class SelectedLetters {

    private static final String EXTENT = """
            select count(*), coalesce(max(msg_id), 0) from %s where msg_id <= $1 and %s
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final QueueTable queue;
    private final MessageFilter selection;

    private long upToId;

    SelectedLetters(Pool pool, DatabaseGuard database, QueueTable queue, MessageFilter selection) {
        this.pool = pool;
        this.database = database;
        this.queue = queue;
        this.selection = selection;
    }

    private record Extent(long count, long lastId) {}

    /** Counts the messages that match now. To be called first. */
    Uni<Long> count() {
        return extent(Long.MAX_VALUE).invoke(extent -> upToId = extent.lastId()).map(Extent::count);
    }

    /** How many of the counted messages are still in the queue. */
    Uni<Long> remaining() {
        return extent(upToId).map(Extent::count);
    }

    /** The highest id of the counted messages. */
    long upToId() {
        return upToId;
    }

    private Uni<Extent> extent(long upToId) {
        var sql = EXTENT.formatted(queue.messages(), selection.sql(1));
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(selection.parameters(upToId)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Extent(row.getLong(0), row.getLong(1)));
    }
}
