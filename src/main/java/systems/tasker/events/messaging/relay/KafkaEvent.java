package systems.tasker.events.messaging.relay;

import java.util.Map;

/**
 * What Kafka gets to know of an event besides its JSON.
 *
 * @param topic the topic it goes to
 * @param key what the events that keep their order have in common
 * @param headers the attributes of the CloudEvent, and what else is for others to route and trace by
 */
record KafkaEvent(String topic, String key, Map<String, String> headers) {

    KafkaEvent {
        headers = Map.copyOf(headers);
    }
}
