package systems.tasker.events.postgres.doctor;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Checks of the connections between the service and the database. */
final class ConnectionChecks {

    // Ages and retentions mix both clocks; less does no harm.
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

    // What is reserved, and what other roles use now, is not for the service. -1 is no limit.
    private static final String BUDGET = """
            select least(
                       current_setting('max_connections')::integer - reserved - others,
                       (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
                       (select nullif(datconnlimit, -1) from pg_database where datname = current_database())),
                   current_setting('max_connections'), reserved, others
            from (
                select (select sum(setting::integer) from pg_settings
                        where name in ('superuser_reserved_connections', 'reserved_connections'))::integer as reserved,
                       (select count(*) from pg_stat_activity
                        where backend_type = 'client backend' and usename <> current_user)::integer as others
            ) as used
            """;

    // The value at the session's start; the transaction of a check sets its own.
    private static final String STATEMENT_TIMEOUT = """
            select 'statement_timeout', 'sessions of the service have none: a statement may run without end',
                   format('alter role %I set statement_timeout = ''4s''', current_user)
            from pg_settings where name = 'statement_timeout' and reset_val = '0'
            """;

    private static final String DEADLOCK_TIMEOUT = """
            select name, format('it is %s ms, commits wait for a lock for %s ms: deadlocks are not detected in time', setting, $1::bigint),
                   format('alter role %I set deadlock_timeout = ''1s''', current_user)
            from pg_settings where name = 'deadlock_timeout' and setting::bigint >= $1::bigint
            """;

    private ConnectionChecks() {}

    static Uni<List<Finding>> budget(Inspection inspection) {
        var service = inspection.expected().service();
        var needed = service.replicas() * service.connections();
        return inspection.row(BUDGET).map(row -> {
            var left = row.getInteger(0);
            return needed <= left
                    ? List.of()
                    : List.of(FindingType.CONNECTION_BUDGET.of(
                            "max_connections",
                            "%d replica(s) with %d connections need %d; %d are left of %s, less %d reserved and %d of other roles"
                                    .formatted(
                                            service.replicas(),
                                            service.connections(),
                                            needed,
                                            left,
                                            row.getString(1),
                                            row.getInteger(2),
                                            row.getInteger(3)),
                            "quarkus.datasource.reactive.max-size=%d, or alter system set max_connections = %d and a restart"
                                    .formatted(
                                            Math.max(1, left / service.replicas() - 1),
                                            needed + row.getInteger(2) + row.getInteger(3))));
        });
    }

    static Uni<List<Finding>> statementTimeout(Inspection inspection) {
        return inspection.each(FindingType.STATEMENT_TIMEOUT_MISSING, STATEMENT_TIMEOUT);
    }

    static Uni<List<Finding>> deadlockTimeout(Inspection inspection) {
        var lockTimeout = inspection.expected().service().lockTimeout();
        return inspection.each(FindingType.DEADLOCK_TIMEOUT, DEADLOCK_TIMEOUT, lockTimeout.toMillis());
    }

    static Uni<List<Finding>> clocks(Inspection inspection) {
        var clock = inspection.expected().clock();
        return Uni.createFrom().deferred(() -> {
            var before = clock.instant();
            return inspection.row("select clock_timestamp() at time zone 'utc'").map(row -> {
                var after = clock.instant();
                var database = row.getLocalDateTime(0).toInstant(ZoneOffset.UTC);
                // Within the call the clocks cannot be distinguished.
                var skew = database.isBefore(before)
                        ? Duration.between(database, before)
                        : database.isAfter(after) ? Duration.between(after, database) : Duration.ZERO;
                return skew.compareTo(CLOCK_SKEW) <= 0
                        ? List.of()
                        : List.of(FindingType.CLOCK_SKEW.of(
                                "clocks",
                                "that of the database is %s %s that of the service"
                                        .formatted(skew, database.isBefore(before) ? "behind" : "ahead of"),
                                "synchronize both machines with NTP: timedatectl set-ntp true"));
            });
        });
    }

    /**
     * Two connections that are open at once and have the same server process: a pooler in transaction mode is between. Notifications do
     * not pass it.
     */
    static Uni<List<Finding>> pooler(Inspection inspection) {
        var service = inspection.expected().service();
        // That of this check, two for the comparison, and the one that listens.
        if (!service.listenerNeedsSession() || service.connections() < 4) {
            return Uni.createFrom().item(List.of());
        }
        var pool = inspection.pool();
        return pool.withConnection(one -> process(one)
                        .chain(first ->
                                pool.withConnection(other -> process(other).map(first::equals))))
                .map(shared -> shared
                        ? List.of(
                                FindingType.POOLER_WITHOUT_LISTENER.of(
                                        "pooler",
                                        "connections share server processes, and the service listens for notifications through them",
                                        "set QUARKUS_DATASOURCE_LISTENER_REACTIVE_URL to the server itself, or TASKER_PGMQ_NOTIFY_CONSUMERS=false"))
                        : List.of());
    }

    private static Uni<Integer> process(SqlConnection connection) {
        return connection
                .query("select pg_backend_pid()")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
