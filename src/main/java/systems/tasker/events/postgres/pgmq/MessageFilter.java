package systems.tasker.events.postgres.pgmq;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Which messages of a table are meant: conditions in SQL that all have to hold, with their parameters.
 *
 * <p>The conditions are constants of this room; whatever a caller says is a parameter. Events have their name and correlation id in the
 * headers, where finding them does not open the message; whoever sends an event without headers has them in the message all the same.
 */
public final class MessageFilter {

    private static final String EVENT_NAME = "coalesce(headers ->> 'event_name', message ->> 'event_name') = $%d";
    private static final String CORRELATION_ID = "coalesce(headers ->> 'correlation_id',"
            + " message #>> '{metadata,correlation_id}', message ->> 'correlation_id') = $%d";

    private static final String EVENT_ID = "message ->> 'event_id' = $%d";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    public MessageFilter eventName(String name) {
        return and(EVENT_NAME, name);
    }

    public MessageFilter correlationId(String id) {
        return and(CORRELATION_ID, id);
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
