package systems.tasker.events.postgres.pgmq;

import java.io.IOException;
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
 *   <tr><td>42…, 0A…, 21…</td><td>{@link Meaning#WRONG_STATEMENT}</td>
 *       <td>A statement, a privilege or an argument is wrong until code or set-up change.</td></tr>
 *   <tr><td>23505</td><td>{@link Meaning#DUPLICATE}</td><td>Another session inserted the row first; a second attempt finds it.</td></tr>
 *   <tr><td>40P01</td><td>{@link Meaning#DEADLOCK}</td><td>Two transactions locked the same rows in different order.</td></tr>
 *   <tr><td>55P03</td><td>{@link Meaning#LOCK_TIMEOUT}</td><td>Another session holds a lock for longer than {@code lock_timeout}.</td></tr>
 *   <tr><td>57014</td><td>{@link Meaning#STATEMENT_TIMEOUT}</td>
 *       <td>The server cancelled the statement after {@code statement_timeout}.</td></tr>
 *   <tr><td>TE…</td><td>{@link Meaning#RAISED}</td><td>Raised by functions of this service; their caller knows the state.</td></tr>
 *   <tr><td>all others</td><td>{@link Meaning#UNAVAILABLE}</td>
 *       <td>Connections (08, 28, 3D), a standby (25006), resources (53), shutdown (57P0x), I/O (58), serialization (40001);
 *       what a constraint (other 23) or trigger (P0) rejects that an operator added, and may
 *       remove.</td></tr>
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
            case "23505" -> Meaning.DUPLICATE;
            case "40P01" -> Meaning.DEADLOCK;
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
            default -> Meaning.UNAVAILABLE;
        };
    }

    /** The SQL state of a failure; empty when the server reported none. */
    public static String sqlState(Throwable fault) {
        return fault instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
    }

    private static boolean isOfDriver(Throwable fault) {
        return fault instanceof VertxException
                || fault instanceof NoStackTraceThrowable
                || fault instanceof IOException
                || fault instanceof TimeoutException
                || fault instanceof io.smallrye.mutiny.TimeoutException;
    }
}
