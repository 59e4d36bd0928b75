-- Consumes payments: each event has its effect once. Install it as the role billing, then: call billing.consume_payments(30)
create or replace procedure billing.consume_payments(visibility_timeout integer)
language plpgsql as $$
declare
    received record;
    messages record;
begin
    select array_agg(msg_id) as ids, array_agg(message) as events, array_agg(ordering_key) as keys into received
    from tasker_events.receive('payments_domain_events', 'billing', visibility_timeout, 10);
    commit;
    for messages in select * from unnest(received.ids, received.events, received.keys) as m (id, event, key) loop
        begin
            if exists (select from tasker_events.consume_once('payments_domain_events', 'billing', array[messages.id])) then
                insert into billing.bookings (event_id, order_key, payment)
                values ((messages.event ->> 'event_id')::uuid, messages.key, messages.event #> '{payload,payload}');
            end if;
        exception when others then
            perform tasker_events.failed('payments_domain_events', 'billing', messages.id, sqlerrm);
        end;
        commit;
    end loop;
end
$$;
