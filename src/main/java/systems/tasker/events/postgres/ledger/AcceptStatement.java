package systems.tasker.events.postgres.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.publication.store.WeakDurabilityException;

/** The statement that accepts one or many results in one transaction. */
final class AcceptStatement {

    /**
     * Ends the claims, notifies orchestration, queues the durable events, and writes the rows with the message ids they got.
     *
     * <p>A row whose key exists fails the whole statement, which rolls the sends back; that is rare, and the usual case needs no look-up
     * first. The {@code lock_timeout} is set in the statement itself, for the tables that are locked later in it, and so is {@code
     * synchronous_commit}: that costs no round trip and ends with the transaction, as PgBouncer requires. The parts reference each other,
     * because PostgreSQL does not run a CTE that is not referenced. The messages of each queue are a slice of one array, so that nothing has
     * to be sorted or put together.
     *
     * <p>The number of queues and of results comes out of a subquery, where the planner cannot see it: a plan for some other number looks
     * cheaper to it than the plan for any number, so that it would plan every small batch anew, which takes a third of the statement's time.
     * For the same reason {@code plan_cache_mode} is set for the functions: that of {@code release_claims} would take a fifth.
     * And {@code send_batch} is called in the form with a delay: the one without is an SQL function around it, which PostgreSQL before
     * version 18 parses and plans in each statement anew.
     *
     * <p>Where the server promises less than is required, the first part has no row, so nothing is sent and none is returned: a poll before
     * would be out of date.
     */
    static final String SQL = """
            with limited as materialized (
                select set_config('lock_timeout', $13::text, true), set_config('plan_cache_mode', 'force_generic_plan', true), %s
                where %s
            ), released as materialized (
                select tasker_events.release_claims(
                    $8::uuid[], $1::uuid[], $14::integer[], $15::boolean[], $10::text[]) as done
                from limited
            ), notified as materialized (
                select sent.msg_id, sent.member
                from released, pgmq.send_batch(
                    $2::text,
                    array(select convert_from(message, 'UTF8')::jsonb from unnest($3::bytea[]) as message),
                    array(select convert_from(headers, 'UTF8')::jsonb from unnest($12::bytea[]) as headers),
                    clock_timestamp())
                    with ordinality as sent (msg_id, member)
            ), sent as materialized (
                select ($7::bigint[])[first + sent.position - 1] as member,
                       ($20::integer[])[first + sent.position - 1] as position,
                       sent.msg_id
                from limited
                cross join unnest((select $4::text[]), $18::integer[], $19::integer[]) as queued (queue, first, last)
                cross join lateral pgmq.send_batch(
                    queue,
                    array(select convert_from(message, 'UTF8')::jsonb from unnest(($5::bytea[])[first:last]) as message),
                    array(select convert_from(headers, 'UTF8')::jsonb from unnest(($6::bytea[])[first:last]) as headers),
                    clock_timestamp())
                    with ordinality as sent (msg_id, position)
            ), events as (
                select member, array_agg(msg_id order by position) as msg_ids from sent group by member
            )
            insert into tasker_events.accepted_results
                (step_uuid, attempt_key, body_digest, receipt, notification_msg_id, event_msg_ids)
            select result.step_uuid, result.attempt_key, result.body_digest, convert_from(result.receipt, 'UTF8')::json,
                   notified.msg_id, coalesce(events.msg_ids, '{}')
            from unnest((select $8::uuid[]), $9::text[], $10::text[], $11::bytea[])
                with ordinality as result (step_uuid, attempt_key, body_digest, receipt, member)
            join notified using (member)
            left join events using (member)
            returning step_uuid, attempt_key, notification_msg_id, event_msg_ids
            """.formatted(SynchronousCommit.sql("$16::text"), Durability.sql("$17::text"));

    private final List<UUID> claims = new ArrayList<>();
    private final List<Buffer> notifications = new ArrayList<>();
    private final List<Buffer> notificationHeaders = new ArrayList<>();
    // Sorted, so that two batches take their locks in the same order.
    private final SortedMap<String, List<Sent>> events = new TreeMap<>();
    private final List<UUID> steps = new ArrayList<>();
    private final List<String> attemptKeys = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private final List<Buffer> receipts = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Boolean> unclaimed = new ArrayList<>();

    /**
     * A message to a queue.
     *
     * @param queued the message
     * @param member the number of its result, from one; null for a copy, whose id is in no receipt
     * @param position its place among the events of its result
     */
    private record Sent(QueuedMessage queued, Long member, int position) {}

    private AcceptStatement() {}

    /** The parameters for some commits with different keys; every commit notifies the same queue. */
    private static Tuple parameters(List<PendingCommit> batch, CommitSettings settings) {
        var statement = new AcceptStatement();
        batch.forEach(statement::add);
        return statement.tuple(batch.get(0).commit().notificationQueue(), settings);
    }

    /** Accepts some results; fails with {@link WeakDurabilityException} where the server promises less than is required. */
    static Uni<RowSet<Row>> execute(SqlClient sql, List<PendingCommit> batch, CommitSettings settings) {
        return sql.preparedQuery(SQL).execute(parameters(batch, settings)).invoke(rows -> {
            if (rows.size() == 0) {
                throw new WeakDurabilityException("The database promises less than tasker.ledger.required-durability="
                        + settings.required().label());
            }
        });
    }

    /** Accepts a result and rolls back; fails when it would not be accepted. */
    static Uni<Void> tryOut(Pool pool, PendingCommit member, CommitSettings settings) {
        return pool.withTransaction(connection -> execute(connection, List.of(member), settings)
                        .chain(accepted -> Uni.createFrom().<Void>failure(new RollbackException())))
                .onFailure(RollbackException.class)
                .recoverWithNull();
    }

    /** Ends a transaction whose effects are not wanted. */
    private static final class RollbackException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RollbackException() {
            super("rolled back", null, false, false);
        }
    }

    private void add(PendingCommit pending) {
        var commit = pending.commit();
        claims.add(commit.claimId().orElse(null));
        notifications.add(pending.notification());
        notificationHeaders.add(pending.notificationHeaders());
        var position = 0;
        for (var event : pending.events()) {
            var member = event.isCopy() ? null : (long) notifications.size();
            events.computeIfAbsent(event.queue(), first -> new ArrayList<>()).add(new Sent(event, member, position++));
        }
        steps.add(pending.key().stepUuid());
        attemptKeys.add(pending.key().value());
        digests.add(commit.bodyDigest());
        receipts.add(pending.receipt());
        attempts.add(commit.receipt().attempt());
        unclaimed.add(commit.unclaimed());
    }

    private Tuple tuple(String notificationQueue, CommitSettings settings) {
        var sent = events.values().stream().flatMap(List::stream).toList();
        var firsts = new ArrayList<Integer>();
        var lasts = new ArrayList<Integer>();
        var last = 0;
        for (var ofQueue : events.values()) {
            firsts.add(last + 1);
            last += ofQueue.size();
            lasts.add(last);
        }
        return Tuple.tuple(List.of(
                claims.toArray(UUID[]::new),
                notificationQueue,
                notifications.toArray(Buffer[]::new),
                events.keySet().toArray(String[]::new),
                sent.stream().map(each -> each.queued().message()).toArray(Buffer[]::new),
                sent.stream().map(each -> each.queued().headers()).toArray(Buffer[]::new),
                sent.stream().map(Sent::member).toArray(Long[]::new),
                steps.toArray(UUID[]::new),
                attemptKeys.toArray(String[]::new),
                digests.toArray(String[]::new),
                receipts.toArray(Buffer[]::new),
                notificationHeaders.toArray(Buffer[]::new),
                Long.toString(settings.lockTimeout().toMillis()),
                attempts.toArray(Integer[]::new),
                unclaimed.toArray(Boolean[]::new),
                settings.synchronousCommit().value(),
                settings.required().label(),
                firsts.toArray(Integer[]::new),
                lasts.toArray(Integer[]::new),
                sent.stream().map(Sent::position).toArray(Integer[]::new)));
    }
}
