-- What the samples write to: a schema of the consumer's own, in the database of the queues. Run as a superuser, after the role billing exists.
create schema billing authorization billing;
create table billing.bookings (
    position bigint generated always as identity primary key,
    event_id uuid not null,
    order_key text,
    payment jsonb not null
);
alter table billing.bookings owner to billing;
-- For the consumer of Kafka, which may be in a database of its own: the unique id is its inbox.
create table billing.bookings_from_kafka (event_id uuid primary key, order_key text, payment jsonb not null);
alter table billing.bookings_from_kafka owner to billing;
