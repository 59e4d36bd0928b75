package systems.tasker.events.postgres.server;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.postgres.pgmq.QueueWakeUps;
import systems.tasker.events.postgres.pgmq.Rows;

/**
 * A session, replication slot or prepared transaction that holds what others need: rows that vacuum cannot remove, locks, or
 * notifications.
 *
 * @param kind what it is
 * @param name its kind in words, with pid or name
 * @param application the application name of the session, the plugin of the slot, the owner of the prepared transaction
 * @param age how long it has been so; empty without the right to see it
 * @param transactions transactions that began since its oldest snapshot; 0 without one
 * @param locks tables and indexes that it has locked
 */
public record Blocker(
        Kind kind, String name, String application, Optional<Duration> age, long transactions, long locks) {

    /** What holds something. */
    public enum Kind {
        /** A session that executes a statement, or has a snapshot otherwise. */
        SESSION,
        /** A session whose transaction is open while it executes nothing. */
        IDLE_IN_TRANSACTION,
        /** A session that listens for notifications and does not fetch them, as of a replica that is stopped. */
        LISTENER,
        REPLICATION_SLOT,
        PREPARED_TRANSACTION;

        /** The tag of its meter. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether holding something for long is a fault by itself: all others may be at work. */
        boolean isStuckByAge() {
            return this == IDLE_IN_TRANSACTION || this == LISTENER || this == PREPARED_TRANSACTION;
        }
    }

    // A vacuum holds no rows back. Sessions of other databases cannot see our rows; those of replicas have no database.
    // A listener of
    // another application may be idle for days: it is at fault once the queue of notifications fills.
    private static final String ALL = """
            select kind, name, application, seconds, coalesce(transactions, 0)::bigint as transactions, locks, pid
            from (
                select case
                           when state like 'idle in transaction%' then 'IDLE_IN_TRANSACTION'
                           when state = 'idle' and application_name like '{listener}%' then 'LISTENER'
                           when state = 'idle' and query ilike 'listen %' and pg_notification_queue_usage() > 0.01 then 'LISTENER'
                           else 'SESSION'
                       end as kind,
                       'session with pid ' || pid as name, application_name as application,
                       extract(epoch from clock_timestamp() - state_change)::double precision as seconds,
                       greatest(age(backend_xmin), age(backend_xid)) as transactions,
                       (select count(*) from pg_locks where pg_locks.pid = activity.pid and locktype = 'relation') as locks, pid
                from pg_stat_activity as activity
                where pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'
                  and coalesce(datname, current_database()) = current_database()
                union all
                select 'REPLICATION_SLOT', 'replication slot ' || slot_name, plugin, null, age(xmin), 0, null
                from pg_replication_slots where xmin is not null
                union all
                select 'PREPARED_TRANSACTION', 'prepared transaction ' || gid, owner,
                       extract(epoch from clock_timestamp() - prepared)::double precision, age(transaction), 0, null
                from pg_prepared_xacts where database = current_database()
            ) as seen
            where transactions is not null or kind <> 'SESSION'
            """.replace("{listener}", QueueWakeUps.LISTENER_APPLICATION);

    private static final String END =
            "select kind, name, application, seconds, transactions, locks, pg_terminate_backend(pid) from (" + ALL
                    + ") as blocker where kind in ('IDLE_IN_TRANSACTION', 'LISTENER') and seconds >= $1";

    private static final double MILLIS = 1e3;

    /** All, the oldest snapshot first. Fails with what the client fails with. */
    public static Uni<List<Blocker>> all(SqlClient sql) {
        return sql.query(ALL).execute().map(Blocker::blockers);
    }

    /** The one with the oldest snapshot; empty when there is none. */
    public static Optional<Blocker> oldest(List<Blocker> all) {
        return all.stream().filter(blocker -> blocker.transactions() > 0).findFirst();
    }

    /**
     * Ends sessions that have been idle in a transaction, or have not fetched notifications, for a time.
     *
     * @return those that were ended; fails with SQL state 42501 without the right
     */
    static Uni<List<Blocker>> endStuck(SqlClient sql, Duration age) {
        return sql.preparedQuery(END).execute(Tuple.of(age.toMillis() / MILLIS)).map(Blocker::blockers);
    }

    private static List<Blocker> blockers(RowSet<Row> rows) {
        return Rows.stream(rows)
                .map(Blocker::of)
                .sorted(Comparator.comparingLong(Blocker::transactions).reversed())
                .toList();
    }

    private static Blocker of(Row row) {
        return new Blocker(
                Kind.valueOf(row.getString(0)),
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getDouble(3)).map(seconds -> Duration.ofMillis((long) (seconds * MILLIS))),
                row.getLong(4),
                row.getLong(5));
    }

    /** Whether it has held something for a time without being at work. */
    boolean isStuck(Duration limit) {
        return kind.isStuckByAge()
                && age.filter(since -> since.compareTo(limit) >= 0).isPresent();
    }

    /** Who it is, since when, and what it holds. */
    String sentence() {
        return "%s (%s) is %s for %s, holds %d lock(s) and a snapshot of %d transactions ago"
                .formatted(
                        name,
                        application == null || application.isEmpty() ? "no name" : application,
                        switch (kind) {
                            case LISTENER -> "silent and keeps notifications";
                            case PREPARED_TRANSACTION -> "prepared";
                            default -> "idle in a transaction";
                        },
                        age.map(since -> Duration.ofSeconds(since.toSeconds()).toString())
                                .orElse("an unknown time"),
                        locks,
                        transactions);
    }
}
