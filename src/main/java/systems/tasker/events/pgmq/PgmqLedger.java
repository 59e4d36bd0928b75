package systems.tasker.events.pgmq;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.publication.AcceptedResult;
import systems.tasker.events.publication.CommitVerdict;
import systems.tasker.events.publication.PublicationReceipt;
import systems.tasker.events.publication.ResultCommit;
import systems.tasker.events.publication.ResultLedger;
import systems.tasker.events.step.StepJson;

/** The ledger in PostgreSQL: a row per accepted result, in the transaction that sends its messages. */
final class PgmqLedger implements ResultLedger {

    private static final String COLUMNS =
            "select body_digest, receipt::text, notification_msg_id, event_msg_ids from tasker_events.accepted_results";

    private final Pool pool;
    private final DatabaseFaults faults;

    PgmqLedger(Pool pool, DatabaseFaults faults) {
        this.pool = pool;
        this.faults = faults;
    }

    @Override
    public Uni<CommitVerdict> commit(ResultCommit commit) {
        var statement = new AcceptStatement(commit.notificationQueue());
        statement.add(commit);
        return faults.guard(pool.preparedQuery(AcceptStatement.SQL)
                        .execute(statement.parameters())
                        .map(rows -> committed(rows.iterator().next()))
                        .onFailure(DatabaseFaults::isDuplicateOrClaimGone)
                        .recoverWithUni(() -> whyNot(commit)))
                .onFailure(fault -> DatabaseFaults.isRefusal(fault)
                        && !commit.durableEvents().isEmpty())
                .recoverWithItem(fault -> new CommitVerdict.EventsRefused(fault.getMessage()));
    }

    private static CommitVerdict committed(Row row) {
        return new CommitVerdict.Committed(
                row.getLong("notification_msg_id"), Arrays.asList(row.getArrayOfLongs("event_msg_ids")));
    }

    private Uni<CommitVerdict> whyNot(ResultCommit commit) {
        return first(
                        COLUMNS + " where step_uuid = $1 and attempt_key = $2",
                        Tuple.of(commit.stepUuid(), AcceptStatement.attemptKey(commit)))
                .map(earlier -> earlier.<CommitVerdict>map(CommitVerdict.AlreadyAccepted::new)
                        .orElseGet(CommitVerdict.ClaimGone::new));
    }

    @Override
    public Uni<Optional<AcceptedResult>> find(UUID stepUuid, String bodyDigest) {
        return faults.guard(first(
                COLUMNS + " where step_uuid = $1 and body_digest = $2 order by accepted_at limit 1",
                Tuple.of(stepUuid, bodyDigest)));
    }

    @Override
    public Uni<List<PublicationReceipt>> receipts(UUID stepUuid) {
        return faults.guard(pool.preparedQuery(COLUMNS + " where step_uuid = $1 order by accepted_at, attempt_key")
                .execute(Tuple.of(stepUuid))
                .map(rows ->
                        accepted(rows).stream().map(AcceptedResult::receipt).toList()));
    }

    private Uni<Optional<AcceptedResult>> first(String query, Tuple parameters) {
        return pool.preparedQuery(query)
                .execute(parameters)
                .map(rows -> accepted(rows).stream().findFirst());
    }

    private List<AcceptedResult> accepted(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(this::accepted)
                .toList();
    }

    private AcceptedResult accepted(Row row) {
        var receipt = StepJson.read(row.getString("receipt"), PublicationReceipt.class)
                .withMsgIds(row.getLong("notification_msg_id"), Arrays.asList(row.getArrayOfLongs("event_msg_ids")));
        return new AcceptedResult(row.getString("body_digest"), receipt);
    }
}
