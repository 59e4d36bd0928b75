package systems.tasker.events.postgres.server;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;

/**
 * What a server says of itself.
 *
 * @param address host and port as the server sees them; empty for a socket
 * @param standby whether it is in recovery
 * @param readOnly whether a transaction of a new session cannot write, for whatever reason
 * @param fsync whether a commit reaches the disk
 * @param synchronousStandbyNames the standbys that commits wait for; empty when they wait for none
 * @param synchronousCommit the setting of the session, which a commit of this service replaces
 * @param standbys the standbys that are connected
 * @param synchronousStandbys those of them that commits wait for; empty without the right to see it
 */
public record ServerState(
        String address,
        boolean standby,
        boolean readOnly,
        boolean fsync,
        String synchronousStandbyNames,
        String synchronousCommit,
        long standbys,
        Optional<Long> synchronousStandbys) {

    /** SQL that is true where a commit reaches the disk. */
    public static final String FSYNC = "current_setting('fsync') = 'on'";

    /** SQL for the standbys that commits wait for; empty for none. */
    public static final String STANDBY_NAMES = "btrim(current_setting('synchronous_standby_names'))";

    // Without pg_read_all_stats the rows of the standbys are there, and their columns are null.
    private static final String SQL = """
            select coalesce(host(inet_server_addr()) || ':' || inet_server_port(), ''), pg_is_in_recovery(),
                   current_setting('default_transaction_read_only') = 'on',
                   %s, %s, current_setting('synchronous_commit'),
                   (select count(*) from pg_stat_replication),
                   (select case when count(*) = count(sync_state) then count(*) filter (where sync_state in ('sync', 'quorum')) end
                    from pg_stat_replication)
            """.formatted(FSYNC, STANDBY_NAMES);

    /** Reads it; fails with what the client fails with. */
    public static Uni<ServerState> read(SqlClient sql) {
        return sql.query(SQL).execute().map(rows -> of(rows.iterator().next()));
    }

    private static ServerState of(Row row) {
        var isStandby = row.getBoolean(1);
        return new ServerState(
                row.getString(0),
                isStandby,
                isStandby || row.getBoolean(2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                Optional.ofNullable(row.getLong(7)));
    }

    /** Whether commits wait for a standby, and none is connected that they could wait for. */
    public boolean lacksSynchronousStandby() {
        return !synchronousStandbyNames.isEmpty() && synchronousStandbys.orElse(standbys) == 0;
    }

    /** Whether standbys are connected that commits do not wait for. */
    public boolean isAsynchronous() {
        return synchronousStandbyNames.isEmpty() && standbys > 0;
    }

    /** Its role in logs and health checks. */
    public String role() {
        return standby ? "standby" : readOnly ? "read-only primary" : "primary";
    }

    /** Why it cannot write, and what to do. */
    String whyReadOnly() {
        return standby
                ? "it is a standby; promote it, or point the service to the primary"
                : "default_transaction_read_only is on, as on a full disk of a managed database or for a fenced primary;"
                        + " switch it off once the reason is gone";
    }
}
