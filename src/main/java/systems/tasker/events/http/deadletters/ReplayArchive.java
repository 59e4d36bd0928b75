package systems.tasker.events.http.deadletters;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;

/** Looks through the archive of a queue, a part at a time: however large it is and however rare the event, each statement is short. */
final class ReplayArchive {

    /** The header of a copy, which says when it was made. */
    static final String REPLAYED_AT = "replayed_at";

    // A copy that was archived in turn is passed over: what it is a copy of is there, too.
    private static final String PART = """
            select coalesce(max(msg_id), 0), count(*),
                   coalesce(array_agg(msg_id order by msg_id)
                                filter (where not coalesce(headers ? '%s', false) and %s), '{}')
            from (select msg_id, enqueued_at, message, headers from %s
                  where msg_id > $1
                  order by msg_id
                  limit $2) as part
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final QueueTable queue;
    private final MessageFilter selection;
    private final int size;

    ReplayArchive(Pool pool, DatabaseGuard database, QueueTable queue, MessageFilter selection, int size) {
        this.pool = pool;
        this.database = database;
        this.queue = queue;
        this.selection = selection;
        this.size = size;
    }

    /**
     * A part of an archive.
     *
     * @param matching the ids of the events that are meant
     * @param lastId the highest id; zero when the part is empty
     * @param isLast whether there is nothing behind it
     */
    record Part(List<Long> matching, long lastId, boolean isLast) {}

    Uni<Part> after(long id) {
        var sql = PART.formatted(REPLAYED_AT, selection.sql(2), queue.archive());
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(selection.parameters(id, size)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Part(List.of(row.getArrayOfLongs(2)), row.getLong(0), row.getLong(1) < size));
    }
}
