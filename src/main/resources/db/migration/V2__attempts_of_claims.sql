-- The attempt that a claim is of; null when its context does not say. Replicas of the version before leave it null.
alter table claimed_contexts add column attempt integer;

-- Ends claims as part of accepting results. It replaces release_claims(uuid[], uuid[]), which stays for replicas of the version before.
--   A result with a claim id ends that very claim. TE001 is raised when it has ended or was replaced meanwhile.
--   A result without one ends a claim of the same or an earlier attempt, never one of a later attempt.
--   An unclaimed result takes its attempt from the fact that there is no claim. TE001 is raised when that is no longer so: when the step
--   was claimed, when this body was accepted, or when an attempt that is not earlier was answered.
-- After TE001 the sender's view is stale, and it reads claim and ledger again.
create function release_claims(
    step_uuids uuid[], claim_ids uuid[], attempts integer[], unclaimed boolean[], body_digests text[]) returns boolean
language plpgsql
-- The tables of this very schema, whatever the caller's search path.
set search_path from current
as $$
declare
    missing bigint;
begin
    if true = any(unclaimed) then
        -- A claim takes the same lock, so that it is either seen below, or made after this transaction. In the order of the steps, because
        -- two batches must not wait for each other.
        perform pg_advisory_xact_lock(hashtextextended(step.step_uuid::text, 0))
        from (
            select distinct asked.step_uuid from unnest(step_uuids, unclaimed) as asked (step_uuid, unclaimed)
            where asked.unclaimed order by asked.step_uuid
        ) as step;
        if exists (
            select from unnest(step_uuids, attempts, unclaimed, body_digests) as asked (step_uuid, attempt, unclaimed, body_digest)
            where asked.unclaimed and (
                exists (select from claimed_contexts claimed where claimed.step_uuid = asked.step_uuid)
                or exists (
                    select from accepted_results accepted
                    where accepted.step_uuid = asked.step_uuid
                      and (accepted.body_digest = asked.body_digest
                           or case when accepted.attempt_key ~ '^[0-9]{1,10}$'
                                   then accepted.attempt_key::bigint >= coalesce(asked.attempt, 0) else false end)))
        ) then
            raise exception 'claimed or answered meanwhile' using errcode = 'TE001';
        end if;
    end if;
    with ended as (
        delete from claimed_contexts claimed
        using unnest(step_uuids, claim_ids, attempts) as asked (step_uuid, claim_id, attempt)
        where claimed.step_uuid = asked.step_uuid
          and case when asked.claim_id is not null then claimed.claim_id = asked.claim_id
                   else claimed.attempt is null or claimed.attempt <= asked.attempt end
        returning claimed.claim_id
    )
    select count(*) into missing
    from unnest(claim_ids) as asked (claim_id)
    where asked.claim_id is not null and not exists (select from ended where ended.claim_id = asked.claim_id);
    if missing > 0 then
        raise exception 'claim ended or replaced' using errcode = 'TE001';
    end if;
    return true;
end
$$;
