package systems.tasker.events.http.deadletters;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;

/**
 * Archived events that match a request. Copies of them are sent; the archive keeps the originals.
 *
 * <p>The archive is scanned in parts, so that each statement is short however large the archive and however rare the event; with an index on
 * the correlation id, only its events are read.
 */
final class ArchiveSource implements ResendSource<Long> {

    /** The header of a copy, which holds the time it was made. */
    static final String REPLAYED_AT = "replayed_at";

    // A copy that was archived in turn is skipped: its original is in the archive, too.
    private static final String PART = """
            select coalesce(max(msg_id), 0), count(*),
                   coalesce(array_agg(msg_id order by msg_id)
                                filter (where not coalesce(headers ? '%s', false) and %s), '{}')
            from (select msg_id, enqueued_at, message, headers from %s
                  where msg_id > $1 and %s
                  order by msg_id
                  limit $2) as part
            """;

    // The index that live-tail.md shows; PostgreSQL would not use another one. Without it the condition would scan all
    // of the archive at once.
    private static final String HAS_INDEX = """
            select exists (
                select from pg_index where indrelid = $1::text::regclass and indisvalid and indpred is null
                and pg_get_indexdef(indexrelid, 1, false) like '%headers%correlation_id%metadata,correlation_id%message%correlation_id%')
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final MessageTransfer transfer;
    private final QueueTable queue;
    private final String target;
    private final ReplayRequest request;
    private final int scanSize;
    private final String replayedAt;

    private List<Long> waiting = List.of();
    private long partEnd;
    private boolean isLastPart;
    private long matched;

    /**
     * Creates a source.
     *
     * @param queue the queue whose archive is read
     * @param target the queue that copies go to
     * @param scanSize how many archived messages a part has
     * @param replayedAt the time that copies get in their header
     */
    ArchiveSource(
            Pool pool,
            DatabaseGuard database,
            MessageTransfer transfer,
            QueueTable queue,
            String target,
            ReplayRequest request,
            int scanSize,
            String replayedAt) {
        this.pool = pool;
        this.database = database;
        this.transfer = transfer;
        this.queue = queue;
        this.target = target;
        this.request = request;
        this.scanSize = scanSize;
        this.replayedAt = replayedAt;
    }

    /** How many events matched in the parts scanned so far. */
    long matched() {
        return matched;
    }

    @Override
    public Uni<Batch<Long>> next(long afterId, int max) {
        return waiting.isEmpty()
                ? scan(afterId).map(part -> batch(max))
                : Uni.createFrom().item(batch(max));
    }

    private Batch<Long> batch(int max) {
        var ids = waiting.subList(0, Math.min(waiting.size(), max));
        waiting = waiting.subList(ids.size(), waiting.size());
        return waiting.isEmpty()
                ? new Batch<>(ids, partEnd, isLastPart)
                : new Batch<>(ids, ids.get(ids.size() - 1), false);
    }

    @Override
    public Uni<Long> send(List<Long> ids) {
        return database.guard(transfer.copy(queue, ids, target, REPLAYED_AT, replayedAt));
    }

    private Uni<Void> scan(long afterId) {
        return isIndexed().chain(indexed -> scan(afterId, indexed));
    }

    private Uni<Boolean> isIndexed() {
        return request.byCorrelationId()
                ? database.run(
                                pool,
                                connection ->
                                        connection.preparedQuery(HAS_INDEX).execute(Tuple.of(queue.archive())))
                        .map(rows -> rows.iterator().next().getBoolean(0))
                : Uni.createFrom().item(false);
    }

    private Uni<Void> scan(long afterId, boolean indexed) {
        var selection = request.selection();
        var condition = selection.sql(2);
        var sql = PART.formatted(REPLAYED_AT, condition, queue.archive(), indexed ? condition : "true");
        return database.run(
                        pool,
                        connection -> connection.preparedQuery(sql).execute(selection.parameters(afterId, scanSize)))
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    var ids = List.of(row.getArrayOfLongs(2));
                    matched += ids.size();
                    // A dry run counts each part to its end, whatever the limit.
                    waiting = request.dryRun() ? List.of() : ids;
                    partEnd = Math.max(afterId, row.getLong(0));
                    isLastPart = row.getLong(1) < scanSize;
                })
                .replaceWithVoid();
    }
}
