package systems.tasker.events.postgres.doctor;

import java.util.List;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.postgres.server.ServerState;

/** Checks of whether a committed result survives a crash or a failover. */
final class DurabilityChecks {

    // The transaction of a check is read-only itself; what counts is the default of the session.
    private static final String READ_ONLY = """
            select 'server', 'it is a standby', 'set QUARKUS_DATASOURCE_REACTIVE_URL to the primary, or promote this server'
            where pg_is_in_recovery()
            union all
            select name, 'it is on for sessions of the service',
                   format('alter role %I in database %I set default_transaction_read_only = off', current_user, current_database())
            from pg_settings where name = 'default_transaction_read_only' and setting = 'on'
            """;

    private static final String NOT_DURABLE = """
            select name, 'it is off: a crash of the server loses acknowledged results',
                   case name
                       when 'synchronous_commit'
                       then format('alter role %%I in database %%I set synchronous_commit = on', current_user, current_database())
                       else %s
                   end
            from pg_settings
            where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'
            order by 1
            """.formatted(Inspection.SWITCH_ON);

    private static final String UNLOGGED = Inspection.TABLES + """
            select relation::text, 'it is unlogged: a crash of the server empties it', format('alter table %s set logged', relation)
            from (
                select relation from tables
                union all select oid::regclass from pg_class where relnamespace = to_regnamespace('tasker_events') and relkind = 'r'
            ) as relations join pg_class on oid = relation
            where relpersistence = 'u'
            order by 1
            """;

    private DurabilityChecks() {}

    static Uni<List<Finding>> writable(Inspection inspection) {
        return inspection.each(FindingType.DATABASE_READ_ONLY, READ_ONLY);
    }

    static Uni<List<Finding>> commits(Inspection inspection) {
        return inspection.each(FindingType.COMMIT_NOT_DURABLE, NOT_DURABLE);
    }

    static Uni<List<Finding>> unlogged(Inspection inspection) {
        return inspection.each(FindingType.TABLE_UNLOGGED, UNLOGGED, (Object) inspection.queues());
    }

    /** Replication: commits that wait for a standby that is not there, and standbys that commits do not wait for. */
    static Uni<List<Finding>> standbys(Inspection inspection) {
        return ServerState.read(inspection.connection()).map(server -> {
            var names = server.synchronousStandbyNames();
            if (server.lacksSynchronousStandby()) {
                return List.of(
                        FindingType.STANDBY_MISSING.of(
                                "synchronous_standby_names",
                                "commits wait for " + names + ", and no standby is connected",
                                "start the standby, or: alter system set synchronous_standby_names = ''; select pg_reload_conf()"));
            }
            if (server.isAsynchronous()
                    || server.standbys() > 0 && server.synchronousCommit().equals("local")) {
                return List.of(FindingType.REPLICATION_ASYNCHRONOUS.of(
                        names.isEmpty() ? "synchronous_standby_names" : "synchronous_commit",
                        server.standbys()
                                + " standby(s), no commit waits for one: a failover loses acknowledged results",
                        names.isEmpty()
                                ? "alter system set synchronous_standby_names = 'any 1 (*)'; select pg_reload_conf()"
                                : "alter system set synchronous_commit = on; select pg_reload_conf()"));
            }
            return List.of();
        });
    }
}
