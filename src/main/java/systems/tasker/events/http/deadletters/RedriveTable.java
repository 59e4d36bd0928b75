package systems.tasker.events.http.deadletters;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.queue.QueueName;

/** Looks for the dead letters of a selection, and for what a redrive has to know about them. */
final class RedriveTable {

    private static final String EXTENT = """
            select count(*), coalesce(max(msg_id), 0) from %s where msg_id <= $1 and %s
            """;

    private static final String NEXT = """
            select msg_id, origin, exists (select from pgmq.meta where lower(queue_name) = lower(origin)),
                   case when vt > clock_timestamp() then vt end
            from (select msg_id, vt, coalesce(headers #>> '{%s,queue}', $4::text) as origin
                  from %s
                  where msg_id > $1 and msg_id <= $2 and %s
                  order by msg_id
                  limit $3) as letter
            order by msg_id
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final QueueTable queue;
    private final MessageFilter selection;

    RedriveTable(Pool pool, DatabaseGuard database, QueueTable queue, MessageFilter selection) {
        this.pool = pool;
        this.database = database;
        this.queue = queue;
        this.selection = selection;
    }

    /**
     * How many there are.
     *
     * @param count the number
     * @param lastId the highest id; zero when there are none
     */
    record Extent(long count, long lastId) {}

    /**
     * One of them.
     *
     * @param msgId its id
     * @param origin the queue it came from
     * @param hasOrigin whether there is such a queue
     * @param hiddenUntil until when consumers do not see it; null when they do
     */
    record Letter(long msgId, String origin, boolean hasOrigin, OffsetDateTime hiddenUntil) {}

    Uni<Extent> extent(long upToId) {
        var sql = EXTENT.formatted(queue.messages(), selection.sql(1));
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(selection.parameters(upToId)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Extent(row.getLong(0), row.getLong(1)));
    }

    Uni<List<Letter>> next(long afterId, long upToId, int count) {
        var sql = NEXT.formatted(DeadLetter.HEADER, queue.messages(), selection.sql(4));
        var parameters = selection.parameters(afterId, upToId, count, QueueName.ofOrigin(queue.queue()));
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(parameters))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RedriveTable::letter)
                        .toList());
    }

    private static Letter letter(Row row) {
        return new Letter(row.getLong(0), row.getString(1), row.getBoolean(2), row.getOffsetDateTime(3));
    }
}
