package systems.tasker.events.postgres.ledger;

import java.util.Set;

/** Wakes the consumers of some queues, which would otherwise find new messages at their next poll; must not block or throw. */
@FunctionalInterface
interface ConsumerWakeUp {

    /** Called once messages for these queues are committed. */
    void wake(Set<String> queues);
}
