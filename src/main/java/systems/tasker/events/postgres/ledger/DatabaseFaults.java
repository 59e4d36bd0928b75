package systems.tasker.events.postgres.ledger;

import java.util.EnumSet;
import java.util.Set;

import io.vertx.pgclient.PgException;

import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;

/** What a failed commit says about the results in it. */
final class DatabaseFaults {

    // Raised by tasker_events.release_claims.
    private static final String CLAIM_GONE = "TE001";

    private static final String ACCEPTED_RESULTS = "accepted_results";

    private static final Set<Meaning> REFUSALS = EnumSet.of(
            Meaning.INVALID_DATA,
            Meaning.LIMIT_EXCEEDED,
            Meaning.MISSING_TABLE,
            Meaning.WRONG_STATEMENT,
            Meaning.REJECTED);

    private static final Set<Meaning> OF_CONTENT = EnumSet.of(Meaning.INVALID_DATA, Meaning.LIMIT_EXCEEDED);

    private DatabaseFaults() {}

    /** One result of the batch may be the cause, so that the others may be committed without it. */
    static boolean isFaultOfOneMember(Throwable fault) {
        // A deadlock is between two batches that hold each other's results; apart from each other they commit.
        return isClaimGone(fault)
                || isAcceptedEarlier(fault)
                || isRefusal(fault)
                || DatabaseErrors.meaning(fault) == Meaning.DEADLOCK;
    }

    static boolean isClaimGone(Throwable fault) {
        return CLAIM_GONE.equals(DatabaseErrors.sqlState(fault));
    }

    /** A result of the batch, or the same one in another session, was accepted before. */
    static boolean isAcceptedEarlier(Throwable fault) {
        return DatabaseErrors.meaning(fault) == Meaning.DUPLICATE
                && (!(fault instanceof PgException pg)
                        || pg.getTable() == null
                        || pg.getTable().equals(ACCEPTED_RESULTS));
    }

    /**
     * Whatever is not the connection, a resource or a shutdown: data that cannot be stored, a limit, a queue that is missing, no table or
     * without privileges, a constraint or trigger of it.
     */
    static boolean isRefusal(Throwable fault) {
        var meaning = DatabaseErrors.meaning(fault);
        return REFUSALS.contains(meaning) || meaning == Meaning.DUPLICATE && !isAcceptedEarlier(fault);
    }

    /** A refusal that says nothing about the queue or the ledger: the data is at fault. */
    static boolean isOfContent(Throwable fault) {
        return OF_CONTENT.contains(DatabaseErrors.meaning(fault));
    }

    /** Another session held a lock for longer than a commit waits for one. */
    static boolean isLockTimeout(Throwable fault) {
        return DatabaseErrors.meaning(fault) == Meaning.LOCK_TIMEOUT;
    }
}
