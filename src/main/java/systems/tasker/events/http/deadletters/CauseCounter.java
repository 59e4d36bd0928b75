package systems.tasker.events.http.deadletters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.queue.QueueName;

/** Groups the newest dead letters of each queue by their cause. Reads headers, which are not compressed with the messages. */
final class CauseCounter {

    /** Newest dead letters of a queue that are grouped. */
    static final int MAX_MESSAGES = 50_000;

    /** Groups that a response has. */
    static final int MAX_CAUSES = 500;

    // A transaction locks four relations per queue; this stays far below PostgreSQL's default lock table size.
    private static final int QUEUES_PER_STATEMENT = 50;

    private static final String ONE_QUEUE = """
            select %1$d as source, cause, min(reason), min(error), substring(min(error) from '^/[^ ]*'), count(*), min(enqueued_at),
                   max(enqueued_at), min(msg_id), (array_agg(distinct event_name) filter (where event_name is not null))[1:5]
            from (select msg_id, enqueued_at, %2$s as cause, %3$s as reason, %4$s as error,
                         coalesce(headers ->> '%5$s', message ->> '%6$s') as event_name
                  from %7$s order by msg_id desc limit %8$d) as letter
            group by cause
            """;

    private static final Comparator<DeadLetterCause> LARGEST_FIRST = Comparator.comparingLong(DeadLetterCause::count)
            .reversed()
            .thenComparing(DeadLetterCause::queue)
            .thenComparing(DeadLetterCause::firstMsgId);

    private final Pool pool;
    private final DatabaseGuard database;

    CauseCounter(Pool pool, DatabaseGuard database) {
        this.pool = pool;
        this.database = database;
    }

    /** The causes in all dead-letter queues that this role may read. */
    Uni<DeadLetterCauses> all() {
        return database.guard(new QueueTables(pool).readable())
                .onItem()
                .transformToMulti(tables -> Multi.createFrom()
                        .items(tables.stream().filter(table -> QueueName.isOfDeadLetters(table.queue()))))
                .group()
                .intoLists()
                .of(QUEUES_PER_STATEMENT)
                .onItem()
                .transformToUniAndConcatenate(this::grouped)
                .collect()
                .asList()
                .map(groups -> causes(groups.stream().flatMap(List::stream).toList()));
    }

    /** The causes in one queue. */
    Uni<DeadLetterCauses> of(QueueTable queue) {
        return grouped(List.of(queue)).map(CauseCounter::causes);
    }

    private Uni<List<DeadLetterCause>> grouped(List<QueueTable> tables) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < tables.size(); i++) {
            parts.add(ONE_QUEUE.formatted(
                    i,
                    Cause.LABEL,
                    Cause.REASON,
                    Cause.ERROR,
                    EventHeaders.EVENT_NAME,
                    EventFields.EVENT_NAME,
                    tables.get(i).messages(),
                    MAX_MESSAGES));
        }
        var sql = String.join(" union all ", parts);
        return database.run(pool, connection -> connection.query(sql).execute()).map(rows -> causes(tables, rows));
    }

    private static List<DeadLetterCause> causes(List<QueueTable> tables, RowSet<Row> rows) {
        return Rows.list(rows, row -> cause(tables.get(row.getInteger(0)).queue(), row));
    }

    private static DeadLetterCause cause(String queue, Row row) {
        var names = row.getArrayOfStrings(9);
        return new DeadLetterCause(
                row.getString(1),
                queue,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getOffsetDateTime(6).toInstant(),
                row.getOffsetDateTime(7).toInstant(),
                row.getLong(8),
                names == null ? List.of() : Stream.of(names).toList());
    }

    private static DeadLetterCauses causes(List<DeadLetterCause> all) {
        var grouped = all.stream().mapToLong(DeadLetterCause::count).sum();
        return new DeadLetterCauses(
                all.stream().sorted(LARGEST_FIRST).limit(MAX_CAUSES).toList(),
                all.size() > MAX_CAUSES || grouped >= MAX_MESSAGES);
    }
}
