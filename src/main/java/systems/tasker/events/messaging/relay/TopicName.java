package systems.tasker.events.messaging.relay;

import java.util.regex.Pattern;

/**
 * The name of a topic, with placeholders for fields of the event.
 *
 * @param pattern such as {@code {namespace}.domain-events}
 */
record TopicName(String pattern) {

    private static final String NAMESPACE = "{namespace}";
    private static final String EVENT_NAME = "{event_name}";
    // Kafka's own rule.
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** @throws IllegalArgumentException when Kafka would refuse what comes of it */
    TopicName {
        var example = pattern.replace(NAMESPACE, "a").replace(EVENT_NAME, "a");
        if (!isLegal(example)) {
            throw new IllegalArgumentException(
                    "tasker.relay.topic is '" + pattern + "', but a topic has letters, digits, '.', '_', '-', "
                            + NAMESPACE + " and " + EVENT_NAME + " only");
        }
    }

    static boolean isLegal(String topic) {
        return LEGAL.matcher(topic).matches();
    }

    String of(String namespace, String eventName) {
        return pattern.replace(NAMESPACE, namespace).replace(EVENT_NAME, eventName);
    }
}
