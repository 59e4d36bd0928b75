package systems.tasker.events.postgres.ledger;

import java.time.Duration;

import systems.tasker.events.postgres.pgmq.ConnectionTimeouts;

/**
 * What the transaction that accepts results sets for itself.
 *
 * @param lockTimeout the time that it waits for a lock
 * @param synchronousCommit when it is answered
 * @param required what the database has to promise, or nothing is accepted
 */
record CommitSettings(Duration lockTimeout, SynchronousCommit synchronousCommit, Durability required) {

    static CommitSettings of(LedgerConfig config) {
        return new CommitSettings(
                ConnectionTimeouts.lock(config.timeout()),
                config.synchronousCommit(),
                config.requiredDurability().orElse(Durability.NONE));
    }

    static CommitSettings of(Duration lockTimeout) {
        return new CommitSettings(lockTimeout, SynchronousCommit.ON, Durability.NONE);
    }
}
