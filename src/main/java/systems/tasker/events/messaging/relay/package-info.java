/** Relays durable events to Kafka: the JSON of each event unchanged, with the attributes of a CloudEvent in its headers. */
package systems.tasker.events.messaging.relay;
