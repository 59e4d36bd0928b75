package systems.tasker.events.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The metadata that every event has, in the order of its JSON. Publishers may add others, and replace none of these. */
public enum MetadataField {
    TASK_UUID("task_uuid", "uuid", null, metadata -> metadata.taskUuid().toString()),
    STEP_UUID("step_uuid", "uuid", null, metadata -> metadata.stepUuid().toString()),
    STEP_NAME("step_name", null, null, EventMetadata::stepName),
    NAMESPACE("namespace", null, null, EventMetadata::namespace),
    CORRELATION_ID("correlation_id", null, null, EventMetadata::correlationId),
    FIRED_AT("fired_at", "date-time", "In UTC", metadata -> metadata.firedAt().toString()),
    FIRED_BY("fired_by", null, "The publisher, or the step's handler", EventMetadata::firedBy);

    private static final Map<String, MetadataField> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MetadataField::key, Function.identity()));

    private final String key;
    private final String format;
    private final String description;
    private final Function<EventMetadata, String> value;

    MetadataField(String key, String format, String description, Function<EventMetadata, String> value) {
        this.key = key;
        this.format = format;
        this.description = description;
        this.value = value;
    }

    /** The field with a key; empty for the keys that publishers may use. */
    static Optional<MetadataField> of(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    /** Its name in the event's JSON. */
    public String key() {
        return key;
    }

    /** A JSON pointer to it in the event's JSON. */
    public String pointer() {
        return "/" + EventFields.METADATA + "/" + key;
    }

    /** Its {@code format} in JSON Schema; empty for plain text. */
    public Optional<String> format() {
        return Optional.ofNullable(format);
    }

    /** Its {@code description} in JSON Schema; empty where the name says it. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** Its text in an event. */
    String in(EventMetadata metadata) {
        return value.apply(metadata);
    }
}
