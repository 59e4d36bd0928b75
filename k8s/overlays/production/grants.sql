-- Run once by a superuser, in the service's database, where the roles tasker_migrator and tasker_app exist. Afterwards
--   tasker_migrator, as which "migrate" runs, owns the service's tables and the queues, and makes new ones;
--   tasker_app, as which the service runs, reads and writes rows, and can neither create nor drop anything.
create extension if not exists pgmq;

create schema if not exists tasker_events authorization tasker_migrator;

-- Queues are tables in PGMQ's schema, and a list of them.
grant usage, create on schema pgmq to tasker_migrator;
grant usage on schema pgmq, tasker_events to tasker_app;
grant select, insert, update, delete on all tables in schema pgmq to tasker_migrator with grant option;
grant select on all tables in schema pgmq to tasker_app;

-- What tasker_migrator creates from now on.
alter default privileges for role tasker_migrator in schema pgmq grant select, insert, update, delete on tables to tasker_app;
alter default privileges for role tasker_migrator in schema pgmq grant usage on sequences to tasker_app;
alter default privileges for role tasker_migrator in schema tasker_events grant select, insert, update, delete on tables to tasker_app;

-- A statement ends after this at the latest. The service sets it itself when it connects, except through a PgBouncer.
alter role tasker_app set statement_timeout = '4s';

-- To see sessions, snapshots and standbys of other roles: for /v1/status, metrics and doctor. It shows their statements, too.
grant pg_read_all_stats to tasker_app;
-- Only where tasker.database.terminate-stuck-after is set, which ends sessions of other roles:
-- grant pg_signal_backend to tasker_app;
