/**
 * The channel {@code step-results}: step results from a PGMQ queue or a Kafka topic, on the same journey as those over REST.
 */
package systems.tasker.events.messaging.results;
