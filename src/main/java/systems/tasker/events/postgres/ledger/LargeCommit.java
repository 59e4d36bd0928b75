package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Commits a result whose messages are too large for one statement: alone, in one transaction of several statements.
 *
 * <pre>
 *     begin ─▶ accept: the result and its notification ─▶ send a part of the messages ─▶ … ─▶ their ids ─▶ commit
 * </pre>
 *
 * <p>Only one part is in memory as text at a time, and each statement has the statement timeout for its own part. In one statement the
 * messages of a result of a megabyte with sixty events would be a hundred megabytes, and take longer than any timeout at each attempt.
 */
final class LargeCommit {

    /** Characters from which on a result is committed in parts. */
    static final long THRESHOLD = 2 << 20;

    // A part ends with the message that exceeds this: PostgreSQL parses it well within the statement timeout.
    private static final long PART = 1 << 20;

    private static final String SEND = """
            with queued as (
                select queue,
                       array_agg(convert_from(message, 'UTF8')::jsonb order by position) as messages,
                       array_agg(convert_from(headers, 'UTF8')::jsonb order by position) as headers,
                       array_agg(position order by position) as members
                from unnest($1::text[], $2::bytea[], $3::bytea[]) with ordinality as event (queue, message, headers, position)
                group by queue
            )
            select sent.msg_id
            from queued
            cross join lateral pgmq.send_batch(queued.queue, queued.messages, queued.headers)
                with ordinality as sent (msg_id, position)
            order by queued.members[sent.position]
            """;

    private static final String IDS = """
            update tasker_events.accepted_results set event_msg_ids = $3::bigint[]
            where step_uuid = $1::uuid and attempt_key = $2::text
            returning step_uuid, attempt_key, notification_msg_id, event_msg_ids
            """;

    private LargeCommit() {}

    /** Commits it; the row is that of {@link AcceptStatement}. */
    static Uni<RowSet<Row>> commit(Pool pool, PendingCommit pending, CommitSettings settings) {
        return pool.withTransaction(connection -> AcceptStatement.execute(connection, List.of(pending), settings)
                .chain(accepted -> send(connection, pending.eachEvent()))
                .chain(ids -> connection
                        .preparedQuery(IDS)
                        .execute(
                                Tuple.of(pending.key().stepUuid(), pending.key().value(), ids.toArray(Long[]::new)))));
    }

    /**
     * Sends messages in parts.
     *
     * @return the ids of those that are no copies
     */
    static Uni<List<Long>> send(SqlClient connection, Iterator<QueuedMessage> messages) {
        return send(connection, messages, new ArrayList<>());
    }

    private static Uni<List<Long>> send(SqlClient connection, Iterator<QueuedMessage> messages, List<Long> ids) {
        if (!messages.hasNext()) {
            return Uni.createFrom().item(ids);
        }
        var part = new ArrayList<QueuedMessage>();
        for (var size = 0L; messages.hasNext() && size < PART; ) {
            var message = messages.next();
            part.add(message);
            size += message.message().length();
        }
        return connection
                .preparedQuery(SEND)
                .execute(Tuple.of(
                        part.stream().map(QueuedMessage::queue).toArray(String[]::new),
                        part.stream().map(QueuedMessage::message).toArray(Buffer[]::new),
                        part.stream().map(QueuedMessage::headers).toArray(Buffer[]::new)))
                .invoke(sent -> {
                    var message = part.iterator();
                    sent.forEach(row -> {
                        if (!message.next().isCopy()) {
                            ids.add(row.getLong(0));
                        }
                    });
                    // The next part is made while this one is still referenced from here.
                    part.clear();
                })
                .chain(sent -> send(connection, messages, ids));
    }
}
