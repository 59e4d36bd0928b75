package systems.tasker.events.http.deadletters;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import systems.tasker.events.http.MessageFilter;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.PgmqClient;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.Rows;

/** Dead letters that a request discards: each is moved to the archive of its dead-letter queue. */
final class DiscardSource implements ResendSource<Long> {

    private static final String NEXT = """
            select msg_id from %s where msg_id > $1 and msg_id <= $2 and %s order by msg_id limit $3
            """;

    private final Pool pool;
    private final DatabaseGuard database;
    private final QueueTable queue;
    private final MessageFilter selection;
    private final SelectedLetters selected;

    DiscardSource(
            Pool pool, DatabaseGuard database, QueueTable queue, MessageFilter selection, SelectedLetters selected) {
        this.pool = pool;
        this.database = database;
        this.queue = queue;
        this.selection = selection;
        this.selected = selected;
    }

    @Override
    public Uni<Batch<Long>> next(long afterId, int max) {
        var sql = NEXT.formatted(queue.messages(), selection.sql(3));
        var parameters = selection.parameters(afterId, selected.upToId(), max);
        return database.run(pool, connection -> connection.preparedQuery(sql).execute(parameters))
                .map(rows -> Rows.list(rows, row -> row.getLong(0)))
                .map(ids -> ids.isEmpty()
                        ? new Batch<>(ids, afterId, true)
                        : new Batch<>(ids, ids.get(ids.size() - 1), false));
    }

    @Override
    public Uni<Long> send(List<Long> ids) {
        return database.run(pool, connection -> new PgmqClient(connection).archive(queue.queue(), ids))
                .map(archived -> (long) archived.size());
    }
}
