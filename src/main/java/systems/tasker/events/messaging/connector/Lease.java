package systems.tasker.events.messaging.connector;

import java.util.List;

import systems.tasker.events.postgres.pgmq.QueueMessage;

/**
 * A message in progress: read, and not settled.
 *
 * @param message the message
 * @param takenAt when it was taken, in nanoseconds of {@link System#nanoTime()}
 */
record Lease(QueueMessage message, long takenAt) {

    /** Messages that were taken now. */
    static List<Lease> of(List<QueueMessage> messages) {
        var now = System.nanoTime();
        return messages.stream().map(message -> new Lease(message, now)).toList();
    }

    long id() {
        return message.id();
    }

    // Each taking is one of its own, of the same message too.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
