package systems.tasker.events.event;

/** The names of an event's fields in its JSON; those of its metadata are {@link MetadataField}. */
public final class EventFields {

    public static final String EVENT_ID = "event_id";
    public static final String EVENT_NAME = "event_name";
    public static final String EVENT_VERSION = "event_version";
    public static final String METADATA = "metadata";

    /** The context, the result and the business payload together; inside, the business payload has the same name. */
    public static final String PAYLOAD = "payload";

    /** In the payload: the context the step ran in. */
    public static final String TASK_SEQUENCE_STEP = "task_sequence_step";

    /** In the payload: the result of the step. */
    public static final String EXECUTION_RESULT = "execution_result";

    private EventFields() {}
}
