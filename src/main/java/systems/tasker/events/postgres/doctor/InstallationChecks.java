package systems.tasker.events.postgres.doctor;

import java.util.List;
import java.util.stream.Collectors;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;

import systems.tasker.events.postgres.pgmq.PgmqVersion;

/** Checks of what is installed, and of the role's privileges. */
final class InstallationChecks {

    /** The last migration of this version of the service. */
    static final int SCHEMA_VERSION = 2;

    // Without to_regclass, which fails for a role without usage of the schema.
    private static final String PGMQ = """
            select (select extversion from pg_extension where extname = 'pgmq'),
                   (select default_version from pg_available_extensions where name = 'pgmq'),
                   exists (select from pg_class join pg_namespace n on n.oid = relnamespace
                           where relname = 'meta' and nspname = 'pgmq'),
                   coalesce((select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = 'pgmq'), false),
                   quote_ident(current_user)
            """;

    private static final String TABLES_OF_SERVICE = """
            select exists (select from pg_class join pg_namespace n on n.oid = relnamespace
                           where nspname = 'tasker_events' and relname = 'flyway_schema_history'),
                   coalesce((select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = 'tasker_events'), false),
                   quote_ident(current_user)
            """;

    private static final String MIGRATED =
            "select coalesce(max(version::integer), 0) from tasker_events.flyway_schema_history where success";

    private static final String GRANTS = Inspection.OURS + """
            , needed as (
                select messages as relation, array['select', 'insert', 'update', 'delete'] as privileges from ours
                union all select archive, array['select', 'insert'] from ours
                union all select to_regclass('pgmq.meta'), array['select']
                union all select oid::regclass, array['select', 'insert', 'update', 'delete'] from pg_class
                where relnamespace = to_regnamespace('tasker_events') and relname in ('accepted_results', 'claimed_contexts')
            )
            select relation::text, format('role %s lacks %s', current_user, string_agg(privilege, ', ')),
                   format('grant %s on %s to %I', string_agg(privilege, ', '), relation, current_user)
            from needed, unnest(privileges) as privilege
            where relation is not null and not has_table_privilege(relation, privilege)
            group by relation order by 1
            """;

    private static final String INBOX = """
            select exists (select from pg_class join pg_namespace n on n.oid = relnamespace
                           where nspname = 'tasker_events' and relname = 'consumers'
                             and has_schema_privilege(n.oid, 'usage'))
            """;

    private static final String INBOX_TABLES = """
            select 'tasker_events.' || relation, format('role %s lacks %s', current_user, string_agg(privilege, ', ')),
                   format('grant %s on tasker_events.%s to %I', string_agg(privilege, ', '), relation, current_user)
            from (values ('consumers', 'select'), ('consumer_inbox', 'select'), ('consumer_inbox', 'delete')) as needed (relation, privilege)
            where not has_table_privilege('tasker_events.' || relation, privilege)
            group by relation order by 1
            """;

    /** What register_consumer grants. */
    static final List<String> CONSUMER_FUNCTIONS = List.of(
            "receive(text, text, integer, integer)",
            "consume_once(text, text, bigint[])",
            "failed(text, text, bigint, text, boolean)");

    private static final String INBOX_CONSUMERS = """
            select format('consumer %s of %s', consumer, queue),
                   coalesce(format('role %s lacks %s', rolname, string_agg(needed, ', ')), format('its role %s does not exist', role)),
                   case when rolname is null then 'create the role, and register the consumer again'
                        else string_agg(format('grant %s to %I', needed, role), '; ') end
            from tasker_events.consumers left join pg_roles as known on rolname = role
            left join lateral (values
                ('usage on schema tasker_events', has_schema_privilege(known.oid, 'tasker_events', 'usage')),
                {functions}) as granted (needed, is_granted) on not is_granted
            where rolname is null or needed is not null
            group by consumer, queue, role, rolname order by 1
            """.replace(
                    "{functions}",
                    CONSUMER_FUNCTIONS.stream()
                            .map(function ->
                                    "('execute on function tasker_events.%1$s', has_function_privilege(known.oid, 'tasker_events.%1$s', 'execute'))"
                                            .formatted(function))
                            .collect(Collectors.joining(", ")));

    private InstallationChecks() {}

    static Uni<List<Finding>> pgmq(Inspection inspection) {
        return inspection.row(PGMQ).map(row -> {
            var installed = row.getString(0);
            var available = row.getString(1);
            if (!row.getBoolean(2)) {
                return List.of(FindingType.PGMQ_MISSING.of(
                        "pgmq",
                        "no extension pgmq in this database, the server has "
                                + (available == null ? "none" : available),
                        available == null
                                ? "install PGMQ on the server, then: create extension pgmq"
                                : "create extension pgmq"));
            }
            if (!row.getBoolean(3)) {
                return List.of(noUsage("pgmq", row.getString(4)));
            }
            // Installed by its SQL file: it does not say its version.
            if (installed == null) {
                return List.of();
            }
            if (PgmqVersion.of(installed).compareTo(PgmqVersion.OLDEST_SUPPORTED) < 0) {
                return List.of(FindingType.PGMQ_TOO_OLD.of(
                        "pgmq",
                        "version " + installed + ", at least " + PgmqVersion.OLDEST_SUPPORTED + " is needed",
                        "alter extension pgmq update"));
            }
            return available != null && PgmqVersion.of(installed).compareTo(PgmqVersion.of(available)) < 0
                    ? List.of(FindingType.PGMQ_UPDATE_AVAILABLE.of(
                            "pgmq",
                            "version " + installed + ", the server has " + available,
                            "alter extension pgmq update"))
                    : List.of();
        });
    }

    /** The service's own tables, as of the last migration. */
    static Uni<List<Finding>> schema(Inspection inspection) {
        return inspection.row(TABLES_OF_SERVICE).chain(row -> {
            if (!row.getBoolean(0)) {
                return Uni.createFrom().item(List.of(outdated("no migration ran in this database")));
            }
            if (!row.getBoolean(1)) {
                return Uni.createFrom().item(List.of(noUsage("tasker_events", row.getString(2))));
            }
            return inspection.row(MIGRATED).map(InstallationChecks::outdatedBy);
        });
    }

    private static List<Finding> outdatedBy(Row row) {
        var version = row.getInteger(0);
        return version >= SCHEMA_VERSION
                ? List.of()
                : List.of(outdated("migration " + version + " ran last, this version needs " + SCHEMA_VERSION));
    }

    private static Finding outdated(String evidence) {
        return FindingType.SCHEMA_OUTDATED.of(
                "tasker_events", evidence, "run the command migrate as the tables' owner");
    }

    private static Finding noUsage(String schema, String role) {
        return FindingType.GRANT_MISSING.of(
                "schema " + schema, "role " + role + " lacks usage", "grant usage on schema " + schema + " to " + role);
    }

    /** The privileges of the service and of the consumers, where the inbox is installed. */
    static Uni<List<Finding>> inbox(Inspection inspection) {
        return inspection
                .row(INBOX)
                .chain(row -> row.getBoolean(0)
                        ? inspection
                                .each(FindingType.GRANT_MISSING, INBOX_TABLES)
                                .chain(ofService -> ofService.isEmpty()
                                        ? inspection.each(FindingType.GRANT_MISSING, INBOX_CONSUMERS)
                                        : Uni.createFrom().item(ofService))
                        : Uni.createFrom().item(List.<Finding>of()));
    }

    static Uni<List<Finding>> grants(Inspection inspection) {
        return inspection.each(FindingType.GRANT_MISSING, GRANTS, (Object) inspection.queues());
    }
}
