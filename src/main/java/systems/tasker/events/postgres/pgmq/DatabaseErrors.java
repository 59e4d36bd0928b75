package systems.tasker.events.postgres.pgmq;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;

/**
 * What a failed call to the database means, by SQL state: one answer for every caller.
 *
 * <table>
 *   <caption>SQL states</caption>
 *   <tr><th>state</th><th>meaning</th><th>reason</th></tr>
 *   <tr><td>22…</td><td>{@link Meaning#INVALID_DATA}</td><td>The same data fails again, the database works.</td></tr>
 *   <tr><td>54…</td><td>{@link Meaning#LIMIT_EXCEEDED}</td><td>The same data is too large or too complex again.</td></tr>
 *   <tr><td>42P01</td><td>{@link Meaning#MISSING_TABLE}</td>
 *       <td>A queue that is not created yet, or was dropped: it may exist at the next attempt.</td></tr>
 *   <tr><td>42501, 42809</td><td>{@link Meaning#REJECTED}</td>
 *       <td>A privilege is missing, or a view stands where a table belongs: an operator fixes it.</td></tr>
 *   <tr><td>42…, 0A…, 21…</td><td>{@link Meaning#WRONG_STATEMENT}</td>
 *       <td>A statement or an argument is wrong until code or set-up change.</td></tr>
 *   <tr><td>23505</td><td>{@link Meaning#DUPLICATE}</td><td>Another session inserted the row first; a second attempt finds it.</td></tr>
 *   <tr><td>40P01</td><td>{@link Meaning#DEADLOCK}</td><td>Two transactions locked the same rows in different order.</td></tr>
 *   <tr><td>55P03</td><td>{@link Meaning#LOCK_TIMEOUT}</td><td>Another session holds a lock for longer than {@code lock_timeout}.</td></tr>
 *   <tr><td>57014</td><td>{@link Meaning#STATEMENT_TIMEOUT}</td>
 *       <td>The server cancelled the statement after {@code statement_timeout}.</td></tr>
 *   <tr><td>TE…</td><td>{@link Meaning#RAISED}</td><td>Raised by functions of this service; their caller knows the state.</td></tr>
 *   <tr><td>08…, 25…, 28…, 3D…, 40…, 53…, 57…, 58…</td><td>{@link Meaning#UNAVAILABLE}</td>
 *       <td>Connection, standby, login, serialization, resources, shutdown, I/O.</td></tr>
 *   <tr><td>26…, 42P05</td><td>{@link Meaning#UNAVAILABLE}</td>
 *       <td>A pooler lends sessions without keeping track of prepared statements.</td></tr>
 *   <tr><td>all others</td><td>{@link Meaning#REJECTED}</td>
 *       <td>What a constraint (other 23), a trigger (P0, or any state that it raises), or a damaged table or index (XX) rejects: an
 *       operator added or damaged it, and may fix it.</td></tr>
 * </table>
 *
 * <p>Without a SQL state, what the driver, its pool or the network report, and every timeout, mean {@link Meaning#UNAVAILABLE}. Anything
 * else is a bug of this service: {@link Meaning#NOT_OF_DATABASE}.
 */
public final class DatabaseErrors {

    /** What a failure means, and whether the same call may succeed later. */
    public enum Meaning {
        INVALID_DATA(false),
        LIMIT_EXCEEDED(false),
        MISSING_TABLE(true),
        WRONG_STATEMENT(false),
        REJECTED(true),
        DUPLICATE(true),
        DEADLOCK(true),
        LOCK_TIMEOUT(true),
        STATEMENT_TIMEOUT(true),
        RAISED(false),
        UNAVAILABLE(true),
        NOT_OF_DATABASE(false);

        private final boolean isTransient;

        Meaning(boolean isTransient) {
            this.isTransient = isTransient;
        }

        /** Whether the same call may succeed later; to the caller the database is unavailable until then. */
        public boolean isTransient() {
            return isTransient;
        }
    }

    private DatabaseErrors() {}

    public static Meaning meaning(Throwable fault) {
        var state = sqlState(fault);
        if (state.isEmpty()) {
            return isOfDriver(fault) ? Meaning.UNAVAILABLE : Meaning.NOT_OF_DATABASE;
        }
        return switch (state) {
            case "42P01" -> Meaning.MISSING_TABLE;
            case "42501", "42809" -> Meaning.REJECTED;
            case "23505" -> Meaning.DUPLICATE;
            case "40P01" -> Meaning.DEADLOCK;
            case "42P05" -> Meaning.UNAVAILABLE;
            case "55P03" -> Meaning.LOCK_TIMEOUT;
            case "57014" -> Meaning.STATEMENT_TIMEOUT;
            default -> ofClass(state.substring(0, Math.min(2, state.length())));
        };
    }

    private static Meaning ofClass(String stateClass) {
        return switch (stateClass) {
            case "22" -> Meaning.INVALID_DATA;
            case "54" -> Meaning.LIMIT_EXCEEDED;
            case "0A", "21", "42" -> Meaning.WRONG_STATEMENT;
            case "TE" -> Meaning.RAISED;
            case "08", "25", "26", "28", "3D", "40", "53", "57", "58" -> Meaning.UNAVAILABLE;
            default -> Meaning.REJECTED;
        };
    }

    /** The SQL state of a failure; empty when the server reported none. */
    public static String sqlState(Throwable fault) {
        return fault instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
    }

    /**
     * What the server said of a failure, of the reactive client or of JDBC, which runs the migrations.
     *
     * @return empty when it said nothing
     */
    public static Optional<ServerError> serverError(Throwable fault) {
        if (fault instanceof SQLException jdbc) {
            return Optional.of(new ServerError(Objects.requireNonNullElse(jdbc.getSQLState(), ""), jdbc.getMessage()));
        }
        return fault instanceof PgException pg
                ? Optional.of(new ServerError(sqlState(pg), pg.getErrorMessage()))
                : Optional.empty();
    }

    /**
     * An error of the server.
     *
     * @param state its SQL state; empty without one
     * @param message its text
     */
    public record ServerError(String state, String message) {}

    /**
     * Whether a prepared statement is missing, exists already or is another one, as behind a pooler that does not keep track of them: the
     * session is not the one in which it was prepared.
     */
    public static boolean isOfLostSession(Throwable fault) {
        return switch (sqlState(fault)) {
            case "26000", "42P05" -> true;
            case "08P01" -> String.valueOf(fault.getMessage()).contains("prepared statement");
            default -> false;
        };
    }

    private static boolean isOfDriver(Throwable fault) {
        return fault instanceof VertxException
                || fault instanceof NoStackTraceThrowable
                || fault instanceof IOException
                || fault instanceof TimeoutException
                || fault instanceof io.smallrye.mutiny.TimeoutException;
    }
}
