package systems.tasker.events.http;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.vertx.mutiny.sqlclient.Tuple;

import systems.tasker.events.event.EventFields;
import systems.tasker.events.event.EventHeaders;
import systems.tasker.events.event.MetadataField;

/**
 * Selects messages of a queue's table: conditions in SQL that all have to hold, with their parameters.
 *
 * <p>The conditions are constants; what a caller says is a parameter. An event's name and correlation id are in the headers, where
 * finding them does not decompress the message; events that other senders put into a queue without headers have them in the message.
 */
public final class MessageFilter {

    private static final String EVENT_NAME = "coalesce(headers ->> '%s', message ->> '%s') = $%%d"
            .formatted(EventHeaders.EVENT_NAME, EventFields.EVENT_NAME);
    // A notification of orchestration has it at the top.
    private static final String CORRELATION_ID =
            "coalesce(headers ->> '%s', message #>> '{%s,%s}', message ->> '%3$s') = $%%d"
                    .formatted(EventHeaders.CORRELATION_ID, EventFields.METADATA, MetadataField.CORRELATION_ID.key());
    private static final String EVENT_ID = "message ->> '" + EventFields.EVENT_ID + "' = $%d";

    // A notification of orchestration has it at the top.
    private static final String TASK_UUID = "coalesce(message #>> '{%s,%s}', message ->> '%2$s') = $%%d"
            .formatted(EventFields.METADATA, MetadataField.TASK_UUID.key());

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    public MessageFilter eventName(String name) {
        return and(EVENT_NAME, name);
    }

    public MessageFilter correlationId(String id) {
        return and(CORRELATION_ID, id);
    }

    public MessageFilter taskUuid(UUID id) {
        return and(TASK_UUID, id.toString());
    }

    public MessageFilter eventId(UUID id) {
        return and(EVENT_ID, id.toString());
    }

    /** One more condition, in which {@code $%d} stands for the parameter. */
    public MessageFilter and(String condition, Object parameter) {
        conditions.add(condition);
        parameters.add(parameter);
        return this;
    }

    /** The condition, with parameters that follow so many others. */
    public String sql(int others) {
        var numbered = new ArrayList<String>();
        for (int i = 0; i < conditions.size(); i++) {
            numbered.add(conditions.get(i).formatted(others + i + 1));
        }
        return numbered.isEmpty() ? "true" : String.join(" and ", numbered);
    }

    /** The parameters, after the others. */
    public Tuple parameters(Object... others) {
        var all = new ArrayList<Object>(List.of(others));
        all.addAll(parameters);
        return Tuple.tuple(all);
    }
}
