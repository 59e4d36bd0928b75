package systems.tasker.events.http.deadletters;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.DeadLetter;
import systems.tasker.events.postgres.pgmq.QueueTable;
import systems.tasker.events.postgres.pgmq.QueueWakeUps;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.postgres.pgmq.TimedTransaction;

/** The statements that send messages again, and the wake-up of the consumers that wait for them. */
@Singleton
class MessageTransfer {

    /**
     * Takes messages out and sends them, all or none, in the order of their ids.
     *
     * <p>Of two concurrent moves of the same message one succeeds; the other one finds it locked or gone.
     */
    private static final String MOVE = """
            with chosen as materialized (
                select msg_id from %1$s
                where msg_id = any($1::bigint[]) and vt <= clock_timestamp()
                order by msg_id
                for update skip locked
            ), gone as (
                delete from %1$s as letter using chosen where letter.msg_id = chosen.msg_id
                returning letter.msg_id, letter.message,
                          case when jsonb_typeof(letter.headers) = 'object' then letter.headers - '%2$s'
                               else letter.headers end as headers
            ), batch as (
                select origin,
                       array_agg(message order by msg_id) as messages,
                       array_agg(headers order by msg_id) as headers
                from gone join unnest($1::bigint[], $2::text[]) as wanted (msg_id, origin) using (msg_id)
                group by origin
            ), sent as materialized (
                select sent.msg_id
                from batch cross join lateral pgmq.send_batch(batch.origin, batch.messages, batch.headers)
                    as sent (msg_id)
            )
            select count(*) from sent
            """;

    /** Sends copies of archived messages in the order of their ids, all or none. */
    private static final String COPY = """
            with batch as (
                select array_agg(message order by msg_id) as messages,
                       array_agg(case when jsonb_typeof(headers) = 'object' then headers else '{}' end
                                 || jsonb_build_object('%2$s', $3::text) order by msg_id) as headers
                from %1$s where msg_id = any($1::bigint[])
                having count(*) > 0
            ), sent as materialized (
                select sent.msg_id
                from batch cross join lateral pgmq.send_batch($2::text, batch.messages, batch.headers)
                    as sent (msg_id)
            )
            select count(*) from sent
            """;

    private final Pool pool;
    private final QueueWakeUps wakeUps;
    private final Duration timeout;

    MessageTransfer(Pool pool, QueueWakeUps wakeUps, QueuesConfig config) {
        this.pool = pool;
        this.wakeUps = wakeUps;
        this.timeout = config.timeout();
    }

    /** A message in a dead-letter queue, and the queue it goes back to, which exists. */
    record Return(long msgId, String origin) {}

    /**
     * Moves dead letters to their queues, without the dead-letter header.
     *
     * @return how many; those that are gone or locked are not moved
     */
    Uni<Long> move(QueueTable from, List<Return> letters) {
        var origins = letters.stream().map(Return::origin).toList();
        return sent(
                        MOVE.formatted(from.messages(), DeadLetter.HEADER),
                        Tuple.of(
                                letters.stream().map(Return::msgId).toArray(Long[]::new),
                                origins.toArray(String[]::new)))
                .invoke(sent -> wakeUps.sent(Set.copyOf(origins)));
    }

    /**
     * Sends copies of archived messages, with an additional header.
     *
     * @return how many
     */
    Uni<Long> copy(QueueTable from, List<Long> ids, String target, String header, String value) {
        return sent(COPY.formatted(from.archive(), header), Tuple.of(ids.toArray(Long[]::new), target, value))
                .invoke(sent -> wakeUps.sent(Set.of(target)));
    }

    private Uni<Long> sent(String sql, Tuple parameters) {
        return TimedTransaction.run(
                pool,
                timeout,
                connection -> connection
                        .preparedQuery(sql)
                        .execute(parameters)
                        .map(rows -> rows.iterator().next().getLong(0)));
    }
}
