package systems.tasker.events.postgres.ledger;

import java.util.EnumSet;
import java.util.Set;

import systems.tasker.events.postgres.pgmq.DatabaseErrors;
import systems.tasker.events.postgres.pgmq.DatabaseErrors.Meaning;

/** What a failed commit says about the results in it. */
final class DatabaseFaults {

    // Raised by tasker_events.release_claims.
    private static final String CLAIM_GONE = "TE001";

    private static final Set<Meaning> REJECTIONS =
            EnumSet.of(Meaning.INVALID_DATA, Meaning.LIMIT_EXCEEDED, Meaning.MISSING_TABLE);

    private DatabaseFaults() {}

    /** One result of the batch is the cause, so that the others may be committed without it. */
    static boolean isFaultOfOneMember(Throwable fault) {
        var meaning = DatabaseErrors.meaning(fault);
        // A deadlock is between two batches that hold each other's results; apart from each other they commit.
        return isClaimGone(fault) || isUnstorable(fault) || meaning == Meaning.DUPLICATE || meaning == Meaning.DEADLOCK;
    }

    static boolean isClaimGone(Throwable fault) {
        return CLAIM_GONE.equals(DatabaseErrors.sqlState(fault));
    }

    /** Data that PostgreSQL cannot store, a limit it has, or a queue that does not exist. */
    static boolean isUnstorable(Throwable fault) {
        return REJECTIONS.contains(DatabaseErrors.meaning(fault));
    }

    /** Another session held a lock for longer than a commit waits for one. */
    static boolean isLockTimeout(Throwable fault) {
        return DatabaseErrors.meaning(fault) == Meaning.LOCK_TIMEOUT;
    }
}
