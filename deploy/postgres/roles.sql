-- The two roles of grants.sql, for a server that no operator looks after. The passwords come from the environment of psql.
\getenv migrator_password TASKER_MIGRATOR_PASSWORD
\getenv app_password TASKER_APP_PASSWORD
create role tasker_migrator login password :'migrator_password';
create role tasker_app login password :'app_password';
revoke all on database :"DBNAME" from public;
grant connect on database :"DBNAME" to tasker_migrator, tasker_app;
