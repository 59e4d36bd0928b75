package systems.tasker.events.postgres.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.json.Json;
import systems.tasker.events.postgres.pgmq.Rows;
import systems.tasker.events.publication.store.PublicationReceipt;
import systems.tasker.events.publication.store.ResultLedger.AcceptedResult;
import systems.tasker.events.step.AttemptKey;

/** Reads the rows of the results accepted earlier. */
final class AcceptedResults {

    private static final String COLUMNS =
            "select step_uuid, attempt_key, body_digest, receipt::text, notification_msg_id, event_msg_ids";

    private static final String TABLE = " from tasker_events.accepted_results ";

    private final Pool pool;
    private final String replicated;

    /** @param synchronousCommit that of the commits: what a receipt promises, a repeated one promises as well */
    AcceptedResults(Pool pool, SynchronousCommit synchronousCommit) {
        this.pool = pool;
        this.replicated = replicated(synchronousCommit) + TABLE;
    }

    /**
     * Columns that write a message to the log of the database, so that the statement waits until the synchronous standby has that message
     * and thereby the row. A row may be visible without: its commit stops waiting when the server restarts or the session is cancelled.
     */
    private static String replicated(SynchronousCommit synchronousCommit) {
        return ", " + SynchronousCommit.sql("'" + synchronousCommit.value() + "'") + """
                , case when current_setting('synchronous_standby_names') <> ''
                       then pg_logical_emit_message(true, 'tasker_events', ''::text) end""";
    }

    /** The accepted results of some keys; keys without one are left out. */
    Uni<Map<AttemptKey, AcceptedResult>> find(List<AttemptKey> keys) {
        return pool.preparedQuery(
                        COLUMNS + replicated
                                + "join unnest($1::uuid[], $2::text[]) as wanted (step_uuid, attempt_key) using (step_uuid, attempt_key)")
                .execute(Tuple.of(
                        keys.stream().map(AttemptKey::stepUuid).toArray(UUID[]::new),
                        keys.stream().map(AttemptKey::value).toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<AttemptKey, AcceptedResult>();
                    rows.forEach(row -> found.put(
                            new AttemptKey(row.getUUID("step_uuid"), row.getString("attempt_key")), accepted(row)));
                    return found;
                });
    }

    /** The first accepted result of a step with this body, otherwise the one of its last answered attempt. */
    Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest) {
        return pool.preparedQuery(COLUMNS + replicated + """
                        where step_uuid = $1 and (body_digest = $2 or attempt_key ~ '^[0-9]{1,10}$')
                        order by body_digest = $2 desc,
                                 case when body_digest = $2 then accepted_at end,
                                 case when attempt_key ~ '^[0-9]{1,10}$' then attempt_key::bigint end desc nulls last
                        limit 1
                        """)
                .execute(Tuple.of(stepUuid, bodyDigest))
                .map(rows -> accepted(rows).stream().findFirst());
    }

    /** Every accepted result of a step, oldest first. */
    Uni<List<AcceptedResult>> find(UUID stepUuid) {
        return pool.preparedQuery(COLUMNS + TABLE + "where step_uuid = $1 order by accepted_at, attempt_key")
                .execute(Tuple.of(stepUuid))
                .map(AcceptedResults::accepted);
    }

    private static List<AcceptedResult> accepted(RowSet<Row> rows) {
        return Rows.list(rows, AcceptedResults::accepted);
    }

    private static AcceptedResult accepted(Row row) {
        var receipt = Json.read(row.getString("receipt"), PublicationReceipt.class);
        return new AcceptedResult(
                row.getString("body_digest"),
                receipt.withMsgIds(row.getLong("notification_msg_id"), eventMsgIds(row, receipt)));
    }

    /** The message ids by event id; the column holds them in the order in which the receipt names the events that are in a queue. */
    static Map<UUID, Long> eventMsgIds(Row row, PublicationReceipt receipt) {
        var ids = row.getArrayOfLongs("event_msg_ids");
        var byEvent = new LinkedHashMap<UUID, Long>();
        for (var eventId : receipt.queuedEventIds()) {
            byEvent.put(eventId, ids[byEvent.size()]);
        }
        return byEvent;
    }
}
