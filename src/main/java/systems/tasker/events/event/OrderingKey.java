package systems.tasker.events.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an event has its ordering key: events with the same key stay in order.
 *
 * @param value a JSON pointer (RFC 6901) into the business payload such as {@code /customer_id}, or {@code metadata.} and a key of the
 *     event's metadata, a publisher's own ones included
 */
public record OrderingKey(String value) {

    private static final String METADATA = "metadata.";
    private static final Pattern BROKEN_POINTER = Pattern.compile("//|/\\z|~(?![01])");

    public OrderingKey {
        if (!isLegal(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not an ordering key such as '/customer_id' or 'metadata.task_uuid'");
        }
    }

    public static boolean isLegal(String value) {
        return value.startsWith(METADATA)
                ? value.length() > METADATA.length()
                : value.startsWith("/") && !BROKEN_POINTER.matcher(value).find();
    }

    /** The key of an event; empty where it has none, or an object or a list in its place. */
    public Optional<String> in(DomainEvent event) {
        var found = value.startsWith(METADATA)
                ? event.metadata().get(value.substring(METADATA.length()))
                : event.businessPayload().at(value);
        return found.isValueNode() && !found.isNull() ? Optional.of(found.asText()) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
