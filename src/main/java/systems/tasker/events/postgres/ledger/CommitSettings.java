package systems.tasker.events.postgres.ledger;

import java.time.Duration;

/**
 * What the transaction that accepts results sets for itself.
 *
 * @param lockTimeout the time that it waits for a lock
 * @param synchronousCommit when it is answered
 */
record CommitSettings(Duration lockTimeout, SynchronousCommit synchronousCommit) {

    static CommitSettings of(Duration lockTimeout) {
        return new CommitSettings(lockTimeout, SynchronousCommit.ON);
    }
}
