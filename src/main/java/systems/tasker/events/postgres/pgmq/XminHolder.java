package systems.tasker.events.postgres.pgmq;

import java.util.Optional;
import java.util.stream.StreamSupport;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/**
 * A session, replication slot or prepared transaction with a snapshot: vacuum removes no row that this snapshot still sees.
 *
 * @param name its kind, with pid or name
 * @param application the application name of the session
 * @param age transactions that began since its oldest snapshot
 */
public record XminHolder(String name, String application, long age) {

    // A vacuum holds no rows back. Sessions of other databases cannot see our rows; those of replicas have no database.
    private static final String OLDEST = """
            select holder, application, age::bigint
            from (
                select 'session with pid ' || pid as holder, application_name as application,
                       greatest(age(backend_xmin), age(backend_xid)) as age
                from pg_stat_activity
                where coalesce(backend_xmin, backend_xid) is not null
                  and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'
                  and coalesce(datname, current_database()) = current_database()
                union all
                select 'replication slot ' || slot_name, plugin, age(xmin)
                from pg_replication_slots where xmin is not null
                union all
                select 'prepared transaction ' || gid, owner, age(transaction)
                from pg_prepared_xacts where database = current_database()
            ) as seen
            order by age desc
            limit 1
            """;

    /** The holder of the oldest snapshot; empty when there is none. Fails with what the client fails with. */
    public static Uni<Optional<XminHolder>> oldest(SqlClient sql) {
        return sql.query(OLDEST)
                .execute()
                .map(holders -> StreamSupport.stream(holders.spliterator(), false)
                        .map(row -> new XminHolder(row.getString(0), row.getString(1), row.getLong(2)))
                        .findFirst());
    }
}
