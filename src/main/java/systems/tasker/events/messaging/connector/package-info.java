/**
 * Queues of PGMQ as channels of Reactive Messaging: the connector {@code smallrye-pgmq}.
 *
 * <p>It knows nothing of the rest of this project. What it promises and how it is configured is said at its attributes.
 */
package systems.tasker.events.messaging.connector;
