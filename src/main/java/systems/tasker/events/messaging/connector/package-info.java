/**
 * Queues of PGMQ as channels of Reactive Messaging: the connector {@code smallrye-pgmq}.
 *
 * <p>It is independent of the rest of this project. Its attributes document its guarantees and its configuration.
 */
package systems.tasker.events.messaging.connector;
