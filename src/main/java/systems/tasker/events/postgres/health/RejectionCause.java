package systems.tasker.events.postgres.health;

import java.util.Set;

import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;
import systems.tasker.events.publication.store.WeakDurabilityException;

/**
 * Why a commit failed, for the operator.
 *
 * @param sqlState the SQL state; empty when the server reported none
 * @param detail what happened; never data of the commit
 * @param remedy what the operator can do
 * @param isOfConnections whether it may lie in this replica's connections, so that another replica may do better
 */
public record RejectionCause(String sqlState, String detail, String remedy, boolean isOfConnections) {

    // A prepared statement that a pooler or a server does not know, one whose plan is out of date, and a session that
    // is
    // read-only because it leads to a former primary: all end with new connections.
    private static final Set<String> OF_SESSIONS = Set.of("0A000", "25006", "26000", "42P05");
    private static final Set<String> OF_CONNECTION_CLASSES = Set.of("08", "28");
    // Their messages name objects of the database; those of the other classes may quote data.
    private static final Set<String> WITHOUT_DATA =
            Set.of("08", "0A", "25", "26", "28", "3D", "3F", "42", "53", "57", "58");
    private static final int CLASS_LENGTH = 2;

    public static RejectionCause of(Throwable failure) {
        var fault = failure.getCause() == null ? failure : failure.getCause();
        var state = DatabaseErrors.sqlState(fault);
        var stateClass = state.substring(0, Math.min(CLASS_LENGTH, state.length()));
        if (failure instanceof WeakDurabilityException) {
            return new RejectionCause(
                    "", failure.getMessage(), "set synchronous_standby_names, or lower the setting", false);
        }
        return new RejectionCause(
                state,
                WITHOUT_DATA.contains(stateClass) || state.isEmpty() ? detail(fault) : failure.getMessage(),
                remedy(state, stateClass, fault),
                OF_SESSIONS.contains(state)
                        || OF_CONNECTION_CLASSES.contains(stateClass)
                        || state.isEmpty() && isLostConnection(fault));
    }

    /** A short text for status, health and log. */
    public String summary() {
        return (sqlState.isEmpty() ? detail : "SQLSTATE " + sqlState + ", " + detail) + ": " + remedy;
    }

    private static String detail(Throwable fault) {
        var message = fault.getMessage();
        return message == null
                ? fault.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static String remedy(String state, String stateClass, Throwable fault) {
        return switch (state) {
            case "0A000" -> "a migration has changed a table under prepared statements; restart this instance";
            case "25006" -> "its connections lead to a standby or a read-only database; point it to the primary";
            case "26000", "42P05" ->
                "the pooler does not keep prepared statements; use PgBouncer 1.21 or later with max_prepared_statements, "
                        + "or its session mode";
            case "3F000", "42883", "42P01" -> "a table, function or queue is missing; run the command migrate";
            case "42501" -> "the database role lacks a right; grant it as deploy/postgres/grants.sql does";
            case "53100" -> "the disk or tablespace of the database is full; free space there";
            case "53300" -> "the database has no connection left; raise max_connections or lower the pools' sizes";
            case "55P03", "57014" ->
                "another session holds a lock, or the database is too slow; see pg_locks and pg_stat_activity";
            default -> remedyOfClass(stateClass, fault);
        };
    }

    private static String remedyOfClass(String stateClass, Throwable fault) {
        return switch (stateClass) {
            case "08" -> "the connection breaks; check network and pooler";
            case "23", "P0" -> "a constraint or trigger on a table of the commit rejects it; remove or fix it";
            case "28" -> "the database rejects the credentials; check user and password";
            case "42" -> "the schema does not fit this version; run the command migrate";
            case "53" -> "the database has run out of a resource; see its log";
            case "57" -> "the database is starting or stopping";
            case "" ->
                DatabaseErrors.meaning(fault) == Meaning.NOT_OF_DATABASE
                        ? "see the log"
                        : "check that the database is reachable and not overloaded";
            default -> "see the log of the database";
        };
    }

    private static boolean isLostConnection(Throwable fault) {
        return DatabaseErrors.meaning(fault) == Meaning.UNAVAILABLE
                && !(fault instanceof io.smallrye.mutiny.TimeoutException)
                && !(fault instanceof java.util.concurrent.TimeoutException);
    }
}
