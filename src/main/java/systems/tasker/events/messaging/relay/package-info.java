/** Hands durable events on to Kafka: one queue after the other, each event as it is, with the attributes of a CloudEvent in its headers. */
package systems.tasker.events.messaging.relay;
