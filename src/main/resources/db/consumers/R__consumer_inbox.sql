-- Functions for consumers of events: each event has its effect once per consumer. Optional: tasker.consumers.inbox.
-- Repeatable, so that it can be switched on at any version: everything here may run again.
-- The functions run with the rights of the role that migrates; a consumer's role may execute three of them, and reads no table.

-- A queue has one consumer: two would each get a part of its events.
create table if not exists tasker_events.consumers (
    queue text primary key,
    consumer text not null check (consumer ~ '^[a-z0-9_.-]{1,63}$'),
    role text not null,
    key_order text not null check (key_order in ('none', 'skip', 'stop')),
    max_deliveries integer not null check (max_deliveries between 1 and 1000)
);

-- The events that had their effect. Event ids grow with time, so that inserts touch the last pages of the index only.
create table if not exists tasker_events.consumer_inbox (
    consumer text not null,
    event_id uuid not null,
    consumed_at timestamptz not null default now(),
    -- The id first: it differs early, so that comparisons are short.
    primary key (event_id, consumer)
);
-- For the purge alone. Not BRIN: rows are written where purged ones were, its minima never grow again, and each purge reads the table.
drop index if exists tasker_events.consumer_inbox_consumed_at;
create index if not exists consumer_inbox_age on tasker_events.consumer_inbox (consumed_at);

-- Allows a role to consume a queue. Registered again, a queue gets the new settings. For the role that migrates.
--   key_order: none  messages in any order
--              skip  the messages of an ordering key one by one; a poison message goes to the dead letters, its key goes on
--              stop  the same, but a poison message stays, is retried every five minutes, and its key waits
--   max_deliveries: a message that was delivered so often without success is a poison message
create or replace function tasker_events.register_consumer(
    queue text, consumer text, role text, key_order text default 'none', max_deliveries integer default 10) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    name constant text := lower(register_consumer.queue);
begin
    if not exists (select from pgmq.meta where queue_name = name)
       or not exists (select from pgmq.meta where queue_name = name || '_dlq') then
        raise exception 'queue % or its dead-letter queue %_dlq is missing', name, name using errcode = '42P01';
    end if;
    insert into tasker_events.consumers as registered (queue, consumer, role, key_order, max_deliveries)
    values (name, register_consumer.consumer, register_consumer.role, register_consumer.key_order, register_consumer.max_deliveries)
    on conflict (queue) do update
    set consumer = excluded.consumer, role = excluded.role, key_order = excluded.key_order, max_deliveries = excluded.max_deliveries;
    if register_consumer.key_order <> 'none' then
        execute format(
            'create index if not exists %I on pgmq.%I'
            ' ((coalesce(headers->>''x-pgmq-group'', ''_default_fifo_group'')), msg_id) include (headers)',
            'q_' || name || '_group_idx', 'q_' || name);
    end if;
    execute format('grant usage on schema tasker_events to %I', register_consumer.role);
    execute format('grant execute on function tasker_events.receive(text, text, integer, integer),'
        ' tasker_events.consume_once(text, text, bigint[]), tasker_events.failed(text, text, bigint, text, boolean) to %I',
        register_consumer.role);
end
$$;

-- Ends that; its messages stay where they are. For the role that migrates.
create or replace function tasker_events.unregister_consumer(queue text) returns boolean
language sql
set search_path = pg_catalog, pg_temp
as $$
    with ended as (delete from tasker_events.consumers where queue = lower(unregister_consumer.queue) returning true)
    select exists (select from ended)
$$;

-- The settings of a consumer, if the session's role is its role. Not current_user, which is the owner here.
create or replace function tasker_events.registered_consumer(queue text, consumer text) returns tasker_events.consumers
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    found_consumer tasker_events.consumers;
begin
    select * into found_consumer from tasker_events.consumers as registered
    where registered.queue = lower(registered_consumer.queue) and registered.consumer = registered_consumer.consumer
      and pg_has_role(session_user, to_regrole(quote_ident(registered.role)), 'member');
    if found_consumer.queue is null then
        raise exception 'role % is not registered as consumer % of queue %', session_user,
            registered_consumer.consumer, registered_consumer.queue using errcode = '42501';
    end if;
    return found_consumer;
end
$$;

-- An error text as dead letters keep it: at most 1,000 characters, without secrets, mail addresses, long numbers and quoted values.
create or replace function tasker_events.masked_error(error text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        left(coalesce(nullif(btrim(error), ''), 'no error text'), 1000),
        '(password|passwd|secret|token|authorization|api[_-]?key)(["'']?\s*[:=]\s*|\s+)("[^"]*"|''[^'']*''|(bearer\s+|basic\s+)?\S+)',
            '\1=***', 'gi'),
        '=\([^)]*\)', '=(***)', 'g'),
        '[[:alnum:]._%+-]+@[[:alnum:].-]+', '***@***', 'g'),
        '[0-9]([ -]?[0-9]){8,}', '***', 'g'),
        '"[^"]*"|''[^'']*''', '***', 'g')
$$;

-- Moves a message to the dead letters with the header that the service's own channels write. For the role that migrates, which thereby
-- lets the key of a stopped message go on.
create or replace function tasker_events.dead_letter(queue text, msg_id bigint, reason text, error text) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    name constant text := lower(dead_letter.queue);
    letter record;
    sent bigint;
begin
    execute format('select read_ct, enqueued_at, message, headers from pgmq.%I where msg_id = $1 for update', 'q_' || name)
        into letter using dead_letter.msg_id;
    if letter.message is null or not pgmq.archive(name, dead_letter.msg_id) then
        return null;
    end if;
    select send into sent from pgmq.send(name || '_dlq', letter.message,
        coalesce(letter.headers, '{}'::jsonb) - 'last_failure' || jsonb_build_object('dead_letter', jsonb_build_object(
            'reason', dead_letter.reason,
            'errors', jsonb_build_array(tasker_events.masked_error(dead_letter.error)),
            'first_seen_at', to_char(letter.enqueued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'last_seen_at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'attempts', letter.read_ct, 'queue', name, 'msg_id', dead_letter.msg_id))) as send;
    return sent;
end
$$;

-- Moves a message that no handler survived to the dead letters. Always true, for the condition of a query that leaves the message out.
create or replace function tasker_events.exhausted(queue text, msg_id bigint, headers jsonb) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform tasker_events.dead_letter(exhausted.queue, exhausted.msg_id, 'attempts_exhausted',
        concat_ws('. Last failure: ', 'None of its handlers ended before its lease did', exhausted.headers #>> '{last_failure,error}'));
    return true;
end
$$;

-- Takes up to qty messages and hides them for vt seconds. In a transaction of its own: what is rolled back does not count as delivery.
-- A poison message, which no handler survived, goes to the dead letters here.
create or replace function tasker_events.receive(queue text, consumer text, vt integer default 30, qty integer default 1)
returns table (msg_id bigint, read_ct integer, event_name text, ordering_key text, message jsonb, headers jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    me constant tasker_events.consumers := tasker_events.registered_consumer(receive.queue, receive.consumer);
begin
    if receive.vt is null or receive.vt not between 1 and 43200 or receive.qty is null or receive.qty not between 1 and 1000 then
        raise exception 'vt must be 1 to 43200 seconds and qty 1 to 1000 messages' using errcode = '22023';
    end if;
    -- Two statements: one for both orders took longer, most of all on an empty queue.
    if me.key_order = 'none' then
        return query
        select taken.msg_id, taken.read_ct, coalesce(taken.headers ->> 'event_name', taken.message ->> 'event_name'),
               taken.headers ->> 'x-pgmq-group', taken.message, taken.headers
        from pgmq.read(me.queue, receive.vt, receive.qty) as taken
        where case when taken.read_ct > me.max_deliveries
            then not tasker_events.exhausted(me.queue, taken.msg_id, taken.headers) else true end
        order by 1;
    else
        return query
        select taken.msg_id, taken.read_ct, coalesce(taken.headers ->> 'event_name', taken.message ->> 'event_name'),
               taken.headers ->> 'x-pgmq-group', taken.message, taken.headers
        from tasker_events.receive_heads(me, receive.vt, receive.qty) as taken
        where case when taken.read_ct > me.max_deliveries and me.key_order <> 'stop'
            then not tasker_events.exhausted(me.queue, taken.msg_id, taken.headers) else true end
        order by 1;
    end if;
end
$$;

-- The oldest message of each ordering key, unless it is hidden or locked: then the key waits. Messages without a key do not wait for each
-- other. One index probe per key; PGMQ's own functions count all messages, and came with later versions.
create or replace function tasker_events.receive_heads(me tasker_events.consumers, vt integer, qty integer)
returns table (msg_id bigint, read_ct integer, message jsonb, headers jsonb)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    return query execute format($sql$
        with recursive head as (
            (select coalesce(headers->>'x-pgmq-group', '_default_fifo_group') as key, msg_id from pgmq.%1$I
             order by coalesce(headers->>'x-pgmq-group', '_default_fifo_group'), msg_id limit 1)
            union all
            select next.* from head cross join lateral (
                select coalesce(headers->>'x-pgmq-group', '_default_fifo_group') as key, msg_id from pgmq.%1$I
                where coalesce(headers->>'x-pgmq-group', '_default_fifo_group') > head.key
                order by coalesce(headers->>'x-pgmq-group', '_default_fifo_group'), msg_id limit 1) as next
        ), candidate as (
            select head.msg_id from head where head.key <> '_default_fifo_group'
            union all
            (select msg_id from pgmq.%1$I where coalesce(headers->>'x-pgmq-group', '_default_fifo_group') = '_default_fifo_group'
                and vt <= clock_timestamp() order by msg_id limit 2 * $1)
        ), taken as (
            select visible.msg_id from (select msg_id from candidate order by msg_id) as oldest
            cross join lateral (
                select msg_id from pgmq.%1$I where msg_id = oldest.msg_id and vt <= clock_timestamp() for update skip locked) as visible
            limit $1
        )
        update pgmq.%1$I as m
        set vt = clock_timestamp() + make_interval(secs => case when $3 and m.read_ct >= $4 then greatest($2, 300) else $2 end),
            read_ct = m.read_ct + 1
        where m.msg_id = any (array(select msg_id from taken))
        returning m.msg_id, m.read_ct, m.message, m.headers
        $sql$, 'q_' || me.queue)
    using qty, vt, me.key_order = 'stop', me.max_deliveries;
end
$$;

-- Event ids as UUIDs, null where a message has another one, or none.
create or replace function tasker_events.event_uuids(event_ids text[]) returns uuid[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    event_uuids uuid[];
    event_id text;
begin
    foreach event_id in array event_ids loop
        begin
            event_uuids := event_uuids || event_id::uuid;
        exception when invalid_text_representation then
            event_uuids := event_uuids || null::uuid;
        end;
    end loop;
    return event_uuids;
end
$$;

-- The first statement of the transaction in which the consumer writes: archives the messages and returns those whose event has had no
-- effect yet. A message that is not returned was handled already, by this or another consumer process: nothing is to be done for it.
-- A second process that asks for the same message or event meanwhile waits for the end of this transaction.
create or replace function tasker_events.consume_once(queue text, consumer text, msg_ids bigint[]) returns setof bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    me constant tasker_events.consumers := tasker_events.registered_consumer(consume_once.queue, consume_once.consumer);
    only_message bigint;
    only_id text;
    only_event uuid;
    columns text;
    archived bigint[];
    event_ids text[];
    events uuid[];
    new_events uuid[];
begin
    if cardinality(consume_once.msg_ids) > 1000 then
        raise exception 'at most 1000 messages at once' using errcode = '22023';
    end if;
    -- One message, as most consumers handle them: the same in simpler statements.
    if cardinality(consume_once.msg_ids) = 1 then
        execute format('select msg_id, message ->> ''event_id'' from pgmq.%I where msg_id = any ($1)', 'q_' || me.queue)
            into only_message, only_id using consume_once.msg_ids;
        if not pgmq.archive(me.queue, only_message) then
            return;
        end if;
        begin
            only_event := only_id::uuid;
        exception when invalid_text_representation then
            -- Not an event: its effect is due once per message.
        end;
        if only_event is not null then
            insert into tasker_events.consumer_inbox (consumer, event_id) values (me.consumer, only_event) on conflict do nothing;
            if not found then
                return;
            end if;
        end if;
        return next only_message;
        return;
    end if;
    -- Archives as pgmq.archive does, which returns no event ids: reading them beforehand took as long as the inbox itself. The columns
    -- differ between versions of PGMQ. What is archived here, no other session has archived; a message that is gone has had its effect.
    columns := (select string_agg(quote_ident(attname), ', ') from pg_attribute as own
        where attrelid = to_regclass(format('pgmq.%I', 'q_' || me.queue)) and attnum > 0 and not attisdropped
          and exists (select from pg_attribute as shared
              where shared.attrelid = to_regclass(format('pgmq.%I', 'a_' || me.queue)) and shared.attname = own.attname));
    execute format($sql$
        with gone as (delete from pgmq.%1$I where msg_id = any ($1) returning %3$s),
        archived as (insert into pgmq.%2$I (%3$s) select %3$s from gone)
        select array_agg(msg_id), array_agg(message ->> 'event_id') from gone
        $sql$, 'q_' || me.queue, 'a_' || me.queue, columns)
    into archived, event_ids using consume_once.msg_ids;
    -- All at once: a pattern per id took longer than its row in the inbox.
    begin
        events := event_ids::uuid[];
    exception when invalid_text_representation then
        events := tasker_events.event_uuids(event_ids);
    end;
    -- In the order of ids, so that two consumers with copies of the same events do not deadlock.
    with first as (
        insert into tasker_events.consumer_inbox (consumer, event_id)
        select me.consumer, event_id from unnest(events) as event (event_id) where event_id is not null order by event_id
        on conflict do nothing returning event_id
    )
    select array_agg(event_id) into new_events from first;
    if cardinality(new_events) = cardinality(archived) then
        return query select msg_id from unnest(archived) as message (msg_id) order by msg_id;
    else
        -- Of copies of an event the oldest one; a message without an event id for itself.
        return query
        select min(msg_id) from unnest(archived, events) as message (msg_id, event_id)
        where event_id is null or event_id = any (new_events)
        group by event_id, case when event_id is null then msg_id end
        order by 1;
    end if;
end
$$;

-- Says that a message was not handled, after the consumer's transaction was rolled back. It is delivered again after a pause that grows
-- with its deliveries (full jitter, at most five minutes), or goes to the dead letters with the masked error: after max_deliveries, or at
-- once when it can never be handled. Returns retry, dead_letter or gone.
create or replace function tasker_events.failed(
    queue text, consumer text, msg_id bigint, error text, permanent boolean default false) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
    me constant tasker_events.consumers := tasker_events.registered_consumer(failed.queue, failed.consumer);
    deliveries integer;
begin
    execute format('select read_ct from pgmq.%I where msg_id = $1 for update', 'q_' || me.queue) into deliveries using failed.msg_id;
    if deliveries is null then
        return 'gone';
    end if;
    if me.key_order <> 'stop' and (failed.permanent or deliveries >= me.max_deliveries) then
        perform tasker_events.dead_letter(me.queue, failed.msg_id,
            case when failed.permanent then 'handler_failed' else 'attempts_exhausted' end, failed.error);
        return 'dead_letter';
    end if;
    execute format($sql$
        update pgmq.%I
        set vt = clock_timestamp() + make_interval(secs => $2),
            headers = coalesce(headers, '{}'::jsonb) || jsonb_build_object('last_failure', jsonb_build_object(
                'error', $3, 'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'attempts', read_ct))
        where msg_id = $1
        $sql$, 'q_' || me.queue)
    using failed.msg_id,
          case when deliveries >= me.max_deliveries then 300 else random() * least(300, 2 ^ least(deliveries - 1, 9)) end,
          tasker_events.masked_error(failed.error);
    return 'retry';
end
$$;

-- PostgreSQL lets everyone execute a new function.
revoke execute on function
    tasker_events.register_consumer(text, text, text, text, integer),
    tasker_events.unregister_consumer(text),
    tasker_events.registered_consumer(text, text),
    tasker_events.masked_error(text),
    tasker_events.dead_letter(text, bigint, text, text),
    tasker_events.exhausted(text, bigint, jsonb),
    tasker_events.receive(text, text, integer, integer),
    tasker_events.receive_heads(tasker_events.consumers, integer, integer),
    tasker_events.event_uuids(text[]),
    tasker_events.consume_once(text, text, bigint[]),
    tasker_events.failed(text, text, bigint, text, boolean)
from public;
