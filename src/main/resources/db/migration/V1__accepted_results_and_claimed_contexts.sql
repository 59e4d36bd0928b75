-- Which results were accepted. The row is written in the transaction that notifies orchestration and queues the durable events, so it
-- is there exactly when they are.
create table accepted_results (
    step_uuid uuid not null,
    -- The attempt's number or, where nobody said which attempt it was, the digest of the body.
    attempt_key text not null,
    body_digest text not null,
    -- What the sender was told, less the message ids. Type json, not jsonb: it is handed out again as it was.
    receipt json not null,
    notification_msg_id bigint not null,
    event_msg_ids bigint[] not null,
    accepted_at timestamptz not null default now(),
    primary key (step_uuid, attempt_key)
);
-- For the purge alone: rows come in the order of their time, which a BRIN index notes at next to no cost per row.
create index accepted_results_accepted_at on accepted_results using brin (accepted_at);

-- The contexts of claimed steps, until their result is accepted.
create table claimed_contexts (
    step_uuid uuid primary key,
    -- A step that is claimed again gets another id, which tells a result of the earlier attempt apart.
    claim_id uuid not null,
    -- Type json, not jsonb: numbers and unknown fields go to the event as the worker wrote them.
    context json not null,
    claimed_at timestamptz not null default now()
);
create index claimed_contexts_claimed_at on claimed_contexts using brin (claimed_at);

-- Ends the claims of steps as part of accepting their results. A claim id asks for that very claim: TE001 is raised when it has ended or
-- was replaced meanwhile, because whoever holds it works with an old context and has to look again. Null ends whatever claim there is.
create function release_claims(step_uuids uuid[], claim_ids uuid[]) returns boolean
language plpgsql
-- The tables of this very schema, whatever the caller's search path.
set search_path from current
as $$
declare
    missing bigint;
begin
    with ended as (
        delete from claimed_contexts claimed
        using unnest(step_uuids, claim_ids) as asked (step_uuid, claim_id)
        where claimed.step_uuid = asked.step_uuid and (asked.claim_id is null or claimed.claim_id = asked.claim_id)
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
