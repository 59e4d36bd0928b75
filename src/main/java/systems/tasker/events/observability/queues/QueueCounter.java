package systems.tasker.events.observability.queues;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueTables;
import systems.tasker.events.postgres.pgmq.TimedTransaction;
import systems.tasker.events.queue.QueueName;

/** Counts the messages of all queues up to a limit, many queues per statement. */
final class QueueCounter {

    // A transaction locks four relations per queue; this stays far below PostgreSQL's default lock table size.
    private static final int QUEUES_PER_STATEMENT = 100;

    // Sorted by an indexed column, so that the plan reads only the counted part of the index and never the table.
    private static final String ONE_QUEUE = """
            select %1$d,
                   (select count(*) from (select from %2$s where vt <= now() order by vt limit %3$d) as visible),
                   (select count(*) from (select from %2$s where vt > now() order by vt limit %3$d) as hidden),
                   (select greatest(0, floor(extract(epoch from now() - enqueued_at)))::bigint
                    from %2$s order by msg_id limit 1)
            """;

    private final Pool pool;
    private final SampleLimits limits;

    QueueCounter(Pool pool, SampleLimits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    /** The figures of one queue. */
    private record Figures(String queue, long visible, long hidden, Long oldestAgeSeconds) {

        long all() {
            return visible + hidden;
        }
    }

    /** The figures of every queue, by name. */
    Uni<List<QueueState>> count() {
        return new QueueTables(pool)
                .readable()
                .onItem()
                .transformToMulti(tables -> Multi.createFrom().iterable(tables))
                .group()
                .intoLists()
                .of(QUEUES_PER_STATEMENT)
                .onItem()
                .transformToUniAndConcatenate(this::figures)
                .collect()
                .asList()
                .map(groups -> states(groups.stream().flatMap(List::stream).toList()));
    }

    private Uni<List<Figures>> figures(List<QueueTable> tables) {
        var statement = new ArrayList<String>();
        for (int i = 0; i < tables.size(); i++) {
            statement.add(ONE_QUEUE.formatted(i, tables.get(i).messages(), limits.maxCount()));
        }
        return TimedTransaction.runWithoutJit(
                pool,
                limits.timeout(),
                connection -> connection
                        .query(String.join(" union all ", statement))
                        .execute()
                        .map(rows -> {
                            var figures = new ArrayList<Figures>();
                            rows.forEach(row -> figures.add(figures(tables, row)));
                            return figures;
                        }));
    }

    private static Figures figures(List<QueueTable> tables, Row row) {
        return new Figures(tables.get(row.getInteger(0)).queue(), row.getLong(1), row.getLong(2), row.getLong(3));
    }

    private List<QueueState> states(List<Figures> figures) {
        Map<QueueName, Figures> byName = new TreeMap<>(Comparator.comparing(QueueName::value));
        figures.forEach(each -> byName.put(new QueueName(each.queue()), each));
        var states = new ArrayList<QueueState>();
        byName.forEach((name, queue) -> {
            var deadLetters = byName.get(name.deadLetters());
            states.add(new QueueState(
                    queue.queue(),
                    queue.visible(),
                    queue.hidden(),
                    queue.oldestAgeSeconds(),
                    deadLetters == null ? null : Math.min(deadLetters.all(), limits.maxCount()),
                    isCapped(queue.visible())
                            || isCapped(queue.hidden())
                            || deadLetters != null && isCapped(deadLetters.all())));
        });
        return states;
    }

    private boolean isCapped(long count) {
        return count >= limits.maxCount();
    }
}
