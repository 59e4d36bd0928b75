package systems.tasker.events.postgres.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.json.Json;
import systems.tasker.events.postgres.pgmq.DatabaseGuard;
import systems.tasker.events.publication.store.ContextStore;
import systems.tasker.events.publication.store.ContextStore.ClaimedContext;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;

/**
 * The contexts in PostgreSQL, with a cache of recently used ones.
 *
 * <p>The cache is stale when a step is claimed again through another replica. That does no harm: accepting a result ends the claim that its
 * context came from, and fails when that claim was replaced.
 */
final class PgContextStore implements ContextStore {

    private final Pool pool;
    private final Duration retention;
    private final ContextCache cache;
    private final AttemptsConvention convention;
    private final Supplier<UUID> ids;
    private final DatabaseGuard database;

    PgContextStore(
            Pool pool,
            Duration retention,
            long cacheBytes,
            AttemptsConvention convention,
            Duration timeout,
            Supplier<UUID> ids) {
        this.pool = pool;
        this.retention = retention;
        this.cache = new ContextCache(cacheBytes, retention);
        this.convention = convention;
        this.ids = ids;
        this.database = new DatabaseGuard(timeout, StoreUnavailableException::new);
    }

    /** The lock orders it before or after a result of the step that is accepted for want of a claim: see {@code release_claims}. */
    @Override
    public Uni<Boolean> claim(TaskSequenceStep context) {
        var claim = new ClaimedContext(ids.get(), context, convention.attempt(context));
        var text = Json.write(context.json());
        var attempt = claim.attempt();
        return execute(
                        """
                        with locked as materialized (
                            select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0)), %s
                        )
                        insert into tasker_events.claimed_contexts as claimed (step_uuid, claim_id, context, attempt)
                        select $1::uuid, $2::uuid, $3::text::json, $4::integer from locked
                        on conflict (step_uuid) do update
                            set claim_id = excluded.claim_id, context = excluded.context, attempt = excluded.attempt,
                                claimed_at = now()
                            where claimed.attempt is null or excluded.attempt is null or excluded.attempt >= claimed.attempt
                               or claimed.claimed_at <= now() - make_interval(secs => $5)
                        returning xmax = 0 as is_new
                        """.formatted(SynchronousCommit.ON_SQL),
                        Tuple.of(
                                context.stepUuid(),
                                claim.claimId(),
                                text,
                                attempt.isPresent() ? attempt.getAsInt() : null,
                                (double) retention.toSeconds()))
                .map(rows -> {
                    var isKept = rows.size() > 0;
                    if (isKept) {
                        cache.put(claim);
                    }
                    return isKept && rows.iterator().next().getBoolean("is_new");
                });
    }

    @Override
    public Uni<Optional<ClaimedContext>> find(UUID stepUuid) {
        var cached = cache.get(stepUuid);
        return cached.isPresent() ? Uni.createFrom().item(cached) : refresh(stepUuid);
    }

    /** An expired claim is deleted, not only passed over: a result that is accepted for want of a claim must find none. */
    @Override
    public Uni<Optional<ClaimedContext>> refresh(UUID stepUuid) {
        return execute("""
                        with expired as (
                            delete from tasker_events.claimed_contexts
                            where step_uuid = $1 and claimed_at <= now() - make_interval(secs => $2)
                        )
                        select claim_id, context::text as context from tasker_events.claimed_contexts
                        where step_uuid = $1 and claimed_at > now() - make_interval(secs => $2)
                        """, Tuple.of(stepUuid, (double) retention.toSeconds()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(claim(rows.iterator().next())));
    }

    @Override
    public void forget(UUID stepUuid, OptionalInt attempt) {
        cache.remove(stepUuid, attempt);
    }

    @Override
    public CacheStatistics cacheStatistics() {
        return cache.statistics();
    }

    private Uni<RowSet<Row>> execute(String query, Tuple parameters) {
        return database.guard(pool.preparedQuery(query).execute(parameters));
    }

    private ClaimedContext claim(Row row) {
        var text = row.getString("context");
        var context = TaskSequenceStep.of(Json.read(text), "");
        var claim = new ClaimedContext(row.getUUID("claim_id"), context, convention.attempt(context));
        cache.put(claim);
        return claim;
    }
}
